import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockAt, event, homes, on, plan, source } from '../../../test/making/days.ts';
import { writer } from '../../../test/making/entries.ts';
import type { PlainObject } from '../../record/subset.ts';
import type { Logged } from '../../situation/buckets.ts';
import { LANGUAGES } from '../words/words.ts';
import { publicAccountOf } from './public-account.ts';
import type { PublicAccount, PublicLine } from './public-account.ts';
import { publicJson, publicMarkdown } from './public-text.ts';

const who = writer('reporter');
let index = 0;

/** An entry that happened at a time and was logged at that time, or at another. */
function said(time: string, act: string, over: PlainObject = {}, loggedAt = time): Logged {
  const entry = who.says({ ...event(act, over), at: on(time) });
  return { entry, index: index++, loggedAt: clockAt(loggedAt) };
}

function account(entries: readonly Logged[], asOf = '18:00', isOpen = false): PublicAccount {
  return publicAccountOf(entries, { asOf: clockAt(asOf), isOpen, hubKeys: new Set() });
}

function lines(a: PublicAccount): readonly PublicLine[] {
  return a.hours.flatMap((h) => h.lines);
}

function numbers(over: PlainObject): unknown {
  return lines(account([said('10:30', 'arrest', { number: { words: 'so', ...over } })]))[0]?.numbers;
}

describe('an account for the public', () => {
  test('tells of an entry an hour after it was logged, while the incident is open', () => {
    const arrival = said('10:30', 'force.arrive');
    assert.equal(lines(account([arrival], '11:29', true)).length, 0);
    assert.equal(lines(account([arrival], '11:30', true)).length, 1);
    assert.equal(lines(account([arrival], '11:29', false)).length, 1);
  });

  test('counts by the log and not by the hour that was told', () => {
    const late = said('10:30', 'force.arrive', {}, '14:00');
    assert.equal(lines(account([late], '14:30', true)).length, 0);
    assert.equal(lines(account([{ entry: late.entry }], '23:00', true)).length, 0);
    assert.equal(lines(account([late], '15:00', true)).length, 1);
  });

  test('counts homes by state, delayed like all the rest', () => {
    const one = who.says({ ...homes(['n1', 'n2'], 'reached'), at: on('10:00') });
    const two = who.says({ ...homes(['n1'], 'demolished'), at: on('12:00') });
    const both = [
      { entry: one, loggedAt: clockAt('10:00') },
      { entry: two, loggedAt: clockAt('12:00') },
    ];
    assert.deepEqual([account(both, '12:30', true), account(both, '13:00', true)].map(counted), [
      [2, 0],
      [1, 1],
    ]);
  });
  const counted = ({ homes: h }: PublicAccount): readonly number[] => [h.reached, h.demolished];

  test('makes numbers coarse, and leaves out what is too high to be a count', () => {
    assert.deepEqual(numbers({ of: 'people', lo: 3, hi: 3 }), [{ of: 'people', lo: 1, hi: 9 }]);
    assert.deepEqual(numbers({ of: 'homes', lo: 4417, hi: 4417 }), [{ of: 'homes', lo: 4000, hi: 5000 }]);
    assert.deepEqual(numbers({ of: 'people', lo: 24 }), [{ of: 'people', lo: 20 }]);
    assert.deepEqual(numbers({ of: 'homes', lo: 3, hi: 4 }), [{ of: 'homes', lo: 3, hi: 4 }]);
    assert.deepEqual(numbers({ of: 'people', lo: 701123456 }), []);
  });

  test('leaves out rumours, plans, opinions, and who is besieged at home', () => {
    const out = [
      said('10:30', 'death', { source: source('gossip', { link: 'heard' }) }),
      said('10:30', 'assemble', { modality: 'planned', lane: 'residents' }),
      said('10:30', 'claim.gain', { modality: 'opinion' }),
      said('10:30', 'detain.siege'),
    ];
    assert.deepEqual(account(out).hours, []);
  });

  test('tells the force of the own side of the side, never of a smaller group, and of several at once', () => {
    const force = ['young-men', 'organiser'].map((body, i) =>
      said(`14:${10 + i}`, 'resist.force', {
        lane: 'residents',
        actors: [body],
        source: source(`w${i}`),
        place: { home: 'n1' },
      }),
    );
    const [line, ...more] = lines(account(force));
    assert.deepEqual(
      [line?.act, line?.lane, line?.actors, more.length],
      ['resist.force', 'residents', [], 0],
    );
    assert.match(publicMarkdown(account(force), 'en'), /^- Residents used force\.$/m);
  });

  test('names an ordered group by our own words only', () => {
    const answered = (group: string): PlainObject => ({
      lane: 'workers',
      modality: 'refused',
      group,
      answer: 'refused',
    });
    const told = [
      said('12:00', 'refuse.order', answered('bulldozer-drivers')),
      said('13:00', 'refuse.order', answered('seitkali')),
      said('15:00', 'refuse.order', answered('constructor')),
    ];
    assert.deepEqual(
      lines(account(told)).map((l) => l.group),
      ['bulldozer-drivers', 'ordered-group', 'ordered-group'],
    );
    assert.match(publicMarkdown(account(told), 'en'), /^- An ordered group refused\.$/m);
  });

  test('is a draft in every language and in JSON, and says whether the last hour is missing', () => {
    const entries = [
      { entry: who.says(plan()), index: index++, loggedAt: clockAt('08:00') },
      said('10:30', 'force.arrive', { actors: ['police'] }),
    ];
    for (const isOpen of [true, false]) {
      const a = account(entries, '18:00', isOpen);
      assert.equal(new Set(LANGUAGES.map((l) => publicMarkdown(a, l))).size, 3);
      assert.match(publicMarkdown(a, 'en'), /\*\*For public: a draft\./);
      assert.equal(publicMarkdown(a, 'en').includes('nothing of the last hour'), isOpen);
      assert.partialDeepStrictEqual(publicJson(a), { audience: 'public', state: 'draft', isOpen });
    }
    assert.match(publicMarkdown(account(entries), 'en'), /^## 10:00–11:00\n\n- Police arrived\.$/m);
  });
});
