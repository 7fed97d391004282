import { assert } from '../../base/assert.ts';
import { HASH_BYTES, leafHash, nodeHash, rootAt } from './merkle.ts';
import type { HashReader, Sha256 } from './merkle.ts';

/** The tree of a log in memory: 64 bytes a leaf, twice that right after a buffer grew. */
export type MerkleTree = {
  readonly size: () => number;
  /** The next leaf, from its data. */
  readonly append: (data: Uint8Array) => void;
  readonly read: HashReader;
  /** The root over the first `size` leaves; over all without it. */
  readonly root: (size?: number) => Uint8Array;
  /** The hash of the leaf at this index. */
  readonly leaf: (index: number) => Uint8Array;
};

/** One level of the tree: the hashes of its full subtrees, one after the other in one buffer that doubles. */
type Level = { bytes: Uint8Array; count: number };

const FIRST_HASHES = 16;

/** An empty tree. What was appended never changes, so that a hash read from it stays what it is while it grows. */
export function newMerkleTree(sha256: Sha256): MerkleTree {
  const levels: Level[] = [];
  const push = (level: number, hash: Uint8Array): Level => {
    const row = (levels[level] ??= { bytes: new Uint8Array(FIRST_HASHES * HASH_BYTES), count: 0 });
    const at = row.count * HASH_BYTES;
    if (at === row.bytes.length) {
      const grown = new Uint8Array(2 * at);
      grown.set(row.bytes);
      row.bytes = grown;
    }
    row.bytes.set(hash, at);
    row.count++;
    return row;
  };
  const size = (): number => levels[0]?.count ?? 0;
  const read: HashReader = (level, index) => {
    const row = levels[level];
    assert(row !== undefined && index < row.count, 'only full subtrees of the tree are read');
    return row.bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  };
  return {
    size,
    append: (data) => {
      let hash = leafHash(data, sha256);
      for (let level = 0; ; level++) {
        const { count } = push(level, hash);
        if (count % 2 === 1) return;
        hash = nodeHash(read(level, count - 2), hash, sha256);
      }
    },
    read,
    root: (of = size()) => {
      assert(of <= size(), 'a root is asked for leaves that are here');
      return rootAt(of, read, sha256);
    },
    leaf: (index) => read(0, index),
  };
}
