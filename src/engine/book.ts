import type { Entry } from '../record/entry.ts';
import type { AuthorKey, EntryId, IncidentId } from '../record/names.ts';
import { PEOPLE_KINDS } from '../record/kinds/body.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Logged } from '../situation/buckets.ts';
import { gather, newGathered } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import { peopleOf } from '../situation/people.ts';
import type { People } from '../situation/people.ts';
import type { PeopleNeeds } from '../situation/people-state.ts';
import { incidentMeant, weightOf } from '../situation/weight.ts';
import type { Weight } from '../situation/weight.ts';
import type { OwnLog } from '../record/log/seen-checkpoint.ts';
import { flaggedByLog } from './own-log.ts';

/** An entry with its place in this hub's log. */
export type Placed = Logged & { readonly index: number };

/**
 * All that the hub knows, in memory: every entry it keeps, what its people's acts amount to, and the fold of what
 * counts, incident by incident. A grant lifts what waited for it; a revocation takes out what it reaches back to.
 */
export type Book = {
  /** The hub's own key. */
  readonly hubKey: AuthorKey;
  /** Takes an entry in, or more of one that is known. `settle` makes it felt. */
  readonly take: (logged: Placed) => void;
  /** Forgets an entry, or all of it that is not in `left`. */
  readonly forget: (id: EntryId, left?: Placed) => void;
  readonly settle: () => void;
  readonly people: () => People;
  readonly gathered: (incident: IncidentId) => Gathered | undefined;
  /** Incidents in the order they were first heard of; the place log is none, nor is what was merged into another. */
  readonly incidents: () => readonly IncidentId[];
  /** An entry as it is kept, and what it is worth. */
  readonly held: (id: EntryId) => Held | undefined;
  /** How many entries wait for somebody to vouch for their keys, over all incidents. */
  readonly waiting: () => number;
  /** Every raise of an alarm and every plan, in order of the log, whatever they are worth: they can open an incident. */
  readonly openers: () => readonly Entry[];
  /** What people did about people, keys and incidents, from every log. */
  readonly acts: () => readonly Placed[];
  /** The author's entries in an incident or on the place log on which none of the author's others hangs. */
  readonly headsOf: (incident: IncidentId, author: AuthorKey) => readonly Entry[];
  /** The hub's own last entry in an incident or on the place log. */
  readonly hubLast: (incident: IncidentId) => Entry | undefined;
};

export type BookNeeds = {
  readonly hubKey: AuthorKey;
  readonly origin: string;
  readonly earlierLogs: ReadonlyMap<string, number>;
  /** The hub's own log, to which what entries say of it is held. */
  readonly log: OwnLog;
  readonly sha256: Primitives['sha256'];
};

/** An entry as it is kept, and what it was worth when that was last looked at. */
export type Held = { logged: Placed; weight?: Weight };

type State = {
  readonly needs: PeopleNeeds;
  /** By the incident each entry names itself, and the incident by the entry. */
  readonly pages: Map<IncidentId, Map<EntryId, Held>>;
  readonly incidentOf: Map<EntryId, IncidentId>;
  /** What people did about people, keys and incidents, from every log. */
  readonly acts: Map<EntryId, Placed>;
  readonly folds: Map<IncidentId, Gathered>;
  readonly openers: Entry[];
  readonly hubLast: Map<IncidentId, Entry>;
  people: People;
  areActsNew: boolean;
  fresh: Held[];
  waiting: number;
};

export function newBook({ hubKey, log, ...about }: BookNeeds): Book {
  const needs = { hubKeys: new Set([hubKey]), ...about };
  const state: State = {
    needs,
    pages: new Map(),
    incidentOf: new Map(),
    acts: new Map(),
    folds: new Map(),
    openers: [],
    hubLast: new Map(),
    people: peopleOf([], needs),
    areActsNew: false,
    fresh: [],
    waiting: 0,
  };
  const { pages, folds } = state;
  return {
    hubKey,
    take: (logged) => take(state, flaggedByLog(logged, log)),
    forget: (id, left) => forget(state, id, left && flaggedByLog(left, log)),
    settle: () => settle(state),
    people: () => state.people,
    gathered: (incident) => folds.get(incidentMeant(state.people, incident)),
    incidents: () => [...pages.keys()].filter((incident) => isListed(state, incident)),
    held: (id) => heldIn(state, id),
    waiting: () => state.waiting,
    openers: () => state.openers,
    acts: () => [...state.acts.values()],
    headsOf: (incident, author) => headsIn(state, incident, author),
    hubLast: (incident) => state.hubLast.get(incident),
  };
}

const OPENERS: ReadonlySet<string> = new Set(['alarm.raise', 'place.plan']);

