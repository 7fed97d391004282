import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockAt } from '../../../test/making/days.ts';
import { strangeId } from '../../../test/making/entries.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../../base/instant.ts';
import type { Row } from './ledger.ts';
import { afterTry } from './outcome.ts';
import type { Tried } from './outcome.ts';

const AT = clockAt('10:31');
const ROW: Row = {
  alarm: strangeId('alarm'),
  phase: 'call',
  channel: 'push',
  person: 7,
  state: 'claimed',
  due: AT,
  since: AT,
  at: AT,
  tries: 1,
};

/** What follows, as `accepted` or `again in 5 s`. */
function follows(tried: Tried, row: Partial<Row> = {}, minutes = 0): string {
  const asOf = instant(AT + minutes * MINUTE_MS);
  const event = afterTry(0, { row: { ...ROW, ...row }, tried, asOf });
  if (event.kind === 'defer') return `again in ${(event.due - asOf) / SECOND_MS} s`;
  if (event.kind !== 'became') return event.kind;
  return event.why === undefined ? event.state : `${event.state}: ${event.why}`;
}

describe('after a try', () => {
  test('what a carrier says for good holds', () => {
    assert.equal(follows({ kind: 'accepted' }), 'accepted');
    assert.equal(follows({ kind: 'gone' }), 'gone');
    assert.equal(follows({ kind: 'refused', why: 'inside' }), 'failed: inside');
  });

  test('it waits as long as the carrier asks, else twice as long each time, up to five minutes', () => {
    const ill = { kind: 'deferred', scope: 'provider' } as const;
    assert.equal(follows({ ...ill, afterMs: 90_000 }), 'again in 90 s');
    assert.deepEqual(
      [1, 2, 3, 7, 200].map((tries) => follows(ill, { tries })),
      ['again in 5 s', 'again in 10 s', 'again in 20 s', 'again in 300 s', 'again in 300 s'],
    );
  });

  test('a carrier that is ill for ten minutes loses nothing', () => {
    const ill = { kind: 'deferred', scope: 'provider' } as const;
    for (const phase of ['over', 'redirect', 'ask', 'call'] as const)
      assert.match(follows(ill, { phase, tries: 8 }, 10), /^again/);
  });

  test('what came too late to be of use is given up, a question soonest', () => {
    const ill = { kind: 'deferred', scope: 'address' } as const;
    assert.equal(follows(ill, { phase: 'ask' }, 15), 'failed: late');
    assert.match(follows(ill, { phase: 'call' }, 60), /^again/);
    assert.equal(follows(ill, { phase: 'call' }, 180), 'failed: late');
    assert.match(follows(ill, { phase: 'over' }, 600), /^again/);
  });

  test('what nobody answered for goes out three times at most, a call once', () => {
    const silent = { kind: 'unknown' } as const;
    assert.deepEqual(
      [1, 2, 3].map((tries) => follows(silent, { tries })),
      ['again in 30 s', 'again in 30 s', 'unknown'],
    );
    assert.equal(follows(silent, { channel: 'call' }), 'unknown');
  });
});
