import { bytesToBase64Url, bytesToHex, utf8Decode, utf8Encode } from '../../base/bytes.ts';
import { isJsonArray, parseJson } from '../../base/canonical-json.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Store } from '../../ports/store.ts';

/**
 * Secret addresses to one thing, one for each who reads it, so that one can be closed without the others. Only the
 * SHA-256 of each is kept: the hub's disk opens none of them.
 */
export type SecretAddresses = {
  readonly isOpenTo: (token: string) => boolean;
  /** Takes up what was made and closed since. */
  readonly reread: () => void;
};

/** As many readers as somebody can have handed an address to by hand. */
export const ADDRESSES_MAX = 100;
const TOKEN_BYTES = 32;
// Enough of a hash to name an address to people, and no help to find it.
const NAME_CHARS = 8;
const HASH = /^[0-9a-f]{64}$/;

export function secretAddresses(
  store: Pick<Store, 'setting'>,
  setting: string,
  crypto: Primitives,
): SecretAddresses {
  let kept = new Set(keptAddresses(store.setting(setting)));
  return {
    // Looking up a hash leaks at most bits of the hash, which help nobody to find the token.
    isOpenTo: (token) => kept.has(hashOf(token, crypto)),
    reread: () => {
      kept = new Set(keptAddresses(store.setting(setting)));
    },
  };
}

/** The hashes as they are kept; none where they cannot be read. */
export function keptAddresses(kept: Uint8Array | undefined): readonly string[] {
  const value = kept === undefined ? undefined : parseJson(utf8Decode(kept) ?? '');
  if (!isJsonArray(value)) return [];
  return value
    .flatMap((hash) => (typeof hash === 'string' && HASH.test(hash) ? hash : []))
    .slice(0, ADDRESSES_MAX);
}

export function printAddresses(hashes: readonly string[]): Uint8Array {
  return utf8Encode(JSON.stringify(hashes));
}

/** A new secret, which is given out this once, and what is kept of it. */
export function newAddressToken(crypto: Primitives): { readonly token: string; readonly hash: string } {
  const token = bytesToBase64Url(crypto.randomBytes(TOKEN_BYTES));
  return { token, hash: hashOf(token, crypto) };
}

/** What people call an address, without being able to open it. */
export function addressName(hash: string): string {
  return hash.slice(0, NAME_CHARS);
}

function hashOf(token: string, crypto: Primitives): string {
  return bytesToHex(crypto.sha256(utf8Encode(token)));
}
