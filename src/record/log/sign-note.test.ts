import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { hubLogKey, hubOfOrigin } from './hub-log.ts';
import { parseNote, parseVerifierKey, printNote, verifierKey } from './note.ts';
import type { VerifierKey } from './note.ts';
import {
  ed25519Cosigner,
  ed25519NoteSigner,
  mlDsaCosigner,
  openCheckpoint,
  openNote,
  signCheckpoint,
  withLines,
} from './sign-note.ts';
import type { OpenCheckpoint } from './sign-note.ts';
import { authorKeyOf } from '../names.ts';

const crypto = cryptoNode();
const { sha256 } = crypto;
const ORIGIN = 'log.example/one';
const logSigner = crypto.newSigner();
const log = ed25519NoteSigner({ name: ORIGIN, signer: logSigner }, sha256);
const witness = ed25519Cosigner(
  { name: 'w.example', signer: crypto.newSigner(), seconds: 1_679_315_147 },
  sha256,
);
const other = ed25519NoteSigner({ name: ORIGIN, signer: crypto.newSigner() }, sha256);
const KEYS = { origin: ORIGIN, log: [log.key], witnesses: [witness.key] };
const POINT: Checkpoint = { origin: ORIGIN, size: 7, root: new Uint8Array(32).fill(9), extensions: [] };

async function opened(note: string, keys = KEYS): Promise<OpenCheckpoint> {
  const open = await openCheckpoint(note, keys, crypto);
  assert.ok(open.ok, JSON.stringify(open));
  return open.value;
}

async function fault(note: string, keys: Partial<typeof KEYS> = {}): Promise<string> {
  const open = await openCheckpoint(note, { ...KEYS, ...keys }, crypto);
  return open.ok ? 'opened' : open.error.kind;
}

describe('a checkpoint under signatures', () => {
  test('opens with the key of its log, and says who cosigned when', async () => {
    const note = await signCheckpoint(POINT, [log, witness]);
    const { checkpoint, signedBy, cosigned, noteText } = await opened(note);
    assert.deepEqual({ ...checkpoint, root: [...checkpoint.root] }, { ...POINT, root: [...POINT.root] });
    assert.equal(noteText, note);
    assert.deepEqual(signedBy, [log.key]);
    assert.deepEqual(cosigned, [{ key: witness.key, name: 'w.example', at: 1_679_315_147 }]);
  });

  test('takes the lines of a witness later, under the same text', async () => {
    const alone = await signCheckpoint(POINT, [log]);
    assert.deepEqual((await opened(alone)).cosigned, []);
    const both = withLines(alone, [await witness.sign(POINT)]);
    assert.equal((await opened(both)).cosigned.length, 1);
  });

  test('says nothing by the word of witnesses, of strangers or of another origin alone', async () => {
    assert.equal(await fault(await signCheckpoint(POINT, [witness])), 'not-signed');
    assert.equal(await fault(await signCheckpoint(POINT, [other])), 'not-signed');
    const elsewhere = await signCheckpoint({ ...POINT, origin: 'log.example/two' }, [log]);
    assert.equal(await fault(elsewhere), 'other-origin');
  });

  test('passes over lines of unknown keys, also of the same name or the same id', async () => {
    const note = await signCheckpoint(POINT, [other, log]);
    assert.deepEqual((await opened(note)).signedBy, [log.key]);
    const line = await log.sign(POINT);
    const sameId = withLines(note, [{ ...line, name: 'else.example', signature: Uint8Array.of(1) }]);
    assert.deepEqual((await opened(sameId)).signedBy, [log.key]);
  });

  test('is refused whole when one line of a known key is false', async () => {
    const good = await signCheckpoint(POINT, [log]);
    const late = await witness.sign({ ...POINT, size: 8 });
    assert.equal(await fault(withLines(good, [late])), 'signature-wrong');
    const twice = withLines(good, [{ ...log.key, signature: new Uint8Array(64).fill(1) }]);
    assert.equal(await fault(twice), 'signature-wrong');
    const cut = withLines(good, [{ ...witness.key, signature: new Uint8Array(8) }]);
    assert.equal(await fault(cut), 'signature-wrong');
  });

  test('opens no more once any byte of the text or of the signature is another', async () => {
    const note = await signCheckpoint(POINT, [log, witness]);
    for (let at = 0; at < note.length; at += 3) {
      const code = note.charCodeAt(at);
      const changed = note.slice(0, at) + String.fromCharCode(code ^ 1) + note.slice(at + 1);
      const open = await openCheckpoint(changed, KEYS, crypto);
      // A changed name or key id leaves the line of an unknown key; the other line still stands.
      if (open.ok) assert.equal(open.value.signedBy.length + open.value.cosigned.length, 1, `byte ${at}`);
    }
  });

  test('with a time that is no time, or a signature of another form, is false', async () => {
    const good = await signCheckpoint(POINT, [log]);
    const { signature } = await witness.sign(POINT);
    const ahead = Uint8Array.from(signature).with(0, 0x80);
    assert.equal(await fault(withLines(good, [{ ...witness.key, signature: ahead }])), 'signature-wrong');
    const late = Uint8Array.from(signature).with(7, 0);
    assert.equal(await fault(withLines(good, [{ ...witness.key, signature: late }])), 'signature-wrong');
    const longer = Buffer.concat([signature, Buffer.of(0)]);
    assert.equal(await fault(withLines(good, [{ ...witness.key, signature: longer }])), 'signature-wrong');
  });

  test('may have lines of the log, which the Ed25519 cosigner signs too', async () => {
    const point = { ...POINT, extensions: ['one more line'] };
    const note = await signCheckpoint(point, [log, witness]);
    assert.deepEqual((await opened(note)).checkpoint.extensions, ['one more line']);
    assert.equal(await fault(note.replace('one more', 'no more')), 'signature-wrong');
  });
});

