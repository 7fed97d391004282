import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import {
  consistencyProof,
  emptyRoot,
  inclusionProof,
  leafHash,
  nodeHash,
  rangeProof,
  rootAt,
} from './merkle.ts';
import { isConsistent, isIncluded, isRangeIncluded } from './merkle-check.ts';
import { newMerkleTree } from './merkle-tree.ts';

const { sha256 } = cryptoNode();
const SIZES = 40;
const VECTORS = join(import.meta.dirname, '../../../../shared/data/vectors/rfc6962');
const VECTORS_COUNT = 196;

// RFC 6962, section 2.1, word for word and on lists of data: slow, and without anything of the code it judges.
const hash = (...parts: readonly Uint8Array[]): Buffer => {
  const made = createHash('sha256');
  for (const part of parts) made.update(part);
  return made.digest();
};
const [LEAF, NODE] = [Buffer.of(0), Buffer.of(1)];
const halfOf = (n: number): number => 2 ** (Math.ceil(Math.log2(n)) - 1);
function naiveRoot(data: readonly Uint8Array[]): Buffer {
  if (data.length === 0) return hash();
  if (data.length === 1) return hash(LEAF, data[0] ?? LEAF);
  const k = halfOf(data.length);
  return hash(NODE, naiveRoot(data.slice(0, k)), naiveRoot(data.slice(k)));
}
function naivePath(m: number, data: readonly Uint8Array[]): Buffer[] {
  if (data.length === 1) return [];
  const k = halfOf(data.length);
  if (m < k) return [...naivePath(m, data.slice(0, k)), naiveRoot(data.slice(k))];
  return [...naivePath(m - k, data.slice(k)), naiveRoot(data.slice(0, k))];
}
function naiveGrowth(m: number, data: readonly Uint8Array[], isWhole: boolean): Buffer[] {
  if (m === data.length) return isWhole ? [] : [naiveRoot(data)];
  const k = halfOf(data.length);
  if (m <= k) return [...naiveGrowth(m, data.slice(0, k), isWhole), naiveRoot(data.slice(k))];
  return [...naiveGrowth(m - k, data.slice(k), false), naiveRoot(data.slice(0, k))];
}
function naiveRange(
  start: number,
  end: number,
  ...[from, data]: readonly [number, readonly Uint8Array[]]
): Buffer[] {
  const to = from + data.length;
  if (from >= start && to <= end) return [];
  if (to <= start || from >= end) return [naiveRoot(data)];
  const k = halfOf(data.length);
  const left = naiveRange(start, end, from, data.slice(0, k));
  return [...left, ...naiveRange(start, end, from + k, data.slice(k))];
}

const dataOf = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, i) => hash(Buffer.from(`leaf ${i}`)));
const treeOf = (size: number) => {
  const tree = newMerkleTree(sha256);
  for (const data of dataOf(size)) tree.append(data);
  return tree;
};
const plain = (hashes: readonly Uint8Array[]): string[] =>
  hashes.map((bytes) => Buffer.from(bytes).toString('hex'));

