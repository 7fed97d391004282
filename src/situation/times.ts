import { MINUTE_MS } from '../base/instant.ts';
import { wall } from '../base/wall.ts';
import type { Wall } from '../base/wall.ts';
import type { Bounds, Extent } from '../base/edtf.ts';
import type { HappenedAt } from '../record/signed.ts';

/** A stretch of minutes, known within limits. `hiMin` absent: nobody can say how long. */
export type Minutes = { readonly loMin: number; readonly hiMin?: number };

/** Narrows a time by its anchor: the moment lies loMin to hiMin after the anchor's start. */
export function anchored(own: Extent, anchor: Extent, by: NonNullable<HappenedAt['anchor']>): Extent {
  const lo = shift(anchor.start.lo, by.loMin);
  const hi = by.hiMin === undefined ? undefined : shift(anchor.start.hi, by.hiMin);
  const start = within(own.start, bounds(lo, hi));
  return own.shape === 'moment' ? { ...own, start, end: start } : { ...own, start };
}

export function bounds(lo: Wall | undefined, hi: Wall | undefined): Bounds {
  return { ...(lo !== undefined && { lo }), ...(hi !== undefined && { hi }) };
}

function shift(at: Wall | undefined, minutes: number): Wall | undefined {
  return at === undefined ? undefined : wall(at + minutes * MINUTE_MS);
}

/** Both limits hold; where they exclude each other the first wins, since it is what the author wrote. */
function within(a: Bounds, b: Bounds): Bounds {
  const lo = most(a.lo, b.lo, Math.max);
  const hi = most(a.hi, b.hi, Math.min);
  return lo !== undefined && hi !== undefined && lo > hi ? a : bounds(lo, hi);
}

function most(
  a: Wall | undefined,
  b: Wall | undefined,
  pick: (a: number, b: number) => number,
): Wall | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return wall(pick(a, b));
}

/** The earliest and latest moments anything in the extent can lie; a missing side is not known. */
export function reachOf(extent: Extent): Bounds {
  return bounds(extent.start.lo, extent.isOpen ? undefined : (extent.end.hi ?? extent.end.lo ?? undefined));
}

/** For sorting: by the latest the thing can have begun, then the earliest; the unknown last. */
export function compareExtents(a: Extent, b: Extent): number {
  return latestStart(a) - latestStart(b) || (a.start.lo ?? latestStart(a)) - (b.start.lo ?? latestStart(b));
}

function latestStart({ start, end }: Extent): number {
  return start.hi ?? start.lo ?? end.hi ?? Number.MAX_SAFE_INTEGER;
}

/** The smallest extent that covers all: for one drawn interval of an episode told several times. */
export function hullOf(extents: readonly Extent[]): Extent {
  const shape = extents.every((e) => e.shape === 'moment') ? 'moment' : 'interval';
  if (shape === 'moment' && extents.length > 0) {
    const start = narrowest(extents);
    return { shape, start, end: start, isOpen: false };
  }
  const end = bounds(
    extreme(
      extents.map((e) => e.end.lo),
      Math.max,
    ),
    extreme(
      extents.map((e) => e.end.hi),
      Math.max,
    ),
  );
  const start = bounds(
    extreme(
      extents.map((e) => e.start.lo),
      Math.min,
    ),
    extreme(
      extents.map((e) => e.start.hi),
      Math.min,
    ),
  );
  return { shape: 'interval', start, end, isOpen: extents.some((e) => e.isOpen) };
}

/** Moments told several times: where they agree; where they do not, everything they span. */
function narrowest(extents: readonly Extent[]): Bounds {
  const lo = extreme(
    extents.map((e) => e.start.lo),
    Math.max,
  );
  const hi = extreme(
    extents.map((e) => e.start.hi),
    Math.min,
  );
  if (lo === undefined || hi === undefined || lo <= hi) return bounds(lo, hi);
  return bounds(
    extreme(
      extents.map((e) => e.start.lo),
      Math.min,
    ),
    extreme(
      extents.map((e) => e.start.hi),
      Math.max,
    ),
  );
}

function extreme(values: readonly (Wall | undefined)[], pick: (...n: number[]) => number): Wall | undefined {
  const known = values.filter((v) => v !== undefined);
  return known.length === 0 ? undefined : wall(known.reduce((a, b) => wall(pick(a, b))));
}

/** Minutes from one uncertain moment to another, never below zero. At least none where a limit is not known. */
export function minutesBetween(from: Bounds, to: Bounds): Minutes {
  const least = to.lo === undefined || from.hi === undefined ? 0 : to.lo - from.hi;
  const most = to.hi === undefined || from.lo === undefined ? undefined : to.hi - from.lo;
  const loMin = Math.max(0, Math.floor(least / MINUTE_MS));
  return most === undefined ? { loMin } : { loMin, hiMin: Math.max(loMin, Math.ceil(most / MINUTE_MS)) };
}
