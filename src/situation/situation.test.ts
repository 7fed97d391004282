import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { event, on, plan, situationFrom, source } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import { MODALITIES } from '../record/kinds/vocabulary.ts';
import type { PlainObject } from '../record/subset.ts';
import type { Harm } from './situation.ts';

const who = writer('observer');
const says = (time: string, act: string, over: PlainObject = {}): Entry =>
  who.says({ ...event(act, over), at: on(time) });
const people = (lo: number, hi?: number): PlainObject => ({
  number: { of: 'people', lo, ...(hi !== undefined && { hi }), words: 'as told' },
});
const HEARD = { source: source('gossip', { link: 'heard' }) };

function harmOf(entries: readonly Entry[]): readonly Harm[] {
  return situationFrom(entries).harm;
}

/** `injury 2 (3-5)`, `rumour: death 1`. */
function told(entries: readonly Entry[]): readonly string[] {
  return harmOf(entries).map(
    (h) => `${h.isRumour ? 'rumour: ' : ''}${h.act} ${h.told}${h.people ? ` (${h.people.words})` : ''}`,
  );
}

describe('force and harm', () => {
  test('are none while nobody tells of any', () => {
    assert.deepEqual(harmOf([says('10:00', 'assemble')]), []);
  });

  test('are counted by episode, with the entries they rest on', () => {
    const entries = [
      says('10:00', 'injury'),
      says('10:10', 'injury', { source: source('neighbour') }),
      says('12:00', 'injury'),
    ];
    assert.deepEqual(told(entries), ['injury 2']);
    assert.deepEqual(harmOf(entries)[0]?.entries.toSorted(), entries.map((e) => e.id).sort());
  });

  test('are shown in one order: force first', () => {
    const acts = [
      'seize.goods',
      'death',
      'arrest',
      'injury',
      'force.use',
      'resist.force',
      'release',
      'detain.siege',
      'force.breach',
    ];
    const order = [
      'force.use',
      'force.breach',
      'injury',
      'death',
      'arrest',
      'release',
      'detain.siege',
      'resist.force',
      'seize.goods',
    ];
    assert.deepEqual(
      harmOf(acts.map((act) => says('10:00', act))).map((h) => h.act),
      order,
    );
  });

  test('in different cells at one time are different harm', () => {
    assert.deepEqual(
      told([
        says('10:00', 'injury', { place: { cell: 'c1' } }),
        says('10:00', 'injury', { place: { cell: 'c2' } }),
      ]),
      ['injury 2'],
    );
  });

  test('count people from the least to the most anybody told, over all episodes', () => {
    const entries = [
      says('10:00', 'injury', people(2, 3)),
      says('10:05', 'injury', { ...people(4, 4), source: source('neighbour') }),
      says('12:00', 'injury', people(1, 1)),
    ];
    assert.deepEqual(told(entries), ['injury 2 (3-5)']);
  });

  test('have no upper end while an episode has no number, or an open one', () => {
    assert.deepEqual(told([says('10:00', 'injury', people(2, 2)), says('12:00', 'injury')]), [
      'injury 2 (2+)',
    ]);
    assert.deepEqual(told([says('10:00', 'injury', people(2))]), ['injury 1 (2+)']);
    assert.deepEqual(
      told([says('10:00', 'injury', { number: { of: 'attempts', lo: 3, hi: 3, words: '3' } })]),
      ['injury 1'],
    );
  });
});

