import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { forger, someIds } from '../../../test/sim/forged-log.ts';
import type { Forger } from '../../../test/sim/forged-log.ts';
import { newIncident, witness } from '../../../test/sim/witness.ts';
import type { Said } from '../../../test/sim/witness.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { bytesToBase64 } from '../../base/base64.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { EntryId } from '../names.ts';
import { holdPost } from './held-post.ts';
import type { HeldPost } from './held-post.ts';
import { consistencyProof, rangeProof } from './merkle.ts';
import type { LeafRange } from './merkle.ts';
import { parsePostProof } from './post-proof.ts';
import { knownSize, parseSeenLog, seenIn } from './seen-log.ts';
import type { SeenLog } from './seen-log.ts';

const crypto = cryptoNode();
const OTHERS = someIds(20, crypto);

/** An honest answer of a hub that has these entries, of which the last ones were handed in. */
async function answer(
  hub: Forger,
  ids: readonly EntryId[],
  { from, known }: { readonly from: number; readonly known?: number },
): Promise<Json> {
  const tree = hub.tree(ids);
  const base64 = (hashes: readonly Uint8Array[]): string[] => hashes.map(bytesToBase64);
  const range: LeafRange = { start: from, end: ids.length, size: ids.length };
  const growth =
    known === undefined
      ? {}
      : { consistency: base64(consistencyProof({ from: known, to: ids.length }, tree.read, crypto.sha256)) };
  const proof = base64(rangeProof(range, tree.read, crypto.sha256));
  return {
    log: { checkpoint: await hub.sign(tree), ranges: [{ start: from, end: ids.length, proof }], ...growth },
  };
}

function handedIn(
  said: readonly Said[],
  from: number,
): Pick<Parameters<typeof holdPost>[1], 'entries' | 'receipts'> {
  return {
    entries: said.map(({ wire }) => wire),
    receipts: said.map((_, i) => ({ status: 'accepted', index: from + i })),
  };
}

const say = (count: number): Promise<readonly Said[]> => witness(crypto, newIncident(crypto)).sayMany(count);

/** Two entries after twenty of others, proven. */
async function first(
  hub: Forger,
): Promise<HeldPost & { readonly ids: readonly EntryId[]; readonly kept: SeenLog }> {
  const said = await say(2);
  const ids = [...OTHERS, ...said.map(({ id }) => id)];
  const held = await holdPost(
    undefined,
    { ...handedIn(said, 20), answer: await answer(hub, ids, { from: 20 }) },
    crypto,
  );
  assert.ok(held.log);
  return { ...held, ids, kept: held.log };
}

