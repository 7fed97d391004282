import type { Primitives } from '../../record/primitives.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Store } from '../../ports/store.ts';
import { bytesToBase64Url, bytesToHex, utf8Decode, utf8Encode } from '../../base/bytes.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';

/** What the holder of a link reads, by the table of permissions, and whether they may hand in what others signed. */
export type Pass = {
  readonly role: Role;
  readonly mayPost: boolean;
  /** Opens the page on which somebody puts themselves on the list as this role, and nothing else. */
  readonly isToSubscribe?: true;
};

/**
 * Capability links: whoever has the path may read (or post). The hub keeps only the SHA-256 of each, so its disk
 * does not open the board to whoever seizes it; a link is shown once, when it is made.
 */
export type Links = {
  /** What a token opens, or `undefined`; the time taken does not depend on how much of it is right. */
  readonly passOf: (token: string) => Pass | undefined;
  /** Makes the first three anew and revokes all there were, in one save: when it fails, the old ones still hold. */
  readonly renew: () => FirstLinks;
  /** Makes one more; the token is given out this once. */
  readonly make: (pass: Pass) => string;
  /** Revokes the links whose names are given; how many there were. */
  readonly revoke: (names: readonly string[]) => number;
  readonly list: () => readonly (Pass & { readonly name: string })[];
  readonly count: () => number;
};

/** To read the board, to hand in entries, and to look after people. */
export type FirstLinks = { readonly read: string; readonly write: string; readonly people: string };

const SETTING = 'links';
const TOKEN_BYTES = 32;
// Enough of a hash to name a link to people, and no help to find its token.
const NAME_CHARS = 8;
const READ: Pass = { role: 'desk', mayPost: false };
const WRITE: Pass = { role: 'desk', mayPost: true };
const PEOPLE: Pass = { role: 'keyholder', mayPost: true };

export function hubLinks(store: Store, crypto: Primitives): Links {
  let kept = load(store);
  const hashOf = (token: string): string => bytesToHex(crypto.sha256(utf8Encode(token)));
  const newToken = (): string => bytesToBase64Url(crypto.randomBytes(TOKEN_BYTES));
  const save = (links: ReadonlyMap<string, Pass>): void => {
    const printed = [...links].map(([hash, pass]) => [hash, printPass(pass)]);
    store.saveSetting(SETTING, utf8Encode(JSON.stringify(Object.fromEntries(printed))));
    kept = links;
  };
  const nameOf = (hash: string): string => hash.slice(0, NAME_CHARS);
  return {
    // Looking up a hash leaks at most bits of the hash, which help nobody to find the token.
    passOf: (token) => kept.get(hashOf(token)),
    renew: () => {
      const [read, write, people] = [newToken(), newToken(), newToken()];
      save(
        new Map([
          [hashOf(read), READ],
          [hashOf(write), WRITE],
          [hashOf(people), PEOPLE],
        ]),
      );
      return { read, write, people };
    },
    make: (pass) => {
      const token = newToken();
      save(new Map([...kept, [hashOf(token), pass]]));
      return token;
    },
    revoke: (names) => {
      const left = new Map([...kept].filter(([hash]) => !names.includes(nameOf(hash))));
      const gone = kept.size - left.size;
      if (gone > 0) save(left);
      return gone;
    },
    list: () => [...kept].map(([hash, pass]) => ({ name: nameOf(hash), ...pass })),
    count: () => kept.size,
  };
}

function load(store: Store): ReadonlyMap<string, Pass> {
  const bytes = store.setting(SETTING);
  const value = bytes === undefined ? undefined : parseJson(utf8Decode(bytes) ?? '');
  const links = new Map<string, Pass>();
  if (!isJsonObject(value)) return links;
  for (const [hash, text] of Object.entries(value)) {
    const pass = typeof text === 'string' ? readPass(text) : undefined;
    if (pass) links.set(hash, pass);
  }
  return links;
}

function printPass({ role, mayPost, isToSubscribe }: Pass): string {
  if (isToSubscribe === true) return `${role}+subscribe`;
  return mayPost ? `${role}+post` : role;
}

function readPass(text: string): Pass | undefined {
  // What the first release wrote.
  if (text === 'read') return READ;
  if (text === 'write') return WRITE;
  const [name, ...more] = text.split('+');
  const role = ROLES.find((known) => known === name);
  if (role === undefined) return undefined;
  if (more.join() === 'subscribe') return { role, mayPost: false, isToSubscribe: true };
  return { role, mayPost: more.join() === 'post' };
}
