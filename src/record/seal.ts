import { base64UrlToBytes, bytesToBase64Url, concatBytes, utf8Decode, utf8Encode } from '../base/bytes.ts';
import { assert } from '../base/assert.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { commitmentOf, SALT_BYTES, SALTED_BYTES_MAX, SEALED_BYTES_MAX } from './commit.ts';
import type { Primitives } from './primitives.ts';
import type { PlainObject } from './subset.ts';
import type { OpenPart, SealedPart, WirePart } from './wire.ts';
import { saltedPart } from './write.ts';

/** A part sealed before its entry is written: what the core commits to, and the file that only its readers open. */
export type SealedDraft = { readonly commitment: string; readonly part: SealedPart };

/** Turns salt and text into an age file. Given from outside (ports/sealer.ts), already bound to its readers. */
export type SealBytes<E> = (salted: Uint8Array) => Promise<Result<Uint8Array, E>>;

/** Salts, commits to and seals one part. The commitment is to the plaintext: age does not commit to a key. */
export async function sealPart<E>(
  plain: PlainObject,
  seal: SealBytes<E>,
  primitives: Pick<Primitives, 'randomBytes' | 'sha256Text'>,
): Promise<Result<SealedDraft, E>> {
  const { part, commitment } = saltedPart(plain, primitives);
  return resealPart({ part, commitment }, seal);
}

/**
 * Seals a part that was opened, to new readers. Salt, text and commitment stay, so the entry it belongs to keeps its
 * id and proofs. Anybody who could open it can do this.
 */
export async function resealPart<E>(
  opened: { readonly part: OpenPart; readonly commitment: string },
  seal: SealBytes<E>,
): Promise<Result<SealedDraft, E>> {
  const file = await seal(saltedBytes(opened.part));
  if (!file.ok) return file;
  return ok({ commitment: opened.commitment, part: sealedPartOf(file.value) });
}

/** What lies inside the age file: the salt, then the text in UTF-8. */
function saltedBytes({ s, t }: OpenPart): Uint8Array {
  const salt = base64UrlToBytes(s);
  assert(salt?.length === SALT_BYTES, 'a part that was read has its salt');
  return concatBytes(salt, utf8Encode(t));
}

function sealedPartOf(file: Uint8Array): SealedPart {
  assert(file.length <= SEALED_BYTES_MAX, 'we sealed a part that every reader would refuse: it is over size');
  return { x: bytesToBase64Url(file) };
}

/** The age file of a sealed part, to be opened outside; `undefined` for a part in the open. */
export function sealedFileOf(part: WirePart): Uint8Array | undefined {
  return 'x' in part ? base64UrlToBytes(part.x) : undefined;
}

/** Why an opened file is not the part its author signed. It was sealed, or re-sealed, with something else in it. */
export type OpenedFault = {
  readonly kind: 'part-not-genuine';
  readonly why: 'too-short' | 'too-large' | 'not-text' | 'commitment-differs';
};

/**
 * Decides on the plaintext that an age file opened to: the part, if it is what the core committed to. The plan is
 * `sealedFileOf`; between the two the caller awaits the sealer.
 */
export function openPart(
  salted: Uint8Array,
  commitment: string,
  sha256Text: Primitives['sha256Text'],
): Result<OpenPart, OpenedFault> {
  const fail = (why: OpenedFault['why']): Result<OpenPart, OpenedFault> =>
    err({ kind: 'part-not-genuine', why });
  if (salted.length < SALT_BYTES) return fail('too-short');
  if (salted.length > SALTED_BYTES_MAX) return fail('too-large');
  const [salt, bytes] = [salted.subarray(0, SALT_BYTES), salted.subarray(SALT_BYTES)];
  if (commitmentOf(salt, bytes, sha256Text) !== commitment) return fail('commitment-differs');
  const text = utf8Decode(bytes);
  return text === undefined ? fail('not-text') : ok({ s: bytesToBase64Url(salt), t: text });
}
