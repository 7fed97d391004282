import { HOUR_MS, MINUTE_MS } from '../../base/instant.ts';
import { wall } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { grouped, timeOf } from './view.ts';
import type { View } from './view.ts';

// The drawing's own units: it is stretched to the window, and no text stands inside it.
const WIDTH = 1000;
const HEIGHT = 100;
const PLOT_PX = 150;
const FOOT_PX = 22;
// At the narrowest phone the plot is about this wide: hour marks closer than a label are left out.
const NARROW_PX = 300;
const TICK_LABEL_PX = 52;

/** Curves over the same moments: lines, and a band between two numbers. */
export type Plot = {
  readonly label: string;
  readonly moments: readonly Wall[];
  /** At each moment a number; drawn in the colour of its class, the last one on top. */
  readonly lines: readonly { readonly name: string; readonly heights: readonly number[] }[];
  readonly band?: { readonly lo: readonly number[]; readonly hi: readonly number[] };
};

type Scale = {
  readonly x: (at: number) => number;
  readonly y: (n: number) => number;
  readonly top: number;
  readonly from: number;
  readonly to: number;
};

export function renderPlot({ label, moments, lines, band }: Plot, view: View): Html {
  const scale = scaleOf(moments, [...lines.flatMap(({ heights }) => heights), ...(band?.hi ?? [])]);
  const path = (heights: readonly number[]): readonly string[] =>
    heights.map((n, i) => `${round(scale.x(moments[i] ?? 0))},${round(scale.y(n))}`);
  const levels = [0, scale.top / 2, scale.top];
  return html`<svg class="curve" width="100%" height="${PLOT_PX + FOOT_PX}" role="img" aria-label="${label}">
    ${levels.map((n) => html`<line class="grid" x1="0" x2="100%" y1="${levelPx(n, scale)}" y2="${levelPx(n, scale)}" />`)}
    <svg
      x="0"
      y="0"
      width="100%"
      height="${PLOT_PX}"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
    >
      ${
        band &&
        html`<polygon
            class="checked-band"
            points="${[...path(band.hi), ...path(band.lo).toReversed()].join(' ')}"
          />
          <polyline class="checked-line" points="${path(band.hi).join(' ')}" />
          <polyline class="checked-line" points="${path(band.lo).join(' ')}" />`
      }
      ${lines.map(({ name, heights }) => html`<polyline class="${name}-line" points="${path(heights).join(' ')}" />`)}
    </svg>
    ${levels.slice(1).map((n) => html`<text class="level" x="2" y="${levelPx(n, scale) + 13}">${grouped(n)}</text>`)}
    ${ticks(scale).map((at) => html`<text class="tick" x="${round(scale.x(at) / 10)}%" y="${PLOT_PX + 16}">${timeOf(view, wall(at))}</text>`)}
  </svg>`;
}

function scaleOf(moments: readonly Wall[], heights: readonly number[]): Scale {
  const [from, to] = [moments[0] ?? 0, moments.at(-1) ?? 1];
  const top = niceTop(Math.max(1, ...heights));
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

const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720];

/** Round times whose labels neither touch each other nor leave the plot at its narrowest. */
function ticks({ from, to }: Scale): readonly number[] {
  const px = (at: number): number => ((at - from) / Math.max(1, to - from)) * NARROW_PX;
  const step =
    STEPS_MIN.map((min) => min * MINUTE_MS).find(
      (ms) => (ms / Math.max(1, to - from)) * NARROW_PX >= TICK_LABEL_PX,
    ) ?? 24 * HOUR_MS;
  const out: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step)
    if (px(at) >= 20 && px(at) <= NARROW_PX - 20) out.push(at);
  return out;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
