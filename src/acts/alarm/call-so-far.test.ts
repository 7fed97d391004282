import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockAt } from '../../../test/making/days.ts';
import { MINUTE_MS } from '../../base/instant.ts';
import { instantToWall, wall } from '../../base/wall.ts';
import type { CellTally } from '../../situation/reach.ts';
import { callSoFar } from './call-so-far.ts';

const AT = instantToWall(clockAt('10:30'), 0);
const minute = (n: number) => wall(AT + n * MINUTE_MS);

/** Ten told at each of these minutes; `coming` and `cannot` of them by the last tally. */
function cellOf(minutes: readonly number[], coming: number, cannot: number): CellTally {
  const told = minutes.map((n, i) => ({ at: minute(n), lo: 10 * (i + 1), hi: 10 * (i + 1) }));
  const tally = { told: 10 * minutes.length, acknowledged: 0, coming, cannot, unreached: 0 };
  return { cell: 'c1', tally, told, acknowledged: [], entries: [] };
}

function callOf(cell: CellTally, answered: number): ReturnType<typeof callSoFar> {
  const onTheWay = Array.from({ length: answered }, () => ({ since: minute(9), minutes: 20 }));
  return callSoFar({ onTheWay, cannot: 2 }, { cells: [cell], points: [] }, minute(10));
}

describe('what is known of a call', () => {
  test('spreads those ticked as coming over the minutes in which they were told', () => {
    const { onTheWay } = callOf(cellOf([0, 4, 8], 7, 0), 0);
    assert.deepEqual(
      onTheWay.map(({ since }) => (since - AT) / MINUTE_MS),
      [0, 0, 4, 4, 4, 8, 8],
    );
  });

  test('counts nobody twice who was ticked by a warden and answered the hub', () => {
    const few = callOf(cellOf([0], 4, 5), 3);
    assert.deepEqual([few.onTheWay.length, few.cannot], [4, 5]);
    const many = callOf(cellOf([0], 4, 1), 6);
    assert.deepEqual([many.onTheWay.length, many.cannot], [6, 2]);
  });

  test('knows nobody on the way where no warden has told anybody', () => {
    assert.deepEqual(callOf(cellOf([], 0, 0), 0).onTheWay, []);
  });
});
