import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { clockAt, on } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import { gather, newGathered } from './gather.ts';
import type { Gathered } from './gather.ts';
import { ticksOf } from './ticks.ts';

const raiser = writer('raiser');
const [first, second] = [writer('first warden'), writer('second warden')];
const raiseOf = (mode: 'real' | 'drill'): Entry =>
  raiser.says({ kind: 'alarm.raise', body: { mode, act: 'force.arrive' }, at: on('10:31') });
const [drill, other] = [raiseOf('drill'), raiseOf('drill')];

function told(by: typeof first, cell: string, count: number, about: Entry = drill): Entry {
  const body = { cell, told: count, acknowledged: count, coming: 1, cannot: 0, unreached: 2 };
  return by.says({ kind: 'alarm.told', body, about: [about], at: on('10:40') });
}

const SAID: readonly Entry[] = [
  drill,
  other,
  told(first, 'c1', 4),
  told(first, 'c1', 7),
  told(second, 'c1', 5),
  told(second, 'c2', 3),
  told(first, 'c1', 30, other),
];

/** Each entry logged a minute after the one before it. */
function gathered(entries: readonly Entry[]): Gathered {
  const g = newGathered({ hubKeys: new Set() });
  for (const entry of entries) {
    const index = SAID.indexOf(entry);
    gather(g, { entry, index, loggedAt: clockAt(`10:${40 + index}`) });
  }
  return g;
}

describe('what wardens ticked of one drill', () => {
  test('is their last word each, summed by cell, and nothing of another alarm', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...SAID], { minLength: SAID.length }), (entries) => {
        const ticks = [...ticksOf(gathered(entries), drill.id)].map(([cell, tally]) => [
          cell,
          tally.told,
          tally.coming,
        ]);
        assert.deepEqual(ticks, [
          ['c1', 12, 2],
          ['c2', 3, 1],
        ]);
      }),
    );
    assert.equal(ticksOf(gathered(SAID), other.id).get('c1')?.told, 30);
  });

  test('is what the hub had at a moment', () => {
    assert.deepEqual(
      [...ticksOf(gathered(SAID), drill.id, clockAt('10:42'))].map(([cell, { told: count }]) => [
        cell,
        count,
      ]),
      [['c1', 4]],
    );
  });
});
