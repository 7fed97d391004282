import { base64UrlToBytes, hexToBytes, utf8Decode } from '../base/bytes.ts';

/**
 * What others hand to the library: raw bytes; or hex, where it has the length of what is expected; or base64 in any of its usual
 * spellings (both alphabets, with padding or without).
 */
export type BytesGiven = Uint8Array | string;

/** A text or the file of it, which has to be UTF-8. */
export type TextGiven = Uint8Array | string;

/** `undefined` when it is none of those. A length other than the expected one is left to whoever checks the value. */
export function bytesGiven(given: BytesGiven, length: number): Uint8Array | undefined {
  if (typeof given !== 'string') return given instanceof Uint8Array ? given : undefined;
  if (given.length === 2 * length && /^[0-9a-f]*$/i.test(given)) return hexToBytes(given.toLowerCase());
  return base64UrlToBytes(
    given
      .replace(/={1,2}$/, '')
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
  );
}

/** All of them, or `undefined`; nothing at all is an empty list, as Go's JSON has it. */
export function bytesListGiven(
  given: readonly BytesGiven[] | null,
  length: number,
): Uint8Array[] | undefined {
  const list: Uint8Array[] = [];
  for (const one of given ?? []) {
    const bytes = bytesGiven(one, length);
    if (bytes === undefined) return undefined;
    list.push(bytes);
  }
  return list;
}

export function textGiven(given: TextGiven): string | undefined {
  return typeof given === 'string' ? given : utf8Decode(given);
}
