import { base64UrlToBytes, bytesToBase64Url, utf8Decode, utf8Encode } from '../base/bytes.ts';
import { isJsonObject, parseJson } from '../base/canonical-json.ts';
import { instant, INSTANT_MS_MAX } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { StoreFailure } from '../ports/store.ts';
import type { DrawerChange, Store } from '../ports/store.ts';

/**
 * One stamp of a checkpoint, with all that somebody needs to check it beside the certificates of the authority. `checkpoint`:
 * the exact bytes whose SHA-256 was stamped; `size`: how many entries it is of; `at`: the hour of the authority.
 */
export type StampHeld = {
  readonly authority: string;
  readonly size: number;
  readonly checkpoint: Uint8Array;
  readonly query: Uint8Array;
  readonly reply: Uint8Array;
  readonly at: Instant;
};

/** All stamps a store holds, in the order in which they came. Each was checked before it was kept, and is not checked again here. */
export function stampsHeld(store: Pick<Store, 'inDrawer'>): readonly StampHeld[] {
  return store.inDrawer('stamps').map(({ content }) => readHeld(content));
}

/** The stamp as row `n` of its drawer. */
export function stampRow(n: number, { authority, size, at, ...bytes }: StampHeld): DrawerChange {
  const written = {
    authority,
    size,
    at,
    checkpoint: bytesToBase64Url(bytes.checkpoint),
    query: bytesToBase64Url(bytes.query),
    reply: bytesToBase64Url(bytes.reply),
  };
  return { drawer: 'stamps', n, content: utf8Encode(JSON.stringify(written)) };
}

/** What this program wrote and sealed itself; anything else is a broken store. */
function readHeld(content: Uint8Array): StampHeld {
  const value = parseJson(utf8Decode(content) ?? '');
  const read = isJsonObject(value) ? value : {};
  const bytesIn = (name: string): Uint8Array => {
    const text = read[name];
    const bytes = typeof text === 'string' ? base64UrlToBytes(text) : undefined;
    if (bytes === undefined) throw new StoreFailure('broken', false);
    return bytes;
  };
  const { authority, size, at } = read;
  const isWhole = (n: unknown): n is number => typeof n === 'number' && Number.isSafeInteger(n);
  if (typeof authority !== 'string' || !isWhole(size) || !isWhole(at) || Math.abs(at) > INSTANT_MS_MAX)
    throw new StoreFailure('broken', false);
  return {
    authority,
    size,
    at: instant(at),
    checkpoint: bytesIn('checkpoint'),
    query: bytesIn('query'),
    reply: bytesIn('reply'),
  };
}