describe('a tree of RFC 6962', () => {
  const data = dataOf(SIZES);
  const tree = treeOf(SIZES);
  const roots = Array.from({ length: SIZES + 1 }, (_, size) => naiveRoot(data.slice(0, size)));

  test('has the roots of the naive one at every size, and reads each leaf', () => {
    for (const [size, root] of roots.entries()) assert.deepEqual(plain([tree.root(size)]), plain([root]));
    assert.deepEqual(plain([emptyRoot(sha256)]), plain([naiveRoot([])]));
    assert.deepEqual(plain([tree.leaf(7)]), plain([leafHash(data[7] ?? LEAF, sha256)]));
    assert.equal(tree.size(), SIZES);
  });

  test('proves each leaf at each size as the naive one does, and the proof holds', () => {
    for (let size = 1; size <= SIZES; size++) {
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof({ index, size }, tree.read, sha256);
        assert.deepEqual(plain(proof), plain(naivePath(index, data.slice(0, size))));
        const root = roots[size] ?? LEAF;
        assert.ok(isIncluded({ index, size, leaf: tree.leaf(index), proof, root }, sha256));
      }
    }
  });

  test('proves its growth between any two sizes as the naive one does, and the proof holds', () => {
    for (let to = 1; to <= SIZES; to++) {
      for (let from = 1; from <= to; from++) {
        const proof = consistencyProof({ from, to }, tree.read, sha256);
        assert.deepEqual(plain(proof), plain(naiveGrowth(from, data.slice(0, to), true)));
        const [fromRoot, toRoot] = [roots[from] ?? LEAF, roots[to] ?? LEAF];
        assert.ok(isConsistent({ from, to, fromRoot, toRoot, proof }, sha256), `${from} to ${to}`);
      }
    }
  });

  test('proves every range of every size at once, in the order of the naive walk', () => {
    for (let size = 1; size <= SIZES; size++) {
      for (let start = 0; start < size; start++) {
        for (let end = start + 1; end <= size; end++) {
          const proof = rangeProof({ start, end, size }, tree.read, sha256);
          const leaves = data.slice(start, end).map((one) => leafHash(one, sha256));
          const root = roots[size] ?? LEAF;
          assert.ok(isRangeIncluded({ start, size, leaves, proof, root }, sha256));
          if (size % 8 === 5)
            assert.deepEqual(plain(proof), plain(naiveRange(start, end, 0, data.slice(0, size))));
        }
      }
    }
  });

  test('has no proof for a leaf, a size or a range that it does not have', () => {
    assert.throws(() => inclusionProof({ index: 3, size: 3 }, tree.read, sha256), /bug/);
    assert.throws(() => consistencyProof({ from: 4, to: 3 }, tree.read, sha256), /bug/);
    assert.throws(() => rangeProof({ start: 2, end: 2, size: 3 }, tree.read, sha256), /bug/);
    assert.throws(() => tree.root(SIZES + 1), /bug/);
    assert.throws(() => tree.read(1, SIZES / 2), /bug/);
    assert.throws(() => tree.read(9, 0), /bug/);
    assert.deepEqual(consistencyProof({ from: 0, to: 3 }, tree.read, sha256), []);
  });

  test('keeps what was read from it while it grows', () => {
    const grown = newMerkleTree(sha256);
    grown.append(LEAF);
    const first = grown.leaf(0);
    const before = plain([first]);
    for (const one of data) grown.append(one);
    assert.deepEqual(plain([first]), before);
    assert.deepEqual(plain([rootAt(1, grown.read, sha256)]), before);
  });
});

/** One proof with one thing about it changed. */
const anyChange = fc.record({
  size: fc.integer({ min: 1, max: 200 }),
  a: fc.nat(10_000),
  b: fc.nat(10_000),
  how: fc.constantFrom('bit', 'swap', 'drop', 'repeat', 'grow', 'index', 'size', 'root', 'length'),
});
type Change = { readonly size: number; readonly a: number; readonly b: number; readonly how: string };

function changedProof(proof: readonly Uint8Array[], { a, b, how }: Change): Uint8Array[] | undefined {
  const at = proof.length === 0 ? 0 : a % proof.length;
  const one = proof[at];
  if (how === 'grow') return [...proof, hash(LEAF)];
  if (one === undefined) return undefined;
  if (how === 'bit') return proof.with(at, one.with(b % 32, (one[b % 32] ?? 0) ^ (1 << (a % 8))));
  if (how === 'length') return proof.with(at, one.subarray(0, b % 32));
  if (how === 'drop') return proof.toSpliced(at, 1);
  if (how === 'repeat') return proof.toSpliced(at, 0, one);
  const other = proof[b % proof.length];
  return how === 'swap' && other && other !== one
    ? proof.with(at, other).with(b % proof.length, one)
    : undefined;
}

