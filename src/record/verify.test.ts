import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { admit } from '../../test/vectors/admit.ts';
import { BODY_SAMPLES } from '../../test/vectors/bodies.ts';
import { openPartOf, plainCore, scribeFor, signCore, signText } from '../../test/vectors/writing.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { base64UrlToBytes, bytesToBase64Url } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { PART_BYTES_MAX } from './commit.ts';
import type { EntryAsSent } from './entry.ts';
import { accept, newKeyCache, torsionFault, toVerify } from './verify.ts';
import type { EntryError, Plan } from './verify.ts';
import type { WireEntry, WireError } from './wire.ts';

const primitives = cryptoNode();
const scribe = scribeFor('verify', primitives);
const core = plainCore(scribe);
const genuine = (
  await scribe.write({ kind: 'event', parts: { body: BODY_SAMPLES['event'] ?? {}, note: { words: 'I' } } })
).wire;

async function accepted(value: Json): Promise<EntryAsSent> {
  const admitted = await admit(value, primitives);
  assert.ok(admitted.ok, admitted.ok ? '' : JSON.stringify(admitted.error));
  return admitted.value;
}

async function refused(value: Json): Promise<EntryError | WireError> {
  const admitted = await admit(value, primitives);
  assert.ok(!admitted.ok, 'was accepted');
  return admitted.error;
}

/** A text signed as if it were a core. */
async function refusedText(text: string): Promise<string> {
  return (await refused(await signText(text, scribe.author))).kind;
}

function planOf(wire: WireEntry): Plan {
  const plan = toVerify(wire, primitives);
  assert.ok(plan.ok);
  return plan.value;
}

describe('refused, never repaired', () => {
  const text = canonicalJson(core);
  test('not canonical', async () =>
    assert.equal(await refusedText(text.replace(':', ': ')), 'core-not-canonical'));
  test('a duplicate key', async () =>
    assert.equal(await refusedText(text.replace('"s":0', '"s":0,"s":0')), 'core-not-canonical'));
  test('outside the subset', async () =>
    assert.equal(await refusedText(text.replace('"b":""', '"b":null')), 'core-outside-subset'));
  test('over size in characters', async () =>
    assert.equal(await refusedText(text.padEnd(16_385)), 'core-too-large'));
  test('over size in bytes', async () =>
    assert.equal(await refusedText(text.replace('event', 'ғ'.repeat(8_192))), 'core-too-large'));
  test('of a later version', async () =>
    assert.equal(await refusedText(text.replace('"v":1', '"v":2')), 'core-field'));

  test('over size is refused before the text is even encoded', () => {
    const huge = { e: 'x'.repeat(50_000_000), g: '', parts: {} };
    const started = performance.now();
    assert.equal(toVerify(huge, primitives).ok, false);
    assert.ok(performance.now() - started < 100);
  });
});

