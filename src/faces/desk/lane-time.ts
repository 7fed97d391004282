import type { Extent } from '../../base/edtf.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/instant.ts';
import { wall } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import type { LaneItem } from './lane-items.ts';

/** The stretch of time the lanes show. `asOf` only where the moment of looking lies within it. */
export type Axis = {
  readonly from: Wall;
  readonly to: Wall;
  readonly asOf?: Wall;
  readonly ticks: readonly Wall[];
  readonly minor: readonly Wall[];
};

/** A stretch of a bar: `fade` says towards which side it grows uncertain. Fractions of the axis. */
export type Piece = {
  readonly x0: number;
  readonly x1: number;
  readonly fade: 'none' | 'in' | 'out' | 'both';
};

/** Where an extent lies on the axis. `edge`: the bound that is known for certain, drawn hard. */
export type Bar = {
  readonly shape: 'dot' | 'bar' | 'day';
  readonly x0: number;
  readonly x1: number;
  readonly pieces: readonly Piece[];
  readonly edge?: 'start' | 'end';
};

const HALF_HOUR_MS: number = HOUR_MS / 2;
// Shorter than this nobody sees on the axis: drawn as a moment.
const MOMENT_MS: number = 5 * MINUTE_MS;
// How far a bar fades out towards a side nobody has stated.
const UNSTATED_MS: number = 75 * MINUTE_MS;
// Looking longer after the last thing told than this, the axis ends with what was told.
const QUIET_MS: number = 2 * HOUR_MS;
const VAGUE_MS: number = 90 * MINUTE_MS;
const SPAN_MAX_MS: number = 36 * HOUR_MS;
const TICKS_MAX = 14;
const STEPS_MS: readonly number[] = [1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS);

/** The axis that holds what is told around the moment of looking. */
export function axisOf(items: readonly LaneItem[], asOf: Wall): Axis {
  const near = items
    .flatMap(({ when }) => statedMoments(when))
    .filter((at) => at <= asOf + QUIET_MS && at >= asOf - SPAN_MAX_MS);
  const told = near.length > 0 ? near : items.flatMap(({ when }) => statedMoments(when));
  const last = Math.max(...told, told.length === 0 ? asOf : Number.NEGATIVE_INFINITY);
  const isNear = Math.abs(asOf - last) <= QUIET_MS || last > asOf;
  const end = isNear ? Math.max(last, asOf) : last;
  const first = Math.min(end - HOUR_MS, ...told);
  const to = Math.ceil((end + MOMENT_MS) / HALF_HOUR_MS) * HALF_HOUR_MS;
  const from = Math.max(Math.floor((first - MOMENT_MS) / HALF_HOUR_MS) * HALF_HOUR_MS, to - SPAN_MAX_MS);
  const step = STEPS_MS.find((ms) => (to - from) / ms <= TICKS_MAX) ?? DAY_MS;
  const every = (ms: number): readonly Wall[] => {
    const out: Wall[] = [];
    for (let at = Math.ceil(from / ms) * ms; at <= to; at += ms) out.push(wall(at));
    return out;
  };
  const ticks = every(step);
  const minor = step === HOUR_MS ? every(HALF_HOUR_MS).filter((at) => !ticks.includes(at)) : [];
  return { from: wall(from), to: wall(to), ...(isNear && { asOf }), ticks, minor };
}

/** Limits somebody stated; a whole day states none. */
function statedMoments(when: Extent): readonly Wall[] {
  if (isWholeDay(when)) return [];
  const { lo, hi } = when.start;
  // "Some time by 10:16" need not stretch the axis back to where it may have begun.
  if (when.shape === 'moment' && lo !== undefined && hi !== undefined && hi - lo > VAGUE_MS) return [hi];
  return [when.start.lo, when.start.hi, when.end.lo, when.end.hi].filter((at) => at !== undefined);
}

export function isWholeDay({ start, end }: Extent): boolean {
  return (
    start.lo !== undefined &&
    end.hi !== undefined &&
    start.lo % DAY_MS === 0 &&
    end.hi - start.lo >= DAY_MS - MINUTE_MS
  );
}

