import { bytesEqual } from '../../base/bytes.ts';
import { HASH_BYTES, nodeHash, splitOf } from './merkle.ts';
import type { Growth, LeafPlace, Sha256 } from './merkle.ts';

/** `leaf` is the hash of the leaf. */
export type Inclusion = LeafPlace & {
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
};

/** Whether the leaf stands at its index under the root. RFC 9162, section 2.1.3.2; any value may come from a stranger. */
export function isIncluded({ index, size, leaf, proof, root }: Inclusion, sha256: Sha256): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root], proof)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash, sha256);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, sibling, sha256);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && bytesEqual(hash, root);
}

export type Consistency = Growth & {
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
};

/**
 * Whether the tree of `from` leaves begins the tree of `to` leaves. RFC 9162, section 2.1.4.2. From 0 is refused: an empty
 * tree begins every tree, and a proof of it would say nothing. Equal sizes need equal roots and an empty proof.
 */
export function isConsistent(claim: Consistency, sha256: Sha256): boolean {
  const { from, to, fromRoot, toRoot, proof } = claim;
  if (!isCount(from) || !isCount(to) || from === 0 || from > to) return false;
  if (from === to) return proof.length === 0 && bytesEqual(fromRoot, toRoot);
  if (!areHashes([fromRoot, toRoot], proof)) return false;
  let [at, last] = [from - 1, to - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // A full old tree is a node of the new one: its root, which is known, begins the walk.
  const walk = at === 0 ? [fromRoot, ...proof] : proof;
  const [first, ...rest] = walk;
  if (first === undefined || rest.length === 0) return false;
  let [older, newer] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      older = nodeHash(hash, older, sha256);
      newer = nodeHash(hash, newer, sha256);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      newer = nodeHash(newer, hash, sha256);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && bytesEqual(older, fromRoot) && bytesEqual(newer, toRoot);
}

/** `leaves` are the hashes of the leaves from `start` on. */
export type RangeInclusion = {
  readonly start: number;
  readonly size: number;
  readonly leaves: readonly Uint8Array[];
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
};

/** Whether the leaves stand beside each other from `start` on under the root: the other side of `rangeProof`. At least one leaf. */
export function isRangeIncluded(claim: RangeInclusion, sha256: Sha256): boolean {
  const { start, size, leaves, proof, root } = claim;
  const end = start + leaves.length;
  if (!isCount(start) || !isCount(size) || leaves.length === 0 || end > size) return false;
  if (!areHashes([root], proof) || !areHashes([], leaves)) return false;
  let used = 0;
  const walk = (from: number, to: number): Uint8Array | undefined => {
    if (to <= start || from >= end) return proof[used++];
    if (to - from === 1) return leaves[from - start];
    const middle = from + splitOf(to - from);
    const left = walk(from, middle);
    const right = left && walk(middle, to);
    return left && right && nodeHash(left, right, sha256);
  };
  const hash = walk(0, size);
  return hash !== undefined && used === proof.length && bytesEqual(hash, root);
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function areHashes(some: readonly Uint8Array[], more: readonly Uint8Array[]): boolean {
  const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES;
  return some.every(isHash) && more.every(isHash);
}
