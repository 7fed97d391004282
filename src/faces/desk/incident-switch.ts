import { COMMITTEE_WORDS } from '../../acts/words/committee-words.ts';
import { dateText } from '../../acts/words/when.ts';
import type { IncidentState } from '../../situation/people-state.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { boardHref } from './view.ts';
import type { View } from './view.ts';

/** One of a hub's incidents, as a board leads to it. */
export type ListedIncident = {
  readonly id: string;
  /** The number the hub gave it; where nobody founded the place, its place in the order they came. */
  readonly number: number;
  readonly state: IncidentState;
  /** The day its plan names. */
  readonly date?: string;
};

/** Leads to the boards of the hub's other incidents, the newest first; those put away stand folded behind. */
export function renderIncidentSwitch(view: View): Html {
  const { incidents = [], language } = view.options;
  if (incidents.length < 2) return NOTHING;
  const words = COMMITTEE_WORDS[language];
  const newestFirst = incidents.toSorted((a, b) => b.number - a.number);
  const near = newestFirst.filter(({ state }) => state !== 'archived');
  const away = newestFirst.filter(({ state }) => state === 'archived');
  return html`<nav class="incidents" aria-label="${words.incidents}">
    ${listOf(near, view)} ${away.length > 0 && foldedAway(away, view)}
  </nav>`;
}

function foldedAway(away: readonly ListedIncident[], view: View): Html {
  const { incidentStates } = COMMITTEE_WORDS[view.options.language];
  const isOpen = away.some(({ id }) => id === view.options.incident);
  return html`<details id="incidents-away" ${isOpen && OPEN}>
    <summary>${incidentStates.archived}: ${away.length}</summary>
    ${listOf(away, view)}
  </details>`;
}

const OPEN: Html = html`open`;

function listOf(incidents: readonly ListedIncident[], view: View): Html {
  return html`<ul>
    ${incidents.map((incident) => html`<li>${linkOf(incident, view)}</li>`)}
  </ul>`;
}

function linkOf({ id, number, state, date }: ListedIncident, { options }: View): Html {
  const words = COMMITTEE_WORDS[options.language];
  const day = date === undefined ? '' : `, ${dateText(date, options.language)}`;
  const text = html`${words.incident(number)}${day}
    <span class="quiet">${words.incidentStates[state]}</span>`;
  return id === options.incident
    ? html`<span class="here" aria-current="page">${text}</span>`
    : html`<a href="${boardHref({ ...options, incident: id })}">${text}</a>`;
}
