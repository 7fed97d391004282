import type { Primitives } from '../../record/primitives.ts';
import type { Store } from '../../ports/store.ts';
import { bytesToBase64Url, bytesToHex, utf8Decode, utf8Encode } from '../../base/bytes.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';

/** What the holder of a link may do. `write` may also read. */
export type LinkRole = 'read' | 'write';

/**
 * Capability links: whoever has the path may read (or post). The hub keeps only the SHA-256 of each, so its disk
 * does not open the board to whoever seizes it; a link is shown once, when it is made.
 */
export type Links = {
  /** The role of a token, or `undefined`; the time taken does not depend on how much of it is right. */
  readonly roleOf: (token: string) => LinkRole | undefined;
  /** Makes two new ones and revokes all there were, in one save: when it fails, the old ones still hold. */
  readonly renew: () => { readonly read: string; readonly write: string };
  readonly count: () => number;
};

const SETTING = 'links';
const TOKEN_BYTES = 32;

export function hubLinks(store: Store, crypto: Primitives): Links {
  let kept = load(store);
  const hashOf = (token: string): string => bytesToHex(crypto.sha256(utf8Encode(token)));
  const newToken = (): string => bytesToBase64Url(crypto.randomBytes(TOKEN_BYTES));
  return {
    // Looking up a hash leaks at most bits of the hash, which help nobody to find the token.
    roleOf: (token) => kept.get(hashOf(token)),
    renew: () => {
      const [read, write] = [newToken(), newToken()];
      const made = new Map<string, LinkRole>([
        [hashOf(read), 'read'],
        [hashOf(write), 'write'],
      ]);
      store.saveSetting(SETTING, utf8Encode(JSON.stringify(Object.fromEntries(made))));
      kept = made;
      return { read, write };
    },
    count: () => kept.size,
  };
}

function load(store: Store): ReadonlyMap<string, LinkRole> {
  const bytes = store.setting(SETTING);
  const value = bytes === undefined ? undefined : parseJson(utf8Decode(bytes) ?? '');
  const links = new Map<string, LinkRole>();
  if (!isJsonObject(value)) return links;
  for (const [hash, role] of Object.entries(value))
    if (role === 'read' || role === 'write') links.set(hash, role);
  return links;
}
