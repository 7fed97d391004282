import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { placePlan } from '../../../test/making/place-plans.ts';
import { reachability } from './reachability.ts';
import type { Reachability } from './reachability.ts';

const plan = placePlan();

function reach(
  wardensIn: Readonly<Record<string, number>>,
  subscribersIn: Readonly<Record<string, number>> = {},
): Reachability {
  const mapOf = (counts: Readonly<Record<string, number>>): ReadonlyMap<string, number> =>
    new Map(Object.entries(counts));
  const [wardens, subscribers] = [mapOf(wardensIn), mapOf(subscribersIn)];
  return reachability(plan, {
    wardensIn: wardens,
    subscribersIn: subscribers,
    organisers: 1,
    keyholders: 7,
  });
}

describe('before any alarm', () => {
  test('everybody is reachable where a warden of each cell is', () => {
    const { people, reachable, cellsCutOff } = reach({ c1: 1, c2: 2, c3: 1 });
    assert.deepEqual([people, reachable, cellsCutOff], [100, 100, []]);
  });

  test('a cell says how many of its wardens are, and no more than it has', () => {
    const found = reach({ c1: 1, c2: 5, elsewhere: 3 });
    assert.deepEqual(
      found.cells.map(({ reachable, wardens }) => [reachable, wardens.reached, wardens.planned]),
      [
        [45, 1, 2],
        [30, 2, 2],
        [0, 0, 2],
      ],
    );
    assert.deepEqual([found.reachable, found.cellsCutOff], [75, ['c3']]);
  });

  test('in a cell without a warden those hear who subscribed, and no more than there are', () => {
    const found = reach({ c3: 1 }, { c1: 44, c2: 31, c3: 3, elsewhere: 7 });
    assert.deepEqual(
      found.cells.map(({ reachable }) => reachable),
      [44, 30, 25],
    );
    assert.deepEqual(found.cellsCutOff, ['c1', 'c2']);
  });

  test('organisers and keyholders are counted beside the plan', () => {
    const { organisers, keyholders } = reach({});
    assert.deepEqual(organisers, { planned: 2, reached: 1 });
    assert.deepEqual(keyholders, { planned: 5, reached: 5 });
  });
});