describe('refused with the reason', () => {
  test('a wrong signature, with the hash of the bytes that were seen', async () => {
    const error = await refused({ ...genuine, e: genuine.e.replace('T10:30', 'T10:31') });
    assert.ok(error.kind === 'signature-wrong');
    const message = `DSSEv1 38 application/vnd.shanyrak.entry.v1+json ${genuine.e.length} ${genuine.e.replace('T10:30', 'T10:31')}`;
    const seen = createHash('sha256')
      .update(message)
      .update(Buffer.from(genuine.g, 'base64url'))
      .digest('hex');
    assert.equal(error.bytesSha256, seen);
  });

  test('a signature that is no base64url, too short, padded or with spare bits', async () => {
    for (const g of [
      '',
      '!',
      genuine.g.slice(2),
      `${genuine.g}==`,
      `${genuine.g.slice(0, -1)}B`,
      `${genuine.g}AA`,
    ]) {
      assert.deepEqual(await refused({ ...genuine, g }), { kind: 'signature-refused', why: 'length' });
    }
  });

  test('R of small order or not canonical, S not below the order', async () => {
    const bytes = base64UrlToBytes(genuine.g) ?? new Uint8Array();
    const withR = (r: Uint8Array): Json => ({
      ...genuine,
      g: bytesToBase64Url(Uint8Array.from([...r, ...bytes.slice(32)])),
    });
    assert.deepEqual(await refused(withR(new Uint8Array(32))), {
      kind: 'signature-refused',
      why: 'small-order',
    });
    assert.deepEqual(await refused(withR(new Uint8Array(32).fill(255))), {
      kind: 'signature-refused',
      why: 'not-canonical',
    });
    const s = {
      ...genuine,
      g: bytesToBase64Url(Uint8Array.from([...bytes.slice(0, 32), ...new Uint8Array(32).fill(255)])),
    };
    assert.deepEqual(await refused(s), { kind: 'signature-refused', why: 'scalar-not-canonical' });
  });

  test('a key of small order, not canonical, or off the curve', async () => {
    const withKey = async (key: Uint8Array): Promise<EntryError | WireError> =>
      refused(await signCore({ ...core, a: bytesToBase64Url(key) }, scribe.author));
    assert.deepEqual(await withKey(new Uint8Array(32)), { kind: 'key-refused', why: 'small-order' });
    assert.deepEqual(await withKey(new Uint8Array(32).fill(255)), {
      kind: 'key-refused',
      why: 'not-canonical',
    });
    assert.deepEqual(await withKey(new Uint8Array(32).with(0, 2)), { kind: 'key-refused', why: 'torsion' });
  });
});

describe('a part that does not match its commitment is dropped, and the core kept', () => {
  const body = genuine.parts['body'] ?? { s: '', t: '' };
  const note = openPartOf(genuine, 'note');

  test('when its text was changed', async () => {
    const entry = await accepted({
      ...genuine,
      parts: { body, note: { ...note, t: `${note.t} ` } },
    });
    assert.deepEqual(entry.flags, [{ kind: 'part-dropped', part: 'note', why: 'commitment-differs' }]);
    assert.deepEqual(Object.keys(entry.wire.parts), ['body']);
    assert.equal(entry.body?.type, 'event');
  });

  test('when it is the text of another part', async () => {
    const entry = await accepted({ ...genuine, parts: { body: note, note: body } });
    assert.deepEqual(
      entry.flags.map((flag) => flag.kind),
      ['part-dropped', 'part-dropped'],
    );
    assert.equal(entry.body, undefined);
    assert.deepEqual(entry.wire.parts, {});
  });

  test('when nobody committed to it', async () => {
    const entry = await accepted({ ...genuine, parts: { body, planted: note, constructor: note } });
    assert.deepEqual(entry.flags, [
      { kind: 'part-dropped', part: 'planted', why: 'no-such-part' },
      { kind: 'part-dropped', part: 'constructor', why: 'no-such-part' },
    ]);
  });

  test('when it is over 64 KiB in characters or in bytes', async () => {
    for (const t of ['x'.repeat(PART_BYTES_MAX + 1), 'ғ'.repeat(PART_BYTES_MAX / 2 + 1)]) {
      const entry = await accepted({ ...genuine, parts: { body: { ...body, t } } });
      assert.deepEqual(entry.flags, [{ kind: 'part-dropped', part: 'body', why: 'too-large' }]);
    }
  });

  test('and the id and the core stay the same with any parts or none', async () => {
    const ids = await Promise.all(
      [genuine.parts, { body }, { note }, {}].map(
        async (parts) => (await accepted({ ...genuine, parts })).id,
      ),
    );
    assert.equal(new Set(ids).size, 1);
  });
});