describe('a note that is no checkpoint', () => {
  // The example in the documentation of golang.org/x/mod/sumdb/note.
  const NOTE =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  const key = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', sha256);

  test('is verified as others verify it', async () => {
    const note = parseNote(NOTE);
    assert.ok(note.ok && key.ok);
    const open = await openNote(note.value, [key.value], crypto);
    assert.ok(open.ok);
    assert.deepEqual(open.value, [{ key: key.value }]);
    const changed = { ...note.value, text: note.value.text.replace('answer', 'reason') };
    assert.deepEqual(await openNote(changed, [key.value], crypto), {
      ok: false,
      error: { kind: 'signature-wrong', name: 'PeterNeumann' },
    });
  });

  test('is cosigned by nobody', async () => {
    const line = await witness.sign(POINT);
    const note = parseNote(printNote({ text: 'no checkpoint\n', lines: [line] }));
    assert.ok(note.ok);
    assert.ok(!parseCheckpoint(note.value.text).ok);
    assert.deepEqual(await openNote(note.value, [witness.key], crypto), {
      ok: false,
      error: { kind: 'signature-wrong', name: 'w.example' },
    });
  });

  test('is false under a key that has torsion, before the equation is asked', async () => {
    const note = parseNote(NOTE);
    assert.ok(note.ok && key.ok);
    const open = await openNote(note.value, [key.value], { ...crypto, isTorsionFree: () => false });
    assert.ok(!open.ok && open.error.kind === 'signature-wrong');
  });
});

