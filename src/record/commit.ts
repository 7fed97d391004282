import { concatBytes, utf8Encode } from '../base/bytes.ts';
import type { Primitives } from './primitives.ts';

export const SALT_BYTES = 16;
export const PART_BYTES_MAX: number = 64 * 1024;

/** What a sealed part holds at most: its salt and its bytes. */
export const SALTED_BYTES_MAX: number = SALT_BYTES + PART_BYTES_MAX;
/** How many readers one part is sealed to at most: members of a group, not a crowd. */
export const RECIPIENTS_MAX = 64;
// C2SP age: two lines of 52 and 44 bytes for each X25519 recipient; first and last line of the header, nonce and a
// tag for each started 64 KiB, below 200 bytes together.
const STANZA_BYTES = 98;
const SEAL_BYTES = 256;
/** The largest age file of a part: salt and text, and what age adds for the most recipients. */
export const SEALED_BYTES_MAX: number = SALTED_BYTES_MAX + RECIPIENTS_MAX * STANZA_BYTES + SEAL_BYTES;

// record.md, "Parts": a domain line, then salt and plaintext, so that a commitment can be neither guessed
// from a short text nor taken for the hash of something else.
const DOMAIN = utf8Encode('shanyrak part v1\n');

/** Commitment to a part's plaintext, base64url. It never covers a ciphertext: age does not commit to a key. */
export function commitmentOf(
  salt: Uint8Array,
  plain: Uint8Array,
  sha256Text: Primitives['sha256Text'],
): string {
  return sha256Text(concatBytes(DOMAIN, salt, plain), 'base64url');
}
