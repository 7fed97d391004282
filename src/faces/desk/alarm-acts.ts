import { ALARM_ACTS, alarmActWords } from '../../acts/words/alarm-words.ts';
import { SIGN_WORDS } from '../../acts/words/sign-words.ts';
import type { SignLabels } from '../../acts/words/sign-words.ts';
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
  const { words, options } = view;
  const { language } = options;
  const { labels } = SIGN_WORDS[language];
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
      <b>${isDrill ? words.alarm.drill : words.alarm.real}</b
      >${act && html`: ${alarmActWords(act, language).tells}`}
      <span class="quiet">${words.alarm.tier(tier)}</span>
      ${actor && mayWrite(actor.role, 'alarm.order') && html`<span class="buttons">${ALARM_ORDERS.map((order) => button(live, order))}</span>`}
      ${actor && hasSlots(actor) && mayWrite(actor.role, 'alarm.confirm') && html`<span class="buttons">${VOTES.map((vote) => voteButton(live, vote, labels))}</span>`}
    </li>`;
  };
  return html`<section id="alarms">
    <h2>${words.alarm.heading}</h2>
    <ul>
      ${alarms.map(line)}
    </ul>
  </section>`;
}

const VOTES = ['confirm', 'refute'] as const;

/** A keyholder's key speaks on the place log only: those who see it with their own eyes have a key of the incident. */
function hasSlots({ role }: Actor): boolean {
  return role !== 'keyholder';
}

function voteButton(
  { incident, number, alarm }: LiveAlarm,
  vote: (typeof VOTES)[number],
  labels: SignLabels,
): Html {
  return html`<button
    type="button"
    class="plain"
    data-act="vote"
    data-vote="${vote}"
    data-alarm="${alarm.id}"
    data-incident="${incident}"
    data-number="${number}"
  >
    ${labels.votes[vote]}
  </button>`;
}

/** For those who live or stand there: what they see, and whether it is only a drill. */
export function raiseForm(actor: Actor, view: View): Html {
  if (!mayWrite(actor.role, 'alarm.raise')) return NOTHING;
  const { language } = view.options;
  const { labels } = SIGN_WORDS[language];
  return html`<section>
    <h2>${labels.raise}</h2>
    <form class="acts" data-form="raise">
      <input type="hidden" name="cell" value="${actor.cell ?? ''}" />
      <label
        >${labels.whatIsSeen}
        <select name="act">
          ${ALARM_ACTS.map((act) => html`<option value="${act}">${alarmActWords(act, language).tells}</option>`)}
        </select></label
      >
      <label class="choice"
        ><input type="checkbox" name="drill" value="yes" /> <span>${labels.onlyADrill}</span></label
      >
      <p class="buttons"><button type="submit" value="raise">${labels.raiseIt}</button></p>
    </form>
  </section>`;
}
