import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAlarm as alarmAt } from '../../../test/making/an-alarm.ts';
import { FEED_BEGUN, anAlarm } from '../../../test/making/feed-samples.ts';
import { keyOf, placeLog } from '../../../test/making/place.ts';
import { DAY_MS, HOUR_MS, instant } from '../../base/instant.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { People } from '../../situation/people.ts';
import { currentAlarms, feedSeen, feedWay, nextState, withState } from './feed-alarm.ts';
import type { FeedSeen, FeedState } from './feed-alarm.ts';

const NOW = instant(FEED_BEGUN);
const SEEN: FeedSeen = { tier: 3, sureness: 'Likely', way: { kind: 'follow' } };

/** Three residents, each vouched for by another keyholder, and a fourth by the first again. */
function people(): People {
  const log = placeLog();
  for (const [by, key] of [
    ['k1', 'a'],
    ['k2', 'b'],
    ['k3', 'c'],
    ['k1', 'd'],
  ] as const)
    log.grants(by, key, 'resident', { slot: 1 });
  return log.people();
}

function seenOf(more: Partial<Alarm>): FeedSeen | undefined {
  return feedSeen({ ...alarmAt(3), raisedBy: keyOf('a'), ...more }, people(), { kind: 'follow' });
}

describe('what is seen of an alarm for the feed', () => {
  test('is nothing of a drill, nor of one whose raise is not here', () => {
    assert.equal(seenOf({ mode: 'drill' }), undefined);
    const { mode: _, ...unknown } = alarmAt(3);
    assert.equal(feedSeen(unknown, people(), { kind: 'follow' }), undefined);
  });

  test('is as sure as people who are vouched for by different people have seen it', () => {
    const sure = (confirmedBy: readonly string[], more: Partial<Alarm> = {}): string | undefined =>
      seenOf({ confirmedBy: confirmedBy.map(keyOf), ...more })?.sureness;
    const unsigned = (by: string): Partial<Alarm> => {
      const confirm: readonly AuthorKey[] = [keyOf(by), keyOf('k4')];
      return { relayedVoices: { confirm, refute: [] } };
    };
    assert.equal(sure([]), undefined);
    assert.equal(sure(['d']), undefined, 'the same keyholder vouches for both');
    assert.equal(sure(['b']), 'Likely');
    assert.equal(sure(['b', 'c']), 'Observed');
    assert.equal(sure([], unsigned('k3')), 'Likely', 'who could not sign confirms too');
    assert.equal(sure(['b'], unsigned('k3')), 'Likely', 'and is never one of three');
    assert.equal(sure(['b'], { isTakenBack: true }), undefined, 'whoever raised it does not say so any more');
    assert.equal(sure(['b', 'stranger']), 'Likely', 'nobody vouches for a stranger');
  });
});

describe('where the feed sends people', () => {
  const yard = { code: 'B2', name: 'the yard' };
  const way = (
    point: string | undefined,
    isOutside: boolean,
    approved = [yard],
    planned = approved,
  ): string => {
    const meeting = { ...(point !== undefined && { point: { code: point } }), isOutside };
    return Object.values(feedWay(meeting, approved, planned)).join(' ');
  };

  test('is where messages send them now, if that was approved', () => {
    assert.equal(way('B2', false), 'meet B2');
    assert.equal(way('B2', true), 'outside B2');
    assert.equal(way('C3', false), 'follow');
    assert.equal(way('C3', true), 'nowhere');
    assert.equal(way(undefined, true), 'nowhere');
    assert.equal(way(undefined, false), 'follow');
  });

  test('is no place that the plan has no longer, or calls otherwise', () => {
    assert.equal(way('B2', false, [yard], []), 'follow');
    assert.equal(way('B2', true, [yard], [{ code: 'B2', name: 'the other yard' }]), 'nowhere');
  });
});

