import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockAt } from '../../../test/making/days.ts';
import { strangeId } from '../../../test/making/entries.ts';
import { exactly, rangeWords } from '../../base/number-range.ts';
import type { NumberRange } from '../../base/number-range.ts';
import { instantToWall, wall } from '../../base/wall.ts';
import type { CellTally, Stair } from '../../situation/reach.ts';
import type { LedgerEvent } from './ledger.ts';
import { milestonesOf } from './milestones.ts';
import { reachOverTime } from './reach-over-time.ts';
import type { ReachOverTime } from './reach-over-time.ts';

const ALARM = strangeId('alarm');
const plan = (channel: 'push' | 'sms', phase: 'ask' | 'call', people: readonly number[]): LedgerEvent => ({
  kind: 'plan',
  alarm: ALARM,
  phase,
  channel,
  due: clockAt('10:31'),
  people,
});
const became = (
  state: 'accepted' | 'seen' | 'answered' | 'gone',
  at: string,
  rows: readonly number[],
): LedgerEvent => ({ kind: 'became', state, rows, at: clockAt(at) });

/** People 1 to 5 live in c1, 6 in c2, 7 in none; the rows are theirs in this order, then a text to 1 and a question to 2. */
const EVENTS: readonly LedgerEvent[] = [
  plan('push', 'call', [1, 2, 3, 4, 5, 6, 7]),
  plan('sms', 'call', [1]),
  plan('push', 'ask', [2]),
  became('accepted', '10:32', [8]),
  became('accepted', '10:33', [0, 1, 2, 5, 6]),
  became('gone', '10:33', [4]),
  became('accepted', '10:41', [3, 7]),
  became('seen', '10:34', [0]),
  became('answered', '10:42', [7]),
];

function stairsOf(...steps: readonly (readonly [string, number, number?])[]): readonly Stair[] {
  return steps.map(([at, lo, hi = lo]) => ({ at: wall(instantToWall(clockAt(at), 0)), lo, hi }));
}

function tallyOf(cell: string, told: readonly Stair[]): CellTally {
  const tally = { told: told.at(-1)?.lo ?? 0, acknowledged: 0, coming: 0, cannot: 0, unreached: 0 };
  return { cell, tally, told, acknowledged: [], entries: [] };
}

function reached(people: number | undefined, ...tallies: readonly CellTally[]): ReachOverTime {
  return reachOverTime({
    tallies,
    points: [
      {
        point: 'mosque',
        total: exactly(10),
        stairs: stairsOf(['10:50', 9, 11]),
        entries: [],
      },
    ],
    milestones: milestonesOf(EVENTS),
    cellOf: (person) => (person <= 5 ? 'c1' : person === 6 ? 'c2' : undefined),
    peopleIn: () => people,
    wallOf: (at) => instantToWall(at, 0),
  });
}

const words = ({ lo, hi }: NumberRange): string => rangeWords(lo, hi);

describe('reach over time', () => {
  test('counts a neighbour once at least, who may have been told by the hub and by a warden', () => {
    const { cells } = reached(undefined, tallyOf('c1', stairsOf(['10:40', 3])));
    assert.deepEqual(
      cells.map(({ cell = '-', byWardens, byHub, told }) => `${cell} ${byWardens} ${byHub} ${words(told)}`),
      ['- 0 1 1', 'c1 3 4 4-7', 'c2 0 1 1'],
    );
  });

  test('and never more than live in the cell, nor fewer than are known', () => {
    const told = (people: number, byWardens: number): string | undefined => {
      const { cells } = reached(people, tallyOf('c1', stairsOf(['10:40', byWardens])));
      const c1 = cells.find(({ cell }) => cell === 'c1');
      return c1 && words(c1.told);
    };
    assert.equal(told(6, 3), '4-6');
    assert.equal(told(4, 9), '9');
  });

  test('draws all three curves at the same moments', () => {
    const { curve } = reached(undefined, tallyOf('c1', stairsOf(['10:40', 3])));
    const at = (text: string): string => {
      const found = curve.find((each) => each.at === instantToWall(clockAt(text), 0));
      return found === undefined
        ? 'none'
        : [found.told, found.acknowledged, found.checkedIn].map(words).join(' ');
    };
    assert.deepEqual(['10:30', '10:35', '10:40', '10:45', '10:50', '10:55'].map(at), [
      '0 0 0',
      '5 1 0',
      '5-8 1 0',
      '6-9 1 0',
      '6-9 1 9-11',
      'none',
    ]);
  });

  test('counts each person of the call once by each road, and no question to a warden', () => {
    assert.deepEqual(reached(undefined).channels, [
      { channel: 'push', handed: 6, seen: 1, answered: 0 },
      { channel: 'sms', handed: 1, seen: 1, answered: 1 },
    ]);
  });
});
