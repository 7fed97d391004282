import type { Lane } from '../../record/kinds/vocabulary.ts';
import type { Wall } from '../../base/wall.ts';
import type { Situation } from '../../situation/situation.ts';
import { isRefusal, stancesText, standingOf } from './claim-words.ts';
import { NOTHING, html } from './html.ts';
import type { Html } from './html.ts';
import { laneItems } from './lane-items.ts';
import { renderKey, renderShapes } from './lane-shapes.ts';
import { itemText } from './lane-text.ts';
import type { LaneItem } from './lane-items.ts';
import { LABEL_PX, MARK_PX, packLane } from './lane-pack.ts';
import type { Drawable, Placed } from './lane-pack.ts';
import { axisOf, barOf, fractionOf } from './lane-time.ts';
import type { Axis } from './lane-time.ts';
import { ringSpans } from './ring-spans.ts';
import type { RingSpan } from './ring-spans.ts';
import { textWidth } from './text-width.ts';
import { capital, figureLink, grouped, timeOf, whenOf, whyHref } from './view.ts';
import type { View } from './view.ts';

/** A drawing of the lanes for windows from one width on. `plotPx`: the least width its plot then has. */
type Layout = {
  readonly name: 'narrow' | 'middle' | 'wide';
  readonly plotPx: number;
  readonly rowsMax: number;
};

// The three must agree with the widths in board.css.ts.
const LAYOUTS: readonly Layout[] = [
  { name: 'narrow', plotPx: 700, rowsMax: 18 },
  { name: 'middle', plotPx: 860, rowsMax: 18 },
  { name: 'wide', plotPx: 1340, rowsMax: 16 },
];

const ROW_PX = 27;
const BAR_PX = 20;
const AXIS_PX = 40;
const TEXT_DROP_PX = 14.5;
const LINE_PX = 16;

/** The lanes in every layout; the stylesheet shows the one that fits the window. */
export function renderLanesChart(situation: Situation, view: View): Html {
  const lanes = situation.lanes
    .map(({ lane, claims }) => ({ lane, items: laneItems(claims) }))
    .filter((l) => l.items.length > 0);
  if (lanes.length === 0) return html`<p class="quiet">${view.words.lanes.nothing}</p>`;
  const axis = axisOf(
    lanes.flatMap((l) => l.items),
    situation.asOf,
  );
  const spans = ringSpans(situation, axis);
  return html`${renderShapes(situation.lanes.map((l) => l.lane))}${LAYOUTS.map(
    (layout) =>
      html`<div class="chart chart-${layout.name}">
        ${axisRow({ axis, spans, layout, view })}
        ${lanes.map(({ lane, items }) => laneRow({ lane, items, axis, layout, view }))}
      </div>`,
  )}${unplaced(
    lanes.flatMap((l) => l.items).filter((item) => barOf(item.when, axis) === undefined),
    view,
  )}${renderKey(view)}`;
}

type RowParts = { readonly axis: Axis; readonly layout: Layout; readonly view: View };

function axisRow({ axis, spans, layout, view }: RowParts & { readonly spans: readonly RingSpan[] }): Html {
  const { words } = view;
  const asOfText = axis.asOf === undefined ? '' : words.head.asOf(timeOf(view, axis.asOf));
  const asOfAt = axis.asOf === undefined ? undefined : fractionOf(axis.asOf, axis);
  const isLate =
    asOfAt !== undefined && asOfAt * layout.plotPx > layout.plotPx - textWidth(asOfText, LABEL_PX) - 8;
  const taken =
    asOfAt === undefined ? undefined : takenBy(asOfAt * layout.plotPx, textWidth(asOfText, LABEL_PX), isLate);
  const ticks = axis.ticks.filter((at) => {
    const x = fractionOf(at, axis) * layout.plotPx;
    return taken === undefined || x + 28 < taken.from || x - 28 > taken.to;
  });
  const labels = ringLabels(spans, layout, view);
  return html`<div class="lane-name"></div>
    <svg
      class="plot axis"
      width="100%"
      height="${AXIS_PX}"
      role="group"
      aria-label="${words.head.ring[spans.at(-1)?.state ?? 'none']}"
    >
      ${ticks.map((at) => html`<text class="tick" x="${percent(fractionOf(at, axis))}" dx="${tickShift(fractionOf(at, axis), layout.plotPx)}" y="28">${timeOf(view, at)}</text>`)}
      ${spans.map((span) => ringPiece(span, labels.get(span), view))}
      ${asOfAt !== undefined && html`<text class="now-text" x="${percent(asOfAt)}" dx="${isLate ? -5 : 5}" y="28" text-anchor="${isLate ? 'end' : 'start'}">${asOfText}</text>${nowLine(asOfAt, AXIS_PX, 18)}`}
    </svg>`;
}

