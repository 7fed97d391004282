import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { bech32 } from '@scure/base';
import { parseIdentity, parseRecipient } from '../record/age-key.ts';
import type { Identity, Recipient } from '../record/age-key.ts';
import { RECIPIENTS_MAX, SALTED_BYTES_MAX, SEALED_BYTES_MAX } from '../record/commit.ts';
import type { Sealer } from './sealer.ts';

type Pair = { readonly identity: Identity; readonly recipient: Recipient };

async function newPair(sealer: Sealer): Promise<Pair> {
  const identity = await sealer.newIdentity();
  return { identity, recipient: await sealer.recipientOf(identity) };
}

async function sealed(sealer: Sealer, bytes: Uint8Array, readers: readonly Pair[]): Promise<Uint8Array> {
  const file = await sealer.seal(
    bytes,
    readers.map((r) => r.recipient),
  );
  assert.ok(file.ok);
  return file.value;
}

/** What every sealer has to do, and to refuse, in the same way. */
export function sealerContract(name: string, sealer: Sealer): void {
  describe(name, () => {
    keys(sealer);
    roundTrips(sealer);
    refusals(sealer);
    damage(sealer);
  });
}

function keys(sealer: Sealer): void {
  test('new identities differ, and each is read back with its recipient', async () => {
    const pairs = await Promise.all(Array.from({ length: 20 }, () => newPair(sealer)));
    assert.equal(new Set(pairs.map((p) => p.identity)).size, 20);
    for (const { identity, recipient } of pairs) {
      assert.equal(parseIdentity(identity), identity);
      assert.equal(parseRecipient(recipient), recipient);
      assert.equal(await sealer.recipientOf(identity), recipient);
    }
  });
}

function roundTrips(sealer: Sealer): void {
  test('what is sealed is opened, byte by byte, and looks different each time', async () => {
    const reader = await newPair(sealer);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        const file = await sealed(sealer, bytes, [reader]);
        const opened = await sealer.open(file, [reader.identity]);
        assert.ok(opened.ok);
        assert.deepEqual(Buffer.from(opened.value), Buffer.from(bytes));
        assert.notDeepEqual(await sealed(sealer, bytes, [reader]), file);
      }),
      { numRuns: 25 },
    );
  });

  test('sizes around a chunk of 64 KiB and the largest part go round', async () => {
    const reader = await newPair(sealer);
    for (const size of [0, 1, 65_535, 65_536, 65_537, SALTED_BYTES_MAX]) {
      const bytes = new Uint8Array(size).fill(7);
      const opened = await sealer.open(await sealed(sealer, bytes, [reader]), [reader.identity]);
      assert.ok(opened.ok);
      assert.deepEqual(Buffer.from(opened.value), Buffer.from(bytes));
    }
  });

  test('each of several readers opens it alone, and beside keys that do not fit', async () => {
    const readers = await Promise.all(Array.from({ length: 4 }, () => newPair(sealer)));
    const stranger = await newPair(sealer);
    const file = await sealed(sealer, Buffer.from('who was hurt'), readers);
    for (const { identity } of readers) {
      for (const identities of [[identity], [stranger.identity, identity]]) {
        const opened = await sealer.open(file, identities);
        assert.equal(opened.ok && Buffer.from(opened.value).toString(), 'who was hurt');
      }
    }
  });

  test('the largest part for the most readers is within the size a sealed part may have', async () => {
    const pairs = await Promise.all(Array.from({ length: RECIPIENTS_MAX }, () => newPair(sealer)));
    const file = await sealed(sealer, new Uint8Array(SALTED_BYTES_MAX), pairs);
    assert.ok(file.length <= SEALED_BYTES_MAX, `${file.length}`);
    const last = pairs.at(-1);
    assert.ok(last && (await sealer.open(file, [last.identity])).ok);
  });
}

function refusals(sealer: Sealer): void {
  test('a key it was not sealed to does not open it, and neither does none', async () => {
    const file = await sealed(sealer, Buffer.from('x'), [await newPair(sealer)]);
    const { identity } = await newPair(sealer);
    for (const identities of [[identity], []])
      assert.deepEqual(await sealer.open(file, identities), {
        ok: false,
        error: { kind: 'not-for-this-key' },
      });
  });

  test('one byte over the largest part is not sealed', async () => {
    const { recipient } = await newPair(sealer);
    const sealing = await sealer.seal(new Uint8Array(SALTED_BYTES_MAX + 1), [recipient]);
    assert.deepEqual(sealing, { ok: false, error: { kind: 'seal-too-large' } });
  });

  test('a file over the largest is refused unread', async () => {
    const { identity } = await newPair(sealer);
    const opened = await sealer.open(new Uint8Array(SEALED_BYTES_MAX + 1), [identity]);
    assert.deepEqual(opened, { ok: false, error: { kind: 'sealed-too-large' } });
  });

  test('a recipient whose secret is known to all is refused', async () => {
    // RFC 7748, section 6.1: the points 0 and 1 give a shared secret of zeros with any key.
    for (const first of [0, 1]) {
      const recipient = parseRecipient(bech32.encodeFromBytes('age', new Uint8Array(32).with(0, first)));
      assert.ok(recipient);
      assert.deepEqual(await sealer.seal(new Uint8Array(8), [recipient]), {
        ok: false,
        error: { kind: 'unusable-recipient' },
      });
    }
  });

  test('sealing to nobody, or to a crowd, is a bug', async () => {
    const { recipient } = await newPair(sealer);
    await assert.rejects(sealer.seal(new Uint8Array(8), []));
    const crowd = Array.from({ length: RECIPIENTS_MAX + 1 }, () => recipient);
    await assert.rejects(sealer.seal(new Uint8Array(8), crowd));
  });
}

function damage(sealer: Sealer): void {
  test('a file changed in any byte, or cut anywhere, gives nothing out', async () => {
    const reader = await newPair(sealer);
    const file = await sealed(sealer, Buffer.from('a testimony'), [reader]);
    for (let at = 0; at < file.length; at++) {
      const changed = await sealer.open(file.with(at, (file[at] ?? 0) ^ 1), [reader.identity]);
      assert.equal(changed.ok, false, `byte ${at} was changed`);
      const cut = await sealer.open(file.subarray(0, at), [reader.identity]);
      assert.deepEqual(cut, { ok: false, error: { kind: 'damaged' } }, `cut at ${at}`);
    }
  });

  test('a body changed or longer is called damaged, and so is what is no age file', async () => {
    const reader = await newPair(sealer);
    const file = await sealed(sealer, Buffer.from('a testimony'), [reader]);
    const last = file.length - 1;
    for (const bytes of [
      file.with(last, (file[last] ?? 0) ^ 1),
      Uint8Array.from([...file, 0]),
      Buffer.from('{"not":"age"}'),
      Buffer.from(`-----BEGIN AGE ENCRYPTED FILE-----\n${Buffer.from(file).toString('base64')}\n`),
    ])
      assert.deepEqual(await sealer.open(bytes, [reader.identity]), {
        ok: false,
        error: { kind: 'damaged' },
      });
  });
}
