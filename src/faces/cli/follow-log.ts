import { bytesEqual } from '../../base/bytes.ts';
import type { Checkpoint } from '../../record/log/checkpoint.ts';
import { newFrontier, subtreesOf } from '../../record/log/frontier.ts';
import type { Frontier, Subtree } from '../../record/log/frontier.ts';
import { HASH_BYTES, leafHash } from '../../record/log/merkle.ts';
import type { Sha256 } from '../../record/log/merkle.ts';
import {
  entriesPath,
  hashReaderOverTiles,
  parseEntryBundle,
  TILE_WIDTH,
  tilePath,
  TILE_LEVELS,
} from '../../record/log/tiles.ts';
import type { HashTile } from '../../record/log/tiles.ts';
import type { LogOverHttp } from './log-over-http.ts';

/** What came of working out a log's tree anew from its files. */
export type Followed =
  | { readonly kind: 'consistent' }
  /** The entries the newer checkpoint was signed over do not begin with those of the older one: the log's own hand says both. */
  | { readonly kind: 'contradiction' }
  /** `paths`: the files that do not fit each other, or the tree. */
  | { readonly kind: 'damaged'; readonly paths: readonly string[]; readonly why: Damage }
  | { readonly kind: 'unreachable'; readonly path: string };

export type Damage = 'missing' | 'size' | 'hashes-differ' | 'entries-differ' | 'root-differs';

export type Following = {
  readonly log: LogOverHttp;
  readonly sha256: Sha256;
  /** How many leaves were looked at, and of how many; told every now and then. */
  readonly progress: (done: number, of: number) => void;
};

/** Leaf tiles asked for at once: a server is followed, not pressed. */
const AT_ONCE = 8;
const PROGRESS_EVERY = 64 * TILE_WIDTH;
// Leaf data here is 32 bytes behind two of length; a stranger's log may hold more, which is none of ours.
const BUNDLE_BYTES_MAX: number = TILE_WIDTH * (2 + HASH_BYTES);

class Stop extends Error {
  readonly found: Followed;
  constructor(found: Followed) {
    super(found.kind);
    this.found = found;
  }
}

/**
 * Goes on with the tree of a checkpoint that was seen before to a later one, from the log's tiles and entry bundles: only what
 * is new is fetched, and everything fetched is worked out from the leaves up. Both checkpoints were signed by the log.
 * Where it does not fit, the whole log is fetched, to tell a contradiction from a damaged file.
 */
export async function followLog(
  known: Checkpoint | undefined,
  now: Checkpoint,
  needs: Following,
): Promise<Followed> {
  const from = known?.size ?? 0;
  try {
    if (known === undefined || from === 0) {
      await grow(newFrontier(0, [], needs.sha256), now, needs);
      return { kind: 'consistent' };
    }
    const edge = await edgeOf(known, now, needs);
    if (edge !== undefined && (await leadsOn(edge, now, needs))) return { kind: 'consistent' };
    return await explain(known, now, needs);
  } catch (cause) {
    if (cause instanceof Stop) return cause.found;
    throw cause;
  }
}

/** Damage is looked at again from the first leaf on: it may lie in what was there before. */
async function leadsOn(edge: Frontier, now: Checkpoint, needs: Following): Promise<boolean> {
  try {
    await grow(edge, now, needs);
    return true;
  } catch (cause) {
    if (cause instanceof Stop && cause.found.kind === 'damaged' && cause.found.why === 'root-differs')
      return false;
    throw cause;
  }
}

/** All leaves anew: when they lead to the newer root and not through the older one, the log has signed two pasts. */
async function explain(known: Checkpoint, now: Checkpoint, needs: Following): Promise<Followed> {
  let passed: Uint8Array | undefined;
  await grow(newFrontier(0, [], needs.sha256), now, needs, (tree) => {
    if (tree.size() === known.size) passed = tree.root();
  });
  return passed !== undefined && bytesEqual(passed, known.root)
    ? { kind: 'consistent' }
    : { kind: 'contradiction' };
}

/** The edge of the older tree, read from tiles of the newer one; `undefined` when it is not the tree that was signed then. */
async function edgeOf(known: Checkpoint, now: Checkpoint, needs: Following): Promise<Frontier | undefined> {
  const tiles = new Map<string, Uint8Array>();
  for (const subtree of subtreesOf(known.size)) {
    const tile = tileAround(subtree, now.size);
    const path = tilePath(tile);
    if (!tiles.has(path)) tiles.set(path, await tileOf(tile, needs));
  }
  const readTile = (tile: HashTile): Uint8Array => tiles.get(tilePath(tile)) ?? new Uint8Array();
  const read = hashReaderOverTiles({ size: now.size, readTile }, needs.sha256);
  const roots = subtreesOf(known.size).map(({ level, index }) => read(level, index));
  const edge = newFrontier(known.size, roots, needs.sha256);
  return bytesEqual(edge.root(), known.root) ? edge : undefined;
}

/** The tile of a tree of `size` leaves in which the root of a full subtree lies, or what it is hashed from. */
function tileAround({ level, index }: Subtree, size: number): HashTile {
  const tileLevel = Math.floor(level / TILE_LEVELS);
  const at = Math.floor((index * 2 ** (level % TILE_LEVELS)) / TILE_WIDTH);
  return { kind: 'hashes', level: tileLevel, index: at, width: widthOf(tileLevel, at, size) };
}

function widthOf(level: number, index: number, size: number): number {
  return Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH);
}

