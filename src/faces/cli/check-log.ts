import { bytesEqual, utf8Decode } from '../../base/bytes.ts';
import { bytesOfTile, fillTree, leavesUnder, newLogSource } from '../../engine/log-files.ts';
import type { LogSource } from '../../engine/log-files.ts';
import { CHECKPOINT_FILE } from '../../engine/kept-checkpoint.ts';
import type { LogNames } from '../../engine/log-names.ts';
import type { Store } from '../../ports/store.ts';
import { TileFailure } from '../../ports/tile-files.ts';
import type { TileFiles } from '../../ports/tile-files.ts';
import { LOG_FOLDER } from '../kit/log-addresses.ts';
import type { MerkleTree } from '../../record/log/merkle-tree.ts';
import type { VerifierKey } from '../../record/log/note.ts';
import { openCheckpoint } from '../../record/log/sign-note.ts';
import type { OpenCheckpoint } from '../../record/log/sign-note.ts';
import { parseTilePath, pathOfTile, tilesOf } from '../../record/log/tiles.ts';
import type { Primitives } from '../../record/primitives.ts';

/** What is wrong with the log of a hub: where, what it is, what follows from it and what to do. */
export type LogFault = { readonly where: string; readonly why: string; readonly todo: string };

/** A hub's log as it lies on its disk, beside the entries it was made of. */
export type LogOnDisk = {
  readonly store: Store;
  readonly files: TileFiles;
  readonly names: LogNames;
  /** The hub's own, by which its checkpoints are signed. */
  readonly keys: readonly VerifierKey[];
  /** Whose cosignatures are looked at; lines of others are passed over. */
  readonly witnesses: readonly VerifierKey[];
};

export type LogChecked = {
  readonly faults: readonly LogFault[];
  readonly tree: MerkleTree;
  readonly files: number;
  readonly checkpoint?: OpenCheckpoint;
};

const MADE_ANEW = 'No entry is lost by it: the hub makes its files anew when it is started; then look again.';
const LOST =
  'Entries that the hub has signed for are not here any more, or are others. If there is a newer copy of the folder, use that one. Started on this one, the hub goes on under a new name of its log, so that nothing it signs contradicts what is out; whoever has the entries hands them in again.';

/**
 * Works the hub's tree out anew from the ids it keeps, and holds every file of its log to it, byte by byte, and the checkpoint
 * with its signatures. A hub may be running on the folder: what it wrote is looked at before what it was written from.
 */
export async function checkLog(
  { store, files, names, keys, witnesses }: LogOnDisk,
  crypto: Primitives,
): Promise<LogChecked> {
  const faults: LogFault[] = [];
  const read = (path: string): Uint8Array | undefined => readable(files, path, faults);
  const [noteBytes, paths] = [read(CHECKPOINT_FILE), files.list('tile')];
  const source = newLogSource(store, crypto.sha256);
  const { tree } = source;
  // All ids that are kept, those of erased and of unreadable entries among them.
  fillTree(source);
  const opened = await openedCheckpoint(noteBytes, { names, keys, witnesses, size: tree.size() }, crypto);
  if ('fault' in opened) faults.push(opened.fault);
  const checkpoint = 'checkpoint' in opened ? opened.checkpoint : undefined;
  if (checkpoint) faults.push(...checkpointFaults(checkpoint, tree));
  const size = Math.min(checkpoint?.checkpoint.size ?? 0, tree.size());
  const needed = new Set(tilesOf(size).map(pathOfTile));
  // A full tile takes the place of a partial one, also while this is running.
  const isMissed = (path: string): boolean =>
    needed.has(path) && !paths.includes(path.replace(/\.p\/\d+$/, ''));
  for (const path of new Set([...needed, ...paths])) {
    const why = tileFault(path, { bytes: read(path), source, isNeeded: isMissed(path) });
    if (why !== undefined) faults.push({ where: `${LOG_FOLDER}/${path}`, why, todo: MADE_ANEW });
  }
  return { faults, tree, files: paths.length, ...(checkpoint && { checkpoint }) };
}

function readable(files: TileFiles, path: string, faults: LogFault[]): Uint8Array | undefined {
  try {
    return files.read(path);
  } catch (cause) {
    if (!(cause instanceof TileFailure)) throw cause;
    const todo = 'Check the disk and who may read the folder. Nothing is known of this file until then.';
    faults.push({ where: `${LOG_FOLDER}/${path}`, why: `cannot be read (${cause.kind})`, todo });
    return undefined;
  }
}

type CheckpointNeeds = Pick<LogOnDisk, 'names' | 'keys' | 'witnesses'> & { readonly size: number };

async function openedCheckpoint(
  bytes: Uint8Array | undefined,
  { names, keys, witnesses, size }: CheckpointNeeds,
  crypto: Primitives,
): Promise<{ readonly checkpoint: OpenCheckpoint } | { readonly fault: LogFault } | Record<never, never>> {
  const fault = (why: string, todo: string): { readonly fault: LogFault } => ({
    fault: { where: `${LOG_FOLDER}/${CHECKPOINT_FILE}`, why, todo },
  });
  if (bytes === undefined)
    return size === 0 ? {} : fault('is not there: the log proves nothing to anybody', MADE_ANEW);
  const text = utf8Decode(bytes);
  if (text === undefined) return fault('is no text', MADE_ANEW);
  const opened = await openCheckpoint(text, { origin: names.origin, log: keys, witnesses }, crypto);
  if (opened.ok) return { checkpoint: opened.value };
  switch (opened.error.kind) {
    case 'other-origin':
      return fault(`is of another log, ${opened.error.origin}, and not of ${names.origin}`, MADE_ANEW);
    case 'not-signed':
      return fault('is not signed by this hub', MADE_ANEW);
    case 'signature-wrong':
      return fault(`has a signature of ${opened.error.name} that is false`, MADE_ANEW);
    default:
      return fault(`is torn or changed (${opened.error.kind})`, MADE_ANEW);
  }
}

function checkpointFaults({ checkpoint }: OpenCheckpoint, tree: MerkleTree): readonly LogFault[] {
  const { size, root } = checkpoint;
  const where = `${LOG_FOLDER}/${CHECKPOINT_FILE}`;
  if (size > tree.size())
    return [{ where, why: `is of ${size} entries, and ${tree.size()} are kept: some were lost`, todo: LOST }];
  if (bytesEqual(tree.root(size), root)) return [];
  return [{ where, why: `signs another root than its ${size} entries have: they were changed`, todo: LOST }];
}

type Looking = {
  readonly bytes: Uint8Array | undefined;
  readonly source: LogSource;
  readonly isNeeded: boolean;
};

/** What is wrong with one file below `tile/`; those of earlier checkpoints may lie there or not. */
function tileFault(path: string, { bytes, source, isNeeded }: Looking): string | undefined {
  const tile = parseTilePath(path);
  // What a write that was cut short left behind is overwritten by the next one.
  if (tile === undefined) return path.endsWith('.new') ? undefined : 'is no file of a log';
  if (bytes === undefined) return isNeeded ? 'is not there' : undefined;
  if (leavesUnder(tile) > source.tree.size()) return 'is of more entries than are kept';
  const wanted = bytesOfTile(tile, source);
  if (bytes.length !== wanted.length)
    return `has ${bytes.length} bytes instead of ${wanted.length}: it is torn`;
  return bytesEqual(bytes, wanted) ? undefined : 'differs from what the entries make';
}