export function fractionOf(at: number, { from, to }: Axis): number {
  return Math.min(1, Math.max(0, (at - from) / (to - from)));
}

/** Where the extent is drawn; nothing when no part of it lies on the axis or nobody states a time. */
export function barOf(when: Extent, axis: Axis): Bar | undefined {
  if (isWholeDay(when)) return lastsLong(when) ? undefined : dayBar(when, axis);
  return when.shape === 'moment' ? momentBar(when, axis) : intervalBar(when, axis);
}

/** Somewhere within a month or a year: on an axis of hours it has no place. */
function lastsLong({ start, end }: Extent): boolean {
  return (end.hi ?? 0) - (start.lo ?? 0) > DAY_MS;
}

function dayBar({ start, end }: Extent, axis: Axis): Bar | undefined {
  if ((start.lo ?? 0) > axis.to || (end.hi ?? 0) < axis.from) return undefined;
  const [x0, x1] = [
    fractionOf(start.lo ?? axis.from, axis),
    fractionOf(Math.min(end.hi ?? axis.to, axis.asOf ?? axis.to), axis),
  ];
  return { shape: 'day', x0, x1, pieces: [{ x0, x1, fade: 'both' }] };
}

function momentBar({ start: { lo, hi } }: Extent, axis: Axis): Bar | undefined {
  const from = lo ?? (hi === undefined ? undefined : hi - UNSTATED_MS);
  const to =
    hi ??
    (lo === undefined
      ? undefined
      : Math.max(lo + MOMENT_MS, Math.min(lo + UNSTATED_MS, axis.asOf ?? axis.to)));
  if (from === undefined || to === undefined || to < axis.from || from > axis.to) return undefined;
  const [x0, x1] = [fractionOf(from, axis), fractionOf(to, axis)];
  if (to - from < MOMENT_MS) return { shape: 'dot', x0: x1, x1, pieces: [] };
  const edge = hi === undefined ? ('start' as const) : ('end' as const);
  return { shape: 'bar', x0, x1, edge, pieces: [{ x0, x1, fade: edge === 'end' ? 'in' : 'out' }] };
}

function intervalBar({ start, end, isOpen }: Extent, axis: Axis): Bar | undefined {
  const ended = isOpen ? openEnd(axis, start.hi ?? start.lo) : { lo: end.lo ?? end.hi, hi: end.hi ?? end.lo };
  const s1 = start.hi ?? start.lo ?? ended.lo;
  if (s1 === undefined) return undefined;
  const s0 = start.lo ?? s1 - UNSTATED_MS;
  const e0 = ended.lo ?? s1;
  const e1 = ended.hi ?? s1 + UNSTATED_MS;
  if (e1 < axis.from || s0 > axis.to) return undefined;
  return {
    shape: 'bar',
    x0: fractionOf(s0, axis),
    x1: fractionOf(Math.max(e1, s1), axis),
    pieces: piecesOf([s0, s1, e0, e1], axis),
  };
}

/** What goes on fades out towards the moment of looking: nobody knows how much longer. */
function openEnd(axis: Axis, from: number | undefined): { readonly lo: number; readonly hi: number } {
  const hi = Math.max(axis.asOf ?? axis.to, from ?? axis.from);
  return { lo: Math.max(from ?? axis.from, hi - HALF_HOUR_MS), hi };
}

function piecesOf([s0, s1, e0, e1]: readonly [number, number, number, number], axis: Axis): readonly Piece[] {
  const piece = (a: number, b: number, fade: Piece['fade']): readonly Piece[] => {
    const [x0, x1] = [fractionOf(a, axis), fractionOf(b, axis)];
    return x1 - x0 < 0.0005 ? [] : [{ x0, x1, fade }];
  };
  if (s1 > e0) return piece(Math.min(s0, e0), Math.max(s1, e1), 'both');
  return [...piece(s0, s1, 'in'), ...piece(s1, e0, 'none'), ...piece(e0, e1, 'out')];
}