/** Labels of the first and last hour stay within the plot. */
function tickShift(at: number, plotPx: number): number {
  const x = at * plotPx;
  if (x < 20) return 20 - x;
  return x > plotPx - 20 ? plotPx - 20 - x : 0;
}

function takenBy(x: number, width: number, isLate: boolean): { readonly from: number; readonly to: number } {
  return isLate ? { from: x - width - 8, to: x + 4 } : { from: x - 4, to: x + width + 8 };
}

type RingLabel = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly isLate: boolean;
};

/** Labels above the ring bar, last first: an earlier one that would touch it says less, or nothing. */
function ringLabels(
  spans: readonly RingSpan[],
  layout: Layout,
  view: View,
): ReadonlyMap<RingSpan, RingLabel> {
  const labels = new Map<RingSpan, RingLabel>();
  let free = layout.plotPx;
  for (const span of spans.filter((s) => s.isLabelled).toReversed()) {
    const state = view.words.lanes.ringBar[span.state];
    const texts = [`${state} · ${whenOf(view, span.when)}`, state];
    const label = texts.map((text) => ringLabel(text, span, layout)).find(({ to }) => to <= free);
    if (label === undefined) continue;
    labels.set(span, label);
    free = label.from - RING_GAP_PX;
  }
  return labels;
}

const RING_GAP_PX = 12;

function ringLabel(text: string, span: RingSpan, { plotPx }: Layout): RingLabel {
  const width = textWidth(text, LABEL_PX);
  const isLate = span.x0 * plotPx + width > plotPx;
  const from = isLate ? span.x1 * plotPx - width : span.x0 * plotPx;
  return { text, from, to: from + width, isLate };
}

function ringPiece(span: RingSpan, label: RingLabel | undefined, view: View): Html {
  const said = `${view.words.lanes.ringBar[span.state]} · ${whenOf(view, span.when)}`;
  const [x, width] = [percent(span.x0), percent(span.x1 - span.x0)];
  const fade = span.fade === 'none' ? NOTHING : html` mask="url(#m-${span.fade})"`;
  const at = label?.isLate === true ? { x: percent(span.x1), anchor: 'end' } : { x, anchor: 'start' };
  return html`<a href="${whyHref(view.options, 'ring')}"
    ><title>${said}</title
    ><rect
      class="hit"
      x="${x}"
      width="${width}"
      y="0"
      height="${AXIS_PX}" />${label !== undefined && html`<text class="ring-text" x="${at.x}" y="11" text-anchor="${at.anchor}">${label.text}</text>`}<rect
      class="ring-${span.state}"
      x="${x}"
      width="${width}"
      y="33"
      height="7"
      ${fade}
  /></a>`;
}

function laneRow({
  lane,
  items,
  axis,
  layout,
  view,
}: RowParts & { readonly lane: Lane; readonly items: readonly LaneItem[] }): Html {
  const packed = packLane(
    items.map((item) => drawableOf(item, view)),
    { axis, widthPx: layout.plotPx, rowsMax: layout.rowsMax },
  );
  const height = Math.max(1, packed.rows) * ROW_PX + 9;
  const name = capital(view.terms.lanes[lane]);
  const more = packed.hidden.reduce((n, item) => n + item.claims.length, 0);
  return html`<div class="lane-name lane-${lane}">
      <h3>${name}</h3>
      ${more > 0 && html`<p class="more">${figureLink(view, `lane-${lane}`, view.words.lanes.more(grouped(more), more))}</p>`}
    </div>
    <svg class="plot lane-${lane}" width="100%" height="${height}" role="group" aria-label="${name}">
      ${axis.minor.map((at) => gridLine(at, axis, 'grid minor'))}${axis.ticks.map((at) => gridLine(at, axis, 'grid'))}
      ${packed.placed.map((placed) => drawn(placed, lane, view))}
      ${axis.asOf !== undefined && nowLine(fractionOf(axis.asOf, axis), height, 0)}
    </svg>`;
}

function gridLine(at: Wall, axis: Axis, name: string): Html {
  const x = percent(fractionOf(at, axis));
  return html`<line class="${name}" x1="${x}" x2="${x}" y1="0" y2="100%" />`;
}

