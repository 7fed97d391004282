import { HOUR_MS } from '../../base/instant.ts';
import { wall } from '../../base/wall.ts';
import type { Situation } from '../../situation/situation.ts';
import { compareExtents } from '../../situation/times.ts';
import { isRefusal, placesText, stancesText, standingOf } from './claim-words.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { laneItems } from './lane-items.ts';
import type { LaneItem } from './lane-items.ts';
import { isWholeDay } from './lane-time.ts';
import { itemText } from './lane-text.ts';
import { capital, grouped, timeOf, whenOf, whyHref } from './view.ts';
import type { View } from './view.ts';

// An hour shows this many lines; the rest is folded up below them.
const HOUR_LINES_MAX = 12;

/** The same day as text, hour by hour: for phones, for print and for whoever reads with the ears. */
export function renderHourList(situation: Situation, view: View): Html {
  const items = situation.lanes
    .flatMap((l) => laneItems(l.claims))
    .sort((a, b) => compareExtents(a.when, b.when) || (a.figure < b.figure ? -1 : 1));
  const byHour = Map.groupBy(items, (item) => hourOf(item, view));
  return html`<ol class="hours">
    ${[...byHour].map(([hour, list]) => hourPart(hour, list, view))}
  </ol>`;
}

/** The heading an item stands under: the hour by which it had begun. */
function hourOf({ when }: LaneItem, view: View): string {
  const at = when.start.hi ?? when.start.lo ?? when.end.hi;
  if (isWholeDay(when)) return whenOf(view, when);
  return at === undefined ? view.words.lanes.noTime : timeOf(view, wall(Math.floor(at / HOUR_MS) * HOUR_MS));
}

function hourPart(hour: string, items: readonly LaneItem[], view: View): Html {
  const [shown, rest] = [items.slice(0, HOUR_LINES_MAX), items.slice(HOUR_LINES_MAX)];
  const isClock = /^[\d:. ]+$/.test(hour);
  return html`<li class="hour">
    <h3 class="${isClock ? 'clock' : 'words'}">${hour}</h3>
    <div>
      <ul>
        ${shown.map((item) => line(item, view))}
      </ul>
      ${
        rest.length > 0
          ? html`<details id="hour-${hour.replaceAll(/[^\d]/g, '')}">
              <summary>${view.words.lanes.more(grouped(rest.length), rest.length)}</summary>
              <ul>
                ${rest.map((item) => line(item, view))}
              </ul>
            </details>`
          : NOTHING
      }
    </div>
  </li>`;
}

function line(item: LaneItem, view: View): Html {
  const { first, when } = item;
  const details = [
    whenOf(view, when),
    item.claims.length === 1 && placesText(first.places, view),
    item.claims.length === 1 && first.unit,
    `${stancesText(first, view)}, ${view.words.grades[first.grade]}`,
  ].filter((text) => typeof text === 'string' && text !== '');
  return html`<li class="line lane-${first.lane} ${standingOf(first)}">
    <a href="${whyHref(view.options, item.figure)}"
      ><span class="lane-word">${capital(view.terms.lanes[first.lane])}</span
      ><span class="what">${isRefusal(first) && hand()}${lineText(item, view)}</span
      ><span class="details">${details.join(' · ')}</span></a
    >
  </li>`;
}

/** The time stands in the line below, so it is not said twice. */
function lineText(item: LaneItem, view: View): string {
  return itemText(item, view).replace(` · ${whenOf(view, item.when).replaceAll(' ', '\u00a0')}`, '');
}

function hand(): Html {
  return html`<svg
    class="hand"
    width="18"
    height="18"
    viewBox="-11 -11 22 22"
    aria-hidden="true"
    focusable="false"
  >
    <use href="#hand" />
  </svg> `;
}
