import { bytesToBase64Url } from '../../base/bytes.ts';
import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { parseSecretWords, secretWords } from '../../record/secret-words.ts';
import type { Act } from './place-acts.ts';

const SEED_BYTES = 32;
/** As many words as a keyholder's paper has. */
export const PAPER_WORDS = 24;

/** The key that follows a keyholder's: its secret as words for a paper, and the promise of it, which says nothing of it. */
export type NextKey = {
  readonly words: string;
  /** SHA-256 of its public key. */
  readonly next: string;
};

/** A fresh one. Its words must be on paper before the promise is signed: else the next loss locks the keyholder out. */
export function newNextKey({ newSigner, sha256 }: Pick<Primitives, 'newSigner' | 'sha256'>): NextKey {
  const { seed, key } = newSigner();
  return { words: secretWords(seed), next: bytesToBase64Url(sha256(key)) };
}

/** The secret behind the words of a keyholder's paper, as somebody typed them; `undefined` when they are not such words. */
export function paperSeed(typed: string): Uint8Array | undefined {
  const seed = parseSecretWords(typed);
  return seed?.length === SEED_BYTES ? seed : undefined;
}

/** Keyholder `n` goes on with the key that signs this, and promises the next one. */
export function rotateAct(n: number, { next }: Pick<NextKey, 'next'>): Act {
  return { kind: 'key.rotate', body: { n, next } };
}

/** Which next key the keyholder with this key has promised, in what a hub answers under `/people`. */
export function promiseTold(value: Json | undefined, key: AuthorKey): string | undefined {
  const keyholders = isJsonObject(value) && isJsonArray(value['keyholders']) ? value['keyholders'] : [];
  const seat = keyholders.find((each) => isJsonObject(each) && each['key'] === key);
  const next = isJsonObject(seat) ? seat['next'] : undefined;
  return typeof next === 'string' ? next : undefined;
}
