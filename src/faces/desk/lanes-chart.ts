import type { Lane } from '../../record/kinds/vocabulary.ts';
import type { Wall } from '../../base/wall.ts';
import type { Situation } from '../../situation/situation.ts';
import { claimText, isRefusal, stancesText, standingOf } from './claim-words.ts';
import { NOTHING, html } from './html.ts';
import type { Html } from './html.ts';
import { laneItems } from './lane-items.ts';
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
type Layout = { readonly name: 'narrow' | 'middle' | 'wide'; readonly plotPx: number; readonly rowsMax: number };

// The three must agree with the widths in board.css.ts.
const LAYOUTS: readonly Layout[] = [
  { name: 'narrow', plotPx: 700, rowsMax: 9 },
  { name: 'middle', plotPx: 860, rowsMax: 9 },
  { name: 'wide', plotPx: 1210, rowsMax: 9 },
];

const ROW_PX = 27;
const BAR_PX = 20;
const AXIS_PX = 40;
const TEXT_DROP_PX = 14.5;

/** The lanes in every layout; the stylesheet shows the one that fits the window. */
export function renderLanesChart(situation: Situation, view: View): Html {
  const lanes = situation.lanes.map(({ lane, claims }) => ({ lane, items: laneItems(claims) })).filter((l) => l.items.length > 0);
  if (lanes.length === 0) return html`<p class="quiet">${view.words.lanes.nothing}</p>`;
  const axis = axisOf(lanes.flatMap((l) => l.items), situation.asOf);
  const spans = ringSpans(situation, axis);
  return html`${shapes(situation.lanes.map((l) => l.lane))}${LAYOUTS.map(
    (layout) => html`<div class="chart chart-${layout.name}">
${axisRow({ axis, spans, layout, view })}
${lanes.map(({ lane, items }) => laneRow({ lane, items, axis, layout, view }))}
</div>`,
  )}${unplaced(lanes.flatMap((l) => l.items).filter((item) => barOf(item.when, axis) === undefined), view)}${key(view)}`;
}

/** Masks, hatches and the hand, once for all drawings. */
function shapes(lanes: readonly Lane[]): Html {
  const fade = (name: string, stops: readonly (readonly [number, number])[]): Html => html`<linearGradient id="g-${name}">${stops.map(
    ([at, strength]) => html`<stop offset="${at}" stop-color="#fff" stop-opacity="${strength}"/>`,
  )}</linearGradient><mask id="m-${name}" maskContentUnits="objectBoundingBox"><rect width="1" height="1" fill="url(#g-${name})"/></mask>`;
  return html`<svg class="shapes" width="0" height="0" aria-hidden="true" focusable="false"><defs>
${fade('in', [[0, 0.06], [1, 1]])}${fade('out', [[0, 1], [1, 0.06]])}${fade('both', [[0, 0.12], [0.3, 1], [0.7, 1], [1, 0.12]])}
${lanes.map((lane) => html`<pattern id="h-${lane}" class="lane-${lane}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" class="hatch-under"/><rect width="2.5" height="7" class="hatch-line"/></pattern>`)}
<g id="hand"><circle r="10" class="hand-disc"/><path class="hand-palm" d="M-4.4 1.2v-4.1M-1.5-1v-4.9M1.5-1v-4.6M4.3 1v-3.6M-4.4.8c0 3.6 1.6 5.4 4.4 5.4 2.6 0 4.3-1.7 4.3-5"/></g>
</defs></svg>`;
}

type RowParts = { readonly axis: Axis; readonly layout: Layout; readonly view: View };

