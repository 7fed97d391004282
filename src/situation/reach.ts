import { MINUTE_MS } from '../base/instant.ts';
import { addRanges, exactly, rangeWords } from '../base/number-range.ts';
import type { NumberRange } from '../base/number-range.ts';
import { wall } from '../base/wall.ts';
import type { Wall } from '../base/wall.ts';
import type { Entry } from '../record/entry.ts';
import type { AlarmToldBody } from '../record/kinds/alarm.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import type { Context, Section } from './buckets.ts';
import { remembered } from './remembered.ts';

/** Running totals at one place, as a staircase: from `at` on the total is `lo` to `hi`; no `hi`, no upper end. */
export type Stair = { readonly at: Wall; readonly lo: number; readonly hi?: number };

/** People checked in at one point, summed over its stewards. */
export type PointCount = {
  readonly point: string;
  readonly total: NumberRange;
  readonly stairs: readonly Stair[];
  readonly entries: readonly EntryId[];
};

/** What one warden, or all of a cell, have ticked. */
export type Tally = Pick<AlarmToldBody, 'told' | 'acknowledged' | 'coming' | 'cannot' | 'unreached'>;

/** One cell's tally, summed over its wardens, and how `told` and `acknowledged` grew. */
export type CellTally = {
  readonly cell: string;
  readonly tally: Tally;
  readonly told: readonly Stair[];
  readonly acknowledged: readonly Stair[];
  readonly entries: readonly EntryId[];
};

/** How far the call has reached. Told, acknowledged, checked in; never "came". */
export type Reach = {
  readonly told: NumberRange;
  readonly acknowledged: NumberRange;
  readonly coming: NumberRange;
  readonly cannot: NumberRange;
  readonly unreached: NumberRange;
  readonly checkedIn: NumberRange;
  /** Both curves at the same moments, five minutes apart. */
  readonly curve: readonly {
    readonly at: Wall;
    readonly told: NumberRange;
    readonly checkedIn: NumberRange;
  }[];
  readonly points: readonly PointCount[];
  readonly cells: readonly CellTally[];
};

/** One author's running count of one place. */
type Counted = {
  readonly entry: EntryId;
  readonly author: AuthorKey;
  readonly sequence: number;
  readonly at: Wall;
  readonly number: NumberRange;
};

export const POINTS: Section<PointCount, Counted> = {
  keysOf: ({ body }) => (body?.type === 'checked-in' ? [body.point] : []),
  read: ({ entry }, context) =>
    entry.body?.type === 'checked-in' ? countedBy(entry, entry.body.number, context) : undefined,
  compare: byTime,
  summarise: (said, point) => {
    const { stairs } = staircase(said);
    const top = stairs.at(-1);
    return {
      point,
      total: top === undefined ? exactly(0) : rangeOf(top.lo, top.hi),
      stairs,
      entries: said.map((s) => s.entry),
    };
  },
};

export const NO_TALLY: Tally = { told: 0, acknowledged: 0, coming: 0, cannot: 0, unreached: 0 };

export const TALLIES: Section<CellTally, Counted & { readonly tally: Tally }> = {
  keysOf: ({ body }) => (body?.type === 'alarm-told' ? [body.cell] : []),
  read: ({ entry }, context) => {
    if (entry.body?.type !== 'alarm-told') return undefined;
    const counted = countedBy(entry, exactly(entry.body.told), context);
    return counted && { ...counted, tally: entry.body };
  },
  compare: byTime,
  summarise: (said, cell) => {
    const { stairs, last } = staircase(said);
    const tally = last.reduce((sum, each) => addTally(sum, each.tally), NO_TALLY);
    const acknowledging = said.map((each) => ({ ...each, number: exactly(each.tally.acknowledged) }));
    return {
      cell,
      tally,
      told: stairs,
      acknowledged: staircase(acknowledging).stairs,
      entries: said.map((s) => s.entry),
    };
  },
};

export function addTally(a: Tally, b: Tally): Tally {
  return {
    told: a.told + b.told,
    acknowledged: a.acknowledged + b.acknowledged,
    coming: a.coming + b.coming,
    cannot: a.cannot + b.cannot,
    unreached: a.unreached + b.unreached,
  };
}

/** Nothing for what a drill counted. */
function countedBy(entry: Entry, number: NumberRange, context: Context): Counted | undefined {
  if (!context.isCurrent(entry) || context.isOfDrill(entry)) return undefined;
  const { start, end } = context.timeOf(entry);
  const at = start.lo ?? start.hi ?? end.lo ?? end.hi;
  const { author, sequence } = entry.core;
  return at === undefined ? undefined : { entry: entry.id, author, sequence, at, number };
}

function byTime(a: Counted, b: Counted): number {
  return a.at - b.at || a.sequence - b.sequence;
}

