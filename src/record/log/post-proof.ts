import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { hexToBytes } from '../../base/bytes.ts';
import type { EntryId } from '../names.ts';
import type { Checkpoint } from './checkpoint.ts';
import { isRangeIncluded } from './merkle-check.ts';
import { leafHash } from './merkle.ts';
import type { Sha256 } from './merkle.ts';
import { parseHashes } from './proof-file.ts';

/** What a hub answers beside its receipts: its newest checkpoint, and that the entries accepted stand under it. */
export type PostProof = {
  /** A signed note; nothing of it is verified yet. */
  readonly checkpoint: string;
  /** Of the leaves `[start, end)`: see `rangeProof`. */
  readonly ranges: readonly {
    readonly start: number;
    readonly end: number;
    readonly proof: readonly Uint8Array[];
  }[];
  /** From the size that was said to be known, where it was said. */
  readonly consistency?: readonly Uint8Array[];
};

const NOTE_CHARS_MAX: number = 256 * 1024;
// As many as a post may have entries.
const RANGES_MAX = 1_000;

/** Reads it from a stranger's JSON; `undefined` for what is not of this form. */
export function parsePostProof(value: Json | undefined): PostProof | undefined {
  if (!isJsonObject(value)) return undefined;
  const { checkpoint, ranges, consistency } = value;
  if (typeof checkpoint !== 'string' || checkpoint.length > NOTE_CHARS_MAX) return undefined;
  if (!isJsonArray(ranges) || ranges.length > RANGES_MAX) return undefined;
  const read = ranges.flatMap((range) => rangeIn(range) ?? []);
  const growth = consistency === undefined ? undefined : hashesIn(consistency);
  if (read.length < ranges.length || (consistency !== undefined && growth === undefined)) return undefined;
  return { checkpoint, ranges: read, ...(growth && { consistency: growth }) };
}

function rangeIn(value: Json): PostProof['ranges'][number] | undefined {
  const { start, end, proof } = isJsonObject(value) ? value : {};
  const hashes = hashesIn(proof);
  const isRange = typeof start === 'number' && typeof end === 'number' && start >= 0 && end > start;
  return isRange && Number.isSafeInteger(end) && hashes ? { start, end, proof: hashes } : undefined;
}

/** One hash a line in base64, as a hub tells how its log grew; none is the proof between equal sizes. */
export function parseHashLines(text: string): readonly Uint8Array[] | undefined {
  return text === '' || text.endsWith('\n') ? hashesIn(text.split('\n').slice(0, -1)) : undefined;
}

function hashesIn(value: Json | undefined): readonly Uint8Array[] | undefined {
  if (!isJsonArray(value)) return undefined;
  const rows = value.filter((row) => typeof row === 'string');
  return rows.length === value.length ? parseHashes(rows) : undefined;
}

/**
 * The entries that are shown to stand at their index under a checkpoint that was verified. `byIndex`: where the hub says that
 * it put what was handed in. A range that reaches beyond that shows nothing.
 */
export function provenBy(
  { ranges }: PostProof,
  { size, root }: Pick<Checkpoint, 'size' | 'root'>,
  byIndex: ReadonlyMap<number, EntryId>,
  sha256: Sha256,
): ReadonlySet<EntryId> {
  const proven = new Set<EntryId>();
  for (const { start, end, proof } of ranges) {
    if (end - start > byIndex.size) continue;
    const ids = Array.from({ length: end - start }, (_, i) => byIndex.get(start + i) ?? []).flat();
    const leaves = ids.map((id) => leafHash(hexToBytes(id) ?? new Uint8Array(), sha256));
    if (ids.length === end - start && isRangeIncluded({ start, size, leaves, proof, root }, sha256))
      for (const id of ids) proven.add(id);
  }
  return proven;
}