describe('the next message', () => {
  const first = nextState(undefined, SEEN, NOW);
  const after = (more: Partial<FeedSeen>, laterMs = 1): FeedState | undefined =>
    nextState(first, { ...SEEN, ...more }, instant(NOW + laterMs));

  test('begins with the third tier, once somebody else has confirmed it', () => {
    assert.deepEqual(first, { at: NOW, ...SEEN });
    for (const tier of [0, 1, 2]) assert.equal(nextState(undefined, { ...SEEN, tier }, NOW), undefined);
    const { sureness: _, ...unsure } = SEEN;
    assert.equal(nextState(undefined, { ...unsure, tier: 4 }, NOW), undefined);
  });

  test('is not the first where the alarm is over', () => {
    assert.equal(nextState(undefined, { ...SEEN, over: 'ended' }, NOW), undefined);
  });

  test('comes with the tier, the way or what has been seen, and only then', () => {
    assert.equal(after({}), undefined);
    assert.equal(after({ tier: 4 })?.tier, 4);
    assert.equal(after({ sureness: 'Observed' })?.sureness, 'Observed');
    assert.deepEqual(after({ way: { kind: 'nowhere' } })?.way, { kind: 'nowhere' });
    const meet = nextState(undefined, { ...SEEN, way: { kind: 'meet', point: 'B2' } }, NOW);
    assert.ok(nextState(meet, { ...SEEN, way: { kind: 'meet', point: 'B3' } }, NOW));
    assert.ok(nextState(meet, { ...SEEN, way: { kind: 'outside', point: 'B2' } }, NOW));
  });

  test('is no less sure than the one before, where a voice is taken back', () => {
    const { sureness: _, ...unsure } = SEEN;
    assert.equal(nextState(first, unsure, NOW), undefined);
    assert.equal(nextState(first, { ...unsure, tier: 4 }, NOW)?.sureness, 'Likely');
  });

  test('says an alarm that runs on anew before what was said of it expires', () => {
    assert.equal(after({}, 12 * HOUR_MS - 1), undefined);
    assert.equal(after({}, 12 * HOUR_MS)?.at, NOW + 12 * HOUR_MS);
  });

  test('tells the minute, and within one minute a second later each time', () => {
    const at = (laterMs: number, last?: FeedState): number | undefined =>
      nextState(last, { ...SEEN, tier: last === undefined ? 3 : last.tier + 1 }, instant(NOW + laterMs))?.at;
    assert.deepEqual([at(0), at(59_999), at(60_000)], [NOW, NOW, NOW + 60_000]);
    assert.deepEqual([at(500, first), at(59_999, first)], [NOW + 1_000, NOW + 1_000]);
    assert.equal(at(61_000, first), NOW + 60_000);
    assert.equal(at(-DAY_MS, first), NOW + 1_000, 'a clock that was set back changes no order');
  });

  test('is the last when it is over', () => {
    const over = after({ over: 'false' });
    assert.equal(over?.over, 'false');
    assert.equal(nextState(over, SEEN, instant(NOW + DAY_MS)), undefined);
    assert.equal(nextState(over, { ...SEEN, over: 'ended' }, instant(NOW + DAY_MS)), undefined);
  });
});

test('an alarm stays a day after the last that was said of it, the newest first', () => {
  const [old, newer] = [anAlarm('follow', {}, 'ended'), anAlarm('follow outside meet', { name: 'b' })];
  const end = FEED_BEGUN + 60_000 + DAY_MS;
  const at = (ms: number): readonly string[] =>
    currentAlarms([old, newer], instant(ms)).map(({ name }) => name);
  assert.deepEqual(at(end - 1), ['b', old.name]);
  assert.deepEqual(at(end), ['b']);
});

test('the first message and the newest thirty are kept, whatever is said', () => {
  let alarm = anAlarm('follow');
  for (let tier = 4; tier <= 102; tier++) alarm = withState(alarm, { ...alarm.states[0], tier });
  const tiers = alarm.states.map(({ tier }) => tier);
  assert.deepEqual([tiers[0], tiers[1], tiers.at(-1), tiers.length], [3, 74, 102, 30]);
});
