import { assert } from '../../base/assert.ts';
import type { Primitives } from '../primitives.ts';
import { emptyRoot, nodeHash } from './merkle.ts';

/** A full subtree by its place: the root over leaves `index * 2^level` up to, not with, `(index + 1) * 2^level`. */
export type Subtree = { readonly level: number; readonly index: number };

/**
 * The right edge of a tree (RFC 6962, section 2.1): what is enough to go on with it leaf by leaf, without the leaves
 * that are in it. A few dozen hashes at any size.
 */
export type Frontier = {
  readonly size: () => number;
  /** Adds a leaf by its hash, and gives the subtrees that are full with it, the smallest first. */
  readonly append: (leafHash: Uint8Array) => readonly (Subtree & { readonly hash: Uint8Array })[];
  readonly root: () => Uint8Array;
};

/** The full subtrees that make up a tree of so many leaves, from left to right. */
export function subtreesOf(size: number): readonly Subtree[] {
  assert(Number.isSafeInteger(size) && size >= 0, 'a tree has a whole number of leaves');
  const found: Subtree[] = [];
  // By division: the operators on bits stop at 32.
  for (let level = 0, left = size; left > 0; level++, left = Math.floor(left / 2))
    if (left % 2 === 1) found.unshift({ level, index: left - 1 });
  return found;
}

/** The edge of a tree of `size` leaves from the roots of its full subtrees, from left to right. */
export function newFrontier(
  size: number,
  roots: readonly Uint8Array[],
  sha256: Primitives['sha256'],
): Frontier {
  assert(roots.length === subtreesOf(size).length, 'there is a root for each full subtree');
  const edge = [...roots];
  let count = size;
  return {
    size: () => count,
    append: (leafHash) => {
      let [hash, index] = [leafHash, count];
      const full = [{ level: 0, index, hash }];
      for (let level = 1; index % 2 === 1; level++) {
        const left = edge.pop();
        assert(left !== undefined, 'an odd place has a left neighbour');
        hash = nodeHash(left, hash, sha256);
        index = (index - 1) / 2;
        full.push({ level, index, hash });
      }
      edge.push(hash);
      count++;
      return full;
    },
    root: () => {
      const last = edge.at(-1);
      if (last === undefined) return emptyRoot(sha256);
      return edge.slice(0, -1).reduceRight((right, left) => nodeHash(left, right, sha256), last);
    },
  };
}
