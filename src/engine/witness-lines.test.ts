import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { logHub } from '../../test/making/log-hub.ts';
import type { LogHub } from '../../test/making/log-hub.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { utf8Decode } from '../base/bytes.ts';
import { parseCheckpoint } from '../record/log/checkpoint.ts';
import type { SignatureLine } from '../record/log/note.ts';
import { parseNote } from '../record/log/note.ts';
import { ed25519Cosigner, openCheckpoint } from '../record/log/sign-note.ts';

const crypto = cryptoNode();
const signers = { east: crypto.newSigner(), west: crypto.newSigner() };

function cosigner(name: keyof typeof signers, seconds: number) {
  return ed25519Cosigner({ name: `witness.example/${name}`, signer: signers[name], seconds }, crypto.sha256);
}

async function lineOf({ log }: LogHub, name: keyof typeof signers, seconds: number): Promise<SignatureLine> {
  const note = parseNote(log.head()?.note ?? '');
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  assert.ok(checkpoint.ok);
  return cosigner(name, seconds).sign(checkpoint.value);
}

const served = ({ files }: LogHub): string => utf8Decode(files.read('checkpoint') ?? new Uint8Array()) ?? '';

async function cosignedOf(hub: LogHub): Promise<readonly (string | number)[][]> {
  const witnesses = [cosigner('east', 0).key, cosigner('west', 0).key];
  const keys = { origin: hub.log.origin, log: hub.log.keys, witnesses };
  const opened = await openCheckpoint(served(hub), keys, crypto);
  assert.ok(opened.ok);
  return opened.value.cosigned.map(({ name, at }) => [name, at]);
}

describe('lines of witnesses', () => {
  test('stand under the checkpoint on the disk, the newest of each, and over a restart', async () => {
    const hub = await logHub();
    await hub.say(3);
    const { shortNote = '' } = hub.log.head() ?? {};
    await Promise.all([
      hub.log.addLines(3, [await lineOf(hub, 'east', 100)]),
      hub.log.addLines(3, [await lineOf(hub, 'west', 200)]),
    ]);
    await hub.log.addLines(3, [await lineOf(hub, 'east', 300)]);
    const both = [
      ['witness.example/west', 200],
      ['witness.example/east', 300],
    ];
    assert.deepEqual(await cosignedOf(hub), both);
    assert.equal(hub.log.head()?.note, served(hub));
    assert.equal(hub.log.head()?.shortNote, shortNote);
    const again = await logHub({ store: hub.store, files: hub.files });
    assert.deepEqual(await cosignedOf(again), both);
    assert.equal(again.log.head()?.note, served(again));
  });

  test('stay when the log signs the same checkpoint once more, with its second key', async () => {
    const hub = await logHub();
    await hub.say(1);
    await hub.log.addLines(1, [await lineOf(hub, 'east', 100)]);
    assert.equal(hub.log.head()?.lines, 1);
    hub.clock.moveMinutes(1);
    await hub.log.round();
    assert.equal(hub.log.head()?.lines, hub.log.keys.length);
    assert.deepEqual(await cosignedOf(hub), [['witness.example/east', 100]]);
  });

  test('that come when the log has grown are of another checkpoint, and change nothing', async () => {
    const hub = await logHub();
    await hub.say(2);
    const late = await lineOf(hub, 'east', 100);
    await Promise.all([hub.say(1), hub.log.addLines(2, [late])]);
    await hub.log.addLines(2, [late]);
    assert.deepEqual(await cosignedOf(hub), []);
  });

  test('that cannot be written leave the checkpoint as it is, and hold up no entry', async () => {
    const hub = await logHub();
    await hub.say(2);
    const before = served(hub);
    hub.files.failWith = 'full';
    await hub.log.addLines(2, [await lineOf(hub, 'east', 100)]);
    assert.equal(hub.failures.length, 1);
    assert.deepEqual([served(hub), hub.log.head()?.note], [before, before]);
    hub.files.failWith = undefined;
    const answer = await hub.say(1);
    assert.ok(!('kind' in answer));
  });
});
