import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { utf8Encode } from '../../base/bytes.ts';
import { newFrontier, subtreesOf } from './frontier.ts';
import { newMerkleTree } from './merkle-tree.ts';
import type { MerkleTree } from './merkle-tree.ts';

const { sha256 } = cryptoNode();

function treeOf(count: number): MerkleTree {
  const tree = newMerkleTree(sha256);
  for (let n = 0; n < count; n++) tree.append(utf8Encode(`leaf ${n}`));
  return tree;
}

test('the edge of a tree goes on to the same root, and tells every subtree that is full', () => {
  const tree = treeOf(600);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 600 }), (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const roots = subtreesOf(from).map(({ level, index }) => tree.read(level, index));
      const edge = newFrontier(from, roots, sha256);
      assert.equal(Buffer.compare(edge.root(), tree.root(from)), 0);
      for (let n = from; n < to; n++)
        for (const { level, index, hash } of edge.append(tree.leaf(n)))
          assert.equal(Buffer.compare(hash, tree.read(level, index)), 0);
      assert.deepEqual([edge.size(), Buffer.compare(edge.root(), tree.root(to))], [to, 0]);
    }),
    { numRuns: 40 },
  );
});

test('a tree of any size is made of full subtrees from left to right', () => {
  assert.deepEqual(subtreesOf(0), []);
  assert.deepEqual(subtreesOf(6), [
    { level: 2, index: 0 },
    { level: 1, index: 2 },
  ]);
  const large = subtreesOf(2 ** 40 + 5);
  assert.deepEqual(large, [
    { level: 40, index: 0 },
    { level: 2, index: 2 ** 38 },
    { level: 0, index: 2 ** 40 + 4 },
  ]);
});