describe('the answer to a post', () => {
  test('proves each entry at its place, and what is kept of the log survives being written down', async () => {
    const hub = forger(crypto);
    const { proven, standing, kept } = await first(hub);
    assert.deepEqual([proven, standing], [[true, true], 'proven']);
    const again = parseSeenLog(JSON.parse(JSON.stringify(kept)) as Json);
    assert.deepEqual(again, kept);
    assert.equal(knownSize(again), 22);
    assert.equal(seenIn(again)?.origin, hub.origin);
    assert.equal(parseSeenLog({ checkpoint: 'no note' }), undefined);
  });

  test('proves nothing for another index, for what is not in the range, and for two at one place', async () => {
    const hub = forger(crypto);
    const said = await say(2);
    const ids = [...OTHERS, ...said.map(({ id }) => id)];
    const good = await answer(hub, ids, { from: 20 });
    const { entries } = handedIn(said, 20);
    const at = (...indexes: readonly number[]): Json[] =>
      indexes.map((index) => ({ status: 'accepted', index }));
    for (const receipts of [at(21, 20), at(20, 20), at(20, 22), at(19, 20)]) {
      const held = await holdPost(undefined, { entries, receipts, answer: good }, crypto);
      assert.equal(held.standing, 'wrong-proof');
      assert.ok(held.proven.includes(false));
    }
    const refused = [...at(20), { status: 'refused' }];
    const partly = await holdPost(
      undefined,
      { entries, receipts: refused, answer: await answer(hub, ids.slice(0, 21), { from: 20 }) },
      crypto,
    );
    assert.deepEqual([partly.proven, partly.standing], [[true, false], 'proven']);
  });

  test('needs the proof that the log only grew, and tells a smaller or unsigned state from a contradiction', async () => {
    const hub = forger(crypto);
    const { kept, ids } = await first(hub);
    const said = await say(1);
    const [now, post] = [[...ids, ...said.map(({ id }) => id)], handedIn(said, 22)];
    const standing = async (answered: Json): Promise<string> =>
      (await holdPost(kept, { ...post, answer: answered }, crypto)).standing;
    assert.equal(await standing(await answer(hub, now, { from: 22, known: 22 })), 'proven');
    assert.equal(await standing(await answer(hub, now, { from: 22 })), 'no-proof');
    assert.equal(await standing(await answer(hub, ids.slice(0, 10), { from: 9 })), 'older-state');
    assert.equal(await standing({}), 'no-proof');
    assert.equal(await standing({ log: 'what' }), 'no-proof');
    assert.equal(await standing(await answer(forger(crypto), now, { from: 22 })), 'other-log');
    const other = [...someIds(1, crypto, 'other'), ...now.slice(1)];
    assert.equal(await standing(await answer(hub, other, { from: 22, known: 22 })), 'contradicted');
    assert.equal(
      await standing(await answer(hub, other.slice(0, 22), { from: 21, known: 22 })),
      'contradicted',
    );
  });

  test('of a hub that contradicted itself proves nothing any more', async () => {
    const hub = forger(crypto);
    const { kept, ids } = await first(hub);
    const said = await say(1);
    const now = [...ids, ...said.map(({ id }) => id)];
    const against = { known: 'one', shown: 'two' };
    const held = await holdPost(
      { ...kept, against },
      { ...handedIn(said, 22), answer: await answer(hub, now, { from: 22, known: 22 }) },
      crypto,
    );
    assert.deepEqual([held.standing, held.proven, held.log?.against], ['contradicted', [false], against]);
  });

  test('may be of a log begun anew by the same hub, once, and says how much was seen of the one before', async () => {
    const key = crypto.newSigner();
    const [old, anew] = [forger(crypto, '', key), forger(crypto, '/9', key)];
    const { kept, ids } = await first(old);
    const said = await say(1);
    const now = [...ids.slice(0, 5), ...said.map(({ id }) => id)];
    const post = handedIn(said, 5);
    const held = await holdPost(kept, { ...post, answer: await answer(anew, now, { from: 5 }) }, crypto);
    assert.deepEqual([held.standing, held.left, held.proven], ['proven', 22, [true]]);
    const back = await holdPost(held.log, { ...post, answer: await answer(old, now, { from: 5 }) }, crypto);
    assert.equal(back.standing, 'other-log');
  });

  test('is read from a stranger’s JSON or not at all', () => {
    const proof = [bytesToBase64(new Uint8Array(32))];
    const good = { checkpoint: 'x', ranges: [{ start: 0, end: 1, proof }], consistency: proof };
    assert.ok(parsePostProof(good));
    const bad: readonly Json[] = [
      { ...good, checkpoint: 1 },
      { ...good, checkpoint: 'x'.repeat(300_000) },
      { ...good, ranges: {} },
      { ...good, ranges: Array.from({ length: 1_001 }, () => ({ start: 0, end: 1, proof })) },
      { ...good, ranges: [{ start: 1, end: 1, proof }] },
      { ...good, ranges: [{ start: -1, end: 1, proof }] },
      { ...good, ranges: [{ start: 0, end: 0.5, proof }] },
      { ...good, ranges: [{ start: 0, end: 1, proof: ['AAAA'] }] },
      { ...good, consistency: 'no' },
      { ...good, consistency: [1] },
      { ...good, consistency: Array.from({ length: 64 }, () => proof[0] ?? '') },
      [],
    ];
    for (const value of bad) assert.equal(parsePostProof(value), undefined);
  });
});
