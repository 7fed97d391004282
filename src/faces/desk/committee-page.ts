import { COMMITTEE_WORDS } from '../../acts/words/committee-words.ts';
import type { CommitteeWords } from '../../acts/words/committee-words.ts';
import { PLAN_EDITOR_WORDS } from '../../acts/words/plan-editor-words.ts';
import { SIGN_WORDS } from '../../acts/words/sign-words.ts';
import { oneMoreText, peopleRefusalText, roleInCell } from '../../acts/words/people-words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { Instant } from '../../base/instant.ts';
import type { Wall } from '../../base/wall.ts';
import { mayRead, mayWrite } from '../../record/readers.ts';
import type { JoinRequest } from '../../engine/requests.ts';
import type { Pending, People } from '../../situation/people.ts';
import {
  actorIn,
  agreeButton,
  askingForm,
  incidentActs,
  inviteForm,
  keysForm,
  liveGrants,
  ownLine,
} from './committee-acts.ts';
import type { Actor } from './committee-acts.ts';
import { liveAlarms, raiseForm } from './alarm-acts.ts';
import type { LiveAlarm } from './alarm-acts.ts';
import { checkInForm, standbySection } from './standby-acts.ts';
import type { StandbyShown } from './standby-acts.ts';
import { dayAndTime } from './day-and-time.ts';
import { feedMark } from '../kit/committee-matters.ts';
import { feedSection } from './feed-section.ts';
import type { ShownFeed } from './feed-section.ts';
import { html, NOTHING, printHtml } from './html.ts';
import type { Html } from './html.ts';
import { planHref } from './place-page.ts';
import { renderDevicePanel } from './device-panel.ts';
import { renderSubPage } from './sub-page.ts';
import { boardHref, committeeHref, viewOf } from './view.ts';
import type { BoardOptions, View } from './view.ts';

/** What keyholders see of people and keys. No name stands in it: the hub knows none. */
export type Committee = {
  readonly people: People;
  readonly requests: readonly JoinRequest[];
  /** Alarms that are not over. */
  readonly alarms: readonly LiveAlarm[];
  /** What goes out by the feed of alarms, or might; nothing where there can be none. */
  readonly feed?: ShownFeed;
  /** Who is to be ready, and the plan's check-ins; nothing while no place was founded. */
  readonly standbys?: StandbyShown;
  /** Entries hidden until somebody vouches for their authors. */
  readonly waiting: number;
  readonly wallOf: (at: Instant) => Wall;
};

/**
 * The page of people and keys. Through a keyholder's link it shows them; through any other it shows nothing of them until
 * somebody opens the key of a device, and then what that key may see.
 */
export function renderCommittee(committee: Committee, options: BoardOptions): string {
  const view = viewOf(options, undefined);
  const words = COMMITTEE_WORDS[options.language];
  const { founding } = committee.people;
  const isShown = options.isKeeper === true;
  return renderSubPage(
    {
      heading: words.title,
      ...(founding && { facts: founding.settlement }),
      hrefOf: (language: Language) => committeeHref(options, language),
      main: html`${
          founding === undefined
            ? html`<p>${words.notFounded}</p>`
            : html`${renderDevicePanel(view)}
                <div id="people">${isShown && sections({ committee, view, words })}</div>
                <p class="quiet no-script">${words.howTo}</p>`
        }
        <p>
          <a href="${planHref({ ...options, mode: 'hub' })}">${PLAN_EDITOR_WORDS[options.language].title}</a>
        </p>`,
      mainClass: 'committee',
      screen: 'committee',
    },
    view,
  );
}

/** What somebody whose key signed for it sees of people and keys, with the acts that key may do. */
export function renderCommitteeFor(
  key: Pick<Actor, 'key' | 'role'>,
  committee: Committee,
  options: BoardOptions,
): string {
  const view = viewOf(options, undefined);
  const words = COMMITTEE_WORDS[options.language];
  return printHtml(sections({ committee, view, words, actor: actorIn(committee.people, key) }));
}

type Shown = {
  readonly committee: Committee;
  readonly view: View;
  readonly words: CommitteeWords;
  /** Whose key is open; without one nothing can be done here, only seen. */
  readonly actor?: Actor;
};

function sections(shown: Shown): Html {
  const { committee, view, words, actor } = shown;
  const role = actor?.role ?? 'keyholder';
  const isKeeper = mayRead(role, 'key.grant', 'body');
  return html`<div class="stack">
      ${actor && ownLine(actor, view)}
      ${actor && committee.standbys && checkInForm(committee.standbys, actor, view)}
      ${mayRead(role, 'alarm.step', 'body') && liveAlarms(committee.alarms, actor, view)}
      ${mayRead(role, 'standby.step', 'body') && committee.standbys && standbySection(committee.standbys, actor, view)}
      ${actor && raiseForm(actor, view)} ${mayWrite(role, 'key.grant') && askingSection(shown)}
      ${pendingSection(shown, role)}
      ${mayWrite(role, 'moderate') && committee.waiting > 0 && html`<p>${words.waiting(committee.waiting)}</p>`}
      ${actor && keysForm(committee.people, actor, view)} ${isKeeper && refusedSection(shown)}
    </div>
    <div class="stack">
      ${actor && inviteForm(actor, view)} ${isKeeper && invitationSection(shown)}
      ${isKeeper && keyholderSection(shown)} ${isKeeper && actor === undefined && speakers(shown)}
      ${mayRead(role, 'incident.open', 'body') && incidentSection(shown)}
    </div>
    ${committee.feed && mayRead(role, 'feed.approve', 'body') && feedSection(committee.feed, { people: committee.people, actor, view })}`;
}