describe('a body that is not understood is kept and flagged', () => {
  test('of an unknown kind', async () => {
    const { wire } = await scribe.write({ kind: 'later.kind', parts: { body: { n: 1 } } });
    const entry = await accepted(wire);
    assert.deepEqual(entry.flags, [
      { kind: 'body-unread', error: { kind: 'body-kind-unknown', entryKind: 'later.kind' } },
    ]);
    assert.equal(entry.body, undefined);
    assert.deepEqual(entry.wire, wire);
  });

  test('of a kind named like what every object has', async () => {
    for (const kind of ['constructor', 'valueof']) {
      const { flags } = await accepted((await scribe.write({ kind, parts: { body: {} } })).wire);
      assert.deepEqual(flags, [
        { kind: 'body-unread', error: { kind: 'body-kind-unknown', entryKind: kind } },
      ]);
    }
  });

  test('with a field of a later version', async () => {
    const { wire } = await scribe.write({
      kind: 'checkin.done',
      parts: { body: { who: 'observer-2', mood: 'calm' } },
    });
    const { flags } = await accepted(wire);
    assert.equal(flags.length, 1);
    assert.ok(flags[0]?.kind === 'body-unread' && flags[0].error.kind === 'body-field');
    assert.equal(flags[0].error.field, 'mood');
  });

  test('but an entry without its body is not flagged: the part may be withheld', async () => {
    assert.deepEqual((await accepted({ ...genuine, parts: {} })).flags, []);
  });
});

describe('one changed byte', () => {
  test('anywhere in core or signature never verifies', async () => {
    const bytes = Buffer.from(genuine.e, 'utf8');
    const signature = base64UrlToBytes(genuine.g) ?? new Uint8Array();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length + signature.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, bits) => {
          const [e, g] = [Uint8Array.from(bytes), Uint8Array.from(signature)];
          const hit = at < bytes.length ? e : g;
          const place = at < bytes.length ? at : at - bytes.length;
          hit[place] = (hit[place] ?? 0) ^ bits;
          const changed = { e: Buffer.from(e).toString('utf8'), g: bytesToBase64Url(g), parts: {} };
          assert.equal((await admit(changed, primitives)).ok, false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('anywhere in a part never opens that part', async () => {
    const part = genuine.parts['body'] ?? { s: '', t: '' };
    await fc.assert(
      fc.asyncProperty(
        fc.nat(part.s.length + part.t.length - 1),
        fc.constantFrom(...'aB9-_ {"ғ'),
        async (at, letter) => {
          const whole = part.s + part.t;
          const changed = whole.slice(0, at) + letter + whole.slice(at + 1);
          if (changed === whole) return;
          const body = { s: changed.slice(0, part.s.length), t: changed.slice(part.s.length) };
          const admitted = await admit({ ...genuine, parts: { body } }, primitives);
          assert.equal(admitted.ok && admitted.value.body !== undefined, false);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('plan and decide', () => {
  test('the plan holds all that is left to check, and the verdict decides', () => {
    const plan = planOf(genuine);
    assert.deepEqual(plan.check.key, scribe.author.key);
    assert.equal(plan.check.signature.length, 64);
    assert.equal(accept(plan, true, primitives).ok, true);
    assert.equal(accept(plan, false, primitives).ok, false);
  });

  test('a key is checked for torsion once, and only good keys are remembered', () => {
    const cache = newKeyCache(10);
    let checks = 0;
    const saying = (answer: boolean) => (): boolean => {
      checks++;
      return answer;
    };
    assert.deepEqual(torsionFault(planOf(genuine), cache, saying(false)), {
      kind: 'key-refused',
      why: 'torsion',
    });
    assert.deepEqual(torsionFault(planOf(genuine), cache, saying(false)), {
      kind: 'key-refused',
      why: 'torsion',
    });
    assert.equal(torsionFault(planOf(genuine), cache, saying(true)), undefined);
    assert.equal(torsionFault(planOf(genuine), cache, saying(false)), undefined);
    assert.equal(checks, 3);
  });

  test('the cache of keys keeps its size, and lets the oldest go', () => {
    const cache = newKeyCache(3);
    for (const key of ['a', 'b', 'c', 'd']) cache.add(key);
    assert.deepEqual(['a', 'b', 'c', 'd'].map(cache.has), [false, true, true, true]);
  });
});
