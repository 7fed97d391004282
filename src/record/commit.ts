import { bytesToBase64Url, concatBytes, utf8Encode } from '../base/bytes.ts';

export const SALT_BYTES = 16;
export const PART_BYTES_MAX: number = 64 * 1024;

// record.md, "Parts": a domain line, then salt and plaintext, so that a commitment can be neither guessed
// from a short text nor taken for the hash of something else.
const DOMAIN = utf8Encode('shanyrak part v1\n');

/** Commitment to a part's plaintext, base64url. It never covers a ciphertext: age does not commit to a key. */
export function commitmentOf(
  salt: Uint8Array,
  plain: Uint8Array,
  sha256: (b: Uint8Array) => Uint8Array,
): string {
  return bytesToBase64Url(sha256(concatBytes(DOMAIN, salt, plain)));
}
