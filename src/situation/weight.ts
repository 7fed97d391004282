import type { Entry } from '../record/entry.ts';
import type { AuthorKey, IncidentId } from '../record/names.ts';
import { mayWrite } from '../record/readers.ts';
import { standingOf } from './people-standing.ts';
import type { People } from './people.ts';

/**
 * What an entry is worth by what is known of its author. `waits`: nobody vouches for the key (yet), so it is hidden
 * and in no figure. `none`: kept and flagged, but in no figure: the key was dropped before, has left or is muted, or
 * its role does not say such things.
 */
export type Weight =
  | { readonly kind: 'counts' }
  | { readonly kind: 'waits' }
  | { readonly kind: 'none'; readonly why: 'revoked' | 'left' | 'muted' | 'role-may-not' };

const COUNTS: Weight = { kind: 'counts' };
const WAITS: Weight = { kind: 'waits' };

/** Before a place was founded nobody could be granted anything: then every genuine entry counts, and pages say so. */
export function weightOf(people: People, { id, core }: Entry, index: number): Weight {
  if (people.founding === undefined) return COUNTS;
  const standing = standingOf(people, core.author, { incident: core.incident, index });
  switch (standing.kind) {
    case 'granted':
      return mayWrite(standing.role, core.kind) ? COUNTS : { kind: 'none', why: 'role-may-not' };
    case 'none':
    case 'wrong-slot':
      return people.moderated.has(id) ? COUNTS : WAITS;
    case 'revoked':
    case 'left':
    case 'muted':
      return { kind: 'none', why: standing.kind };
  }
}

/** The incident whose situation an entry of this one moves: its own, or what that was merged into. */
export function incidentMeant(people: People, incident: IncidentId): IncidentId {
  const into = people.incidents.get(incident)?.into;
  return into === undefined ? incident : incidentMeant(people, into);
}

/** The incident to show when nobody names one, of those in order of their coming: the newest that is not put away. */
export function incidentShown(people: People, listed: readonly IncidentId[]): IncidentId | undefined {
  return listed.findLast((id) => people.incidents.get(id)?.state !== 'archived') ?? listed.at(-1);
}

/** Whether anybody ever vouched for the key, whatever became of it. */
export function isKnownKey(people: People, key: AuthorKey): boolean {
  return people.hubKeys.has(key) || people.seats.has(key) || people.grants.has(key);
}
