import { HOUR_MS } from '../../base/instant.ts';
import { wall } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import type { NumberRange } from '../../base/number-range.ts';
import type { Reach } from '../../situation/reach.ts';
import type { Situation } from '../../situation/situation.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { figureLink, grouped, rangeText, timeOf } from './view.ts';
import type { View } from './view.ts';

// The drawing's own units: it is stretched to the window, and no text stands inside it.
const WIDTH = 1000;
const HEIGHT = 100;
const PLOT_PX = 150;
const FOOT_PX = 22;
// At the narrowest phone the plot is about this wide: hour marks closer than a label are left out.
const NARROW_PX = 300;
const TICK_LABEL_PX = 52;

type Scale = {
  readonly x: (at: number) => number;
  readonly y: (n: number) => number;
  readonly top: number;
  readonly from: number;
  readonly to: number;
};

/** How the call spread: people told as a line, people checked in as the band between the least and the most. */
export function renderPeople({ reach, asOf }: Situation, view: View): Html {
  const { words } = view;
  const figures: readonly (readonly [string, NumberRange, string, string])[] = [
    ['told', reach.told, words.top.told, 'told'],
    ['acknowledged', reach.acknowledged, words.top.acknowledged, ''],
    ['checked-in', reach.checkedIn, words.top.checkedIn, 'checked'],
    ['coming', reach.coming, words.people.coming, ''],
    ['cannot', reach.cannot, words.people.cannot, ''],
    ['unreached', reach.unreached, words.people.unreached, ''],
  ];
  const legend = html`<ul class="legend">
    ${figures.map(
      ([figure, number, label, swatch]) =>
        html`<li>
          ${swatch !== '' && html`<i class="swatch swatch-${swatch}"></i>`}${figureLink(view, figure, html`${label} <b>${rangeText(number)}</b>`)}
        </li>`,
    )}
  </ul>`;
  if (reach.curve.length < 2)
    return html`<p class="quiet">${words.people.none}</p>
      ${legend}`;
  return html`${curve(untilNow(reach.curve, asOf), view)}${legend}
    <p class="quiet">${words.people.note}</p>`;
}

// What was counted last is still what is known, but a day later it is no curve any more.
const HOLDS_MS: number = 12 * HOUR_MS;

function untilNow(points: Reach['curve'], asOf: Wall): Reach['curve'] {
  const last = points.at(-1);
  return last === undefined || asOf <= last.at || asOf - last.at > HOLDS_MS
    ? points
    : [...points, { ...last, at: asOf }];
}

function curve(points: Reach['curve'], view: View): Html {
  const scale = scaleOf(points);
  const path = (read: (p: Reach['curve'][number]) => number): string =>
    points.map((p) => `${round(scale.x(p.at))},${round(scale.y(read(p)))}`).join(' ');
  const high = path((p) => p.checkedIn.hi ?? p.checkedIn.lo);
  const low = path((p) => p.checkedIn.lo)
    .split(' ')
    .toReversed()
    .join(' ');
  const levels = [0, scale.top / 2, scale.top];
  return html`<svg
    class="curve"
    width="100%"
    height="${PLOT_PX + FOOT_PX}"
    role="img"
    aria-label="${view.words.people.chart}"
  >
    ${levels.map((n) => html`<line class="grid" x1="0" x2="100%" y1="${levelPx(n, scale)}" y2="${levelPx(n, scale)}" />`)}
    <svg
      x="0"
      y="0"
      width="100%"
      height="${PLOT_PX}"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
    >
      <polygon class="checked-band" points="${high} ${low}" />
      <polyline class="checked-line" points="${high}" />
      <polyline class="checked-line" points="${path((p) => p.checkedIn.lo)}" />
      <polyline class="told-line" points="${path((p) => p.told.lo)}" />
    </svg>
    ${levels.slice(1).map((n) => html`<text class="level" x="2" y="${levelPx(n, scale) + 13}">${grouped(n)}</text>`)}
    ${hours(scale).map((at) => html`<text class="tick" x="${round(scale.x(at) / 10)}%" y="${PLOT_PX + 16}">${timeOf(view, wall(at))}</text>`)}
  </svg>`;
}

function scaleOf(points: Reach['curve']): Scale {
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 1];
  const most = Math.max(
    1,
    ...points.flatMap((p) => [p.told.hi ?? p.told.lo, p.checkedIn.hi ?? p.checkedIn.lo]),
  );
  const top = niceTop(most);
  return {
    from,
    to,
    top,
    x: (at) => (WIDTH * (at - from)) / Math.max(1, to - from),
    y: (n) => HEIGHT - (n / top) * (HEIGHT - 4),
  };
}

/** The next even round number: half of it is whole too. */
function niceTop(most: number): number {
  const unit = 10 ** Math.floor(Math.log10(most));
  return [2, 4, 6, 8, 10, 20].map((n) => n * unit).find((n) => n >= most) ?? 20 * unit;
}

function levelPx(n: number, scale: Scale): number {
  return round((scale.y(n) / HEIGHT) * PLOT_PX);
}

/** Whole hours whose labels neither touch each other nor leave the plot at its narrowest. */
function hours({ from, to }: Scale): readonly number[] {
  const px = (at: number): number => ((at - from) / Math.max(1, to - from)) * NARROW_PX;
  const step =
    [1, 2, 3, 6, 12, 24]
      .map((h) => h * HOUR_MS)
      .find((ms) => (ms / Math.max(1, to - from)) * NARROW_PX >= TICK_LABEL_PX) ?? 24 * HOUR_MS;
  const out: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step)
    if (px(at) >= 20 && px(at) <= NARROW_PX - 20) out.push(at);
  return out;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
