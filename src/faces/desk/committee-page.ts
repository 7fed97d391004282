import { COMMITTEE_WORDS } from '../../acts/words/committee-words.ts';
import type { CommitteeWords } from '../../acts/words/committee-words.ts';
import { oneMoreText, peopleRefusalText, roleName } from '../../acts/words/people-words.ts';
import type { JoinRequest } from '../../engine/requests.ts';
import { wallToCivil } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import type { Instant } from '../../base/instant.ts';
import type { Pending, People } from '../../situation/people.ts';
import type { Language } from '../../acts/words/words.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { renderSubPage } from './sub-page.ts';
import { boardHref, committeeHref, viewOf } from './view.ts';
import type { BoardOptions, View } from './view.ts';

/** What keyholders see of people and keys. No name stands in it: the hub knows none. */
export type Committee = {
  readonly people: People;
  readonly requests: readonly JoinRequest[];
  /** Entries hidden until somebody vouches for their authors. */
  readonly waiting: number;
  readonly wallOf: (at: Instant) => Wall;
};

export function renderCommittee(committee: Committee, options: BoardOptions): string {
  const view = viewOf(options, undefined);
  const words = COMMITTEE_WORDS[options.language];
  const { people } = committee;
  const page = {
    heading: words.title,
    ...(people.founding && { facts: people.founding.settlement }),
    hrefOf: (language: Language) => committeeHref(options, language),
    main: people.founding === undefined ? html`<p>${words.notFounded}</p>` : sections(committee, view, words),
    mainClass: 'committee',
  };
  return renderSubPage(page, view);
}

function sections({ people, requests, waiting, wallOf }: Committee, view: View, words: CommitteeWords): Html {
  const { language } = view.options;
  const when = (at: Instant): string => dayAndTime(wallOf(at));
  return html`${section(
      words.asking,
      requests.map(
        (r) =>
          html`<b>${words.asks(r.number)}</b>: ${inCell(roleName(r.role, language), r.cell)} ·
            ${words.keys(r.keys.length)} <span class="quiet">${when(r.askedAt)}</span>`,
      ),
      words.nobodyAsks,
    )}
    ${section(
      words.pending,
      people.pending.map((each) => pendingLine(each, view, words)),
      words.nothingPending,
    )}
    ${waiting > 0 && html`<p>${words.waiting(waiting)}</p>`}
    ${section(
      words.keyholders,
      people.keyholders.map(
        ({ n, state }) => html`${words.keyholder(n)} <span class="quiet">${words.states[state]}</span>`,
      ),
      '',
    )}
    ${speakers(people, view, words)}
    ${section(
      words.invitations,
      people.invitations.map(
        (i) =>
          html`${inCell(roleName(i.role, language), i.cell)}
            <span class="quiet">${words.until(when(i.until))}</span>`,
      ),
      words.noInvitations,
    )}
    ${section(
      words.incidents,
      [...people.incidents.values()].map(
        ({ id, number, state }) =>
          html`<a href="${boardHref({ ...view.options, incident: id })}">${words.incident(number)}</a>
            <span class="quiet">${words.incidentStates[state]}</span>`,
      ),
      words.noIncidents,
    )}
    ${
      people.refused.length > 0 &&
      section(
        words.refused,
        people.refused.map(
          ({ entry, reason }) =>
            html`<code>${entry.slice(0, 12)}</code> ${peopleRefusalText(reason, language)}`,
        ),
        '',
      )
    }
    <p class="quiet">${words.howTo}</p>`;
}

function inCell(role: string, cell: string | undefined): string {
  return cell === undefined ? role : `${role} · ${cell}`;
}

/** An invitation runs for days: the hour alone would not tell. */
function dayAndTime(at: Wall): string {
  const { year, month, day, hour, minute } = wallToCivil(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

function section(heading: string, items: readonly Html[], none: string): Html {
  return html`<section>
    <h2>${heading}</h2>
    ${
      items.length === 0
        ? html`<p class="quiet">${none}</p>`
        : html`<ul>
            ${items.map((item) => html`<li>${item}</li>`)}
          </ul>`
    }
  </section>`;
}

function pendingLine({ matter, said, needs }: Pending, view: View, words: CommitteeWords): Html {
  const { language } = view.options;
  const who = said.map(({ n, by }) => (n === undefined ? by.slice(0, 8) : words.keyholder(n))).join(', ');
  return html`<b>${words.matters[matter.kind]}</b> <code>${meant(matter)}</code> · ${words.saidBy(who)}.
    ${oneMoreText(needs, language)}`;
}

function meant(matter: Pending['matter']): string {
  switch (matter.kind) {
    case 'revoke':
    case 'mute':
    case 'unmute':
      return matter.key.slice(0, 12);
    case 'merge':
      return `${matter.from} → ${matter.into}`;
    case 'close':
      return matter.incident;
    case 'erase':
      return matter.id.slice(0, 12);
    case 'group-key':
      return `${matter.role} ${matter.number}: ${matter.recipient}`;
  }
}

/** How many keys speak in each role and cell. One key a slot: more keys than people. */
function speakers({ grants }: People, view: View, words: CommitteeWords): Html {
  const { language } = view.options;
  const live = [...grants.values()].filter(({ end }) => end === undefined);
  const byPlace = Map.groupBy(live, ({ role, cell }) => inCell(roleName(role, language), cell));
  const lines = [...byPlace]
    .map(([name, each]) => ({ name, count: each.length }))
    .sort((x, y) => (x.name < y.name ? -1 : 1))
    .map(({ name, count }) => html`${name} <span class="quiet">${words.keys(count)}</span>`);
  return section(words.speakers, lines, words.nobodySpeaks);
}