function take(s: State, logged: Placed): void {
  const { id, core } = logged.entry;
  const page = pageFor(s, core.incident);
  const known = page.get(id);
  const held: Held = known ?? { logged };
  held.logged = logged;
  if (known === undefined) {
    page.set(id, held);
    s.incidentOf.set(id, core.incident);
    if (OPENERS.has(core.kind)) s.openers.push(logged.entry);
  }
  if (PEOPLE_KINDS.includes(core.kind)) {
    s.acts.set(id, logged);
    s.areActsNew = true;
  }
  const isHubs = s.needs.hubKeys.has(core.author);
  if (isHubs && core.sequence > (s.hubLast.get(core.incident)?.core.sequence ?? -1))
    s.hubLast.set(core.incident, logged.entry);
  s.fresh.push(held);
}

function pageFor({ pages }: State, incident: IncidentId): Map<EntryId, Held> {
  const page = pages.get(incident) ?? new Map<EntryId, Held>();
  if (page.size === 0) pages.set(incident, page);
  return page;
}

function settle(s: State): void {
  const { fresh } = s;
  s.fresh = [];
  if (s.areActsNew) weighAll(s);
  for (const held of fresh) if (weigh(s, held)) gather(foldFor(s, held), held.logged);
}

/** Looks again at what an entry is worth; whether it counts. */
function weigh(s: State, held: Held): boolean {
  const weight = weightOf(s.people, held.logged.entry, held.logged.index);
  s.waiting += Number(weight.kind === 'waits') - Number(held.weight?.kind === 'waits');
  held.weight = weight;
  return weight.kind === 'counts';
}

/** Every entry anew: what people decided may reach back to any of them. A fold that would lose something is made again. */
function weighAll(s: State): void {
  const before = s.people;
  s.people = peopleOf([...s.acts.values()], s.needs);
  s.areActsNew = false;
  const stale = new Set<IncidentId>();
  const lifted: Held[] = [];
  for (const [incident, page] of s.pages) {
    const [was, is] = [incidentMeant(before, incident), incidentMeant(s.people, incident)];
    if (was !== is) stale.add(was).add(is);
    for (const held of page.values()) {
      const counted = held.weight?.kind === 'counts';
      const counts = weigh(s, held);
      if (counted && !counts) stale.add(is);
      if (counts && !counted) lifted.push(held);
    }
  }
  for (const incident of stale) foldAgain(s, incident);
  for (const held of lifted) gather(foldFor(s, held), held.logged);
}

function foldFor(s: State, { logged }: Held): Gathered {
  const meant = incidentMeant(s.people, logged.entry.core.incident);
  const known = s.folds.get(meant) ?? newGathered({ hubKeys: s.needs.hubKeys });
  s.folds.set(meant, known);
  return known;
}

/** Makes the fold of an incident anew, from its own entries and those of what was merged into it. */
function foldAgain(s: State, meant: IncidentId): void {
  s.folds.delete(meant);
  for (const [incident, page] of s.pages) {
    if (incidentMeant(s.people, incident) !== meant) continue;
    for (const held of page.values())
      if (held.weight?.kind === 'counts') gather(foldFor(s, held), held.logged);
  }
}

function forget(s: State, id: EntryId, left: Placed | undefined): void {
  const incident = s.incidentOf.get(id);
  const page = incident === undefined ? undefined : s.pages.get(incident);
  const held = page?.get(id);
  if (incident === undefined || page === undefined || held === undefined) return;
  const opener = s.openers.findIndex((known) => known.id === id);
  if (opener >= 0) s.openers.splice(opener, 1, ...(left ? [left.entry] : []));
  if (left) held.logged = left;
  else {
    page.delete(id);
    s.incidentOf.delete(id);
    if (held.weight?.kind === 'waits') s.waiting--;
  }
  foldAgain(s, incidentMeant(s.people, incident));
}

function heldIn({ pages, incidentOf }: State, id: EntryId): Held | undefined {
  const incident = incidentOf.get(id);
  return incident === undefined ? undefined : pages.get(incident)?.get(id);
}

function isListed({ people, folds }: State, incident: IncidentId): boolean {
  const isPlaceLog = incident === people.founding?.place;
  return !isPlaceLog && people.incidents.get(incident)?.into === undefined && folds.has(incident);
}

/** Looked for among all entries: it is asked now and then, and an index would cost every entry that comes. */
function headsIn({ pages }: State, incident: IncidentId, author: AuthorKey): readonly Entry[] {
  const own = [...(pages.get(incident)?.values() ?? [])]
    .map(({ logged }) => logged.entry)
    .filter(({ core }) => core.author === author);
  const named = new Set(own.flatMap(({ core }) => core.previous));
  return own.filter(({ id }) => !named.has(id));
}
