import { SIGN_WORDS } from '../../acts/words/sign-words.ts';
import { ALARM_ORDERS } from '../../record/kinds/alarm.ts';
import type { IncidentId } from '../../record/names.ts';
import { mayWrite } from '../../record/readers.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { Actor } from './committee-acts.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import type { View } from './view.ts';

/** An alarm that is not over, and the incident it stands in. */
export type LiveAlarm = { readonly incident: IncidentId; readonly number: number; readonly alarm: Alarm };

/** What keyholders decide about the alarms that run, a button each; for others only that they run. */
export function liveAlarms(alarms: readonly LiveAlarm[], actor: Actor | undefined, view: View): Html {
  if (alarms.length === 0) return NOTHING;
  const { words, terms } = view;
  const { labels } = SIGN_WORDS[view.options.language];
  const button = ({ incident, alarm }: LiveAlarm, order: (typeof ALARM_ORDERS)[number]): Html =>
    html`<button
      type="button"
      class="plain"
      data-act="order"
      data-matter="${JSON.stringify({ kind: 'order', order, alarm: alarm.id, incident })}"
    >
      ${labels.orders[order]}
    </button>`;
  const line = (live: LiveAlarm): Html => {
    const { mode, act, tier } = live.alarm;
    const isDrill = mode === 'drill';
    return html`<li class="${isDrill ? 'is-drill' : ''}">
      <b>${isDrill ? words.alarm.drill : words.alarm.real}</b>${act && html`: ${terms.acts[act].noun}`}
      <span class="quiet">${words.alarm.tier(tier)}</span>
      ${
        actor &&
        mayWrite(actor.role, 'alarm.order') &&
        html`<span class="buttons">${ALARM_ORDERS.map((order) => button(live, order))}</span>`
      }
    </li>`;
  };
  return html`<section>
    <h2>${words.alarm.heading}</h2>
    <ul>
      ${alarms.map(line)}
    </ul>
  </section>`;
}
