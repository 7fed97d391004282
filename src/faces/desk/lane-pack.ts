import type { LaneItem } from './lane-items.ts';
import { barOf } from './lane-time.ts';
import type { Axis, Bar } from './lane-time.ts';
import { fitText, textWidth } from './text-width.ts';

/** A label beside or inside its bar. `x`: the end of the bar it hangs on, as a fraction of the plot; `dx` pixels from there. */
export type Label = {
  readonly lines: readonly string[];
  readonly x: number;
  readonly dx: number;
  readonly anchor: 'start' | 'end';
  readonly widthPx: number;
  readonly isInside: boolean;
};

export type Placed = {
  readonly item: LaneItem;
  readonly bar: Bar;
  readonly label: Label;
  readonly row: number;
};

export type Packed = {
  readonly rows: number;
  readonly placed: readonly Placed[];
  readonly hidden: readonly LaneItem[];
};

export const LABEL_PX = 13;
const GAP_PX = 10;
// A hand or a dot stands this far out of its bar on either side.
export const MARK_PX = 12;
// A label longer than this part of a lane is broken into lines, so that it does not push away the rest.
const LABEL_SHARE_MAX = 0.75;
const BROKEN_SHARE_MAX = 0.5;
// Three lines of 16 px stand in two rows.
const LINES_MAX = 3;

export type Drawable = {
  readonly item: LaneItem;
  readonly text: string;
  readonly hasMark: boolean;
  readonly weight: number;
};

type Space = { readonly axis: Axis; readonly widthPx: number; readonly rowsMax: number };
type Span = { readonly from: number; readonly to: number };
/** What an item takes: its bar's row, and the row below where its label has several lines. */
type Spot = { readonly label: Label; readonly spans: readonly Span[] };

/**
 * Puts items into rows in order of time so that no bar or label touches another at `widthPx` or anything wider:
 * bars and gaps grow with the width, labels do not. What finds no row within `rowsMax` is handed back as hidden;
 * when there is too much, the heavier items stay.
 */
export function packLane(drawables: readonly Drawable[], space: Space): Packed {
  const all = packed(drawables, space);
  if (all.hidden.length === 0) return all;
  const chosen = new Set(
    packed(
      drawables.toSorted((a, b) => b.weight - a.weight),
      space,
    ).placed.map((p) => p.item),
  );
  // The same items take about as many rows in order of time; a few more do no harm.
  const shown = packed(
    drawables.filter((d) => chosen.has(d.item)),
    { ...space, rowsMax: Number.POSITIVE_INFINITY },
  );
  return {
    ...shown,
    hidden: drawables.flatMap((d) =>
      chosen.has(d.item) || barOf(d.item.when, space.axis) === undefined ? [] : d.item,
    ),
  };
}

function packed(drawables: readonly Drawable[], { axis, widthPx, rowsMax }: Space): Packed {
  const rows: Span[][] = [];
  const placed: Placed[] = [];
  const hidden: LaneItem[] = [];
  for (const drawable of drawables) {
    const bar = barOf(drawable.item.when, axis);
    if (bar === undefined) continue;
    const { label, spans } = spotOf(drawable, bar, widthPx);
    const first = firstRow(rows, spans);
    const last = first + spans.length - 1;
    if (last >= rowsMax) {
      hidden.push(drawable.item);
      continue;
    }
    while (rows.length <= last) rows.push([]);
    for (const [i, span] of spans.entries()) rows[first + i]?.push(span);
    placed.push({ item: drawable.item, bar, label, row: first });
  }
  return { rows: rows.length, placed, hidden };
}

function firstRow(rows: readonly (readonly Span[])[], spans: readonly Span[]): number {
  const isFree = (row: readonly Span[] | undefined, span: Span): boolean =>
    (row ?? []).every((s) => span.to + GAP_PX <= s.from || span.from >= s.to + GAP_PX);
  for (let at = 0; ; at++) if (spans.every((span, i) => isFree(rows[at + i], span))) return at;
}

/** Inside the bar if the label fits, else right of it, else left, else in up to three lines where there is most room. */
function spotOf({ text, hasMark }: Drawable, bar: Bar, widthPx: number): Spot {
  const width = textWidth(text, LABEL_PX);
  const [x0, x1] = [bar.x0 * widthPx, bar.x1 * widthPx];
  const out = hasMark || bar.shape === 'dot' ? MARK_PX : 3;
  const inside = x1 - x0 - 8 - (hasMark ? MARK_PX + 2 : 6);
  const right = widthPx - x1 - out - 5;
  const left = x0 - out - 5;
  const span = { from: x0 - out, to: x1 + out };
  const insideSpot = (): Spot => ({
    label: { ...linesOf(text, inside, 1), x: bar.x0, dx: 8, anchor: 'start', isInside: true },
    spans: [span],
  });
  if (width <= inside) return insideSpot();
  const isShort = width <= widthPx * LABEL_SHARE_MAX;
  const room = Math.max(right, left);
  const fits = isShort && width <= room;
  const isRight = fits ? width <= right : right >= left;
  const lines = linesOf(
    text,
    Math.min(isRight ? right : left, widthPx * (fits ? LABEL_SHARE_MAX : BROKEN_SHARE_MAX)),
    fits ? 1 : LINES_MAX,
  );
  if (lines.isCut && inside > room) return insideSpot();
  const label: Label = isRight
    ? { ...lines, x: bar.x1, dx: out + 3, anchor: 'start', isInside: false }
    : { ...lines, x: bar.x0, dx: -out - 3, anchor: 'end', isInside: false };
  const beside = isRight
    ? { from: x1 + out, to: x1 + out + 3 + lines.widthPx }
    : { from: x0 - out - 3 - lines.widthPx, to: x0 - out };
  const first = { from: Math.min(span.from, beside.from), to: Math.max(span.to, beside.to) };
  return { label, spans: lines.lines.length > 1 ? [first, beside] : [first] };
}

/** The text broken at spaces into at most `most` lines of this width; what is left over is cut from the last. */
function linesOf(
  text: string,
  roomPx: number,
  most: number,
): { readonly lines: readonly string[]; readonly widthPx: number; readonly isCut: boolean } {
  const lines: string[] = [];
  let rest = text;
  while (lines.length < most - 1 && textWidth(rest, LABEL_PX) > roomPx) {
    let end = rest.length;
    while (end > 0 && textWidth(rest.slice(0, end), LABEL_PX) > roomPx) end = rest.lastIndexOf(' ', end - 1);
    if (end <= 0) break;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end + 1);
  }
  const last = fitText(rest, LABEL_PX, roomPx);
  lines.push(last);
  return {
    lines,
    widthPx: Math.max(...lines.map((line) => textWidth(line, LABEL_PX))),
    isCut: last !== rest,
  };
}