function nowLine(at: number, height: number, from: number): Html {
  return html`<line class="now" x1="${percent(at)}" x2="${percent(at)}" y1="${from}" y2="${height}" />`;
}

const HEAVY_ACTS: ReadonlySet<string> = new Set([
  'force.arrive',
  'cordon.complete',
  'evict.demolish',
  'evict.home',
  'death',
  'injury',
  'arrest',
  'force.use',
  'withdraw',
]);

function drawableOf(item: LaneItem, view: View): Drawable {
  const { first } = item;
  const weight = isRefusal(first) ? 3 : HEAVY_ACTS.has(first.act) ? 2 : standingOf(first) === 'said' ? 0 : 1;
  return { item, text: itemText(item, view), hasMark: isRefusal(first), weight };
}

function drawn({ item, bar, label, row }: Placed, lane: Lane, view: View): Html {
  const y = row * ROW_PX + 6;
  const middle = y + BAR_PX / 2;
  const standing = standingOf(item.first);
  const full = `${itemText(item, view)} · ${whenOf(view, item.when)} · ${stancesText(item.first, view)}, ${view.words.grades[item.first.grade]}`;
  const x = percent(label.x);
  const markAt = percent(bar.edge === 'start' ? bar.x0 : bar.x1);
  const hitX = label.anchor === 'start' ? label.dx - 4 : label.dx - label.widthPx - 4;
  return html`<a href="${whyHref(view.options, item.figure)}" class="item ${standing}"
    ><title>${full}</title>
    <rect
      class="hit"
      x="${percent(bar.x0)}"
      width="${percent(bar.x1 - bar.x0)}"
      y="${y - 2}"
      height="24"
    /><rect
      class="hit"
      x="${x}"
      width="${label.widthPx + 8}"
      y="${y - 2}"
      height="${8 + LINE_PX * label.lines.length}"
      transform="translate(${hitX} 0)"
    />
    ${bar.shape === 'dot' ? dot(markAt, middle, standing) : pieces({ bar, y, standing, lane })}
    ${isRefusal(item.first) && html`<use href="#hand" x="${markAt}" y="${middle}" />`}
    ${label.isInside && standing === 'tried' && html`<rect class="plate" x="${x}" width="${label.widthPx + 4}" y="${y + 2}" height="${BAR_PX - 4}" transform="translate(${label.dx - 2} 0)" />`}
    <text class="label${label.isInside ? '' : ' beside'}" text-anchor="${label.anchor}"
      >${label.lines.map((line, i) => html`<tspan x="${x}" dx="${label.dx}" y="${y + TEXT_DROP_PX + i * LINE_PX}">${line} </tspan>`)}</text
    ></a
  >`;
}

function dot(x: string, y: number, standing: string): Html {
  return html`<circle class="dot dot-${standing}" cx="${x}" cy="${y}" r="${MARK_PX / 2}" />`;
}

function pieces({
  bar,
  y,
  standing,
  lane,
}: {
  readonly bar: Placed['bar'];
  readonly y: number;
  readonly standing: string;
  readonly lane: Lane;
}): Html {
  const fill = standing === 'tried' ? html` fill="url(#h-${lane})"` : NOTHING;
  const rects = bar.pieces.map(
    ({ x0, x1, fade }) =>
      html`<rect
        class="bar bar-${bar.shape} bar-${standing}"
        x="${percent(x0)}"
        width="${percent(x1 - x0)}"
        y="${y}"
        height="${BAR_PX}"
        ${fill}${fade === 'none' ? NOTHING : html` mask="url(#m-${fade})"`}
      />`,
  );
  if (bar.edge === undefined) return html`${rects}`;
  const x = percent(bar.edge === 'end' ? bar.x1 : bar.x0);
  return html`${rects}<line class="edge" x1="${x}" x2="${x}" y1="${y - 2}" y2="${y + BAR_PX + 2}" />`;
}

/** What nobody gives a time for, or another day's. */
function unplaced(items: readonly LaneItem[], view: View): Html {
  if (items.length === 0) return NOTHING;
  return html`<div class="unplaced">
    <h3>${capital(view.words.lanes.noTime)}</h3>
    <ul>
      ${items.map(
        (item) =>
          html`<li class="lane-${item.first.lane}">
            ${figureLink(view, item.figure, itemText(item, view))}
            <span class="quiet">${view.terms.lanes[item.first.lane]} · ${whenOf(view, item.when)}</span>
          </li>`,
      )}
    </ul>
  </div>`;
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 10_000) / 100}%`;
}
