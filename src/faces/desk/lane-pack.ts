import type { Axis, Bar } from './lane-time.ts';
import { barOf } from './lane-time.ts';
import type { LaneItem } from './lane-items.ts';
import { fitText, textWidth } from './text-width.ts';

/** A label beside or inside its bar. `x`: the bar's end it hangs on, as a fraction; `dx` pixels from there. */
export type Label = { readonly text: string; readonly x: number; readonly dx: number; readonly anchor: 'start' | 'end'; readonly widthPx: number };

export type Placed = { readonly item: LaneItem; readonly bar: Bar; readonly label: Label; readonly row: number };

export type Packed = { readonly rows: number; readonly placed: readonly Placed[]; readonly hidden: readonly LaneItem[] };

export const LABEL_PX = 13;
const GAP_PX = 10;
// A hand or a dot stands this far out of its bar on either side.
export const MARK_PX = 12;
// No label takes more than this part of a lane, so that one long sentence does not push away the rest.
const LABEL_SHARE_MAX = 0.62;

export type Drawable = { readonly item: LaneItem; readonly text: string; readonly hasMark: boolean; readonly weight: number };

/**
 * Puts items into rows so that no bar or label touches another at `widthPx` or anything wider: bars and gaps
 * grow with the width, labels do not. What finds no row within `rowsMax` is handed back as hidden; the heavier
 * items choose first.
 */
export function packLane(drawables: readonly Drawable[], axis: Axis, widthPx: number, rowsMax: number): Packed {
  const rows: { readonly from: number; readonly to: number }[][] = [];
  const placed: Placed[] = [];
  const hidden: LaneItem[] = [];
  for (const drawable of drawables.toSorted((a, b) => b.weight - a.weight)) {
    const bar = barOf(drawable.item.when, axis);
    if (bar === undefined) continue;
    const { label, from, to } = labelOf(drawable, bar, widthPx);
    const row = rows.findIndex((spans) => spans.every((s) => to + GAP_PX <= s.from || from >= s.to + GAP_PX));
    if (row < 0 && rows.length >= rowsMax) hidden.push(drawable.item);
    else {
      const at = row < 0 ? rows.push([]) - 1 : row;
      rows[at]?.push({ from, to });
      placed.push({ item: drawable.item, bar, label, row: at });
    }
  }
  return { rows: rows.length, placed: placed.toSorted((a, b) => a.bar.x0 - b.bar.x0 || a.row - b.row), hidden };
}

type Spot = { readonly label: Label; readonly from: number; readonly to: number };

/** Inside the bar if the label fits, else right of it, else left, else cut short where there is most room. */
function labelOf({ text, hasMark }: Drawable, bar: Bar, widthPx: number): Spot {
  const shown = fitText(text, LABEL_PX, widthPx * LABEL_SHARE_MAX);
  const width = textWidth(shown, LABEL_PX);
  const [x0, x1] = [bar.x0 * widthPx, bar.x1 * widthPx];
  const out = hasMark || bar.shape === 'dot' ? MARK_PX : 3;
  const inside = x1 - x0 - 8 - (hasMark ? MARK_PX + 2 : 6);
  const right = widthPx - x1 - out - 5;
  const left = x0 - out - 5;
  const span = { from: x0 - out, to: x1 + out };
  if (width <= inside) return { label: { text: shown, x: bar.x0, dx: 8, anchor: 'start', widthPx: width }, ...span };
  if (width <= right || (width > left && right >= Math.max(left, inside))) {
    const cut = fitText(shown, LABEL_PX, right);
    const cutPx = textWidth(cut, LABEL_PX);
    return { label: { text: cut, x: bar.x1, dx: out + 3, anchor: 'start', widthPx: cutPx }, from: span.from, to: x1 + out + 3 + cutPx };
  }
  if (width <= left || left >= inside) {
    const cut = fitText(shown, LABEL_PX, left);
    const cutPx = textWidth(cut, LABEL_PX);
    return { label: { text: cut, x: bar.x0, dx: -out - 3, anchor: 'end', widthPx: cutPx }, from: x0 - out - 3 - cutPx, to: span.to };
  }
  const cut = fitText(shown, LABEL_PX, inside);
  return { label: { text: cut, x: bar.x0, dx: 8, anchor: 'start', widthPx: textWidth(cut, LABEL_PX) }, ...span };
}
