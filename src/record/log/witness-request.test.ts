import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { consistencyProof } from './merkle.ts';
import { newMerkleTree } from './merkle-tree.ts';
import { ed25519NoteSigner, signCheckpoint } from './sign-note.ts';
import type { LogKeys } from './sign-note.ts';
import {
  decideAddCheckpoint,
  openAddCheckpoint,
  parseAddCheckpoint,
  printAddCheckpoint,
} from './witness-request.ts';
import type { LatestCosigned, WitnessDecision } from './witness-request.ts';

const crypto = cryptoNode();
const { sha256 } = crypto;
const ORIGIN = 'log.example';
const log = ed25519NoteSigner({ name: ORIGIN, signer: crypto.newSigner() }, sha256);
const stranger = ed25519NoteSigner({ name: ORIGIN, signer: crypto.newSigner() }, sha256);
const treeFrom = (first: number) => {
  const tree = newMerkleTree(sha256);
  for (let i = 0; i < 40; i++) tree.append(Uint8Array.of(i === 0 ? first : i));
  return tree;
};
const [tree, forged] = [treeFrom(0), treeFrom(99)];
const keysOf = (origin: string): LogKeys | undefined =>
  origin === ORIGIN ? { origin, log: [log.key] } : undefined;
const seen = (size: number): LatestCosigned => ({ size, root: tree.root(size) });
const proofOf = (from: number, to: number) => consistencyProof({ from, to }, tree.read, sha256);

type Asked = { readonly old: number; readonly size: number; readonly proof?: readonly Uint8Array[] };
async function bodyOf({ old, size, proof }: Asked, of = tree, signer = log): Promise<string> {
  const note = await signCheckpoint({ origin: ORIGIN, size, root: of.root(size), extensions: [] }, [signer]);
  return printAddCheckpoint({ old, proof: proof ?? proofOf(Math.min(old, size), size), note });
}

async function answer(
  body: string,
  latest?: LatestCosigned,
): Promise<WitnessDecision | { readonly status: number }> {
  const request = await openAddCheckpoint(body, keysOf, crypto);
  return request.ok ? decideAddCheckpoint(latest, request.value, sha256) : request.error;
}

describe('a witness asked to cosign', () => {
  test('begins a log it has not seen from 0, and goes on only with a proof', async () => {
    const first = await answer(await bodyOf({ old: 0, size: 7 }));
    assert.equal(first.status, 200);
    assert.ok('checkpoint' in first && first.checkpoint.size === 7);
    for (const [old, size] of [
      [7, 8],
      [7, 40],
      [8, 16],
      [39, 40],
      [1, 2],
    ] as const)
      assert.equal((await answer(await bodyOf({ old, size }), seen(old))).status, 200, `${old} to ${size}`);
  });

  test('cosigns the same checkpoint again', async () => {
    assert.equal((await answer(await bodyOf({ old: 7, size: 7 }), seen(7))).status, 200);
    assert.equal((await answer(await bodyOf({ old: 0, size: 0 }))).status, 200);
  });

  test('answers 400 to what is not of the form, and to an old size above the new one', async () => {
    const good = await bodyOf({ old: 7, size: 8 });
    for (const bad of [
      '',
      'old 7\n',
      good.replace('old 7', 'old 07'),
      good.replace('old', 'size'),
      good.trimEnd(),
    ])
      assert.deepEqual(await answer(bad, seen(7)), { status: 400 }, bad);
    assert.deepEqual(await answer(await bodyOf({ old: 9, size: 8 }), seen(9)), { status: 400 });
  });

  test('answers 404 for a log it does not know, before looking at signatures', async () => {
    const body = await bodyOf({ old: 0, size: 7 });
    assert.deepEqual(await answer(body.replace(ORIGIN, 'other.example')), { status: 404 });
  });

  test('answers 403 when no key of the log signed', async () => {
    assert.deepEqual(await answer(await bodyOf({ old: 0, size: 7 }, tree, stranger)), { status: 403 });
    const body = await bodyOf({ old: 0, size: 7 });
    assert.deepEqual(await answer(body.replace('\n7\n', '\n8\n')), { status: 403 });
  });

  test('answers 409 with the size it has seen, when the log counts from another', async () => {
    const conflict = { status: 409, size: 7, why: 'size' };
    for (const old of [0, 6, 8])
      assert.deepEqual(await answer(await bodyOf({ old, size: 9 }), seen(7)), conflict);
    assert.deepEqual(await answer(await bodyOf({ old: 3, size: 9 })), { ...conflict, size: 0 });
  });

  test('answers 409 to another root of the same size, and 422 to a growth that is not proven', async () => {
    const fork = await bodyOf({ old: 7, size: 7, proof: [] }, forged);
    assert.deepEqual(await answer(fork, seen(7)), { status: 409, size: 7, why: 'root' });
    const grown = await bodyOf({ old: 7, size: 9 }, forged);
    assert.deepEqual(await answer(grown, seen(7)), { status: 422 });
    const unproven = await bodyOf({ old: 7, size: 9, proof: [] });
    assert.deepEqual(await answer(unproven, seen(7)), { status: 422 });
    const needless = { old: 0, size: 9, proof: proofOf(3, 9) };
    assert.deepEqual(await answer(await bodyOf(needless)), { status: 422 });
    const idle = { old: 7, size: 7, proof: proofOf(3, 9) };
    assert.deepEqual(await answer(await bodyOf(idle), seen(7)), { status: 422 });
  });

  test('reads at most 63 hashes', async () => {
    const hashes = (count: number) => Array.from({ length: count }, () => tree.leaf(0));
    assert.ok(parseAddCheckpoint(await bodyOf({ old: 7, size: 8, proof: hashes(63) })));
    for (const count of [64, 65, 500])
      assert.equal(parseAddCheckpoint(await bodyOf({ old: 7, size: 8, proof: hashes(count) })), undefined);
  });

  test('reads any lines without a throw, and only in their one spelling', async () => {
    const good = await bodyOf({ old: 7, size: 9 });
    const note = good.slice(good.indexOf('\n\n') + 2);
    const hash = Buffer.from(tree.leaf(0)).toString('base64');
    const piece = fc.oneof(fc.constantFrom('old 7', 'old 0', hash, '', note), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const body = `${pieces.join('\n')}\n\n${note}`;
        const read = parseAddCheckpoint(body);
        if (read) assert.equal(printAddCheckpoint(read), body);
      }),
      { numRuns: 1_000 },
    );
  });
});
