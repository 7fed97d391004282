import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { smallLog } from '../../test/making/small-log.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { instant, SECOND_MS } from '../base/instant.ts';
import { parseNote, parseSignatureLines, printVerifierKey, verifierKey } from '../record/log/note.ts';
import type { VerifierKey } from '../record/log/note.ts';
import { openNote } from '../record/log/sign-note.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import { evidenceDesk } from './evidence.ts';
import type { EvidenceDesk } from './evidence.ts';
import { witnessDesk } from './witness-desk.ts';
import type { WitnessDesk, WitnessReply } from './witness-desk.ts';

const crypto = cryptoNode();
const signer = crypto.newSigner();
const NAME = 'witness.example/w1';
const made = verifierKey({ name: NAME, type: 0x04, key: signer.key }, crypto.sha256);
assert.ok(made.ok);
const WITNESS = made.value;
const START = 1_800_000_000;

type Here = {
  readonly desk: WitnessDesk;
  readonly evidence: EvidenceDesk;
  readonly clock: { seconds: number };
  readonly store: Store;
};

function witnessOf(keys: readonly VerifierKey[], store: Store = storeMemory()): Here {
  const clock = { seconds: START };
  const now = () => instant(clock.seconds * SECOND_MS);
  const evidence = evidenceDesk({ store, crypto, now });
  const logs = () => keys.map((key) => ({ name: 'west', key }));
  const desk = witnessDesk({ store, crypto, now, evidence, cosigner: { name: NAME, signer }, logs });
  return { desk, evidence, clock, store };
}

/** The time it states, once its line was verified under the note. */
async function secondsOf(reply: WitnessReply, note: string | undefined): Promise<number | undefined> {
  assert.equal(reply.status, 200);
  const [read, under] = [parseSignatureLines('lines' in reply ? reply.lines : ''), parseNote(note ?? '')];
  assert.ok(read.ok && under.ok);
  const opened = await openNote({ text: under.value.text, lines: read.value }, [WITNESS], crypto);
  assert.ok(opened.ok && opened.value.length === 1);
  return opened.value[0]?.at;
}

