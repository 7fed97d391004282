import type { Wall } from '../../base/wall.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { CellTally, PointCount } from '../../situation/reach.ts';
import type { CallSoFar } from './forecast.ts';

/** What wardens have ticked, stewards have counted and people have answered, put together for the forecast. */
export function callSoFar(
  alarm: Pick<Alarm, 'onTheWay' | 'cannot'>,
  { cells, points }: { readonly cells: readonly CellTally[]; readonly points: readonly PointCount[] },
  asOf: Wall,
): CallSoFar {
  const byWardens = cells.flatMap(({ told, tally }) => {
    const since = told.at(-1)?.at;
    return since === undefined ? [] : Array.from({ length: tally.coming }, () => ({ since }));
  });
  const totals = points.map(({ total }) => total);
  const most = totals.every(({ hi }) => hi !== undefined);
  const sum = (of: (total: (typeof totals)[number]) => number): number =>
    totals.reduce((all, total) => all + of(total), 0);
  return {
    asOf,
    told: cells.flatMap(risesOf),
    queued: 0,
    onTheWay: [...alarm.onTheWay, ...byWardens],
    cannot: alarm.cannot + cells.reduce((all, { tally }) => all + tally.cannot, 0),
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
