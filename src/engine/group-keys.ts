import { parseJson } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { parseIdentity } from '../record/age-key.ts';
import type { Identity, Recipient } from '../record/age-key.ts';
import type { EntryAsSent } from '../record/entry.ts';
import { IDENTITY_PART } from '../record/parts.ts';
import type { GroupRole } from '../record/parts.ts';
import type { Primitives } from '../record/primitives.ts';
import { sealPart } from '../record/seal.ts';
import type { OpenedFault } from '../record/seal.ts';
import { isPlainObject } from '../record/subset.ts';
import type { OpenPart } from '../record/wire.ts';
import type { Draft } from '../record/write.ts';
import type { Sealer, SealFault, UnsealFault } from '../ports/sealer.ts';
import { openParts, sealTo } from './sealed-parts.ts';
import type { OpenNeeds } from './sealed-parts.ts';

/** A group's fresh key: the draft of its public entry, and the secret for whoever divides it among the keyholders. */
export type NewGroupKey = {
  readonly draft: Draft;
  readonly recipient: Recipient;
  readonly identity: Identity;
};

export type GroupKeyPlan = {
  readonly role: GroupRole;
  /** Counts the keys of this role from 1: one more than the newest in the place log. */
  readonly number: number;
  /** Each member's own recipient: each of them alone can open the group's identity. */
  readonly members: readonly Recipient[];
  readonly at: Draft['at'];
};

/** Makes a key for a role: its recipient for all to see, its identity sealed to each member. */
export async function newGroupKey(
  { role, number, members, at }: GroupKeyPlan,
  sealer: Sealer,
  primitives: Pick<Primitives, 'randomBytes' | 'sha256Text'>,
): Promise<Result<NewGroupKey, SealFault>> {
  const identity = await sealer.newIdentity();
  const recipient = await sealer.recipientOf(identity);
  const sealed = await sealPart({ identity }, sealTo(sealer, members), primitives);
  if (!sealed.ok) return sealed;
  const draft = {
    kind: 'group.key',
    at,
    parts: { body: { role, recipient, number } },
    sealed: { [IDENTITY_PART]: sealed.value },
  };
  return ok({ draft, recipient, identity });
}

/** Why a group's identity was not had. `not-of-this-recipient`: what was sealed is not the secret of the key shown. */
export type GroupKeyFault =
  | UnsealFault
  | OpenedFault
  | { readonly kind: 'no-group-key' }
  | { readonly kind: 'not-of-this-recipient' };

/**
 * Opens the group's identity with a member's own. Checked against the recipient the entry shows: what is sealed to
 * that recipient must open for the members, or a key was put into their place log that is not theirs.
 */
export async function openGroupKey(
  entry: EntryAsSent,
  member: Identity,
  needs: OpenNeeds,
): Promise<Result<Identity, GroupKeyFault>> {
  if (entry.body?.type !== 'group-key') return err({ kind: 'no-group-key' });
  const opening = (await openParts(entry, [member], needs)).find(({ part }) => part === IDENTITY_PART);
  if (opening === undefined) return err({ kind: 'no-group-key' });
  if (!opening.result.ok) return opening.result;
  const identity = identityIn(opening.result.value);
  if (identity === undefined || (await needs.sealer.recipientOf(identity)) !== entry.body.recipient)
    return err({ kind: 'not-of-this-recipient' });
  return ok(identity);
}

function identityIn({ t }: OpenPart): Identity | undefined {
  const value = parseJson(t);
  return isPlainObject(value) ? parseIdentity(value['identity']) : undefined;
}
