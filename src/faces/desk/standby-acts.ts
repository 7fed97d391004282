import { STANDBY_WORDS } from '../../acts/words/standby-words.ts';
import type { StandbyReport } from '../../engine/standbys.ts';
import type { IncidentId } from '../../record/names.ts';
import { mayWrite } from '../../record/readers.ts';
import type { Actor } from './committee-acts.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { placeTime, standbyText } from './standby-list.ts';
import { capital } from './view.ts';
import type { View } from './view.ts';

/** What stands of the plan's check-ins, and where its orders are said. */
export type StandbyShown = { readonly report: StandbyReport; readonly place: IncidentId };

/** An organiser's own check-in: one button once the hub knows whose handle the key answers for, a choice before that. */
export function checkInForm({ report }: StandbyShown, actor: Actor, view: View): Html {
  if (!mayWrite(actor.role, 'checkin.here') || report.organisers.length === 0) return NOTHING;
  const words = STANDBY_WORDS[view.options.language].checkIn;
  const time = placeTime(report, view);
  const own = report.organisers.find(({ key }) => key === actor.key);
  const free = report.organisers.filter(({ key }) => key === undefined);
  if (own === undefined && free.length === 0) return NOTHING;
  return html`<section id="check-in">
    <h2>${words.heading}</h2>
    <form class="acts" data-form="check-in">
      ${
        own === undefined
          ? html`<label
              >${words.handle}
              <select name="who" required>
                ${free.map(({ handle }) => html`<option>${handle}</option>`)}
              </select></label
            >`
          : html`<input type="hidden" name="who" value="${own.handle}" />
              ${own.open && !own.open.isAnswered && html`<p>${words.open(time(own.open.due), time(own.open.until))}</p>`}
              ${own.heard && html`<p class="quiet">${words.last(time(own.heard.at))}</p>`}`
      }
      <p class="quiet">${words.note}</p>
      <p class="buttons"><button type="submit">${words.button}</button></p>
    </form>
  </section>`;
}

/** Who is to be ready, for those who may read it; keyholders say that it is over, two of them. */
export function standbySection(shown: StandbyShown, actor: Actor | undefined, view: View): Html {
  const { report, place } = shown;
  const words = STANDBY_WORDS[view.options.language];
  const standing = report.standbys.filter(({ lifted }) => lifted === undefined);
  if (standing.length === 0) return NOTHING;
  const button = (alarm: string): Html =>
    html`<span class="buttons"
      ><button
        type="button"
        class="plain"
        data-act="order"
        data-matter="${JSON.stringify({ kind: 'order', order: 'ended', alarm, incident: place })}"
      >
        ${words.end}
      </button></span
    >`;
  const isNamed = actor === undefined ? view.options.isKeeper === true : actor.role === 'keyholder';
  return html`<section id="standbys">
    <h2>${words.heading}</h2>
    <ul>
      ${standing.map(
        (standby) =>
          html`<li>
            ${capital(standbyText(standby, { report, view, isNamed }))}
            ${actor && mayWrite(actor.role, 'alarm.order') && button(standby.id)}
          </li>`,
      )}
    </ul>
  </section>`;
}
