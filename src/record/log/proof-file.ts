import { base64ToBytes, bytesToBase64 } from '../../base/base64.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { parseCheckpoint, parseSize } from './checkpoint.ts';
import { HASH_BYTES } from './merkle.ts';
import type { Sha256 } from './merkle.ts';
import { isIncluded } from './merkle-check.ts';
import { parseNote } from './note.ts';
import type { OpenCheckpoint } from './sign-note.ts';

/** A proof for one entry that stands by itself: C2SP tlog-proof. Nothing of it was verified. */
export type TlogProof = {
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[];
  /** The note of the checkpoint, exactly. */
  readonly checkpoint: string;
  /** Not covered by any signature. Ours have none. */
  readonly extra?: Uint8Array;
};

export type TlogProofError = {
  readonly kind: 'tlog-proof';
  readonly field: 'header' | 'extra' | 'index' | 'hash' | 'checkpoint';
};

const HEADER = 'c2sp.org/tlog-proof@v1';
// A tree of 2^63 leaves is 63 nodes high.
const HASHES_MAX = 63;
const EXTRA_CHARS_MAX = 100_000;

/** Reads a proof in its one spelling. The checkpoint must be one; whose it is, and whether it proves, is not asked here. */
export function parseTlogProof(text: string): Result<TlogProof, TlogProofError> {
  const fail = (field: TlogProofError['field']): Result<TlogProof, TlogProofError> =>
    err({ kind: 'tlog-proof', field });
  const end = text.indexOf('\n\n');
  if (!text.startsWith(`${HEADER}\n`)) return fail('header');
  if (end < 0) return fail('checkpoint');
  // Header, extra, index and one hash too many: the rest need not be looked at.
  const rows = text
    .slice(0, end)
    .split('\n', HASHES_MAX + 4)
    .slice(1);
  const extraText = rows[0]?.startsWith('extra ') ? rows.shift()?.slice('extra '.length) : undefined;
  const extra = extraText === undefined ? undefined : readExtra(extraText);
  if (extraText !== undefined && extra === undefined) return fail('extra');
  const indexText = rows.shift();
  const index = indexText?.startsWith('index ') ? parseSize(indexText.slice('index '.length)) : undefined;
  if (index === undefined) return fail('index');
  const hashes = parseHashes(rows);
  if (hashes === undefined) return fail('hash');
  const checkpoint = text.slice(end + 2);
  const note = parseNote(checkpoint);
  if (!note.ok || !parseCheckpoint(note.value.text).ok) return fail('checkpoint');
  return ok({ index, hashes, checkpoint, ...(extra && { extra }) });
}

/** A line without data is to be left out instead. */
function readExtra(text: string): Uint8Array | undefined {
  return text === '' || text.length > EXTRA_CHARS_MAX ? undefined : base64ToBytes(text);
}

/** One hash of 32 bytes a line, in base64; at most 63, which is what C2SP tlog-witness allows too. */
export function parseHashes(rows: readonly string[]): Uint8Array[] | undefined {
  if (rows.length > HASHES_MAX) return undefined;
  const hashes: Uint8Array[] = [];
  for (const row of rows) {
    const hash = base64ToBytes(row);
    if (hash?.length !== HASH_BYTES) return undefined;
    hashes.push(hash);
  }
  return hashes;
}

/** The other side of `parseTlogProof`. */
export function printTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const rows = [
    HEADER,
    ...(extra && extra.length > 0 ? [`extra ${bytesToBase64(extra)}`] : []),
    `index ${index}`,
    ...hashes.map(bytesToBase64),
  ];
  return `${rows.join('\n')}\n\n${checkpoint}`;
}

/** Whether the proof puts the leaf of this hash under its checkpoint, which the caller opened. */
export function isProvenBy(
  { index, hashes, checkpoint }: TlogProof,
  { leaf, opened }: { readonly leaf: Uint8Array; readonly opened: OpenCheckpoint },
  sha256: Sha256,
): boolean {
  const { size, root } = opened.checkpoint;
  return opened.noteText === checkpoint && isIncluded({ index, size, leaf, proof: hashes, root }, sha256);
}