function askingSection({ committee, view, words, actor }: Shown): Html {
  const { language } = view.options;
  const line = ({ number, role, cell, keys, askedAt, isMore }: JoinRequest): Html =>
    html`<b>${words.asks(number)}</b>: ${roleInCell(role, cell, language)} ·
      ${isMore === true ? SIGN_WORDS[language].labels.moreKeys(keys.length) : words.keys(keys.length)}
      <span class="quiet">${dayAndTime(committee.wallOf(askedAt))}</span>`;
  if (actor === undefined) return section(words.asking, committee.requests.map(line), words.nobodyAsks);
  const open = committee.requests.filter(({ role, cell }) => actor.mayLetIn(role, cell));
  if (open.length === 0) return section(words.asking, [], words.nobodyAsks);
  return under(words.asking, askingForm(open, line, view));
}

function pendingSection({ committee, view, words, actor }: Shown, role: Actor['role']): Html {
  const seen = committee.people.pending.filter(({ matter }) => mayRead(role, KIND_OF[matter.kind], 'body'));
  return section(
    words.pending,
    seen.map(
      (each) =>
        html`${pendingLine(each, view, words)}
        ${actor && each.matter.kind !== 'feed' && agreeButton(each, actor, view)}`,
    ),
    words.nothingPending,
  );
}

/** The kind of entry that says a matter. */
const KIND_OF: Readonly<Record<Pending['matter']['kind'], string>> = {
  revoke: 'key.revoke',
  mute: 'mute',
  unmute: 'unmute',
  merge: 'incident.merge',
  close: 'incident.close',
  order: 'alarm.order',
  erase: 'erase',
  'group-key': 'group.key',
  feed: 'feed.approve',
};

function keyholderSection({ committee, words }: Shown): Html {
  return section(
    words.keyholders,
    committee.people.keyholders.map(
      ({ n, state }) => html`${words.keyholder(n)} <span class="quiet">${words.states[state]}</span>`,
    ),
    '',
  );
}

function invitationSection({ committee, view, words }: Shown): Html {
  return section(
    words.invitations,
    committee.people.invitations.map(
      (i) =>
        html`${roleInCell(i.role, i.cell, view.options.language)}
          <span class="quiet">${words.until(dayAndTime(committee.wallOf(i.until)))}</span>`,
    ),
    words.noInvitations,
  );
}

function incidentSection({ committee, view, words, actor }: Shown): Html {
  const incidents = [...committee.people.incidents.values()];
  const acts = actor && incidentActs(incidents, actor, view);
  return html`${section(
    words.incidents,
    incidents.map(
      ({ id, number, state }) =>
        html`<a href="${boardHref({ ...view.options, incident: id })}">${words.incident(number)}</a>
          <span class="quiet">${words.incidentStates[state]}</span> ${acts?.of.get(id) ?? NOTHING}`,
    ),
    words.noIncidents,
  )}
  ${acts?.merging ?? NOTHING}`;
}

function refusedSection({ committee, view, words }: Shown): Html {
  const { refused } = committee.people;
  if (refused.length === 0) return NOTHING;
  const line = ({ entry, reason }: People['refused'][number]): Html =>
    html`<code>${entry.slice(0, 12)}</code> ${peopleRefusalText(reason, view.options.language)}`;
  return section(words.refused, refused.map(line), '');
}

function under(heading: string, content: Html): Html {
  return html`<section>
    <h2>${heading}</h2>
    ${content}
  </section>`;
}

function section(heading: string, items: readonly Html[], none: string): Html {
  return under(
    heading,
    items.length === 0
      ? html`<p class="quiet">${none}</p>`
      : html`<ul>
          ${items.map((item) => html`<li>${item}</li>`)}
        </ul>`,
  );
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
    case 'order':
      return `${matter.order} ${matter.alarm.slice(0, 12)}`;
    case 'erase':
      return matter.id.slice(0, 12);
    case 'group-key':
      return `${matter.role} ${matter.number}: ${matter.recipient}`;
    case 'feed':
      return feedMark(matter.template);
  }
}

/** How many keys speak in each role and cell. One key a slot: more keys than people. */
function speakers({ committee, view, words }: Shown): Html {
  const lines = liveGrants(committee.people, view.options.language).map(
    ([name, grants]) => html`${name} <span class="quiet">${words.keys(grants.length)}</span>`,
  );
  return section(words.speakers, lines, words.nobodySpeaks);
}
