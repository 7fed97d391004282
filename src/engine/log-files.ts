import { assert } from '../base/assert.ts';
import { bytesEqual, hexToBytes } from '../base/bytes.ts';
import type { EntryId } from '../record/names.ts';
import type { Primitives } from '../record/primitives.ts';
import { newMerkleTree } from '../record/log/merkle-tree.ts';
import type { MerkleTree } from '../record/log/merkle-tree.ts';
import {
  entryBundle,
  parseTilePath,
  pathOfTile,
  TILE_WIDTH,
  tileBytes,
  tilesBetween,
  tilesOf,
} from '../record/log/tiles.ts';
import type { Tile } from '../record/log/tiles.ts';
import type { Store } from '../ports/store.ts';
import type { TileFile, TileFiles } from '../ports/tile-files.ts';

/** What the files of a log are made of. The tree may hold more than is in the files, never less than the store did. */
export type LogSource = {
  readonly tree: MerkleTree;
  readonly store: Pick<Store, 'leaves'>;
  /** The newest leaves as they are, from an index on: what is written next needs no second look into the store. */
  readonly newest: { from: number; leaves: readonly Uint8Array[] };
};

export function newLogSource(store: LogSource['store'], sha256: Primitives['sha256']): LogSource {
  return { tree: newMerkleTree(sha256), store, newest: { from: 0, leaves: [] } };
}

const TILES = 'tile';
// So many bytes of tiles are in memory at once: 2 MB.
const WRITTEN_AT_ONCE = 256;
const LEAVES_AT_ONCE = 10_000;

/** Takes into the tree what the store has beyond it. The order is the store's, whoever was told of an entry first. */
export function fillTree({ tree, store, newest }: LogSource): void {
  for (;;) {
    const leaves = store.leaves(tree.size(), LEAVES_AT_ONCE).map(leafOf);
    const from = tree.size() - (tree.size() % TILE_WIDTH);
    newest.leaves = [...newest.leaves.slice(from - newest.from), ...leaves];
    newest.from = from;
    for (const leaf of leaves) tree.append(leaf);
    if (leaves.length < LEAVES_AT_ONCE) return;
  }
}

/** What stands in the log of an entry: the 32 bytes of its id. */
export function leafOf(id: EntryId): Uint8Array {
  const bytes = hexToBytes(id);
  assert(bytes !== undefined, 'an id is hex');
  return bytes;
}

/** How far a tree has to reach for a tile: the number of its leaves. */
export function leavesUnder(tile: Tile): number {
  const level = tile.kind === 'hashes' ? tile.level : 0;
  return (tile.index * TILE_WIDTH + tile.width) * TILE_WIDTH ** level;
}

/** A tile as it has to be. Asked only for what the tree reaches. */
export function bytesOfTile(tile: Tile, { tree, store, newest }: LogSource): Uint8Array {
  if (tile.kind === 'hashes') return tileBytes(tile, tree.read);
  const first = tile.index * TILE_WIDTH;
  if (first >= newest.from)
    return entryBundle(newest.leaves.slice(first - newest.from, first - newest.from + tile.width));
  return entryBundle(store.leaves(first, tile.width).map(leafOf));
}

/** Writes the tiles that a tree of `to` leaves has and one of `from` leaves had not. */
export async function writeTiles(
  files: TileFiles,
  source: LogSource,
  growth: { readonly from: number; readonly to: number },
): Promise<void> {
  const tiles = tilesBetween(growth);
  for (let at = 0; at < tiles.length; at += WRITTEN_AT_ONCE)
    await files.write(tiles.slice(at, at + WRITTEN_AT_ONCE).map((tile) => fileOf(tile, source)));
}

function fileOf(tile: Tile, source: LogSource): TileFile {
  return { path: pathOfTile(tile), bytes: bytesOfTile(tile, source) };
}

/** Takes away partial tiles whose full one stands now: C2SP tlog-tiles, "Partial Tiles", allows it. */
export async function dropPartials(
  files: TileFiles,
  growth: { readonly from: number; readonly to: number },
): Promise<void> {
  const filled = tilesBetween(growth).filter(({ width }) => width === TILE_WIDTH);
  const old = filled.flatMap((tile) => files.list(`${pathOfTile(tile)}.p`));
  if (old.length > 0) await files.remove(old);
}

/**
 * Makes the files be what the tree of the store says: writes what the first `size` leaves need and what is torn, takes away what
 * is not of this tree. Gives the paths of what was not as it had to be.
 */
export async function mendTiles(
  files: TileFiles,
  source: LogSource,
  size: number,
): Promise<readonly string[]> {
  const wanted = new Map(tilesOf(size).map((tile) => [pathOfTile(tile), tile]));
  const [mended, gone]: [string[], string[]] = [[], []];
  for (const path of files.list(TILES)) {
    const tile = parseTilePath(path);
    // What a kill left half written.
    if (tile === undefined) gone.push(path);
    else if (wanted.has(path)) continue;
    else if (tile.width < TILE_WIDTH && wanted.has(pathOfTile({ ...tile, width: TILE_WIDTH })))
      gone.push(path);
    // A partial tile of an earlier checkpoint, or one for which none was signed any more.
    else if (leavesUnder(tile) <= source.tree.size()) wanted.set(path, tile);
    else {
      mended.push(path);
      gone.push(path);
    }
  }
  const wrong = [...wanted].filter(([path, tile]) => !isSame(files.read(path), bytesOfTile(tile, source)));
  for (let at = 0; at < wrong.length; at += WRITTEN_AT_ONCE)
    await files.write(wrong.slice(at, at + WRITTEN_AT_ONCE).map(([, tile]) => fileOf(tile, source)));
  if (gone.length > 0) await files.remove(gone);
  return [...mended, ...wrong.map(([path]) => path)];
}

function isSame(found: Uint8Array | undefined, wanted: Uint8Array): boolean {
  return found !== undefined && bytesEqual(found, wanted);
}
