import { INSTANT_MS_MAX, instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { AuthorKey } from '../names.ts';
import type { Fields, Form } from './fields.ts';
import { HASH, KEY } from './forms.ts';
import { ROLES, SPOKEN } from './vocabulary.ts';
import type { Role, Spoken } from './vocabulary.ts';

/** A keyholder's place, 1 to 5. `next`: SHA-256 of the public key that follows, whose secret lies on paper. */
export type KeyholderSeat = { readonly n: number; readonly key: AuthorKey; readonly next: string };

/** The first entry of a place log, by the hub: the settlement and the keyholders, of whom any two act. */
export type PlaceFoundBody = {
  readonly type: 'place-found';
  readonly settlement: string;
  readonly languages: readonly Spoken[];
  readonly keyholders: readonly KeyholderSeat[];
};

/** A role held ready for whoever knows the secret code with this SHA-256. No grant names the invitation it came from. */
export type KeyInviteBody = {
  readonly type: 'key-invite';
  readonly invitation: string;
  readonly role: Role;
  readonly cell?: string;
  readonly until: Instant;
};

/**
 * One key, one slot, one role; its author vouches. Slot 0 signs on the place log, slot n in the hub's incident number
 * n. One entry a slot, so that nothing stored says which slots are one device's.
 */
export type KeyGrantBody = {
  readonly type: 'key-grant';
  readonly key: AuthorKey;
  readonly slot: number;
  readonly role: Role;
  readonly cell?: string;
};

/**
 * From `index` of the log `origin` on these keys are without weight, once two keyholders say so; what was logged before
 * stays good. A keyholder's `next` may stand among the keys: then the paper too is lost.
 */
export type KeyRevokeBody = {
  readonly type: 'key-revoke';
  readonly keys: readonly AuthorKey[];
  readonly origin: string;
  readonly index: number;
};

/** The author's own grant ends here. */
export type KeyLeaveBody = { readonly type: 'key-leave' };

/** Keyholder `n` goes on with the author's key, to which the last `next` was committed. */
export type KeyRotateBody = { readonly type: 'key-rotate'; readonly n: number; readonly next: string };

/** As many as a settlement names (record.md). */
export const KEYHOLDERS_MAX = 5;
/** Fewer could never act, since any two do. */
export const KEYHOLDERS_MIN = 2;
/** An incident a week for two hundred years. */
export const SLOT_MAX = 9_999;
/** As many keys or entries as one act may name. */
export const NAMED_MAX = 50;
const ORIGIN_CHARS_MAX = 200; // as in the core's `b`
/** A name that fits the head of a page. */
export const SETTLEMENT_CHARS_MAX = 200;

/** A language the messages exist in. */
export const SPOKEN_FORM: Form<Spoken> = {
  parse: (text) => SPOKEN.find((language) => language === text),
  what: `one of ${SPOKEN.join(', ')}`,
  placeholder: 'kk',
};

export function readPlaceFound(f: Fields): PlaceFoundBody {
  const settlement = f.words('settlement');
  if (settlement.length > SETTLEMENT_CHARS_MAX)
    f.refuse('settlement', `is longer than ${SETTLEMENT_CHARS_MAX} characters`);
  const languages = f.allInForm('languages', SPOKEN_FORM, SPOKEN.length);
  const keyholders = f.list('keyholders', (k): KeyholderSeat => ({
    n: readSeat(k),
    key: k.inForm('key', KEY),
    next: k.inForm('next', HASH),
  }));
  if (keyholders.length < KEYHOLDERS_MIN || keyholders.length > KEYHOLDERS_MAX)
    f.refuse('keyholders', `are not ${KEYHOLDERS_MIN} to ${KEYHOLDERS_MAX}`);
  // A key in two seats would be two keyholders in one hand.
  const texts = keyholders.flatMap(({ n, key, next }) => [String(n), key, next]);
  if (new Set(texts).size < texts.length) f.refuse('keyholders', 'share a number, a key or a next key');
  return { type: 'place-found', settlement, languages, keyholders };
}

function readSeat(f: Fields): number {
  const n = f.count('n', KEYHOLDERS_MAX);
  if (n === 0) f.refuse('n', 'counts from 1');
  return n;
}

export function readKeyInvite(f: Fields): KeyInviteBody {
  return {
    type: 'key-invite',
    invitation: f.inForm('invitation', HASH),
    role: f.oneOf('role', ROLES),
    ...(f.has('cell') && { cell: f.code('cell') }),
    until: instant(f.count('until', INSTANT_MS_MAX)),
  };
}

export function readKeyGrant(f: Fields): KeyGrantBody {
  return {
    type: 'key-grant',
    key: f.inForm('key', KEY),
    slot: f.count('slot', SLOT_MAX),
    role: f.oneOf('role', ROLES),
    ...(f.has('cell') && { cell: f.code('cell') }),
  };
}

export function readKeyRevoke(f: Fields): KeyRevokeBody {
  const keys = f.allInForm('keys', KEY, NAMED_MAX);
  const origin = f.words('origin');
  if (origin.length > ORIGIN_CHARS_MAX) f.refuse('origin', `is longer than ${ORIGIN_CHARS_MAX} characters`);
  return { type: 'key-revoke', keys, origin, index: f.count('index', Number.MAX_SAFE_INTEGER) };
}

export function readKeyRotate(f: Fields): KeyRotateBody {
  return { type: 'key-rotate', n: readSeat(f), next: f.inForm('next', HASH) };
}