describe('a witness', () => {
  test('signs the first checkpoint it sees of a log, and what has grown from it', async () => {
    const log = await smallLog();
    const { desk, clock } = witnessOf([log.key]);
    const first = await log.grow(3);
    assert.equal(await secondsOf(await desk.addCheckpoint(log.asking(0)), first.note), START);
    clock.seconds += 60;
    const second = await log.grow(4);
    assert.equal(await secondsOf(await desk.addCheckpoint(log.asking(3)), second.note), START + 60);
    assert.deepEqual(desk.watched(), [
      { name: 'west', origin: log.key.name, signed: { size: 7, at: instant((START + 60) * SECOND_MS) } },
    ]);
  });

  test('signs the same checkpoint again, with the time of then', async () => {
    const log = await smallLog();
    const { desk, clock } = witnessOf([log.key]);
    const { note } = await log.grow(3);
    await desk.addCheckpoint(log.asking(0));
    clock.seconds += 5;
    assert.equal(await secondsOf(await desk.addCheckpoint(log.asking(3)), note), START + 5);
  });

  test('answers as the specification says what it does not sign', async () => {
    const [log, other] = await Promise.all([smallLog(), smallLog('log.example/two')]);
    const impostor = await smallLog();
    const { desk } = witnessOf([log.key]);
    await log.grow(5);
    assert.equal((await desk.addCheckpoint('')).status, 400);
    assert.equal((await desk.addCheckpoint(log.asking(0).replace('old 0', 'old 00'))).status, 400);
    assert.equal((await desk.addCheckpoint(log.asking(0).replace('old 0', 'old 6'))).status, 400);
    await other.grow(1);
    assert.equal((await desk.addCheckpoint(other.asking(0))).status, 404);
    await impostor.grow(5);
    assert.equal((await desk.addCheckpoint(impostor.asking(0))).status, 403);
    const ahead = await desk.addCheckpoint(log.asking(2));
    assert.ok(ahead.status === 409 && ahead.size === 0);
    assert.equal((await desk.addCheckpoint(log.asking(0))).status, 200);
    await log.grow(2);
    const behind = await desk.addCheckpoint(log.asking(0));
    assert.ok(behind.status === 409 && behind.size === 5);
    const wrong = log.asking(5).replace(/\n[^\n]{44}\n/, `\n${'A'.repeat(43)}=\n`);
    assert.equal((await desk.addCheckpoint(wrong)).status, 422);
    assert.equal((await desk.addCheckpoint(log.asking(5))).status, 200);
  });

  test('lets one of two win that start from the same size at the same time', async () => {
    const log = await smallLog();
    const { desk } = witnessOf([log.key]);
    await log.grow(3);
    await desk.addCheckpoint(log.asking(0));
    await log.grow(1);
    const short = log.asking(3);
    await log.grow(4);
    const [longer, shorter] = await Promise.all([
      desk.addCheckpoint(log.asking(3)),
      desk.addCheckpoint(short),
    ]);
    assert.equal(longer.status, 200);
    assert.ok(shorter.status === 409 && shorter.size === 8);
    assert.equal(desk.watched()[0]?.signed?.size, 8);
  });

  test('signs nothing that it could not keep', async () => {
    const log = await smallLog();
    const store = storeMemory();
    let isFull = false;
    const append: Store['append'] = async (rows, changes) => {
      if (isFull) throw new StoreFailure('full', true);
      return store.append(rows, changes);
    };
    const { desk } = witnessOf([log.key], { ...store, append });
    await log.grow(3);
    await desk.addCheckpoint(log.asking(0));
    await log.grow(1);
    isFull = true;
    await assert.rejects(desk.addCheckpoint(log.asking(3)), StoreFailure);
    assert.equal(desk.watched()[0]?.signed?.size, 3);
    isFull = false;
    assert.equal((await desk.addCheckpoint(log.asking(3))).status, 200);
  });

  test('goes on after a stop between keeping and answering, when the log asks again', async () => {
    const log = await smallLog();
    const { desk, store } = witnessOf([log.key]);
    await log.grow(3);
    await desk.addCheckpoint(log.asking(0));
    const { note } = await log.grow(2);
    // Kept, and the answer never came.
    await desk.addCheckpoint(log.asking(3));
    const after = witnessOf([log.key], store);
    const again = await after.desk.addCheckpoint(log.asking(3));
    assert.ok(again.status === 409 && again.size === 5);
    assert.equal(await secondsOf(await after.desk.addCheckpoint(log.asking(5)), note), START);
  });

  test('never states a time before one it stated, and signs nothing while its clock is plainly wrong', async () => {
    const log = await smallLog();
    const { desk, clock, store } = witnessOf([log.key]);
    await log.grow(1);
    await desk.addCheckpoint(log.asking(0));
    const { note } = await log.grow(1);
    clock.seconds -= 5;
    assert.equal(await secondsOf(await desk.addCheckpoint(log.asking(1)), note), START);
    await log.grow(1);
    const set = witnessOf([log.key], store);
    set.clock.seconds -= 3600;
    assert.equal((await set.desk.addCheckpoint(log.asking(2))).status, 503);
    assert.equal(set.desk.watched()[0]?.signed?.size, 2);
  });

  test('keeps the last checkpoints of each log and no more, however long it grows', async () => {
    const log = await smallLog();
    const { desk, store } = witnessOf([log.key]);
    for (let size = 0; size < 40; size++) {
      await log.grow(1);
      assert.equal((await desk.addCheckpoint(log.asking(size))).status, 200);
    }
    assert.equal(store.inDrawer('witnessed').length, 32);
    assert.equal(witnessOf([log.key], store).desk.watched()[0]?.signed?.size, 40);
  });
});

