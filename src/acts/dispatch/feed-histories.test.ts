import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aTemplate, FEED_BEGUN, FEED_NAME, FEED_SENDER, textsIn } from '../../../test/making/feed-samples.ts';
import { strangeId } from '../../../test/making/entries.ts';
import { soakCount } from '../../../test/soak-count.ts';
import { DAY_MS, HOUR_MS, instant } from '../../base/instant.ts';
import { capAlert, capIdentifier } from './cap.ts';
import { lastState, nextState, withState } from './feed-alarm.ts';
import type { FeedAlarm, FeedSeen } from './feed-alarm.ts';
import { feedVoice } from './feed-voice.ts';
import type { Way } from './feed-voice.ts';

const TEMPLATE = aTemplate();
const PLACE = { sender: FEED_SENDER, template: TEMPLATE };

const anyWay: fc.Arbitrary<Way> = fc.oneof(
  fc.record(
    { kind: fc.constantFrom('meet', 'outside'), point: fc.constantFrom('B2', 'school', 'elsewhere') },
    { noNullPrototype: true },
  ),
  fc.record({ kind: fc.constantFrom('nowhere', 'follow') }, { noNullPrototype: true }),
);
const anySeen: fc.Arbitrary<FeedSeen> = fc.record(
  {
    tier: fc.constantFrom(1, 2, 3, 3, 4),
    way: anyWay,
    sureness: fc.constantFrom('Likely', 'Observed'),
    over: fc.constantFrom('ended', 'false', 'duplicate'),
  },
  { requiredKeys: ['tier', 'way'] },
);
// Most looks follow each other at once; clocks are set forth and back.
const anyLater = fc.oneof(
  { weight: 5, arbitrary: fc.nat(90_000) },
  fc.integer({ min: -DAY_MS, max: DAY_MS }),
);
const anyHistory = fc.array(fc.record({ seen: anySeen, laterMs: anyLater }), { maxLength: 60 });

/** The messages that go out, in order, with what was seen when each look was over. */
function follow(
  history: readonly { readonly seen: FeedSeen; readonly laterMs: number }[],
  look: (alarm: FeedAlarm | undefined, seen: FeedSeen, isNew: boolean) => void,
): FeedAlarm | undefined {
  let alarm: FeedAlarm | undefined;
  let now = FEED_BEGUN;
  for (const { seen, laterMs } of history) {
    now += laterMs;
    const state = nextState(alarm && lastState(alarm), seen, instant(now));
    if (state !== undefined)
      alarm = alarm
        ? withState(alarm, state)
        : { alarm: strangeId('alarm'), name: FEED_NAME, act: 'evict.home', states: [state] };
    look(alarm, seen, state !== undefined);
  }
  return alarm;
}

const holds = (check: (history: Parameters<typeof follow>[0]) => void): void =>
  fc.assert(fc.property(anyHistory, check), { numRuns: soakCount(1_000, 20_000) });

test('whoever reads the newest message is never sent another way than messages send people now', () => {
  holds((history) => {
    let isOver = false;
    follow(history, (alarm, seen) => {
      if (alarm === undefined || isOver) return;
      const { over, way } = lastState(alarm);
      isOver = over !== undefined;
      const said = textsIn(capAlert(alarm, lastState(alarm), PLACE), 'instruction')[2];
      assert.equal(said, isOver ? undefined : feedVoice(TEMPLATE, 'en').instruction(seen.way));
      if (!isOver) assert.deepEqual(way, seen.way);
    });
  });
});

test('the first message is an Alert of a confirmed alarm at tier 3, one Cancel is the last, and between are Updates', () => {
  holds((history) => {
    const types: string[] = [];
    follow(history, (alarm, seen, isNew) => {
      if (alarm === undefined || !isNew) return;
      if (types.length === 0) assert.ok(seen.tier >= 3 && seen.sureness !== undefined && !seen.over);
      types.push(textsIn(capAlert(alarm, lastState(alarm), PLACE), 'msgType')[0] ?? '');
    });
    for (const [i, type] of types.entries()) {
      const isLast = i === types.length - 1;
      assert.ok(
        type === (i === 0 ? 'Alert' : 'Update') || (isLast && i > 0 && type === 'Cancel'),
        types.join(),
      );
    }
  });
});

test('every message names all before it that are kept, as they were sent, and no two have one name or time', () => {
  holds((history) => {
    const sent = new Map<string, string>();
    follow(history, (alarm, _, isNew) => {
      if (alarm === undefined || !isNew) return;
      const cap = capAlert(alarm, lastState(alarm), PLACE);
      const [id = '', at = ''] = ['identifier', 'sent'].map((name) => textsIn(cap, name)[0]);
      assert.ok(!sent.has(id) && ![...sent.values()].includes(at));
      const references = textsIn(cap, 'references')[0]?.split(' ') ?? [];
      for (const reference of references) {
        const [sender, named = '', when] = reference.split(',');
        assert.deepEqual([sender, sent.get(named)], [FEED_SENDER, when]);
      }
      assert.equal(references.length, Math.min(sent.size, 29));
      sent.set(id, at);
      assert.equal(capIdentifier(alarm, lastState(alarm)), id);
    });
  });
});

test('an alarm that runs never expires while somebody looks at it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(HOUR_MS), { minLength: 1, maxLength: 60 }), (waits) => {
      const seen: FeedSeen = { tier: 3, sureness: 'Likely', way: { kind: 'follow' } };
      let now = FEED_BEGUN;
      const history = waits.map((laterMs) => ({ seen, laterMs }));
      let i = 0;
      follow(history, (alarm) => {
        now += waits[i++] ?? 0;
        assert.ok(alarm && now - lastState(alarm).at < 13 * HOUR_MS);
      });
    }),
  );
});
