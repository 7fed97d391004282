import { parseRecipient } from '../age-key.ts';
import type { Recipient } from '../age-key.ts';
import { GROUP_ROLES, SEALED_PARTS } from '../parts.ts';
import type { GroupRole, SealedPartName } from '../parts.ts';
import type { Fields } from './fields.ts';

/**
 * A group's key of the place log, once two say so, one of them a keyholder: whoever seals to the role seals to the
 * `recipient` with the highest number that two agreed on. The secret half is the sealed part `identity`, for each
 * member's own key; the second who says it leaves that out.
 */
export type GroupKeyBody = {
  readonly type: 'group-key';
  readonly role: GroupRole;
  readonly recipient: Recipient;
  /** Counts the keys of this role from 1. */
  readonly number: number;
};

/** A sealed part of the entry in `re`, sealed anew for other readers: it stands in this entry under the same name. */
export type PartResealBody = { readonly type: 'part-reseal'; readonly part: SealedPartName | 'identity' };

const NUMBER_MAX = 10_000;

/** `undefined` after a fault; the caller looks at `fault()` before using the body. */
export function readGroupKey(f: Fields): GroupKeyBody | undefined {
  const role = f.oneOf('role', GROUP_ROLES);
  const number = f.count('number', NUMBER_MAX);
  if (number === 0) f.refuse('number', 'counts from 1');
  const recipient = parseRecipient(f.words('recipient'));
  if (recipient === undefined) f.refuse('recipient', 'is not an age X25519 recipient with a right checksum');
  return recipient && { type: 'group-key', role, recipient, number };
}

export function readPartReseal(f: Fields): PartResealBody {
  return { type: 'part-reseal', part: f.oneOf('part', [...SEALED_PARTS, 'identity'] as const) };
}
