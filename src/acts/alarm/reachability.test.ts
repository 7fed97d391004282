import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { placePlan } from '../../../test/making/place-plans.ts';
import type { ChannelName } from './channels.ts';
import { reachability } from './reachability.ts';
import type { Roads } from './reachability.ts';

const plan = placePlan();
const HANDLES = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7', 'o1', 'o2', 'k1', 'k2', 'k3', 'k4', 'k5'];

function roads(working: readonly string[], subscribersIn: Readonly<Record<string, number>> = {}): Roads {
  const none: readonly ChannelName[] = [];
  return {
    of: new Map(HANDLES.map((handle) => [handle, working.includes(handle) ? ['sms'] : none])),
    subscribersIn: new Map(Object.entries(subscribersIn)),
  };
}

describe('before any alarm', () => {
  test('everybody is reachable where each cell has one caller who is', () => {
    const { people, reachable, cellsCutOff } = reachability(plan, roads(['w1', 'w4', 'w6']));
    assert.deepEqual([people, reachable, cellsCutOff], [100, 100, []]);
  });

  test('a deputy is caller enough, and one who stands in for two cells reaches both', () => {
    const found = reachability(plan, roads(['w3']));
    assert.deepEqual(found.cells, [
      { code: 'c1', people: 45, reachable: 45 },
      { code: 'c2', people: 30, reachable: 30 },
      { code: 'c3', people: 25, reachable: 0 },
    ]);
    assert.deepEqual([found.reachable, found.cellsCutOff], [75, ['c3']]);
  });

  test('in a cell without a caller those hear who subscribed, and no more than there are', () => {
    const subscribed = { c1: 44, c2: 31, c3: 3, elsewhere: 7 };
    const found = reachability(plan, roads(['w5'], subscribed));
    assert.deepEqual(
      found.cells.map(({ reachable }) => reachable),
      [44, 30, 25],
    );
    assert.deepEqual(found.cellsCutOff, ['c1', 'c2']);
  });

  test('everybody with a task who cannot be reached is named, once', () => {
    const working = HANDLES.filter((handle) => !['w3', 'o2', 'k4'].includes(handle));
    assert.deepEqual(reachability(plan, roads(working)).handlesCutOff, ['w3', 'o2', 'k4']);
    const nothing = reachability(plan, { of: new Map(), subscribersIn: new Map() });
    assert.deepEqual([nothing.reachable, nothing.handlesCutOff.toSorted()], [0, HANDLES.toSorted()]);
  });
});
