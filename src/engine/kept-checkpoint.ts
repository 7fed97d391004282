import { bytesEqual, bytesToHex, utf8Decode, utf8Encode } from '../base/bytes.ts';
import { openCheckpoint } from '../record/log/sign-note.ts';
import { hubLogKey, hubOfOrigin } from '../record/log/hub-log.ts';
import { checkpointIn } from '../record/log/checkpoint.ts';
import type { Checkpoint } from '../record/log/checkpoint.ts';
import { parseEntryBundle, parseTilePath, TILE_WIDTH } from '../record/log/tiles.ts';
import { entryIdOf, parseEntryId } from '../record/names.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import type { Primitives } from '../record/primitives.ts';
import type { TileFiles } from '../ports/tile-files.ts';
import type { LogSource } from './log-files.ts';
import { leafOf } from './log-files.ts';
import type { LogNames } from './log-names.ts';

/** The file of the newest signed checkpoint. */
export const CHECKPOINT_FILE = 'checkpoint';
/** Where checkpoints of a log that ended are put, with the ids they were the last to know of. */
const ENDED = 'ended';

/** What was signed and is not in the store any more, or stands there otherwise. */
export type Lost = {
  /** How many entries there were by the last checkpoint, or as far as the tiles go. */
  readonly size: number;
  /** How many of them are still the same. */
  readonly upTo: number;
  /** Those that are known by their ids alone: whoever still has them is to send them again. */
  readonly ids: readonly EntryId[];
};

/** What the files say of the log that was kept so far. */
export type KeptLog =
  /** No checkpoint is there, and no tile that tells of one. */
  | { readonly kind: 'none' }
  | { readonly kind: 'good'; readonly checkpoint: Checkpoint; readonly note: string }
  /** It cannot be read, is not signed by this hub, or is of a log that ended; nothing was lost as far as the tiles tell. */
  | { readonly kind: 'unusable'; readonly why: 'damaged' | 'ended' }
  | { readonly kind: 'lost'; readonly lost: Lost; readonly note: string | undefined };

type Looking = {
  readonly files: TileFiles;
  readonly source: LogSource & {
    readonly store: Pick<LogSource['store'], 'leaves'> & {
      readonly indexOf: (id: EntryId) => number | undefined;
    };
  };
  readonly names: LogNames;
  readonly hubKey: AuthorKey;
  readonly crypto: Primitives;
};

/**
 * Compares what was signed with what the store holds now. Tiles are on the disk before a checkpoint is signed, so where
 * the checkpoint itself cannot be read they still tell how far one may have reached.
 */
export async function lookAtKept(looking: Looking): Promise<KeptLog> {
  const { files, source, names } = looking;
  const bytes = files.read(CHECKPOINT_FILE);
  const note = bytes && utf8Decode(bytes);
  const checkpoint = note === undefined ? undefined : await ownCheckpoint(note, looking);
  if (checkpoint === undefined) {
    const lost = lostByTiles(looking, 0);
    if (lost !== undefined) return { kind: 'lost', lost, note };
    const isNew = bytes === undefined && files.list('tile').length === 0;
    return isNew ? { kind: 'none' } : { kind: 'unusable', why: 'damaged' };
  }
  const { origin, size, root } = checkpoint;
  // A new name was taken, and the hub was stopped before it had signed anything under it.
  if (names.earlierLogs.has(origin)) return { kind: 'unusable', why: 'ended' };
  const isHere = size <= source.tree.size() && bytesEqual(source.tree.root(size), root);
  if (isHere && origin === names.origin) return { kind: 'good', checkpoint, note: note ?? '' };
  const lost = lostByTiles(looking, size) ?? { size, upTo: isHere ? size : 0, ids: [] };
  return { kind: 'lost', lost, note };
}

/** A checkpoint that this hub signed, under whatever name of its log. */
async function ownCheckpoint(note: string, { hubKey, crypto }: Looking): Promise<Checkpoint | undefined> {
  const origin = checkpointIn(note)?.origin;
  if (origin === undefined) return undefined;
  const key = hubOfOrigin(origin) === hubKey ? hubLogKey(origin, crypto.sha256) : undefined;
  const opened = key && (await openCheckpoint(note, { origin, log: [key] }, crypto));
  return opened?.ok ? opened.value.checkpoint : undefined;
}

/** What the entry bundles know and the store does not; `undefined` where the store has all of it at the same places. */
function lostByTiles({ files, source: { store, tree } }: Looking, signed: number): Lost | undefined {
  const bundles = files
    .list('tile/entries')
    .flatMap((path) => bundleAt(path, files))
    .sort((a, b) => a.first - b.first || b.leaves.length - a.leaves.length);
  if (bundles.length === 0 && signed <= tree.size()) return undefined;
  const known: Uint8Array[] = [];
  for (const { first, leaves } of bundles)
    if (first <= known.length) known.push(...leaves.slice(known.length - first));
  const kept = store.leaves(0, tree.size());
  const other = known.findIndex((leaf, i) => {
    const id = kept[i];
    return id === undefined || !bytesEqual(leafOf(id), leaf);
  });
  if (other < 0 && signed <= tree.size()) return undefined;
  const upTo = other < 0 ? Math.min(known.length, tree.size()) : other;
  const ids = known
    .slice(upTo)
    .map(entryIdOf)
    .filter((id) => store.indexOf(id) === undefined);
  return { size: Math.max(signed, known.length), upTo, ids };
}

type Bundle = { readonly first: number; readonly leaves: readonly Uint8Array[] };

/** The ids in an entry bundle, if it is whole. */
function bundleAt(path: string, files: TileFiles): readonly Bundle[] {
  const tile = parseTilePath(path);
  const bytes = tile && files.read(path);
  const leaves = bytes && parseEntryBundle(bytes);
  const isWhole = leaves?.length === tile?.width && leaves?.every((leaf) => leaf.length === 32) === true;
  return tile && leaves && isWhole ? [{ first: tile.index * TILE_WIDTH, leaves }] : [];
}

/** Puts aside what the log that ended said last, before anything of it is written over. The same again changes nothing. */
export async function putAside(
  { note = '', lost }: Extract<KeptLog, { kind: 'lost' }>,
  { files, sha256 }: { readonly files: TileFiles; readonly sha256: Primitives['sha256'] },
): Promise<void> {
  const ids = lost.ids.map((id) => `${id}\n`).join('');
  const name = bytesToHex(sha256(utf8Encode(note + ids))).slice(0, 16);
  await files.write([
    { path: `${ENDED}/${name}/checkpoint`, bytes: utf8Encode(note) },
    { path: `${ENDED}/${name}/lost-ids.txt`, bytes: utf8Encode(ids) },
  ]);
}

/** The ids of entries that were lost, in whatever log that ended, and that are still not here. */
export function idsStillLost(
  files: Pick<TileFiles, 'list' | 'read'>,
  isHere: (id: EntryId) => boolean,
): readonly EntryId[] {
  const texts = files
    .list(ENDED)
    .filter((path) => path.endsWith('/lost-ids.txt'))
    .map((path) => utf8Decode(files.read(path) ?? new Uint8Array()) ?? '');
  const ids = texts.flatMap((text) => text.split('\n')).flatMap((line) => parseEntryId(line) ?? []);
  return [...new Set(ids)].filter((id) => !isHere(id));
}
