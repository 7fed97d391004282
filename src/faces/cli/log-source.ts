import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesEqual, hexToBytes, utf8Decode } from '../../base/bytes.ts';
import { keptLog } from '../../engine/engine.ts';
import type { Store } from '../../ports/store.ts';
import type { LogForBag } from '../../record/bag.ts';
import { checkpointIn } from '../../record/log/checkpoint.ts';
import { hubLogKey } from '../../record/log/hub-log.ts';
import { HASH_BYTES, rootAt } from '../../record/log/merkle.ts';
import type { HashReader } from '../../record/log/merkle.ts';
import { newMerkleTree } from '../../record/log/merkle-tree.ts';
import type { VerifierKey } from '../../record/log/note.ts';
import { openCheckpoint } from '../../record/log/sign-note.ts';
import { hashReaderOverTiles, pathOfTile, tilesOf } from '../../record/log/tiles.ts';
import type { HashTile } from '../../record/log/tiles.ts';
import type { Primitives } from '../../record/primitives.ts';
import { WorldError } from './command.ts';
import { logOverHttp } from './log-over-http.ts';
import type { LogOverHttp } from './log-over-http.ts';

/** The state of a log as a bag takes it up, without what may stand beside it. */
export type LogState = Pick<LogForBag, 'origin' | 'size' | 'checkpoint' | 'hashes' | 'keys'>;

const PAGE = 10_000;

/** The log in a hub's folder, held against the ids in its store; `undefined` where the hub has made none yet. */
export async function logInFolder(
  folder: string,
  store: Store,
  crypto: Primitives,
): Promise<LogState | undefined> {
  const file = join(folder, 'log', 'checkpoint');
  if (!existsSync(file)) return undefined;
  // The checkpoint first: a hub that runs may sign a longer log while the ids are read, and never one of ids it has not kept.
  const text = utf8Decode(readFileSync(file));
  const tree = newMerkleTree(crypto.sha256);
  for (let after = -1; ;) {
    const rows = store.read({ after, limit: PAGE });
    for (const { id } of rows) tree.append(hexToBytes(id) ?? new Uint8Array());
    after = rows.at(-1)?.index ?? after;
    if (rows.length === 0) break;
  }
  const keys = keptLog(store, crypto)?.keys ?? [];
  return stateOf(text, { size: tree.size(), hashes: () => Promise.resolve(tree.read) }, { crypto, keys });
}

/** The log of a running hub, below a link of the board or under its own address; `undefined` where it shows none. */
export async function logAtLink(base: string, crypto: Primitives): Promise<LogState | undefined> {
  const log = logOverHttp(base);
  const checkpoint = await fileOfLog(log, 'checkpoint', CHECKPOINT_BYTES_MAX);
  if (checkpoint === undefined) return undefined;
  const hashes = async (size: number): Promise<HashReader> => {
    const tiles = new Map<string, Uint8Array>();
    for (const tile of tilesOf(size)) {
      const path = pathOfTile(tile);
      if (tile.kind !== 'hashes') continue;
      const bytes = await fileOfLog(log, path, tile.width * HASH_BYTES);
      if (bytes?.length !== tile.width * HASH_BYTES) throw new WorldError(WRONG);
      tiles.set(path, bytes);
    }
    const readTile = (tile: HashTile): Uint8Array => tiles.get(pathOfTile(tile)) ?? new Uint8Array();
    return hashReaderOverTiles({ size, readTile }, crypto.sha256);
  };
  return stateOf(utf8Decode(checkpoint), { size: Number.MAX_SAFE_INTEGER, hashes }, { crypto });
}

// A checkpoint is of a few lines; this leaves room for those of many witnesses, post-quantum ones among them.
export const CHECKPOINT_BYTES_MAX: number = 256 * 1024;

/** A file of a log; `undefined` where it is not there, or is longer than it may be. */
export async function fileOfLog(
  log: LogOverHttp,
  path: string,
  bytesMax: number,
): Promise<Uint8Array | undefined> {
  const got = await log.fetch(path, bytesMax);
  if (got.kind === 'unreachable')
    throw new WorldError(`${log.address} does not answer like a log; is the hub running?`);
  return got.kind === 'bytes' ? got.bytes : undefined;
}

type Tree = { readonly size: number; readonly hashes: (size: number) => Promise<HashReader> };

/** Nothing goes into a bag that its own checker would refuse: signature and root are looked at first. */
async function stateOf(
  text: string | undefined,
  tree: Tree,
  { crypto, keys = [] }: { readonly crypto: Primitives; readonly keys?: readonly VerifierKey[] },
): Promise<LogState> {
  const checkpoint = text === undefined ? undefined : checkpointIn(text);
  const key = checkpoint && hubLogKey(checkpoint.origin, crypto.sha256);
  if (text === undefined || checkpoint === undefined || key === undefined) throw new WorldError(WRONG);
  const { origin, size, root } = checkpoint;
  const opened = await openCheckpoint(text, { origin, log: [key] }, crypto);
  if (!opened.ok || size > tree.size) throw new WorldError(WRONG);
  const hashes = await tree.hashes(size);
  if (!bytesEqual(rootAt(size, hashes, crypto.sha256), root)) throw new WorldError(WRONG);
  // The Ed25519 key is told by the origin.
  const beside = keys.filter(({ name, type }) => name === origin && type !== key.type);
  return { origin, size, checkpoint: text, hashes, keys: beside };
}

const WRONG =
  'the log is not what its checkpoint says. No bag was made. See: shanyrak fsck, and keep the folder as it is';
