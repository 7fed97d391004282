import type { Entry } from '../record/entry.ts';
import type { AuthorKey, EntryId, IncidentId } from '../record/names.ts';
import { PEOPLE_KINDS } from '../record/kinds/body.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Logged } from '../situation/buckets.ts';
import { gather, newGathered } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import { peopleOf } from '../situation/people.ts';
import type { People } from '../situation/people.ts';
import { incidentMeant, weightOf } from '../situation/weight.ts';
import type { Weight } from '../situation/weight.ts';

/** An entry with its place in this hub's log. */
export type Placed = Logged & { readonly index: number };

/**
 * All that the hub knows, in memory: every entry it keeps, what its people's acts amount to, and the fold of what
 * counts, incident by incident. A grant lifts what waited for it; a revocation takes out what it reaches back to.
 */
export type Book = {
  /** Takes an entry in, or more of one that is known. `settle` makes it felt. */
  readonly take: (logged: Placed) => void;
  /** Forgets an entry, or all of it that is not in `left`. */
  readonly forget: (id: EntryId, left?: Placed) => void;
  readonly settle: () => void;
  readonly people: () => People;
  readonly gathered: (incident: IncidentId) => Gathered | undefined;
  /** Incidents in the order they were first heard of; the place log is none, nor is what was merged into another. */
  readonly incidents: () => readonly IncidentId[];
  readonly weightOf: (id: EntryId) => Weight | undefined;
  /** How many entries wait for somebody to vouch for their keys, over all incidents. */
  readonly waiting: () => number;
  /** Every raise of an alarm, in order of the log, whatever it is worth. */
  readonly raises: () => readonly Entry[];
  /** The hub's own last entry in an incident or on the place log. */
  readonly hubLast: (incident: IncidentId) => Entry | undefined;
};

export type BookNeeds = {
  readonly hubKey: AuthorKey;
  readonly origin: string;
  readonly sha256: Primitives['sha256'];
};

type Page = Map<EntryId, { logged: Placed; weight: Weight | undefined }>;

const RAISE = 'alarm.raise';

export function newBook({ hubKey, origin, sha256 }: BookNeeds): Book {
  const hubKeys = new Set([hubKey]);
  const pages = new Map<IncidentId, Page>();
  const incidentOf = new Map<EntryId, IncidentId>();
  const acts = new Map<EntryId, Placed>();
  const folds = new Map<IncidentId, Gathered>();
  let people = peopleOf([], { hubKeys, origin, sha256 });
  let areActsNew = false;
  const raises: Entry[] = [];
  const hubLast = new Map<IncidentId, Entry>();
  let fresh: Placed[] = [];
  let waiting = 0;

  const foldOf = (incident: IncidentId): Gathered => {
    const meant = incidentMeant(people, incident);
    const known = folds.get(meant) ?? newGathered({ hubKeys });
    folds.set(meant, known);
    return known;
  };
  const weigh = (logged: Placed): void => {
    const held = pages.get(logged.entry.core.incident)?.get(logged.entry.id);
    if (held === undefined) return;
    const weight = weightOf(people, logged.entry, logged.index);
    waiting += Number(weight.kind === 'waits') - Number(held.weight?.kind === 'waits');
    held.weight = weight;
    if (weight.kind === 'counts') gather(foldOf(logged.entry.core.incident), logged);
  };
  /** Every entry anew: what people decided may reach back to any of them. */
  const weighAll = (): void => {
    const before = people;
    people = peopleOf([...acts.values()], { hubKeys, origin, sha256 });
    const stale = staleFolds(pages, before, people);
    for (const incident of stale) folds.delete(incident);
    for (const [incident, page] of pages) {
      const isRefolded = stale.has(incidentMeant(people, incident));
      for (const held of page.values()) {
        const counted = held.weight?.kind === 'counts';
        const weight = weightOf(people, held.logged.entry, held.logged.index);
        waiting += Number(weight.kind === 'waits') - Number(held.weight?.kind === 'waits');
        held.weight = weight;
        if (weight.kind === 'counts' && (isRefolded || !counted)) gather(foldOf(incident), held.logged);
      }
    }
  };
  return {
    take: (logged) => {
      const { id, core } = logged.entry;
      const page: Page = pages.get(core.incident) ?? new Map();
      pages.set(core.incident, page);
      page.set(id, { logged, weight: page.get(id)?.weight });
      incidentOf.set(id, core.incident);
      if (PEOPLE_KINDS.includes(core.kind)) {
        acts.set(id, logged);
        areActsNew = true;
      }
      if (core.kind === RAISE && !raises.some((known) => known.id === id)) raises.push(logged.entry);
      if (core.author === hubKey && core.sequence > (hubLast.get(core.incident)?.core.sequence ?? -1))
        hubLast.set(core.incident, logged.entry);
      fresh.push(logged);
    },
    forget: (id, left) => {
      const incident = incidentOf.get(id);
      const page = incident && pages.get(incident);
      const held = page?.get(id);
      if (incident === undefined || page === undefined || held === undefined) return;
      if (left) page.set(id, { logged: left, weight: held.weight });
      else {
        page.delete(id);
        incidentOf.delete(id);
        if (held.weight?.kind === 'waits') waiting--;
      }
      const meant = incidentMeant(people, incident);
      folds.delete(meant);
      for (const [other, otherPage] of pages)
        if (incidentMeant(people, other) === meant)
          for (const each of otherPage.values())
            if (each.weight?.kind === 'counts') gather(foldOf(other), each.logged);
    },
    settle: () => {
      const now = fresh;
      fresh = [];
      if (areActsNew) {
        areActsNew = false;
        weighAll();
      }
      for (const logged of now) weigh(logged);
    },
    people: () => people,
    gathered: (incident) => folds.get(incidentMeant(people, incident)),
    incidents: () =>
      [...pages.keys()].filter(
        (incident) =>
          incident !== people.founding?.place &&
          people.incidents.get(incident)?.into === undefined &&
          folds.has(incident),
      ),
    weightOf: (id) => {
      const incident = incidentOf.get(id);
      return incident && pages.get(incident)?.get(id)?.weight;
    },
    waiting: () => waiting,
    raises: () => raises,
    hubLast: (incident) => hubLast.get(incident),
  };
}

/** The folds that hold something that counts no more, or lack what was merged into them. */
function staleFolds(
  pages: ReadonlyMap<IncidentId, Page>,
  before: People,
  now: People,
): ReadonlySet<IncidentId> {
  const stale = new Set<IncidentId>();
  for (const [incident, page] of pages) {
    const [was, is] = [incidentMeant(before, incident), incidentMeant(now, incident)];
    const isMoved = was !== is;
    const losesSome = [...page.values()].some(
      ({ logged, weight }) =>
        weight?.kind === 'counts' && weightOf(now, logged.entry, logged.index).kind !== 'counts',
    );
    if (isMoved || losesSome) stale.add(was).add(is);
  }
  return stale;
}
