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
 * its plan: the siege of an organiser at dawn is recorded before anybody raises an alarm. In order of the log; a second
 * raise of the same event, made offline, gets a number too and is merged by people.
 */
export function openingsDue(book: Book): readonly Opening[] {
  const people = book.people();
  if (people.founding === undefined) return [];
  const raises = book.openers();
  const isOpen = (raise: Entry): boolean => people.incidents.has(raise.core.incident);
  const byGrant = raises.filter(({ core }) => !people.seats.has(core.author));
  const hasOpened = new Set(byGrant.filter(isOpen).map(({ core }) => core.author));
  let number = Math.max(0, ...[...people.incidents.values()].map((known) => known.number));
  return raises
    .filter((raise) => !isOpen(raise) && !hasOpened.has(raise.core.author) && mayOpen(people, raise.core))
    .filter(({ core }, i, all) => all.findIndex((e) => e.core.incident === core.incident) === i)
    .map(({ core }) => ({ incident: core.incident, number: ++number }));
}

function mayOpen(people: People, { author, incident, kind }: Entry['core']): boolean {
  if (incident === people.founding?.place) return false;
  const grant = people.grants.get(author);
  if (people.revoked.has(author)) return false;
  if (people.seats.has(author)) return kind === 'place.plan';
  if (kind !== 'alarm.raise') return false;
  return grant !== undefined && grant.slot > 0 && grant.end === undefined && mayWrite(grant.role, kind);
}
