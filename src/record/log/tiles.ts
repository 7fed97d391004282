import { assert } from '../../base/assert.ts';
import { HASH_BYTES, nodeHash } from './merkle.ts';
import type { Growth, HashReader, Sha256 } from './merkle.ts';

/** C2SP tlog-tiles, "Merkle Tree": a full tile has 256 hashes, and a tile of the level above holds one hash of it. */
export const TILE_WIDTH = 256;
export const TILE_LEVELS = 8;
const LEVEL_MAX = 63;

/** 256 hashes of one level of tiles, or the first `width` of them. Level 0 holds the hashes of leaves. */
export type HashTile = {
  readonly kind: 'hashes';
  /** Of tiles: 0 to 63, each eight levels of the tree. */
  readonly level: number;
  readonly index: number;
  /** 1 to 256. */
  readonly width: number;
};

/** The data of the leaves under one tile of level 0. */
export type EntryTile = { readonly kind: 'entries'; readonly index: number; readonly width: number };
export type Tile = HashTile | EntryTile;

/** `tile/0/x001/234.p/5`: where a tile lies below the prefix of the log. C2SP tlog-tiles. */
export function tilePath({ level, index, width }: Omit<HashTile, 'kind'>): string {
  return `tile/${level}/${numberPath(index)}${widthPath(width)}`;
}

/** `tile/entries/x001/234.p/5`. C2SP tlog-tiles, "Log entries". */
export function entriesPath({ index, width }: Omit<EntryTile, 'kind'>): string {
  return `tile/entries/${numberPath(index)}${widthPath(width)}`;
}

function widthPath(width: number): string {
  return width === TILE_WIDTH ? '' : `.p/${width}`;
}

/** 1234067 is `x001/x234/067`. */
function numberPath(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  return groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/');
}

const TILE_PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile at a path; `undefined` for every other spelling of it, and for what is no tile. */
export function parseTilePath(path: string): Tile | undefined {
  const [, kind, groups, partial] = TILE_PATH.exec(path) ?? [];
  if (kind === undefined || groups === undefined) return undefined;
  const index = Number(groups.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  const isFull = width === TILE_WIDTH;
  // A leading group of zeros, or `.p/256`, would be a second name for the same tile.
  if (numberPath(index) !== groups || !Number.isSafeInteger(index)) return undefined;
  if (width > TILE_WIDTH || isFull !== (partial === undefined)) return undefined;
  if (kind === 'entries') return { kind: 'entries', index, width };
  const level = Number(kind);
  return level > LEVEL_MAX ? undefined : { kind: 'hashes', level, index, width };
}

/** Where a tile of either kind lies. */
export function pathOfTile(tile: Tile): string {
  return tile.kind === 'hashes' ? tilePath(tile) : entriesPath(tile);
}

/**
 * The tiles and entry bundles of the tree of `to` leaves that the tree of `from` leaves did not have, lowest level first.
 * Partial ones are named anew with their new width; those of earlier sizes are left where they are.
 */
export function tilesBetween({ from, to }: Growth): Tile[] {
  const tiles: Tile[] = [];
  const add = (level: number, index: number, width: number): void => {
    tiles.push({ kind: 'hashes', level, index, width });
    if (level === 0) tiles.push({ kind: 'entries', index, width });
  };
  let [before, now] = [from, to];
  for (let level = 0; now > 0; level++) {
    const full = Math.floor(now / TILE_WIDTH);
    for (let index = Math.floor(before / TILE_WIDTH); index < full; index++) add(level, index, TILE_WIDTH);
    const width = now % TILE_WIDTH;
    if (width > 0 && now !== before) add(level, full, width);
    [before, now] = [Math.floor(before / TILE_WIDTH), full];
  }
  return tiles;
}

/** All tiles that the tree of `size` leaves consists of. */
export function tilesOf(size: number): Tile[] {
  return tilesBetween({ from: 0, to: size });
}

/** The bytes of a tile of hashes: `width` times 32. */
export function tileBytes({ level, index, width }: Omit<HashTile, 'kind'>, read: HashReader): Uint8Array {
  const bytes = new Uint8Array(width * HASH_BYTES);
  for (let i = 0; i < width; i++)
    bytes.set(read(level * TILE_LEVELS, index * TILE_WIDTH + i), i * HASH_BYTES);
  return bytes;
}

const LENGTH_BYTES = 2;

/** An entry bundle: each leaf's data behind its length, two bytes, the higher one first. C2SP tlog-tiles, "Log entries". */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, { length }) => sum + LENGTH_BYTES + length, 0));
  let at = 0;
  for (const entry of entries) {
    assert(entry.length < 65_536, 'the length of an entry fits in two bytes');
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 255;
    bytes.set(entry, at + LENGTH_BYTES);
    at += LENGTH_BYTES + entry.length;
  }
  return bytes;
}

/** The data of the leaves in a bundle; `undefined` when it is torn, is longer, or has more than 256. */
export function parseEntryBundle(bytes: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined || entries.length === TILE_WIDTH) return undefined;
    const end = at + LENGTH_BYTES + high * 256 + low;
    if (end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return entries;
}

/** Gives the bytes of a tile, exactly `width` times 32: whoever reads them from a disk or a stranger checks the length first. */
export type TileReader = (tile: HashTile) => Uint8Array;

/**
 * Reads the tree of `size` leaves from its tiles. What lies between two levels of tiles is hashed anew at each asking. That the
 * tiles belong to a checkpoint is proven by `rootAt` alone.
 */
export function hashReaderOverTiles(
  { size, readTile }: { readonly size: number; readonly readTile: TileReader },
  sha256: Sha256,
): HashReader {
  return (level, index) => {
    const tileLevel = Math.floor(level / TILE_LEVELS);
    const many = 2 ** (level % TILE_LEVELS);
    const first = index * many;
    const tileIndex = Math.floor(first / TILE_WIDTH);
    const here = Math.floor(size / TILE_WIDTH ** tileLevel) - tileIndex * TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, here);
    const offset = first - tileIndex * TILE_WIDTH;
    assert(offset + many <= width, 'only full subtrees of the tree are read');
    const bytes = readTile({ kind: 'hashes', level: tileLevel, index: tileIndex, width });
    assert(bytes.length === width * HASH_BYTES, 'a tile is given whole');
    let row = Array.from({ length: many }, (_, i) =>
      bytes.subarray((offset + i) * HASH_BYTES, (offset + i + 1) * HASH_BYTES),
    );
    while (row.length > 1) row = pairsOf(row, sha256);
    return row[0] ?? new Uint8Array();
  };
}

function pairsOf(row: readonly Uint8Array[], sha256: Sha256): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let i = 0; i + 1 < row.length; i += 2) {
    const [left, right] = [row[i], row[i + 1]];
    if (left && right) out.push(nodeHash(left, right, sha256));
  }
  return out;
}
