import type { IncidentId } from '../record/names.ts';
import { mayWrite } from '../record/readers.ts';
import type { Entry } from '../record/entry.ts';
import type { People } from '../situation/people.ts';
import type { Book } from './book.ts';

/** What an `incident.open` entry of the hub says. */
export type Opening = { readonly incident: IncidentId; readonly number: number };

/**
 * The incidents that a raise has minted, or a keyholder's plan, and the hub has not numbered yet. Whoever raises has a
 * key that was vouched for as one for an incident to come; one key opens one incident. A keyholder opens one by writing
 * its plan, and no other while that is open: the siege of an organiser at dawn is recorded before anybody raises an alarm, and
 * a seized key must not use up the numbers that others hold keys for. In order of the log; a second
 * raise of the same event, made offline, gets a number too and is merged by people.
 */
export function openingsDue(book: Book): readonly Opening[] {
  const people = book.people();
  if (people.founding === undefined) return [];
  const openers = book.openers();
  const isKnown = ({ core }: Entry): boolean => people.incidents.has(core.incident);
  const busy = new Set(
    openers.filter((e) => isKnown(e) && keepsBusy(people, e.core)).map((e) => e.core.author),
  );
  let number = Math.max(0, ...[...people.incidents.values()].map((known) => known.number));
  return openers
    .filter((e) => !isKnown(e) && !busy.has(e.core.author) && mayOpen(people, e.core))
    .filter(({ core }, i, all) => all.findIndex((e) => e.core.incident === core.incident) === i)
    .map(({ core }) => ({ incident: core.incident, number: ++number }));
}

/** A slot's key has opened its one incident for good; a keyholder's is free again when that one is over. */
function keepsBusy(people: People, { author, incident }: Entry['core']): boolean {
  return !people.seats.has(author) || people.incidents.get(incident)?.state === 'open';
}

function mayOpen(people: People, { author, incident, kind }: Entry['core']): boolean {
  if (incident === people.founding?.place) return false;
  const grant = people.grants.get(author);
  if (people.revoked.has(author)) return false;
  if (people.seats.has(author)) return kind === 'place.plan';
  if (kind !== 'alarm.raise') return false;
  return grant !== undefined && grant.slot > 0 && grant.end === undefined && mayWrite(grant.role, kind);
}
