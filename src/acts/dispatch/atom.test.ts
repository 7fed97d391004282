import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { strangeId } from '../../../test/making/entries.ts';
import { faultInXml } from '../../../test/making/well-formed.ts';
import { HOUR_MS, instant } from '../../base/instant.ts';
import { LANGUAGES } from '../words/words.ts';
import { atomFeed } from './atom.ts';
import type { Feed } from './atom.ts';
import { CAP_LIFE_MS } from './cap.ts';
import type { CapAlarm, CapPlace, CapState } from './cap.ts';

const NINE = 1_775_361_600_000; // 2026-04-05T09:00:00+05:00
const PLACE: CapPlace = {
  sender: 'hub.example',
  settlement: 'Шаңырақ',
  offsetMinutes: 300,
  scope: 'restricted',
  isPlayed: false,
};
const FEED: Feed = {
  id: 'https://hub.example/feed',
  self: 'https://hub.example/feed?a=1&b=2',
  linkOf: (identifier) => `https://hub.example/cap/${identifier}`,
  language: 'en',
  begun: instant(NINE - HOUR_MS),
};

function at(hour: number): CapState['at'] {
  return instant(NINE + (hour - 9) * HOUR_MS);
}

function alarm(label: string, ...states: readonly [CapState, ...CapState[]]): CapAlarm {
  return { id: strangeId(label), mode: 'real', act: 'evict.demolish', states };
}

const one = alarm('one', { at: at(9), tier: 1, voices: 1 }, { at: at(12), tier: 2, voices: 2 });
const two = alarm(
  'two',
  { at: at(10), tier: 3, voices: 3 },
  { at: at(11), tier: 3, voices: 3, over: 'false' },
);

function feedOf(alarms: readonly CapAlarm[], place: Partial<CapPlace> = {}, asOf = at(13)): string {
  const xml = atomFeed(alarms, { ...PLACE, ...place }, FEED, asOf);
  assert.equal(faultInXml(xml), undefined);
  return xml;
}

function all(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
}

describe('the feed', () => {
  test('lists the alarms, what was said last first', () => {
    const xml = feedOf([two, one]);
    assert.deepEqual(all(xml, 'title'), [
      'Alarms of Шаңырақ',
      'Шаңырақ: homes being torn down',
      'FALSE ALARM: Шаңырақ',
    ]);
    assert.deepEqual(all(xml, 'published'), ['2026-04-05T09:00:00+05:00', '2026-04-05T10:00:00+05:00']);
    assert.deepEqual(all(xml, 'updated'), [
      '2026-04-05T12:00:00+05:00',
      '2026-04-05T12:00:00+05:00',
      '2026-04-05T11:00:00+05:00',
    ]);
    assert.match(xml, new RegExp(`href="https://hub.example/cap/${one.id}.restricted.2"`));
  });

  test('has the same bytes in whatever order it gets them', () => {
    const twin = alarm('twin', ...one.states);
    assert.equal(feedOf([one, two, twin]), feedOf([twin, two, one]));
  });

  test('keeps the id of an alarm through its states and languages', () => {
    const [first] = one.states;
    const ids = LANGUAGES.flatMap((language) =>
      [one, alarm('one', first)].map((each) =>
        all(atomFeed([each], PLACE, { ...FEED, language }, at(13)), 'id'),
      ),
    );
    assert.deepEqual(
      new Set(ids.map((each) => each.join(' '))),
      new Set([`${FEED.id} ${FEED.id}#${one.id}`]),
    );
  });

  test('escapes addresses, and is updated when it began while there is nothing in it', () => {
    const xml = feedOf([]);
    assert.match(xml, /href="https:\/\/hub.example\/feed\?a=1&amp;b=2"/);
    assert.deepEqual(all(xml, 'updated'), ['2026-04-05T08:00:00+05:00']);
  });

  test('holds nothing that expired, and for the public nothing before the third tier', () => {
    assert.equal(all(feedOf([one, two], {}, instant(at(11) + CAP_LIFE_MS)), 'published').length, 1);
    assert.equal(all(feedOf([one, two], {}, instant(at(11) + CAP_LIFE_MS - 1)), 'published').length, 2);
    assert.deepEqual(all(feedOf([one, two], { scope: 'public' }), 'published'), [
      '2026-04-05T10:00:00+05:00',
    ]);
  });
});