function axisRow({ axis, spans, layout, view }: RowParts & { readonly spans: readonly RingSpan[] }): Html {
  const { words } = view;
  const asOfText = axis.asOf === undefined ? '' : words.head.asOf(timeOf(view, axis.asOf));
  const asOfAt = axis.asOf === undefined ? undefined : fractionOf(axis.asOf, axis);
  const isLate = asOfAt !== undefined && asOfAt * layout.plotPx > layout.plotPx - textWidth(asOfText, LABEL_PX) - 8;
  const taken = asOfAt === undefined ? undefined : takenBy(asOfAt * layout.plotPx, textWidth(asOfText, LABEL_PX), isLate);
  const ticks = axis.ticks.filter((at) => {
    const x = fractionOf(at, axis) * layout.plotPx;
    return taken === undefined || x + 24 < taken.from || x - 24 > taken.to;
  });
  return html`<div class="lane-name"></div><svg class="plot axis" width="100%" height="${AXIS_PX}" role="group" aria-label="${words.head.ring[spans.at(-1)?.state ?? 'none']}">
${ticks.map((at) => html`<text class="tick" x="${percent(fractionOf(at, axis))}" dx="${tickShift(fractionOf(at, axis), layout.plotPx)}" y="28">${timeOf(view, at)}</text>`)}
${spans.map((span) => ringPiece(span, layout, view))}
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

function ringPiece(span: RingSpan, layout: Layout, view: View): Html {
  const text = `${view.words.lanes.ringBar[span.state]} · ${whenOf(view, span.when)}`;
  const width = textWidth(text, LABEL_PX);
  const isLate = span.x0 * layout.plotPx + width > layout.plotPx;
  const label = span.isLabelled
    ? html`<text class="ring-text" x="${percent(isLate ? span.x1 : span.x0)}" y="11" text-anchor="${isLate ? 'end' : 'start'}">${text}</text>`
    : NOTHING;
  return html`<a href="${whyHref(view.options, 'ring')}"><title>${text}</title><rect class="hit" x="${percent(span.x0)}" width="${percent(span.x1 - span.x0)}" y="0" height="${AXIS_PX}"/>${label}<rect class="ring-${span.state}" x="${percent(span.x0)}" width="${percent(span.x1 - span.x0)}" y="33" height="7"${span.fade === 'none' ? NOTHING : html` mask="url(#m-${span.fade})"`}/></a>`;
}

function laneRow({ lane, items, axis, layout, view }: RowParts & { readonly lane: Lane; readonly items: readonly LaneItem[] }): Html {
  const packed = packLane(items.map((item) => drawableOf(item, view)), axis, layout.plotPx, layout.rowsMax);
  const height = Math.max(1, packed.rows) * ROW_PX + 9;
  const name = capital(view.terms.lanes[lane]);
  const more = packed.hidden.reduce((n, item) => n + item.claims.length, 0);
  return html`<div class="lane-name lane-${lane}"><h3>${name}</h3>${more > 0 && html`<p class="more">${figureLink(view, `lane-${lane}`, view.words.lanes.more(grouped(more), more))}</p>`}</div>
<svg class="plot lane-${lane}" width="100%" height="${height}" role="group" aria-label="${name}">
${axis.minor.map((at) => gridLine(at, axis, 'grid minor'))}${axis.ticks.map((at) => gridLine(at, axis, 'grid'))}
${packed.placed.map((placed) => drawn(placed, lane, view))}
${axis.asOf !== undefined && nowLine(fractionOf(axis.asOf, axis), height, 0)}
</svg>`;
}

function gridLine(at: Wall, axis: Axis, name: string): Html {
  const x = percent(fractionOf(at, axis));
  return html`<line class="${name}" x1="${x}" x2="${x}" y1="0" y2="100%"/>`;
}

function nowLine(at: number, height: number, from: number): Html {
  return html`<line class="now" x1="${percent(at)}" x2="${percent(at)}" y1="${from}" y2="${height}"/>`;
}

const HEAVY_ACTS: ReadonlySet<string> = new Set(['force.arrive', 'cordon.complete', 'evict.demolish', 'evict.home', 'death', 'injury', 'arrest', 'force.use', 'withdraw']);

function drawableOf(item: LaneItem, view: View): Drawable {
  const { first } = item;
  const weight = isRefusal(first) ? 3 : HEAVY_ACTS.has(first.act) ? 2 : standingOf(first) === 'said' ? 0 : 1;
  return { item, text: itemText(item, view), hasMark: isRefusal(first), weight };
}

/** What stands beside a bar. A time that is only a bound is said in words too. */
export function itemText({ claims, first, when }: LaneItem, view: View): string {
  if (claims.length === 1) {
    const isBounded = when.shape === 'moment' && when.start.hi !== when.start.lo;
    return isBounded ? `${claimText(first, view)} · ${whenOf(view, when)}` : claimText(first, view);
  }
  const noun = view.terms.acts[first.act].noun;
  const modality = first.answer === undefined ? view.terms.modalities[first.modality] : view.terms.answers[first.answer];
  const rumour = first.grade === 'rumour' ? `${view.words.lanes.rumour}: ` : '';
  return `${rumour}${noun}${modality === '' ? '' : ` (${modality})`} ×${grouped(claims.length)}`;
}

function drawn({ item, bar, label, row }: Placed, lane: Lane, view: View): Html {
  const y = row * ROW_PX + 6;
  const middle = y + BAR_PX / 2;
  const standing = standingOf(item.first);
  const full = `${itemText(item, view)} · ${whenOf(view, item.when)} · ${stancesText(item.first, view)}, ${view.words.grades[item.first.grade]}`;
  const x = percent(label.x);
  const markAt = percent(bar.edge === 'start' ? bar.x0 : bar.x1);
  const hitX = label.anchor === 'start' ? label.dx - 4 : label.dx - label.widthPx - 4;
  return html`<a href="${whyHref(view.options, item.figure)}" class="item ${standing}"><title>${full}</title>
<rect class="hit" x="${percent(bar.x0)}" width="${percent(bar.x1 - bar.x0)}" y="${y - 2}" height="24"/><rect class="hit" x="${x}" width="${label.widthPx + 8}" y="${y - 2}" height="24" transform="translate(${hitX} 0)"/>
${bar.shape === 'dot' ? dot(markAt, middle, standing) : pieces({ bar, y, standing, lane })}
${isRefusal(item.first) && html`<use href="#hand" x="${markAt}" y="${middle}"/>`}
<text class="label" x="${x}" dx="${label.dx}" y="${y + TEXT_DROP_PX}" text-anchor="${label.anchor}">${label.text}</text></a>`;
}

function dot(x: string, y: number, standing: string): Html {
  return html`<circle class="dot dot-${standing}" cx="${x}" cy="${y}" r="${MARK_PX / 2}"/>`;
}

function pieces({ bar, y, standing, lane }: { readonly bar: Placed['bar']; readonly y: number; readonly standing: string; readonly lane: Lane }): Html {
  const fill = standing === 'tried' ? html` fill="url(#h-${lane})"` : NOTHING;
  const rects = bar.pieces.map(
    ({ x0, x1, fade }) =>
      html`<rect class="bar bar-${bar.shape} bar-${standing}" x="${percent(x0)}" width="${percent(x1 - x0)}" y="${y}" height="${BAR_PX}"${fill}${fade === 'none' ? NOTHING : html` mask="url(#m-${fade})"`}/>`,
  );
  if (bar.edge === undefined) return html`${rects}`;
  const x = percent(bar.edge === 'end' ? bar.x1 : bar.x0);
  return html`${rects}<line class="edge" x1="${x}" x2="${x}" y1="${y - 2}" y2="${y + BAR_PX + 2}"/>`;
}

/** What nobody gives a time for, or another day's. */
function unplaced(items: readonly LaneItem[], view: View): Html {
  if (items.length === 0) return NOTHING;
  return html`<div class="unplaced"><h3>${capital(view.words.lanes.noTime)}</h3><ul>${items.map(
    (item) => html`<li class="lane-${item.first.lane}">${figureLink(view, item.figure, itemText(item, view))} <span class="quiet">${view.terms.lanes[item.first.lane]} · ${whenOf(view, item.when)}</span></li>`,
  )}</ul></div>`;
}

function key({ words: { lanes } }: View): Html {
  const sample = (standing: string, mask: string): Html =>
    html`<svg class="sample lane-authorities" width="34" height="16" aria-hidden="true"><rect class="bar bar-${standing}" x="1" y="1" width="32" height="14"${standing === 'tried' ? html` fill="url(#h-authorities)"` : NOTHING}${mask === '' ? NOTHING : html` mask="url(#m-${mask})"`}/>${mask === 'in' && html`<line class="edge" x1="32" x2="32" y1="0" y2="16"/>`}</svg>`;
  const hand = html`<svg class="sample" width="22" height="22" viewBox="-11 -11 22 22" aria-hidden="true"><use href="#hand"/></svg>`;
  return html`<ul class="key"><li>${sample('done', '')} ${lanes.key.done}</li><li>${sample('tried', '')} ${lanes.key.tried}</li><li>${sample('said', '')} ${lanes.key.said}</li><li>${sample('done', 'in')} ${lanes.key.bounded}</li><li>${sample('done', 'out')} ${lanes.key.open}</li><li>${hand} ${lanes.key.refused}</li></ul>`;
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 10_000) / 100}%`;
}