describe('a proof with anything about it changed', () => {
  const tree = treeOf(201);
  const wrong = hash(Buffer.from('wrong'));

  test('includes no leaf', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        const [size, index] = [change.size, change.a % change.size];
        const proof = inclusionProof({ index, size }, tree.read, sha256);
        const good = { index, size, leaf: tree.leaf(index), proof, root: tree.root(size) };
        assert.ok(isIncluded(good, sha256));
        const changed = changedProof(proof, change);
        if (changed) assert.ok(!isIncluded({ ...good, proof: changed }, sha256));
        assert.ok(!isIncluded({ ...good, root: wrong }, sha256));
        assert.ok(!isIncluded({ ...good, leaf: wrong }, sha256));
        for (const other of [-1, 0.5, index + 1, size, Number.NaN, 2 ** 53])
          assert.ok(!isIncluded({ ...good, index: other }, sha256), `index ${other}`);
        for (const other of [0, index, 2 * size + 1, 2 ** 53, Number.NaN])
          assert.ok(!isIncluded({ ...good, size: other }, sha256), `size ${other}`);
      }),
    );
  });

  test('proves no growth', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        const [to, from] = [change.size, 1 + (change.a % change.size)];
        const proof = consistencyProof({ from, to }, tree.read, sha256);
        const good = { from, to, fromRoot: tree.root(from), toRoot: tree.root(to), proof };
        assert.ok(isConsistent(good, sha256));
        const changed = changedProof(proof, change);
        if (changed) assert.ok(!isConsistent({ ...good, proof: changed }, sha256));
        assert.ok(!isConsistent({ ...good, fromRoot: wrong }, sha256));
        assert.ok(!isConsistent({ ...good, toRoot: wrong }, sha256));
        assert.ok(!isConsistent({ ...good, from: 0 }, sha256));
        assert.ok(!isConsistent({ ...good, from: to + 1 }, sha256));
        assert.ok(!isConsistent({ ...good, to: 2 ** 53 }, sha256));
      }),
    );
  });

  test('includes no range', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        const [size, start] = [change.size, change.a % change.size];
        const end = start + 1 + (change.b % (size - start));
        const proof = rangeProof({ start, end, size }, tree.read, sha256);
        const leaves = Array.from({ length: end - start }, (_, i) => tree.leaf(start + i));
        const good = { start, size, leaves, proof, root: tree.root(size) };
        assert.ok(isRangeIncluded(good, sha256));
        const changed = changedProof(proof, change);
        if (changed) assert.ok(!isRangeIncluded({ ...good, proof: changed }, sha256));
        const changedLeaves = changedProof(leaves, change);
        if (changedLeaves) assert.ok(!isRangeIncluded({ ...good, leaves: changedLeaves }, sha256));
        assert.ok(!isRangeIncluded({ ...good, root: wrong }, sha256));
        assert.ok(!isRangeIncluded({ ...good, leaves: [] }, sha256));
        for (const other of [-1, start + 1, 0.5, 2 ** 53])
          assert.ok(!isRangeIncluded({ ...good, start: other }, sha256), `start ${other}`);
      }),
    );
  });
});

test('whatever a stranger sends as a proof is looked at in bounded time and never throws', () => {
  const anyHash = fc.uint8Array({ minLength: 31, maxLength: 33 });
  const anyCount = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, 2 ** 53 - 1, 2 ** 60));
  const anyProof = fc.array(anyHash, { maxLength: 70 });
  fc.assert(
    fc.property(anyCount, anyCount, anyHash, anyProof, (a, b, root, proof) => {
      isIncluded({ index: a, size: b, leaf: root, proof, root }, sha256);
      isConsistent({ from: a, to: b, fromRoot: root, toRoot: root, proof }, sha256);
      isRangeIncluded({ start: a, size: b, leaves: proof.slice(0, 3), proof, root }, sha256);
    }),
    { numRuns: 2_000 },
  );
});

test('an inner node is not taken for a leaf', () => {
  const tree = treeOf(2);
  const inner = Buffer.concat([tree.leaf(0), tree.leaf(1)]);
  assert.notDeepEqual(
    plain([leafHash(inner, sha256)]),
    plain([nodeHash(tree.leaf(0), tree.leaf(1), sha256)]),
  );
});

type Vector = {
  readonly leafIdx?: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
};

const skip = !existsSync(VECTORS) && 'the public RFC 6962 proofs are not on this machine';
test('all 196 public proofs are accepted and refused as they say', { skip }, () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
  const files = globSync('**/*.json', { cwd: VECTORS });
  assert.equal(files.length, VECTORS_COUNT);
  for (const file of files) {
    const v: Vector = JSON.parse(readFileSync(join(VECTORS, file), 'utf8'));
    const proof = (v.proof ?? []).map(bytes);
    const isAccepted =
      v.leafIdx === undefined
        ? isConsistent(
            { from: v.size1, to: v.size2, fromRoot: bytes(v.root1), toRoot: bytes(v.root2), proof },
            sha256,
          )
        : isIncluded(
            { index: v.leafIdx, size: v.treeSize, leaf: bytes(v.leafHash), root: bytes(v.root), proof },
            sha256,
          );
    assert.equal(isAccepted, !v.wantErr, file);
  }
});
