import { bytesToBase64Url } from '../base/bytes.ts';
import type {
  KeyGrantBody,
  KeyInviteBody,
  KeyLeaveBody,
  KeyRotateBody,
  PlaceFoundBody,
} from '../record/kinds/people.ts';
import type { AuthorKey } from '../record/names.ts';
import { mayGrant } from '../record/readers.ts';
import { keyBytes } from '../record/write.ts';
import type { PeopleRefusal } from './people-refusals.ts';
import type { Granted } from './people-standing.ts';
import type { Act, Folding, Revocation, Seat } from './people-state.ts';

/** What one signature does. Gives back why it does nothing. */
type Done = PeopleRefusal | undefined;

export function foundPlace(f: Folding, { id, author, incident, index, body }: Act<PlaceFoundBody>): Done {
  if (!f.hubKeys.has(author)) return 'not-the-hub';
  if (f.founding !== undefined) return 'already-founded';
  const { settlement, languages } = body;
  f.founding = { entry: id, place: incident, settlement, languages };
  for (const seat of body.keyholders) f.seats.set(seat.key, { ...seat, entry: id, from: index });
  return undefined;
}

export function inviteKey(f: Folding, act: Act<KeyInviteBody>, { role, cell, grant }: Granted): Done {
  const { type: _, ...offered } = act.body;
  const why = mayVouch({ role, ...(cell !== undefined && { cell }) }, offered);
  if (why !== undefined) return why;
  if (f.invitations.has(offered.invitation)) return 'invitation-reused';
  f.invitations.set(offered.invitation, {
    invitation: { ...offered, entry: act.id, by: act.author },
    shown: { by: act.author, index: act.index, grant: grant ?? act.id },
  });
  return undefined;
}

export function grantKey(f: Folding, act: Act<KeyGrantBody>, voucher: Granted): Done {
  const { key, slot, role, cell } = act.body;
  const why = mayVouch(voucher, act.body);
  if (why !== undefined) return why;
  if (f.hubKeys.has(key) || f.seats.has(key)) return 'key-reused';
  if (f.revoked.has(key)) return 'key-revoked';
  const earlier = f.grants.get(key);
  if (earlier !== undefined) return earlier.slot === slot ? 'slot-reused' : 'key-reused';
  f.grants.set(key, {
    entry: act.id,
    key,
    slot,
    role,
    ...(cell !== undefined && { cell }),
    voucher: act.author,
    from: act.index,
  });
  const granted = f.grantedBy.get(act.author);
  if (granted) granted.push(key);
  else f.grantedBy.set(act.author, [key]);
  return undefined;
}

type RoleInCell = { readonly role: Granted['role']; readonly cell?: string };

function mayVouch(by: RoleInCell, offered: RoleInCell): Done {
  if (!mayGrant(by.role, offered.role)) return 'role-not-grantable';
  const isElsewhere = by.role === 'warden' && (by.cell === undefined || by.cell !== offered.cell);
  return isElsewhere ? 'other-cell' : undefined;
}

/** A key leaves wherever it may write, so that a slot's key never has to speak on the place log. */
export function leaveKey(f: Folding, { author, index }: Act<KeyLeaveBody>): Done {
  const grant = f.grants.get(author);
  if (f.revoked.has(author)) return 'revoked';
  if (grant === undefined) return 'no-grant';
  if (grant.end !== undefined) return 'left';
  f.grants.set(author, { ...grant, end: { index, why: 'left' } });
  return undefined;
}

/**
 * The paper is the recovery: whoever holds the secret of the committed next key goes on as keyholder n, also when the
 * key before was revoked. Only a revocation that names the commitment itself ends this.
 */
export function rotateKey(f: Folding, { id, author, index, body }: Act<KeyRotateBody>): Done {
  const seat = seatNow(f, body.n);
  if (seat === undefined) return 'wrong-next';
  if (bytesToBase64Url(f.needs.sha256(keyBytes(author))) !== seat.next) return 'wrong-next';
  if (f.revoked.has(seat.next)) return 'next-revoked';
  if (f.revoked.has(author)) return 'revoked';
  // One key in two seats would be two keyholders in one hand.
  if (f.seats.has(author) || f.hubKeys.has(author)) return 'key-reused';
  f.seats.set(seat.key, { ...seat, until: index });
  f.seats.set(author, { n: body.n, key: author, next: body.next, entry: id, from: index });
  return undefined;
}

/** The seat as it is held now, whether or not its key still stands. */
function seatNow(f: Folding, n: number): Seat | undefined {
  return [...f.seats.values()].find((seat) => seat.n === n && seat.until === undefined);
}

/**
 * Drops a key from `from` on. What one signature did after that is undone: grants, and what was granted by them.
 * What two have decided stays: unmaking it could give those their vote back who took this one away.
 */
export function dropKey(f: Folding, key: AuthorKey, revocation: Revocation): void {
  const { from } = revocation;
  f.revoked.set(key, revocation);
  const grant = f.grants.get(key);
  if (grant !== undefined && (grant.end === undefined || from < grant.end.index))
    f.grants.set(key, { ...grant, end: { index: from, why: 'revoked' } });
  for (const granted of f.grantedBy.get(key) ?? []) undoGrant(f, granted, { voucher: key, from });
  undoRotations(f, key, revocation);
}

type Undoing = { readonly voucher: AuthorKey; readonly from: number };

function undoGrant(f: Folding, key: AuthorKey, { voucher, from }: Undoing): void {
  const grant = f.grants.get(key);
  if (grant === undefined || grant.voucher !== voucher || grant.from < from) return;
  f.grants.delete(key);
  f.refused.push({ entry: grant.entry, reason: 'voucher-revoked' });
  for (const granted of f.grantedBy.get(key) ?? []) undoGrant(f, granted, { voucher: key, from: grant.from });
}

/** A commitment dropped as of before it was used: the keys that came of it go too, and the seat is the earlier key's again. */
function undoRotations(f: Folding, next: string, revocation: Revocation): void {
  for (const { until, ...held } of f.seats.values()) {
    if (held.next !== next || until === undefined || until < revocation.from) continue;
    f.seats.set(held.key, held);
    for (const later of f.seats.values()) {
      if (later.n !== held.n || later.from < until || later.key === held.key) continue;
      f.seats.delete(later.key);
      const known = f.revoked.get(later.key);
      if (known === undefined || known.from > revocation.from) dropKey(f, later.key, revocation);
    }
  }
}