const { mlDsa44 } = crypto;
describe('lines of ML-DSA-44', { skip: !mlDsa44 && 'this Node has no ML-DSA' }, () => {
  const seconds = 1_700_000_000;
  const signer = mlDsa44?.signerFromSeed(new Uint8Array(32).fill(3)) ?? crypto.newSigner();
  const second = mlDsa44 && mlDsaCosigner({ name: ORIGIN, signer, seconds: 0 }, sha256);
  const quantum = mlDsa44 && mlDsaCosigner({ name: 'w.example', signer, seconds }, sha256);
  const keysWith = (key: VerifierKey | undefined): typeof KEYS => ({
    ...KEYS,
    log: key ? [log.key, key] : [],
  });

  test('stand beside the Ed25519 line of the log, and beside those of witnesses', async () => {
    assert.ok(second && quantum);
    const note = await signCheckpoint(POINT, [log, second, quantum]);
    const keys = { origin: ORIGIN, log: [log.key, second.key], witnesses: [quantum.key] };
    const { signedBy, cosigned } = await opened(note, keys);
    assert.deepEqual(signedBy, [log.key, second.key]);
    assert.deepEqual(cosigned, [{ key: quantum.key, name: 'w.example', at: seconds }]);
    assert.equal((await opened(note, { ...keys, log: [second.key] })).signedBy.length, 1);
  });

  test('are false for another size, another name, another time', async () => {
    assert.ok(second && quantum);
    const good = await signCheckpoint(POINT, [log]);
    const { signature } = await second.sign({ ...POINT, size: 8 });
    assert.equal(
      await fault(withLines(good, [{ ...second.key, signature }]), keysWith(second.key)),
      'signature-wrong',
    );
    const ofWitness = await quantum.sign(POINT);
    const renamed = { ...second.key, signature: ofWitness.signature };
    assert.equal(await fault(withLines(good, [renamed]), keysWith(second.key)), 'signature-wrong');
    const later = { ...ofWitness, signature: Uint8Array.from(ofWitness.signature).with(7, 1) };
    assert.equal(await fault(withLines(good, [later]), { witnesses: [quantum.key] }), 'signature-wrong');
  });

  test('do not stand for extension lines, which they leave out', async () => {
    assert.ok(second);
    const point = { ...POINT, extensions: ['more'] };
    const keys = keysWith(second.key);
    assert.equal(await fault(await signCheckpoint(point, [second]), keys), 'extensions-unsigned');
    assert.equal(await fault(await signCheckpoint(point, [log, second]), keys), 'opened');
  });

  test('are passed over where the platform has none: the other line decides', async () => {
    assert.ok(second);
    const { mlDsa44: _, ...without } = crypto;
    const note = await signCheckpoint(POINT, [log, second]);
    const open = await openCheckpoint(note, keysWith(second.key), without);
    assert.ok(open.ok);
    assert.deepEqual(open.value.signedBy, [log.key]);
    const alone = await openCheckpoint(await signCheckpoint(POINT, [second]), keysWith(second.key), without);
    assert.deepEqual(alone, { ok: false, error: { kind: 'not-signed' } });
  });
});

describe('the key of a hub', () => {
  const hub = authorKeyOf(logSigner.key);
  const keyOf = (origin: string): VerifierKey | undefined => hubLogKey(origin, sha256);

  test('is known from the origin of its log, whatever follows behind it', async () => {
    for (const origin of [`shanyrak.hub/${hub}`, `shanyrak.hub/${hub}/replay`, `shanyrak.hub/${hub}/2`]) {
      assert.equal(hubOfOrigin(origin), hub);
      const key = keyOf(origin);
      assert.ok(key);
      const signer = ed25519NoteSigner({ name: origin, signer: logSigner }, sha256);
      const note = await signCheckpoint({ ...POINT, origin }, [signer]);
      assert.ok((await openCheckpoint(note, { origin, log: [key] }, crypto)).ok);
    }
  });

  test('is not known from any other origin', () => {
    for (const origin of [
      '',
      'shanyrak.hub/',
      `shanyrak.hub/${hub}x`,
      `hub/${hub}`,
      `shanyrak.hub/${hub} /2`,
    ])
      assert.equal(keyOf(origin), undefined, origin);
    assert.equal(keyOf(`shanyrak.hub/${'A'.repeat(43)}`), undefined);
    assert.equal(keyOf(`shanyrak.hub/${hub}/with space`), undefined);
  });

  test('of another kind makes no verifier key', () => {
    assert.ok(!verifierKey({ name: ORIGIN, type: 6, key: logSigner.key }, sha256).ok);
  });
});
