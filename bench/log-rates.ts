import { randomFillSync } from 'node:crypto';
import { cryptoNode } from '../src/adapters/crypto-node/crypto-node.ts';
import { inclusionProof } from '../src/record/log/merkle.ts';
import { isIncluded } from '../src/record/log/merkle-check.ts';
import { newMerkleTree } from '../src/record/log/merkle-tree.ts';
import type { MerkleTree } from '../src/record/log/merkle-tree.ts';
import { entryBundle, tileBytes, TILE_WIDTH, tilesBetween } from '../src/record/log/tiles.ts';
import type { Tile } from '../src/record/log/tiles.ts';
import { row } from './table.ts';
import type { Row } from './table.ts';

// As entries come in: the batch of the accepting bench.
const BATCH = 250;
const ID_BYTES = 32;
const MICROS_IN_SECOND = 1e6;
const { sha256 } = cryptoNode();

/**
 * What the log's own arithmetic does in a CPU second: leaves appended to a tree in memory in batches, each with its root and the
 * bytes of its tiles, and proofs of single leaves. No disk and no signature.
 */
export function logRates(isQuick: boolean): readonly Row[] {
  const leaves = isQuick ? 100_000 : 1_000_000;
  const proofs = isQuick ? 10_000 : 100_000;
  const tree = newMerkleTree(sha256);
  const ids = randomFillSync(new Uint8Array(leaves * ID_BYTES));
  const idAt = (i: number): Uint8Array => ids.subarray(i * ID_BYTES, (i + 1) * ID_BYTES);
  const appending = cpuSeconds(() => {
    for (let from = 0; from < leaves; from += BATCH) {
      const to = Math.min(leaves, from + BATCH);
      for (let i = from; i < to; i++) tree.append(idAt(i));
      tree.root();
      for (const tile of tilesBetween({ from, to })) bytesOf(tile, tree, idAt);
    }
  });
  const proving = cpuSeconds(() => {
    for (let i = 0; i < proofs; i++) inclusionProof(placeOf(i, leaves), tree.read, sha256);
  });
  if (!hasTrueProofs(tree)) throw new Error('a proof of the bench does not hold');
  return [
    row('log-append-per-s', leaves / appending, 'leaves per CPU second', leaves),
    row('proof-per-s', proofs / proving, `proofs per CPU second, of ${leaves} leaves`, proofs),
  ];
}

function bytesOf(tile: Tile, tree: MerkleTree, idAt: (i: number) => Uint8Array): Uint8Array {
  if (tile.kind === 'hashes') return tileBytes(tile, tree.read);
  return entryBundle(Array.from({ length: tile.width }, (_, i) => idAt(tile.index * TILE_WIDTH + i)));
}

/** All over the tree, and never the neighbour of the one before. */
function placeOf(i: number, size: number): { readonly index: number; readonly size: number } {
  return { index: (i * 7_919) % size, size };
}

function hasTrueProofs(tree: MerkleTree): boolean {
  const [size, root] = [tree.size(), tree.root()];
  return [0, 1, 2, 3].every((i) => {
    const place = placeOf(i, size);
    const proof = inclusionProof(place, tree.read, sha256);
    return isIncluded({ ...place, leaf: tree.leaf(place.index), proof, root }, sha256);
  });
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / MICROS_IN_SECOND;
}
