import type { EntryId } from '../record/names.ts';

/** Why an act about people, keys or incidents has no effect. The entry is kept and shown with its reason. */
export const PEOPLE_REFUSALS = [
  'body-missing',
  'not-founded',
  'already-founded',
  'wrong-log',
  'not-the-hub',
  'not-a-keyholder',
  'no-grant',
  'wrong-slot',
  'left',
  'revoked',
  'muted',
  'role-may-not',
  'role-not-grantable',
  'other-cell',
  'slot-reused',
  'key-reused',
  'key-revoked',
  'voucher-revoked',
  'invitation-reused',
  'wrong-next',
  'next-revoked',
  'already-said',
  'already-so',
  'not-muted',
  'may-not-be-muted',
  'incident-unknown',
  'incident-known',
  'number-taken',
  'already-closed',
  'not-closed',
  'is-needed',
  'other-group',
  'older-group-key',
  'handle-taken',
] as const;
export type PeopleRefusal = (typeof PEOPLE_REFUSALS)[number];

/** One act, or what it says of one target, that has no effect. */
export type RefusedAct = {
  readonly entry: EntryId;
  readonly reason: PeopleRefusal;
  /** The key, id or invitation meant, where an act names several. */
  readonly target?: string;
};
