import { MINUTE_MS } from '../base/instant.ts';
import { addRanges, exactly, rangeWords } from '../base/number-range.ts';
import type { NumberRange } from '../base/number-range.ts';
import { wall } from '../base/wall.ts';
import type { Wall } from '../base/wall.ts';
import type { Entry } from '../record/entry.ts';
import type { AlarmToldBody } from '../record/kinds/alarm.ts';
import type { EntryId } from '../record/names.ts';
import type { Context, Logged, Section } from './buckets.ts';
import { remembered } from './remembered.ts';

/** Running totals at one place, as a staircase: from `at` on the total is `total`. */
export type Stair = { readonly at: Wall; readonly total: NumberRange; readonly entry: EntryId };

/** People checked in at one point, summed over its stewards. */
export type PointCount = {
  readonly point: string;
  readonly total: NumberRange;
  readonly stairs: readonly Stair[];
  readonly entries: readonly EntryId[];
};

type Tally = Pick<AlarmToldBody, 'told' | 'acknowledged' | 'coming' | 'cannot' | 'unreached'>;

/** One cell's tally, summed over its wardens, and how `told` grew. */
export type CellTally = {
  readonly cell: string;
  readonly tally: Tally;
  readonly told: readonly Stair[];
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

export const POINTS: Section<PointCount> = {
  keysOf: ({ body }) => (body?.type === 'checked-in' ? [body.point] : []),
  summarise: (logged, context, point) => {
    const said = inOrder(logged, context, (e) => (e.body?.type === 'checked-in' ? e.body.number : undefined));
    const stairs = staircase(said);
    return { point, total: stairs.at(-1)?.total ?? exactly(0), stairs, entries: said.map((s) => s.entry.id) };
  },
};

const NO_TALLY: Tally = { told: 0, acknowledged: 0, coming: 0, cannot: 0, unreached: 0 };

export const TALLIES: Section<CellTally> = {
  keysOf: ({ body }) => (body?.type === 'alarm-told' ? [body.cell] : []),
  summarise: (logged, context, cell) => {
    const said = inOrder(logged, context, (e) =>
      e.body?.type === 'alarm-told' ? exactly(e.body.told) : undefined,
    );
    const last = new Map<string, Said>();
    for (const each of said)
      if (isLater(each, last.get(each.entry.core.author))) last.set(each.entry.core.author, each);
    const tally = [...last.values()].reduce(
      (sum, { entry }) => (entry.body?.type === 'alarm-told' ? addTally(sum, entry.body) : sum),
      NO_TALLY,
    );
    return { cell, tally, told: staircase(said), entries: said.map((s) => s.entry.id) };
  },
};

function addTally(a: Tally, b: Tally): Tally {
  return {
    told: a.told + b.told,
    acknowledged: a.acknowledged + b.acknowledged,
    coming: a.coming + b.coming,
    cannot: a.cannot + b.cannot,
    unreached: a.unreached + b.unreached,
  };
}

type Said = { readonly entry: Entry; readonly at: Wall; readonly number: NumberRange };

/** In order of time; what a drill counted is left out. */
function inOrder(
  logged: readonly Logged[],
  context: Context,
  read: (entry: Entry) => NumberRange | undefined,
): readonly Said[] {
  const said = logged.flatMap(({ entry }): readonly Said[] => {
    const number = context.isCurrent(entry) && !context.isOfDrill(entry) ? read(entry) : undefined;
    const { start, end } = context.timeOf(entry);
    const at = start.lo ?? start.hi ?? end.lo ?? end.hi;
    return number === undefined || at === undefined ? [] : [{ entry, at, number }];
  });
  return said.toSorted(
    (a, b) =>
      a.at - b.at || a.entry.core.sequence - b.entry.core.sequence || (a.entry.id < b.entry.id ? -1 : 1),
  );
}

/** An author's own order counts, not the clock of the phone: a later entry replaces an earlier one. */
function isLater(said: Said, before: Said | undefined): boolean {
  return before === undefined || said.entry.core.sequence >= before.entry.core.sequence;
}

function staircase(said: readonly Said[]): readonly Stair[] {
  const last = new Map<string, Said>();
  let [lo, hi, open] = [0, 0, 0];
  const count = (n: NumberRange, sign: 1 | -1): void => {
    lo += sign * n.lo;
    hi += sign * (n.hi ?? 0);
    open += sign * (n.hi === undefined ? 1 : 0);
  };
  const stairs: Stair[] = [];
  for (const each of said) {
    const { entry, at, number } = each;
    const before = last.get(entry.core.author);
    if (!isLater(each, before)) continue;
    if (before !== undefined) count(before.number, -1);
    count(number, 1);
    last.set(entry.core.author, each);
    const top = open > 0 ? undefined : hi;
    stairs.push({ at, entry: entry.id, total: rangeOf(lo, top) });
  }
  return stairs;
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
    acknowledged: exactly(sum.acknowledged + answered),
    coming: exactly(sum.coming),
    cannot: exactly(sum.cannot),
    unreached: exactly(sum.unreached),
    checkedIn: addRanges(points.map((p) => p.total)),
    curve: curveOf(
      points.map((p) => p.stairs),
      cells.map((c) => c.told),
    ),
    points,
    cells,
  };
}

function curveOf(
  points: readonly (readonly Stair[])[],
  cells: readonly (readonly Stair[])[],
): Reach['curve'] {
  // Stairs rise with time: their ends are their limits.
  const ends = [...points, ...cells].flatMap((stairs) =>
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
  const moments: Wall[] = [];
  for (let at = from; at < last + step; at += step) moments.push(wall(at));
  const [checkedIn, told] = [totalsAt(moments, points), totalsAt(moments, cells)];
  return moments.map((at, i) => ({ at, checkedIn: checkedIn[i] ?? exactly(0), told: told[i] ?? exactly(0) }));
}

/** The sum of all staircases at each of the rising moments, which lie equally far apart. */
function totalsAt(
  moments: readonly Wall[],
  staircases: readonly (readonly Stair[])[],
): readonly NumberRange[] {
  const [from = 0, second = from] = moments;
  const [lo, hi] = [new Float64Array(moments.length), new Float64Array(moments.length)];
  for (const stairs of staircases) {
    const heights = heightsOf(stairs, from, second - from, moments.length);
    for (let i = 0; i < moments.length; i++) {
      lo[i] = (lo[i] ?? 0) + (heights.lo[i] ?? 0);
      hi[i] = (hi[i] ?? 0) + (heights.hi[i] ?? 0);
    }
  }
  return moments.map((_, i) => rangeOf(lo[i] ?? 0, hi[i] === Number.POSITIVE_INFINITY ? undefined : hi[i]));
}

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
      const total = stairs[next - 1]?.total;
      lo[i] = total?.lo ?? 0;
      hi[i] = total === undefined ? 0 : (total.hi ?? Number.POSITIVE_INFINITY);
    }
    return { lo, hi };
  },
);

function rangeOf(lo: number, hi: number | undefined): NumberRange {
  return { lo, ...(hi !== undefined && { hi }), words: rangeWords(lo, hi) };
}