describe('a rumour is never shown as a fact', () => {
  test('of a death: it is flagged', () => {
    assert.deepEqual(told([says('10:00', 'death', { ...HEARD, ...people(5, 5) })]), [
      'rumour: death 1 (5-5)',
    ]);
  });

  test('of a death: however many have heard it, and who quotes them', () => {
    const quote = { source: source('paper', { stance: 'press', link: 'quotes', quotes: 'gossip' }) };
    assert.deepEqual(
      told([
        says('10:00', 'death', HEARD),
        says('10:05', 'death', { source: source('aunt', { link: 'heard' }) }),
        says('10:20', 'death', quote),
      ]),
      ['rumour: death 1'],
    );
  });

  test('and stands apart from what somebody saw, with its own numbers', () => {
    const entries = [
      says('10:00', 'death', people(1, 1)),
      says('15:00', 'death', { ...HEARD, ...people(5, 5) }),
    ];
    assert.deepEqual(told(entries), ['death 1 (1-1)', 'rumour: death 1 (5-5)']);
  });
});

test('a number that was only heard adds nothing to one that was seen', () => {
  assert.deepEqual(
    told([says('10:00', 'death', people(1, 1)), says('10:10', 'death', { ...HEARD, ...people(5, 5) })]),
    ['death 1 (1-1)'],
  );
  assert.deepEqual(told([says('10:00', 'death'), says('10:10', 'death', { ...HEARD, ...people(5, 5) })]), [
    'death 1',
  ]);
});

describe('what is only said or meant is no harm', () => {
  const counted = new Set(['done', 'ongoing', 'attempted', 'attempted-failed', 'prevented', 'alleged']);
  for (const modality of MODALITIES) {
    test(`${modality}: ${counted.has(modality) ? 'counted' : 'not counted'}`, () => {
      assert.equal(harmOf([says('10:00', 'force.use', { modality })]).length, counted.has(modality) ? 1 : 0);
    });
  }

  test('an opinion is in its lane, and nowhere else', () => {
    const opinions = [
      'force.arrive',
      'evict.demolish',
      'death',
      'withdraw',
      'cordon.complete',
      'detain.siege',
    ].map((act) =>
      says('10:00', act, { modality: 'opinion', group: 'drivers', answer: 'refused', ...people(9, 9) }),
    );
    const { clock, harm, ring, refusals, readiness, contradictions, homes, lanes } = situationFrom(opinions);
    assert.deepEqual(
      [clock.startedBy, clock.endedBy, harm, ring.state, readiness.isRaised],
      [undefined, undefined, [], 'none', false],
    );
    assert.deepEqual([contradictions, homes.toldLost, refusals.map((r) => r.answer)], [[], [], [undefined]]);
    assert.equal(lanes[0]?.claims.length, 6);
  });
});

describe('the head of the situation', () => {
  test('names settlement and date once a plan is here, and says that the year is not stated', () => {
    const { settlement, date, isYearStated } = situationFrom([who.says(plan())]);
    assert.deepEqual([settlement, date, isYearStated], ['Example field', 'XXXX-05-17', false]);
    assert.equal(situationFrom([who.says(plan({ date: '2031-05-17' }))]).isYearStated, true);
    assert.equal(situationFrom([who.says(plan({ date: '203X-05-17' }))]).isYearStated, false);
  });

  test('says whether the offset of the place is stated', () => {
    assert.equal(situationFrom([who.says(plan())]).isOffsetStated, false);
    assert.equal(situationFrom([who.says(plan({ date: '2031-05-17' }))]).isOffsetStated, false);
    const stated = situationFrom([who.says(plan({ date: '2031-05-17', offset: '+00:00' }))]);
    assert.equal(stated.isOffsetStated, true);
  });

  test('names neither without one', () => {
    const situation = situationFrom([]);
    assert.equal('settlement' in situation || 'date' in situation, false);
    assert.deepEqual(
      [situation.entries, situation.unlogged, situation.unread, situation.isYearStated],
      [0, 0, 0, false],
    );
  });

  test("shows the moment of looking on the place's own clock", () => {
    assert.equal(situationFrom([]).asOf, Date.UTC(2000, 4, 17, 18));
    assert.equal(
      situationFrom([who.says(plan({ date: '2000-05-17', offset: '+05:30' }))]).asOf,
      Date.UTC(2000, 4, 17, 23, 30),
    );
  });
});