/** The stairs, and the last count of each author. */
function staircase<T extends Counted>(
  said: readonly T[],
): { readonly stairs: readonly Stair[]; readonly last: readonly T[] } {
  const last = new Map<AuthorKey, T>();
  let [lo, hi, open] = [0, 0, 0];
  const count = (n: NumberRange, sign: 1 | -1): void => {
    lo += sign * n.lo;
    hi += sign * (n.hi ?? 0);
    open += sign * (n.hi === undefined ? 1 : 0);
  };
  const stairs: Stair[] = [];
  for (const each of said) {
    const before = last.get(each.author);
    // An author's own order counts, not the clock of the phone: a later entry replaces an earlier one.
    if (before !== undefined && each.sequence < before.sequence) continue;
    if (before !== undefined) count(before.number, -1);
    count(each.number, 1);
    last.set(each.author, each);
    stairs.push(open > 0 ? { at: each.at, lo } : { at: each.at, lo, hi });
  }
  return { stairs, last: [...last.values()] };
}

const CURVE_STEP_MS: number = 5 * MINUTE_MS;
const CURVE_STEPS_MAX = 600;

export function reachOfCalls(
  points: readonly PointCount[],
  cells: readonly CellTally[],
  answered: number,
): Reach {
  const sum = cells.reduce((total, c) => addTally(total, c.tally), NO_TALLY);
  return {
    told: exactly(sum.told),
    // Whoever answered for themselves may be among those whom a warden has ticked.
    acknowledged: rangeOf(Math.max(sum.acknowledged, answered), sum.acknowledged + answered),
    coming: exactly(sum.coming),
    cannot: exactly(sum.cannot),
    unreached: exactly(sum.unreached),
    checkedIn: addRanges(points.map((p) => p.total)),
    curve: curveOf(points, cells),
    points,
    cells,
  };
}

const curveOf = remembered((points: readonly PointCount[], cells: readonly CellTally[]): Reach['curve'] => {
  const [ofPoints, ofCells] = [stairsOfPoints(points), stairsOfCells(cells)];
  // Stairs rise with time: their ends are their limits.
  const ends = [...ofPoints, ...ofCells].flatMap((stairs) =>
    [stairs[0]?.at ?? [], stairs.at(-1)?.at ?? []].flat(),
  );
  if (ends.length === 0) return [];
  const [first, last] = ends.reduce(
    ([a, b], at) => [Math.min(a, at), Math.max(b, at)],
    [Number.MAX_SAFE_INTEGER, 0],
  );
  const from = Math.floor(first / CURVE_STEP_MS) * CURVE_STEP_MS;
  const step = Math.max(
    CURVE_STEP_MS,
    Math.ceil((last - from) / CURVE_STEPS_MAX / CURVE_STEP_MS) * CURVE_STEP_MS,
  );
  const count = Math.ceil((last - from) / step) + 1;
  const [checkedIn, told] = [totalsAt(ofPoints, from, step, count), totalsAt(ofCells, from, step, count)];
  return checkedIn.map((total, i) => ({
    at: wall(from + i * step),
    checkedIn: total,
    told: told[i] ?? exactly(0),
  }));
});

type Staircases = readonly (readonly Stair[])[];

const stairsOfPoints = remembered((points: readonly PointCount[]): Staircases => points.map((p) => p.stairs));
const stairsOfCells = remembered((cells: readonly CellTally[]): Staircases => cells.map((c) => c.told));

/** The sum of all staircases at so many moments, equally far apart. */
const totalsAt = remembered(
  (staircases: Staircases, from: number, step: number, count: number): readonly NumberRange[] => {
    const [lo, hi] = [new Float64Array(count), new Float64Array(count)];
    for (const stairs of staircases) {
      const heights = heightsOf(stairs, from, step, count);
      for (let i = 0; i < count; i++) {
        lo[i] = (lo[i] ?? 0) + (heights.lo[i] ?? 0);
        hi[i] = (hi[i] ?? 0) + (heights.hi[i] ?? 0);
      }
    }
    return Array.from(lo, (least, i) =>
      rangeOf(least, hi[i] === Number.POSITIVE_INFINITY ? undefined : hi[i]),
    );
  },
);

/** How high one staircase is at so many moments; an open range is infinitely high. */
const heightsOf = remembered(
  (
    stairs: readonly Stair[],
    from: number,
    step: number,
    count: number,
  ): { readonly lo: Float64Array; readonly hi: Float64Array } => {
    const [lo, hi] = [new Float64Array(count), new Float64Array(count)];
    let next = 0;
    for (let i = 0; i < count; i++) {
      while (next < stairs.length && (stairs[next]?.at ?? 0) <= from + i * step) next++;
      const stair = stairs[next - 1];
      lo[i] = stair?.lo ?? 0;
      hi[i] = stair === undefined ? 0 : (stair.hi ?? Number.POSITIVE_INFINITY);
    }
    return { lo, hi };
  },
);

function rangeOf(lo: number, hi: number | undefined): NumberRange {
  return { lo, ...(hi !== undefined && { hi }), words: rangeWords(lo, hi) };
}
