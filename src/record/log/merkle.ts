import { assert } from '../../base/assert.ts';
import type { Primitives } from '../primitives.ts';

export type Sha256 = Primitives['sha256'];

/**
 * The root of the full subtree over the leaves `[index * 2^level, (index + 1) * 2^level)`; at level 0 the hash of one leaf.
 * Asked only for subtrees that are full. What it gives is not to be changed by whoever asks.
 */
export type HashReader = (level: number, index: number) => Uint8Array;

/** SHA-256, the hash of every tree here. */
export const HASH_BYTES = 32;

/** The hash of one leaf: SHA-256(00 || data). RFC 6962, section 2.1. */
export function leafHash(data: Uint8Array, sha256: Sha256): Uint8Array {
  const bytes = new Uint8Array(1 + data.length);
  bytes.set(data, 1);
  return sha256(bytes);
}

// Every sha256 takes its input before it returns, so that one buffer serves all inner nodes.
const PAIR = new Uint8Array(1 + 2 * HASH_BYTES);
PAIR[0] = 1;

/** The hash of an inner node: SHA-256(01 || left || right). RFC 6962, section 2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  PAIR.set(left, 1);
  PAIR.set(right, 1 + HASH_BYTES);
  return sha256(PAIR);
}

/** The root of the tree without leaves: SHA-256 of nothing. RFC 6962, section 2.1. */
export function emptyRoot(sha256: Sha256): Uint8Array {
  return sha256(new Uint8Array());
}

/** The largest power of two below `n`, for `n` of 2 and more: where RFC 6962 splits a tree of `n` leaves. */
export function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The root of the tree of the first `size` leaves. */
export function rootAt(size: number, read: HashReader, sha256: Sha256): Uint8Array {
  return size === 0 ? emptyRoot(sha256) : hashOf(0, size, read, sha256);
}

/** The hash over the leaves `[start, end)`, a subtree of an RFC 6962 tree: `start` is a multiple of the power of two that holds it. */
function hashOf(start: number, end: number, read: HashReader, sha256: Sha256): Uint8Array {
  // From left to right it is a row of full subtrees, each smaller than the one before it.
  const row: Uint8Array[] = [];
  let at = start;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (width * 2 <= end - at) {
      width *= 2;
      level++;
    }
    row.push(read(level, at / width));
    at += width;
  }
  return row.reduceRight((right, left) => nodeHash(left, right, sha256));
}

/** Where a leaf stands: `index` from 0, in the tree of the first `size` leaves. */
export type LeafPlace = { readonly index: number; readonly size: number };

/** The inclusion proof of one leaf, from its sibling up: PATH of RFC 6962, section 2.1.1. */
export function inclusionProof({ index, size }: LeafPlace, read: HashReader, sha256: Sha256): Uint8Array[] {
  assert(index >= 0 && index < size, 'a proof is asked for a leaf of the tree');
  const downwards: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      downwards.push(hashOf(middle, end, read, sha256));
      end = middle;
    } else {
      downwards.push(hashOf(start, middle, read, sha256));
      start = middle;
    }
  }
  return downwards.reverse();
}

/** The sizes of one tree, before and after. */
export type Growth = { readonly from: number; readonly to: number };

/**
 * The proof that the tree of `from` leaves begins the tree of `to` leaves: PROOF of RFC 6962, section 2.1.2. Empty when both
 * are the same, and from 0, which begins every tree and proves nothing.
 */
export function consistencyProof({ from, to }: Growth, read: HashReader, sha256: Sha256): Uint8Array[] {
  assert(from >= 0 && from <= to, 'a tree only grows');
  if (from === 0 || from === to) return [];
  const downwards: Uint8Array[] = [];
  let [start, end] = [0, to];
  while (end !== from) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      downwards.push(hashOf(middle, end, read, sha256));
      end = middle;
    } else {
      downwards.push(hashOf(start, middle, read, sha256));
      start = middle;
    }
  }
  // The old tree as a whole is known to whoever asks; a part of it is not.
  if (start > 0) downwards.push(hashOf(start, end, read, sha256));
  return downwards.reverse();
}

/** Leaves that lie beside each other: `[start, end)` of the first `size`, at least one. */
export type LeafRange = { readonly start: number; readonly end: number; readonly size: number };

/**
 * One proof for leaves that lie beside each other: the hashes of the largest subtrees that hold none of them, in the order of
 * a walk of the RFC 6962 tree of `size` leaves, depth first, left before right. Whoever has the hashes of the leaves works
 * out the root (`isRangeIncluded`).
 */
export function rangeProof({ start, end, size }: LeafRange, read: HashReader, sha256: Sha256): Uint8Array[] {
  assert(start >= 0 && start < end && end <= size, 'a range proof is asked for leaves of the tree');
  const proof: Uint8Array[] = [];
  const walk = (from: number, to: number): void => {
    if (from >= start && to <= end) return;
    if (to <= start || from >= end) {
      proof.push(hashOf(from, to, read, sha256));
      return;
    }
    const middle = from + splitOf(to - from);
    walk(from, middle);
    walk(middle, to);
  };
  walk(0, size);
  return proof;
}