describe('a log that was rolled back', () => {
  test('is refused and, once it grows another way, convicted by two notes of its own', async () => {
    const log = await smallLog();
    const { desk, evidence, store } = witnessOf([log.key]);
    for (let size = 2; size < 6; size++) {
      await log.grow(size === 2 ? 3 : 1);
      await desk.addCheckpoint(log.asking(size === 2 ? 0 : size));
    }
    const back = await log.copyOf(3);
    const shorter = await desk.addCheckpoint(back.asking(3));
    assert.ok(shorter.status === 409 && shorter.size === 6);
    assert.deepEqual(desk.watched()[0]?.shorter?.size, 3);
    assert.deepEqual(evidence.held(), []);
    const forged = await back.grow(1, 'forged');
    assert.equal((await desk.addCheckpoint(back.asking(3))).status, 409);
    assert.equal((await desk.addCheckpoint(back.asking(3))).status, 409);
    const [pair, ...more] = evidenceDesk({ store, crypto, now: () => instant(0) }).held();
    assert.ok(pair?.kind === 'forked' && more.length === 0);
    assert.deepEqual([pair.first.size, pair.second.size], [4, 4]);
    assert.equal([pair.first.note, pair.second.note].includes(forged.note), true);
    assert.notEqual(pair.first.note, pair.second.note);
  });

  test('that grows past what was signed cannot prove it: both notes are kept, until it proves that very state', async () => {
    const log = await smallLog();
    const { desk, evidence } = witnessOf([log.key]);
    await log.grow(5);
    await desk.addCheckpoint(log.asking(0));
    const back = await log.copyOf(3);
    await back.grow(4, 'forged');
    assert.equal((await desk.addCheckpoint(back.asking(5))).status, 422);
    const [pair] = evidence.held();
    assert.ok(pair?.kind === 'unproven');
    assert.deepEqual([pair.first.size, pair.second.size, pair.from], [5, 7, 'asked']);
    await log.grow(3);
    assert.equal((await desk.addCheckpoint(log.asking(5))).status, 200);
    assert.equal(evidence.held()[0]?.answeredAt, undefined);
  });

  test('a wrong proof that somebody else sent with an honest note is answered by the right one', async () => {
    const log = await smallLog();
    const { desk, evidence } = witnessOf([log.key]);
    await log.grow(5);
    await desk.addCheckpoint(log.asking(0));
    await log.grow(3);
    const wrong = log.asking(5).replace(/\n[^\n]{44}\n/, `\n${'A'.repeat(43)}=\n`);
    assert.equal((await desk.addCheckpoint(wrong)).status, 422);
    assert.equal(evidence.held()[0]?.answeredAt, undefined);
    assert.equal((await desk.addCheckpoint(log.asking(5))).status, 200);
    assert.notEqual(evidence.held()[0]?.answeredAt, undefined);
  });
});

describe('two notes that are handed in', () => {
  test('are kept when one log signed both and they contradict each other, once', async () => {
    const log = await smallLog();
    const { evidence } = witnessOf([]);
    const honest = await log.grow(4);
    const twin = await (await log.copyOf(3)).grow(1, 'forged');
    const of = { origin: log.key.name, keys: [log.key] };
    const kept = await evidence.keep({ notes: [honest.note, twin.note], from: 'handed-in' }, of);
    assert.ok(kept.ok && kept.value.kind === 'forked');
    await evidence.keep({ notes: [twin.note, honest.note], from: 'handed-in' }, of);
    assert.equal(evidence.held().length, 1);
    const same = await evidence.keep({ notes: [honest.note, honest.note], from: 'handed-in' }, of);
    assert.ok(!same.ok && same.error.kind === 'same');
    const stranger = await smallLog();
    const foreign = await stranger.grow(4, 'other');
    const refused = await evidence.keep({ notes: [honest.note, foreign.note], from: 'handed-in' }, of);
    assert.ok(!refused.ok && refused.error.kind === 'not-signed', printVerifierKey(stranger.key));
  });

  test('are not kept without end, and wrong proofs that anybody may send leave room for what convicts', async () => {
    const log = await smallLog();
    const { desk, evidence } = witnessOf([log.key]);
    const honest = await log.grow(4);
    await desk.addCheckpoint(log.asking(0));
    for (let i = 0; i < 20; i++) {
      await log.grow(1);
      const wrong = log.asking(4).replace(/\n[^\n]{44}\n/, `\n${'A'.repeat(43)}=\n`);
      assert.equal((await desk.addCheckpoint(wrong)).status, 422);
    }
    const count = (kind: string): number => evidence.held().filter((each) => each.kind === kind).length;
    assert.deepEqual([count('unproven'), count('forked')], [16, 0]);
    const of = { origin: log.key.name, keys: [log.key] };
    for (let i = 0; i < 20; i++) {
      const twin = await (await log.copyOf(3)).grow(1, `forged ${i}`);
      await evidence.keep({ notes: [honest.note, twin.note], from: 'handed-in' }, of);
    }
    assert.deepEqual([count('unproven'), count('forked')], [16, 16]);
  });

  test('that are answered make room for others', async () => {
    const log = await smallLog();
    const { desk, evidence } = witnessOf([log.key]);
    await log.grow(4);
    await desk.addCheckpoint(log.asking(0));
    for (let i = 0; i < 40; i++) {
      const from = 4 + i;
      await log.grow(1);
      const wrong = log.asking(from).replace(/\n\n/, `\n${'A'.repeat(43)}=\n\n`);
      assert.equal((await desk.addCheckpoint(wrong)).status, 422);
      assert.equal((await desk.addCheckpoint(log.asking(from))).status, 200);
    }
    assert.equal(evidence.held().length, 16);
    assert.equal(evidence.held().filter(({ answeredAt }) => answeredAt === undefined).length, 0);
    assert.ok(evidence.held().some(({ second }) => second.size === 44));
  });
});
