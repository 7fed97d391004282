import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { consistencyProof, inclusionProof, leafHash, rangeProof, rootAt } from './merkle.ts';
import { newMerkleTree } from './merkle-tree.ts';
import {
  entriesPath,
  entryBundle,
  hashReaderOverTiles,
  parseEntryBundle,
  parseTilePath,
  pathOfTile,
  tileBytes,
  tilePath,
  tilesBetween,
  tilesOf,
} from './tiles.ts';
import type { Tile } from './tiles.ts';

const { sha256 } = cryptoNode();
const dataAt = (i: number): Uint8Array => sha256(Buffer.from(`leaf ${i}`));

describe('the path of a tile', () => {
  test('is the one of the specification', () => {
    assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067');
    assert.equal(tilePath({ level: 0, index: 1_234, width: 5 }), 'tile/0/x001/234.p/5');
    assert.equal(tilePath({ level: 63, index: 0, width: 256 }), 'tile/63/000');
    assert.equal(entriesPath({ index: 999, width: 1 }), 'tile/entries/999.p/1');
    assert.equal(entriesPath({ index: 1_000, width: 256 }), 'tile/entries/x001/000');
  });

  test('is read back to the same tile', () => {
    const index = fc.oneof(fc.nat(3_000_000), fc.constantFrom(0, 999, 1_000, 2 ** 53 - 1));
    const width = fc.integer({ min: 1, max: 256 });
    const hashes = fc.record({ kind: fc.constant('hashes' as const), level: fc.nat(63), index, width });
    const entries = fc.record({ kind: fc.constant('entries' as const), index, width });
    fc.assert(
      fc.property(fc.oneof(hashes, entries), (tile) => {
        assert.deepEqual(parseTilePath(pathOfTile(tile)), { ...tile });
      }),
    );
  });

  test('has one spelling, and what is no path of a tile is none', () => {
    for (const bad of [
      'tile/0/x000/000',
      'tile/0/0',
      'tile/0/1234',
      'tile/0/x001/x234',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/999',
      'tile/0/000.p/05',
      'tile/0/000.p/',
      'tile/00/000',
      'tile/64/000',
      'tile/-1/000',
      'tile/0/../0',
      '/tile/0/000',
      'tile/0/000/',
      'tile/0/000\n',
      'tile/data/000',
      'tile/entries/x000/001',
      'checkpoint',
      '',
      `tile/0/${'x999/'.repeat(5)}999`,
      `tile/0/${'x001/'.repeat(6)}001`,
    ])
      assert.equal(parseTilePath(bad), undefined, bad);
  });

  test('given as any text is refused or is exactly the path of what is read', () => {
    const piece = fc.constantFrom(
      'tile/',
      'entries/',
      '0/',
      '63/',
      'x001/',
      '000',
      '123',
      '.p/',
      '5',
      '255',
      '/',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = pieces.join('');
        const tile = parseTilePath(path);
        if (tile) assert.equal(pathOfTile(tile), path);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('the tiles of a tree', () => {
  test('of 70,000 leaves are those that the specification counts', () => {
    const hashes = tilesOf(70_000).filter((tile) => tile.kind === 'hashes');
    const of = (level: number): number[] =>
      hashes.filter((tile) => tile.level === level).map(({ width }) => width);
    assert.deepEqual(of(0), [...Array<number>(273).fill(256), 112]);
    assert.deepEqual(of(1), [256, 17]);
    assert.deepEqual(of(2), [1]);
    assert.equal(hashes.length, 277);
    assert.deepEqual(tilesOf(256).map(pathOfTile), ['tile/0/000', 'tile/entries/000', 'tile/1/000.p/1']);
    assert.deepEqual(tilesOf(0), []);
  });

  test('that are new between two sizes are exactly those that the smaller tree did not have', () => {
    const size = fc.oneof(fc.nat(2_000), fc.nat(140_000));
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const before = new Set(tilesOf(from).map(pathOfTile));
        const fresh = tilesOf(to)
          .map(pathOfTile)
          .filter((path) => !before.has(path));
        assert.deepEqual(tilesBetween({ from, to }).map(pathOfTile), fresh);
      }),
    );
  });

  test('written as it grows and read back give the same roots and proofs', () => {
    const tree = newMerkleTree(sha256);
    const disk = new Map<string, Uint8Array>();
    let written = 0;
    for (const size of [1, 2, 255, 256, 257, 511, 700, 66_000, 66_001]) {
      for (let i = tree.size(); i < size; i++) tree.append(dataAt(i));
      for (const tile of tilesBetween({ from: written, to: size }))
        if (tile.kind === 'hashes') disk.set(tilePath(tile), tileBytes(tile, tree.read));
      written = size;
      const readTile = (tile: Tile): Uint8Array => disk.get(pathOfTile(tile)) ?? new Uint8Array();
      const read = hashReaderOverTiles({ size, readTile }, sha256);
      assert.deepEqual(Buffer.from(rootAt(size, read, sha256)), Buffer.from(tree.root()));
      for (const index of [0, size >> 1, size - 1]) {
        const place = { index, size };
        assert.deepEqual(
          plain(inclusionProof(place, read, sha256)),
          plain(inclusionProof(place, tree.read, sha256)),
        );
        const growth = { from: index + 1, to: size };
        assert.deepEqual(
          plain(consistencyProof(growth, read, sha256)),
          plain(consistencyProof(growth, tree.read, sha256)),
        );
        const range = { start: index, end: Math.min(size, index + 300), size };
        assert.deepEqual(plain(rangeProof(range, read, sha256)), plain(rangeProof(range, tree.read, sha256)));
      }
    }
  });

  test('are read only as far as the tree goes, and only whole', () => {
    const readTile = (): Uint8Array => new Uint8Array(5 * 32);
    const read = hashReaderOverTiles({ size: 5, readTile }, sha256);
    assert.throws(() => read(0, 5), /bug/);
    assert.throws(() => read(2, 1), /bug/);
    assert.throws(() => hashReaderOverTiles({ size: 6, readTile }, sha256)(0, 0), /bug/);
    assert.equal(read(2, 0).length, 32);
  });
});

describe('a bundle of entries', () => {
  test('of two ids is each behind its length, and its leaves hash to the tile', () => {
    const ids = [dataAt(0), dataAt(1)];
    const bundle = entryBundle(ids);
    assert.equal(
      Buffer.from(bundle).toString('hex'),
      ids.map((id) => `0020${Buffer.from(id).toString('hex')}`).join(''),
    );
    const tree = newMerkleTree(sha256);
    for (const id of ids) tree.append(id);
    const leaves = (parseEntryBundle(bundle) ?? []).map((data) => leafHash(data, sha256));
    assert.deepEqual(
      Buffer.concat(leaves),
      Buffer.from(tileBytes({ level: 0, index: 0, width: 2 }, tree.read)),
    );
  });

  test('is read back, and torn anywhere it is refused or shorter', () => {
    const entry = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 10 }), fc.nat(), (entries, cut) => {
        const bundle = entryBundle(entries);
        assert.deepEqual(plain(parseEntryBundle(bundle) ?? []), plain(entries));
        const torn = parseEntryBundle(bundle.subarray(0, cut % (bundle.length + 1)));
        if (torn) assert.deepEqual(plain(torn), plain(entries.slice(0, torn.length)));
      }),
    );
  });

  test('of more than 256 entries is refused', () => {
    const many = Array.from({ length: 257 }, () => Uint8Array.of(1));
    assert.equal(parseEntryBundle(entryBundle(many.slice(1)))?.length, 256);
    assert.equal(parseEntryBundle(entryBundle(many)), undefined);
  });

  test('made of any bytes is read without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const entries = parseEntryBundle(bytes);
        if (entries) assert.deepEqual(Buffer.from(entryBundle(entries)), Buffer.from(bytes));
      }),
    );
  });
});

function plain(hashes: readonly Uint8Array[]): string[] {
  return hashes.map((bytes) => Buffer.from(bytes).toString('hex'));
}
