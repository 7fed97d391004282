import { parseEntryId } from './names.ts';
import type { EntryId } from './names.ts';

/** One file of a bag. Paths have slashes and no first one. */
export type BagFile = { readonly path: string; readonly bytes: Uint8Array };

export const LIST = 'data/list.txt';
export const CHECKPOINT = 'data/log/checkpoint';
export const LOG_KEY = 'data/trust/log.vkey';
export const POLICY = 'data/trust/policy';
export const DECLARATION = 'bagit.txt';
export const INFO = 'bag-info.txt';
export const CHECKER = 'verify.py';
export const PAYLOAD_MANIFEST = 'manifest-sha256.txt';
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';

/** The largest file of a bag that is read: one from a stick may be of any size. */
export const BAG_FILE_BYTES_MAX: number = 128 * 1024 * 1024;

const PATH =
  /^(?:bagit\.txt|bag-info\.txt|(?:tag)?manifest-sha256\.txt|verify\.py|data\/(?:list\.txt|entries\/[0-9a-f]{64}\.(?:json|sig)|proofs\/[0-9a-f]{64}\.tlog-proof|parts\/[0-9a-f]{64}\.[a-z][a-z0-9]{0,15}(?:\.salt|\.age)?|trust\/(?:log\.vkey|policy|[a-z0-9-]{1,32}\.pem)|log\/checkpoint(?:-[1-9][0-9]{0,3})?(?:\.consistency|\.[a-z0-9-]{1,32}\.ts[qr])?|account\/public\.(?:json|(?:en|kk|ru)\.md)))$/;

/**
 * Whether a bag may hold a file of this name. All names are small ASCII letters: none leads out of the folder, none needs an
 * escape in a manifest, and no two are one on a disk that knows no capitals.
 */
export function isBagPath(path: string): boolean {
  return PATH.test(path);
}

/** What may name an authority of time stamps in a bag. */
export function isAuthorityName(name: string): boolean {
  return /^[a-z0-9-]{1,32}$/.test(name);
}

export function isPayload(path: string): boolean {
  return path.startsWith('data/');
}

export const entryPaths = {
  core: (id: EntryId): string => `data/entries/${id}.json`,
  signature: (id: EntryId): string => `data/entries/${id}.sig`,
  proof: (id: EntryId): string => `data/proofs/${id}.tlog-proof`,
  /** The text of an open part; beside it, with `.salt` behind, its salt; `.age` instead: sealed. */
  part: (id: EntryId, name: string): string => `data/parts/${id}.${name}`,
};

const OF_ENTRY = /^data\/(entries|parts|proofs)\/([0-9a-f]{64})\./;

/** Which entry a file is of, and which kind of file. */
export function entryOfPath(path: string): { readonly id: EntryId; readonly folder: string } | undefined {
  const [, folder, text] = OF_ENTRY.exec(path) ?? [];
  const id = parseEntryId(text);
  return id === undefined || folder === undefined ? undefined : { id, folder };
}

const SHOWN_CHARS_MAX = 120;

/** How a finding names a file: by its entry where it is of one; else by its name, and nothing in it can play with a terminal. */
export function culpritOf(path: string): string {
  return entryOfPath(path)?.id ?? path.replaceAll(/[^!-~]+/g, '?').slice(0, SHOWN_CHARS_MAX);
}
