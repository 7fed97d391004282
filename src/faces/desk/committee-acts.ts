import { CELL_WORDS } from '../../acts/words/cell-words.ts';
import { COMMITTEE_WORDS } from '../../acts/words/committee-words.ts';
import { roleInCell, roleName } from '../../acts/words/people-words.ts';
import { SIGN_WORDS } from '../../acts/words/sign-words.ts';
import type { SignLabels } from '../../acts/words/sign-words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { JoinRequest } from '../../engine/requests.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { AuthorKey, IncidentId } from '../../record/names.ts';
import { mayGrant, mayWrite } from '../../record/readers.ts';
import type { Pending, People } from '../../situation/people.ts';
import type { Grant } from '../../situation/people-state.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { cellHref } from './view.ts';
import type { View } from './view.ts';

/**
 * The acts a key may do, as buttons and forms. They say in `data-` what is meant; the script makes the act of it, tells the
 * person what it will do, and signs. What a role may not do is not there.
 */

/** Whose key is open in the browser that asks. */
export type Actor = {
  readonly key: AuthorKey;
  readonly role: Role;
  readonly cell?: string;
  /** Of which keyholder. */
  readonly n?: number;
  readonly voucher?: AuthorKey;
  /** Whether this key may let in somebody as that. */
  readonly mayLetIn: (role: Role, cell: string | undefined) => boolean;
};

export function actorIn(people: People, { key, role }: Pick<Actor, 'key' | 'role'>): Actor {
  const [grant, seat] = [people.grants.get(key), people.seats.get(key)];
  const cell = grant?.cell;
  return {
    key,
    role,
    ...(cell !== undefined && { cell }),
    ...(seat && { n: seat.n }),
    ...(grant && { voucher: grant.voucher }),
    // A warden lets in people of the own cell only (situation/people-keys.ts).
    mayLetIn: (asked, askedCell) => mayGrant(role, asked) && (role === 'keyholder' || askedCell === cell),
  };
}

function labelsOf({ options }: View): SignLabels {
  return SIGN_WORDS[options.language].labels;
}

export function ownLine(actor: Actor, view: View): Html {
  const { language } = view.options;
  const labels = labelsOf(view);
  const name =
    actor.n === undefined ? roleName(actor.role, language) : COMMITTEE_WORDS[language].keyholder(actor.n);
  const as = actor.cell === undefined ? name : `${name} · ${actor.cell}`;
  return html`<section class="you">
    <h2>${labels.you}</h2>
    <p>
      ${labels.speaksAs(as)}
      ${mayWrite(actor.role, 'key.leave') && html`<button type="button" class="plain" data-act="leave">${labels.leave}</button>`}
    </p>
    ${actor.role === 'warden' && actor.cell !== undefined && html`<p><a class="onwards" href="${cellHref(view.options)}">${CELL_WORDS[language].open}</a></p>`}
    ${actor.role === 'keyholder' && html`<p class="quiet">${labels.byCommand}</p>`}
  </section>`;
}

export function askingForm(
  requests: readonly JoinRequest[],
  line: (request: JoinRequest) => Html,
  view: View,
): Html {
  const labels = labelsOf(view);
  return html`<form class="acts" data-form="asking">
    <ul>
      ${requests.map(
        (request) =>
          html`<li>
            <label class="choice"
              ><input type="checkbox" name="number" value="${request.number}" />
              <span>${line(request)}</span></label
            >
          </li>`,
      )}
    </ul>
    <p class="quiet">${labels.letInNote}</p>
    <p class="buttons">
      <button type="submit" value="let-in">${labels.letIn}</button>
      <button type="submit" value="turn-down" class="plain">${labels.turnDown}</button>
    </p>
  </form>`;
}

/** Who said it, or was vouched for by who said it, is no second voice (decision 0007). */
export function agreeButton({ matter, said, needs, erase }: Pending, actor: Actor, view: View): Html {
  const labels = labelsOf(view);
  if (!needs.includes(actor.role)) return NOTHING;
  if (said.some(({ by }) => by === actor.key)) return html`<span class="quiet">${labels.saidByYou}</span>`;
  if (said.every(({ by }) => by === actor.voucher)) return NOTHING;
  const from = Math.min(...said.map((each) => each.from));
  return html`<button
    type="button"
    data-act="agree"
    data-matter="${JSON.stringify({ ...matter, ...erase })}"
    data-from="${from}"
  >
    ${labels.agree}
  </button>`;
}

/** Keys to withdraw or to hide: chosen from the list by keyholders; typed in by those who may not read it. */
export function keysForm(people: People, actor: Actor, view: View): Html {
  const { role } = actor;
  if (!mayWrite(role, 'mute')) return NOTHING;
  const labels = labelsOf(view);
  const isKeyholder = mayWrite(role, 'key.revoke');
  return html`<section>
    <h2>${labels.keys}</h2>
    <form class="acts" data-form="keys">
      ${isKeyholder ? keyLists(people, actor, view) : keyField(labels)}
      <p class="buttons">
        ${isKeyholder && html`<button type="submit" value="revoke">${labels.withdraw}</button>`}
        <button type="submit" value="mute" class="plain">${labels.hide}</button>
        <button type="submit" value="unmute" class="plain">${labels.showAgain}</button>
      </p>
    </form>
  </section>`;
}

