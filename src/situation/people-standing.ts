import type { Role } from '../record/kinds/vocabulary.ts';
import type { AuthorKey, EntryId, IncidentId } from '../record/names.ts';
import type { Grant, IncidentLife, Seat, Standings } from './people-state.ts';

/** As whom a key speaks. `grant`: the entry that made it so; the hub's own key has none. */
export type Granted = {
  readonly kind: 'granted';
  readonly role: Role;
  readonly cell?: string;
  readonly voucher: AuthorKey;
  readonly grant?: EntryId;
};

/**
 * How a key stands: what weight its entries have. `none`: nobody vouches for it, or not in an incident the hub has
 * numbered yet; such entries wait. `revoked`: dropped by two keyholders, or a keyholder's key after its rotation.
 */
export type Standing =
  | Granted
  | { readonly kind: 'none' }
  | { readonly kind: 'revoked'; readonly from: number }
  | { readonly kind: 'left' }
  | { readonly kind: 'wrong-slot' }
  | { readonly kind: 'muted' };

/** An entry's place: its incident (or the place log), and its index in the hub's log. */
export type LogPlace = { readonly incident: IncidentId; readonly index: number };

/**
 * How the author of an entry at this place stands, by all that is known now. An entry logged before its key was
 * granted waited in the queue, so the grant lifts it too; a keyholder's key speaks from its founding or rotation only.
 */
export function standingOf(people: Standings, key: AuthorKey, at: LogPlace): Standing {
  const revoked = people.revoked.get(key);
  if (revoked !== undefined && revoked.from <= at.index) return { kind: 'revoked', from: revoked.from };
  if (people.hubKeys.has(key)) return { kind: 'granted', role: 'hub', voucher: key };
  const seat = people.seats.get(key);
  if (seat !== undefined) return seatStanding(seat, at.index);
  const grant = people.grants.get(key);
  return grant === undefined ? { kind: 'none' } : grantStanding(people, grant, at);
}

function seatStanding({ key, from, until, entry }: Seat, index: number): Standing {
  if (index < from) return { kind: 'none' };
  if (until !== undefined && index >= until) return { kind: 'revoked', from: until };
  return { kind: 'granted', role: 'keyholder', voucher: key, grant: entry };
}

function grantStanding(people: Standings, grant: Grant, at: LogPlace): Standing {
  const { key, role, cell, voucher, end } = grant;
  if (end?.why === 'left' && at.index >= end.index) return { kind: 'left' };
  const slot = slotFit(people, grant.slot, at);
  if (slot !== 'fits') return { kind: slot };
  const isMuted = people.muted
    .get(key)
    ?.some(({ from, until }) => from <= at.index && (until === undefined || at.index < until));
  if (isMuted === true) return { kind: 'muted' };
  return { kind: 'granted', role, ...(cell !== undefined && { cell }), voucher, grant: grant.entry };
}

/** Slot 0 speaks on the place log, slot n in incident number n; slot n waits while its incident has no number. */
function slotFit(people: Standings, slot: number, at: LogPlace): 'fits' | 'wrong-slot' | 'none' {
  if (people.founding === undefined) return 'none';
  if (at.incident === people.founding.place) return slot === 0 ? 'fits' : 'wrong-slot';
  if (slot === 0) return 'wrong-slot';
  let incident: IncidentLife | undefined = people.incidents.get(at.incident);
  if (incident === undefined) return 'none';
  // Up to the one it was merged into, whose number is now its own. Its former number holds for what was logged before.
  while (incident.into !== undefined) {
    if (slot === incident.number && at.index < (incident.mergedAt ?? 0)) return 'fits';
    const into: IncidentLife | undefined = people.incidents.get(incident.into);
    if (into === undefined) return 'none';
    incident = into;
  }
  return slot === incident.number ? 'fits' : 'wrong-slot';
}
