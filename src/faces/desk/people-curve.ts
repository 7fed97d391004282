import { HOUR_MS } from '../../base/instant.ts';
import type { Wall } from '../../base/wall.ts';
import type { NumberRange } from '../../base/number-range.ts';
import type { Reach } from '../../situation/reach.ts';
import type { Situation } from '../../situation/situation.ts';
import { renderPlot } from './curve-plot.ts';
import type { Plot } from './curve-plot.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { figureLink, rangeText } from './view.ts';
import type { View } from './view.ts';

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
  return html`${renderPlot(plotOf(untilNow(reach.curve, asOf), words.people.chart), view)}${legend}
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

function plotOf(points: Reach['curve'], label: string): Plot {
  return {
    label,
    moments: points.map(({ at }) => at),
    lines: [{ name: 'told', heights: points.map(({ told }) => told.lo) }],
    band: {
      lo: points.map(({ checkedIn }) => checkedIn.lo),
      hi: points.map(({ checkedIn }) => checkedIn.hi ?? checkedIn.lo),
    },
  };
}