function keyField(labels: SignLabels): Html {
  return html`<label
    >${labels.keyField} <input name="key" maxlength="43" autocomplete="off" required
  /></label>`;
}

function keyLists(people: People, actor: Actor, view: View): Html {
  const { language } = view.options;
  const [labels, words] = [labelsOf(view), COMMITTEE_WORDS[language]];
  const choice = (key: AuthorKey, text: Html): Html =>
    html`<li>
      <label class="choice"
        ><input type="checkbox" name="key" value="${key}" /> <code>${key.slice(0, 12)}</code>
        <span>${text}</span></label
      >
    </li>`;
  const fold = (name: string, choices: readonly Html[]): Html =>
    html`<details>
      <summary>${name} <span class="quiet">${words.keys(choices.length)}</span></summary>
      <ul>
        ${choices}
      </ul>
    </details>`;
  const folds = liveGrants(people, language).map(([name, grants]) =>
    fold(
      name,
      grants
        .toSorted((a, b) => a.slot - b.slot || a.from - b.from)
        .map(({ key, slot, from }) =>
          choice(key, html`${labels.slot(slot)} <span class="quiet">${labels.since(from)}</span>`),
        ),
    ),
  );
  const others = people.keyholders.filter(({ key, state }) => state === 'standing' && key !== actor.key);
  return html`${folds}
    ${fold(
      words.keyholders,
      others.map(({ key, n }) => choice(key, html`${words.keyholder(n)}`)),
    )}
    <p class="quiet">${labels.keysNote}</p>
    <label
      >${labels.fromField} <input name="from" inputmode="numeric" pattern="[0-9]{1,15}" autocomplete="off"
    /></label>`;
}

/** The keys that still speak, by the name of their role and cell. */
export function liveGrants(
  { grants }: People,
  language: Language,
): readonly (readonly [string, readonly Grant[]])[] {
  const live = [...grants.values()].filter(({ end }) => end === undefined);
  const byName = Map.groupBy(live, ({ role, cell }) => roleInCell(role, cell, language));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1));
}

const HOURS: readonly number[] = [2, 24, 168];

export function inviteForm(actor: Actor, view: View): Html {
  if (!mayWrite(actor.role, 'key.invite')) return NOTHING;
  const { language } = view.options;
  const labels = labelsOf(view);
  const roles = ROLES.filter((role) => mayGrant(actor.role, role));
  const isOwnCell = actor.role !== 'keyholder';
  return html`<section>
    <h2>${labels.invite}</h2>
    <form class="acts" data-form="invite">
      <label
        >${labels.role}
        <select name="role">
          ${roles.map((role) => html`<option value="${role}">${roleName(role, language)}</option>`)}
        </select></label
      >
      ${
        isOwnCell
          ? html`<input type="hidden" name="cell" value="${actor.cell ?? ''}" />`
          : html`<label>${labels.cell} <input name="cell" maxlength="40" autocomplete="off" /></label>`
      }
      <label
        >${labels.holdsFor}
        <select name="hours">
          ${HOURS.map((hours) => html`<option value="${hours}">${labels.hours(hours)}</option>`)}
        </select></label
      >
      <p class="buttons"><button type="submit" value="invite">${labels.makeInvitation}</button></p>
    </form>
    <div id="invitation"></div>
  </section>`;
}

type Incident = People['incidents'] extends ReadonlyMap<IncidentId, infer T> ? T : never;

/** Buttons beside incidents, and the form that makes two one. */
export function incidentActs(
  incidents: readonly Incident[],
  actor: Actor,
  view: View,
): { readonly of: ReadonlyMap<IncidentId, Html>; readonly merging: Html } {
  const labels = labelsOf(view);
  const button = (act: string, { id, number }: Incident, label: string): Html =>
    html`<button type="button" class="plain" data-act="${act}" data-incident="${id}" data-number="${number}">
      ${label}
    </button>`;
  const of = incidents.flatMap((incident) => {
    if (incident.state === 'open' && mayWrite(actor.role, 'incident.close'))
      return [[incident.id, button('close', incident, labels.close)] as const];
    if (incident.state === 'closed' && mayWrite(actor.role, 'incident.archive'))
      return [[incident.id, button('archive', incident, labels.putAway)] as const];
    return [];
  });
  const open = incidents.filter(({ state }) => state === 'open');
  const isMerging = open.length > 1 && mayWrite(actor.role, 'incident.merge');
  return { of: new Map(of), merging: isMerging ? mergeForm(open, view) : NOTHING };
}

function mergeForm(open: readonly Incident[], view: View): Html {
  const [labels, words] = [labelsOf(view), COMMITTEE_WORDS[view.options.language]];
  const options = open.map(
    ({ id, number }) => html`<option value="${id}">${words.incident(number)}</option>`,
  );
  return html`<form class="acts" data-form="merge">
    <label
      >${labels.mergeFrom}
      <select name="from">
        ${options}
      </select></label
    >
    <label
      >${labels.mergeInto}
      <select name="into">
        ${options}
      </select></label
    >
    <p class="buttons"><button type="submit" value="merge" class="plain">${labels.merge}</button></p>
  </form>`;
}
