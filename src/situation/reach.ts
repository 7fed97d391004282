import { MINUTE_MS } from '../base/instant.ts';
import { addRanges, exactly, rangeWords } from '../base/number-range.ts';
import type { NumberRange } from '../base/number-range.ts';
import { wall } from '../base/wall.ts';
import type { Wall } from '../base/wall.ts';
import type { Entry } from '../record/entry.ts';
import type { AlarmToldBody } from '../record/kinds/alarm.ts';
import type { EntryId } from '../record/names.ts';
import type { Context, Logged, Section } from './buckets.ts';

/** Running totals at one place, as a staircase: from `at` on the total is `total`. */
export type Stair = { readonly at: Wall; readonly total: NumberRange; readonly entry: EntryId };

/** People checked in at one point, summed over its stewards. */
export type PointCount = { readonly point: string; readonly total: NumberRange; readonly stairs: readonly Stair[]; readonly entries: readonly EntryId[] };

type Tally = Pick<AlarmToldBody, 'told' | 'acknowledged' | 'coming' | 'cannot' | 'unreached'>;

/** One cell's tally, summed over its wardens, and how `told` grew. */
export type CellTally = { readonly cell: string; readonly tally: Tally; readonly told: readonly Stair[]; readonly entries: readonly EntryId[] };

/** How far the call has reached. Told, acknowledged, checked in; never "came". */
export type Reach = {
  readonly told: NumberRange;
  readonly acknowledged: NumberRange;
  readonly coming: NumberRange;
  readonly cannot: NumberRange;
  readonly unreached: NumberRange;
  readonly checkedIn: NumberRange;
  /** Both curves at the same moments, five minutes apart. */
  readonly curve: readonly { readonly at: Wall; readonly told: NumberRange; readonly checkedIn: NumberRange }[];
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
    const said = inOrder(logged, context, (e) => (e.body?.type === 'alarm-told' ? exactly(e.body.told) : undefined));
    const last = new Map<string, AlarmToldBody>();
    for (const { entry } of said) if (entry.body?.type === 'alarm-told') last.set(entry.core.author, entry.body);
    const tally = [...last.values()].reduce(addTally, NO_TALLY);
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

type Said = { readonly entry: Entry; readonly at: Wall | undefined; readonly number: NumberRange };

/** An author's own order counts, not the clock of the phone: a later entry replaces an earlier one. */
function inOrder(logged: readonly Logged[], context: Context, read: (entry: Entry) => NumberRange | undefined): readonly Said[] {
  const said = logged.flatMap(({ entry }): readonly Said[] => {
    const number = context.isCurrent(entry) ? read(entry) : undefined;
    return number === undefined ? [] : [{ entry, at: context.timeOf(entry).start.lo, number }];
  });
  return said.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.entry.core.sequence - b.entry.core.sequence || (a.entry.id < b.entry.id ? -1 : 1));
}

function staircase(said: readonly Said[]): readonly Stair[] {
  const last = new Map<string, { readonly sequence: number; readonly number: NumberRange }>();
  let [lo, hi, open] = [0, 0, 0];
  const count = (n: NumberRange, sign: 1 | -1): void => {
    lo += sign * n.lo;
    hi += sign * (n.hi ?? 0);
    open += sign * (n.hi === undefined ? 1 : 0);
  };
  const stairs: Stair[] = [];
  for (const { entry, at, number } of said) {
    const before = last.get(entry.core.author);
    if (before !== undefined && before.sequence > entry.core.sequence) continue;
    if (before !== undefined) count(before.number, -1);
    count(number, 1);
    last.set(entry.core.author, { sequence: entry.core.sequence, number });
    const top = open > 0 ? undefined : hi;
    if (at !== undefined) stairs.push({ at, entry: entry.id, total: { lo, ...(top !== undefined && { hi: top }), words: rangeWords(lo, top) } });
  }
  return stairs;
}

const CURVE_STEP_MS: number = 5 * MINUTE_MS;
const CURVE_STEPS_MAX = 600;

export function reachOfCalls(points: readonly PointCount[], cells: readonly CellTally[], answered: number): Reach {
  const sum = cells.reduce((total, c) => addTally(total, c.tally), NO_TALLY);
  return {
    told: exactly(sum.told),
    acknowledged: exactly(sum.acknowledged + answered),
    coming: exactly(sum.coming),
    cannot: exactly(sum.cannot),
    unreached: exactly(sum.unreached),
    checkedIn: addRanges(points.map((p) => p.total)),
    curve: curveOf(points.map((p) => p.stairs), cells.map((c) => c.told)),
    points,
    cells,
  };
}

function curveOf(points: readonly (readonly Stair[])[], cells: readonly (readonly Stair[])[]): Reach['curve'] {
  const all = [...points, ...cells].flatMap((stairs) => stairs.map((s) => s.at));
  if (all.length === 0) return [];
  const [first, last] = all.reduce(([a, b], at) => [Math.min(a, at), Math.max(b, at)], [Number.MAX_SAFE_INTEGER, 0]);
  const from = Math.floor(first / CURVE_STEP_MS) * CURVE_STEP_MS;
  const step = Math.max(CURVE_STEP_MS, Math.ceil((last - from) / CURVE_STEPS_MAX / CURVE_STEP_MS) * CURVE_STEP_MS);
  const [checkedIn, told] = [readers(points), readers(cells)];
  const curve: Reach['curve'][number][] = [];
  for (let at = from; at < last + step; at += step) {
    curve.push({ at: wall(at), checkedIn: addRanges(checkedIn.map((r) => r(at))), told: addRanges(told.map((r) => r(at))) });
  }
  return curve;
}

/** Readers of staircases for rising moments: each walks on from where it stood. */
function readers(staircases: readonly (readonly Stair[])[]): readonly ((at: number) => NumberRange)[] {
  return staircases.map((stairs) => {
    let next = 0;
    return (at) => {
      while (next < stairs.length && (stairs[next]?.at ?? 0) <= at) next++;
      return stairs[next - 1]?.total ?? exactly(0);
    };
  });
}