/** Takes the leaves after those of `tree` up to the checkpoint, and holds every new tile to them. */
async function grow(
  tree: Frontier,
  now: Checkpoint,
  needs: Following,
  step: (tree: Frontier) => void = () => {},
): Promise<void> {
  const upper = newUpperTiles(now.size, needs);
  const last = Math.ceil(now.size / TILE_WIDTH);
  for (let first = Math.floor(tree.size() / TILE_WIDTH); first < last; first += AT_ONCE) {
    const indexes = Array.from({ length: Math.min(AT_ONCE, last - first) }, (_, i) => first + i);
    const fetched = await Promise.all(indexes.map((index) => leavesOf(index, now.size, needs)));
    for (const [i, leaves] of fetched.entries()) {
      const start = (first + i) * TILE_WIDTH;
      for (const leaf of leaves.slice(Math.max(0, tree.size() - start))) {
        for (const full of tree.append(leaf)) upper.take(full);
        step(tree);
      }
    }
    await upper.check();
    if (tree.size() % PROGRESS_EVERY === 0) needs.progress(tree.size(), now.size);
  }
  await upper.checkRest();
  if (!bytesEqual(tree.root(), now.root))
    throw new Stop({ kind: 'damaged', paths: ['checkpoint'], why: 'root-differs' });
}

/** The leaf hashes under one tile of level 0, held to the entries beside it. */
async function leavesOf(index: number, size: number, needs: Following): Promise<readonly Uint8Array[]> {
  const width = widthOf(0, index, size);
  const [tile, bundle] = await Promise.all([
    tileOf({ kind: 'hashes', level: 0, index, width }, needs),
    fileOf(
      [entriesPath({ index, width }), entriesPath({ index, width: TILE_WIDTH })],
      BUNDLE_BYTES_MAX,
      needs,
    ),
  ]);
  const paths = [tilePath({ level: 0, index, width }), entriesPath({ index, width })];
  const entries = parseEntryBundle(bundle);
  if (entries === undefined || entries.length < width)
    throw new Stop({ kind: 'damaged', paths: paths.slice(1), why: 'size' });
  return Array.from({ length: width }, (_, i) => {
    const leaf = tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
    const entry = entries[i];
    if (entry === undefined || !bytesEqual(leafHash(entry, needs.sha256), leaf))
      throw new Stop({ kind: 'damaged', paths, why: 'entries-differ' });
    return leaf;
  });
}

type UpperTiles = {
  readonly take: (full: Subtree & { readonly hash: Uint8Array }) => void;
  /** Holds those tiles to what was worked out that are whole by now. */
  readonly check: () => Promise<void>;
  readonly checkRest: () => Promise<void>;
};

/** What the tiles above level 0 have to hold, as it is worked out from the leaves. */
function newUpperTiles(size: number, needs: Following): UpperTiles {
  const waiting = new Map<string, { readonly tile: HashTile; readonly hashes: Map<number, Uint8Array> }>();
  const compare = async (
    isWanted: (tile: HashTile, hashes: ReadonlyMap<number, Uint8Array>) => boolean,
  ): Promise<void> => {
    for (const [path, { tile, hashes }] of waiting) {
      if (!isWanted(tile, hashes)) continue;
      const bytes = await tileOf(tile, needs);
      for (const [at, hash] of hashes)
        if (!bytesEqual(bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES), hash)) {
          const below = { level: tile.level - 1, index: tile.index * TILE_WIDTH + at, width: TILE_WIDTH };
          throw new Stop({ kind: 'damaged', paths: [path, tilePath(below)], why: 'hashes-differ' });
        }
      waiting.delete(path);
    }
  };
  return {
    take: ({ level, index, hash }) => {
      if (level === 0 || level % TILE_LEVELS !== 0) return;
      const tileLevel = level / TILE_LEVELS;
      const at = Math.floor(index / TILE_WIDTH);
      const tile: HashTile = {
        kind: 'hashes',
        level: tileLevel,
        index: at,
        width: widthOf(tileLevel, at, size),
      };
      const path = tilePath(tile);
      const known = waiting.get(path) ?? { tile, hashes: new Map<number, Uint8Array>() };
      waiting.set(path, known);
      known.hashes.set(index % TILE_WIDTH, hash);
    },
    check: () => compare(({ width }, hashes) => width === TILE_WIDTH && hashes.has(TILE_WIDTH - 1)),
    checkRest: () => compare(() => true),
  };
}

/** A tile of hashes. A partial one that is gone may be had from the full tile that took its place. */
async function tileOf(tile: HashTile, needs: Following): Promise<Uint8Array> {
  const full = { ...tile, width: TILE_WIDTH };
  const bytes = await fileOf([tilePath(tile), tilePath(full)], TILE_WIDTH * HASH_BYTES, needs);
  const length = tile.width * HASH_BYTES;
  if (bytes.length !== length && bytes.length !== TILE_WIDTH * HASH_BYTES)
    throw new Stop({ kind: 'damaged', paths: [tilePath(tile)], why: 'size' });
  return bytes.subarray(0, length);
}

/** The first of these files that is there. */
async function fileOf(paths: readonly string[], bytesMax: number, { log }: Following): Promise<Uint8Array> {
  const [named = ''] = paths;
  for (const path of new Set(paths)) {
    const got = await log.fetch(path, bytesMax);
    if (got.kind === 'bytes') return got.bytes;
    if (got.kind === 'unreachable') throw new Stop({ kind: 'unreachable', path });
    if (got.kind === 'too-large') throw new Stop({ kind: 'damaged', paths: [path], why: 'size' });
  }
  throw new Stop({ kind: 'damaged', paths: [named], why: 'missing' });
}
