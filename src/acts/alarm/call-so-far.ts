import type { Wall } from '../../base/wall.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { CellTally, PointCount } from '../../situation/reach.ts';
import type { CallSoFar } from './forecast.ts';

/**
 * What wardens have ticked, stewards have counted and people have answered, put together for the forecast. Whoever answered
 * the hub may be among those a warden has ticked: the longer of both lists counts, so that nobody counts twice, and help is
 * called too early rather than too late.
 */
export function callSoFar(
  alarm: Pick<Alarm, 'onTheWay' | 'cannot'>,
  { cells, points }: { readonly cells: readonly CellTally[]; readonly points: readonly PointCount[] },
  asOf: Wall,
): CallSoFar {
  const byWardens = cells.flatMap(comingOf);
  const totals = points.map(({ total }) => total);
  const most = totals.every(({ hi }) => hi !== undefined);
  const sum = (of: (total: (typeof totals)[number]) => number): number =>
    totals.reduce((all, total) => all + of(total), 0);
  return {
    asOf,
    told: cells.flatMap(risesOf),
    queued: 0,
    onTheWay: byWardens.length > alarm.onTheWay.length ? byWardens : alarm.onTheWay,
    cannot: Math.max(
      alarm.cannot,
      cells.reduce((all, { tally }) => all + tally.cannot, 0),
    ),
    checkedIn: { lo: sum(({ lo }) => lo), ...(most && { hi: sum(({ hi }) => hi ?? 0) }) },
  };
}

/** A staircase of totals as the steps by which it rose. */
function risesOf({ told }: CellTally): CallSoFar['told'] {
  return told.flatMap(({ at, lo }, i) => {
    const people = lo - (told[i - 1]?.lo ?? 0);
    return people > 0 ? [{ at, people }] : [];
  });
}

/** Those whom a warden ticked as coming, as if among all who were told they were spread evenly. */
function comingOf(cell: CellTally): CallSoFar['onTheWay'] {
  const rises = risesOf(cell);
  const told = rises.reduce((all, { people }) => all + people, 0);
  let [before, given] = [0, 0];
  return rises.flatMap(({ at, people }) => {
    before += people;
    const upTo = Math.round((cell.tally.coming * before) / told);
    const length = upTo - given;
    given = upTo;
    return Array.from({ length }, () => ({ since: at }));
  });
}
