import { bech32 } from '@scure/base';
import type { Brand } from '../base/brand.ts';

/** A public age X25519 recipient, `age1…`, 62 characters: what is sealed to it only its identity opens. */
export type Recipient = Brand<string, 'Recipient'>;
/** A secret age X25519 identity, `AGE-SECRET-KEY-1…`, 74 characters. Never in a log, never on the wire in the open. */
export type Identity = Brand<string, 'Identity'>;

// C2SP age, "The X25519 recipient type": Bech32 (BIP 173) with these human-readable parts. Post-quantum,
// plugin and SSH keys have others and are refused: their readers could not be reached by every age program.
const RECIPIENT_PREFIX = 'age';
const IDENTITY_PREFIX = 'age-secret-key-';
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;
const IDENTITY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;
const KEY_BYTES = 32;

/** Checks form and checksum, so that a slip of the pen cannot seal a testimony to nobody. One key has one spelling. */
export function parseRecipient(text: unknown): Recipient | undefined {
  if (typeof text !== 'string' || !RECIPIENT.test(text)) return undefined;
  return isKey(text, RECIPIENT_PREFIX) ? (text as Recipient) : undefined;
}

/** Checks form and checksum; says nothing about whose it is. */
export function parseIdentity(text: unknown): Identity | undefined {
  if (typeof text !== 'string' || !IDENTITY.test(text)) return undefined;
  return isKey(text.toLowerCase(), IDENTITY_PREFIX) ? (text as Identity) : undefined;
}

function isKey(text: string, prefix: string): boolean {
  const read = bech32.decodeUnsafe(text);
  const bytes = read?.prefix === prefix ? bech32.fromWordsUnsafe(read.words) : undefined;
  return bytes instanceof Uint8Array && bytes.length === KEY_BYTES;
}
