import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { admit } from '../../test/vectors/admit.ts';
import { anyPlainObject } from '../../test/vectors/any-draft.ts';
import { SEALED_FILE, SEALED_IDENTITY, SEALED_RECIPIENT } from '../../test/vectors/sealed-files.ts';
import { scribeFor } from '../../test/vectors/writing.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { canonicalJson, parseJson } from '../base/canonical-json.ts';
import { ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { parseIdentity, parseRecipient } from './age-key.ts';
import { bundleLines, parseBundleLine } from './bundle.ts';
import { PART_BYTES_MAX, SALT_BYTES, SEALED_BYTES_MAX } from './commit.ts';
import { isAlwaysSealed, READER_OF_PART, SEALED_PARTS } from './parts.ts';
import { openPart, resealPart, sealedFileOf, sealPart } from './seal.ts';
import type { SealedDraft } from './seal.ts';

const primitives = cryptoNode();
const scribe = scribeFor('seal', primitives);
const HEAD = Buffer.from('age-encryption.org/v1\n');

/** Stands in for a sealer where only the order of things is looked at: it hides nothing. */
async function wrap(salted: Uint8Array): Promise<Result<Uint8Array, never>> {
  return ok(Buffer.concat([HEAD, salted]));
}

function unwrap({ part }: SealedDraft): Uint8Array {
  const file = sealedFileOf(part);
  assert.ok(file);
  return file.subarray(HEAD.length);
}

async function drafted(plain: Parameters<typeof sealPart>[0]): Promise<SealedDraft> {
  const draft = await sealPart(plain, wrap, primitives);
  assert.ok(draft.ok);
  return draft.value;
}

describe('a sealed part', () => {
  test('travels in its entry, is kept as it came, and opens to what was committed to', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlainObject, async (plain) => {
        const hurt = await drafted(plain);
        const { wire, id } = await scribe.write({
          kind: 'alarm.confirm',
          parts: { body: {} },
          sealed: { hurt },
        });
        const line = bundleLines({ incident: scribe.place.incident, audience: 'readers', entries: 1 }, [
          wire,
        ]);
        const read = parseBundleLine(line.split('\n')[1] ?? '', 2);
        assert.ok(read.ok);
        const admitted = await admit(parseJson(JSON.stringify(read.value)), primitives);
        assert.ok(admitted.ok);
        const { core, flags, wire: kept } = admitted.value;
        assert.equal(admitted.value.id, id);
        assert.deepEqual(flags, [{ kind: 'part-sealed', part: 'hurt' }]);
        assert.deepEqual(kept, wire);
        assert.deepEqual(kept.parts['hurt'], hurt.part);
        const opened = openPart(unwrap(hurt), core.parts.get('hurt') ?? '', primitives.sha256Text);
        assert.ok(opened.ok);
        assert.equal(canonicalJson(parseJson(opened.value.t) ?? null), opened.value.t);
        const again = await resealPart({ part: opened.value, commitment: hurt.commitment }, wrap);
        assert.deepEqual(again, ok(hurt));
      }),
      { numRuns: 100 },
    );
  });

  test('gives no reason to think it genuine when it holds anything else', async () => {
    const { commitment, ...draft } = await drafted({ words: 'I' });
    const salted = unwrap({ commitment, ...draft });
    const why = (bytes: Uint8Array): string => {
      const opened = openPart(bytes, commitment, primitives.sha256Text);
      assert.ok(!opened.ok);
      return opened.error.why;
    };
    assert.equal(why(salted.subarray(0, SALT_BYTES - 1)), 'too-short');
    assert.equal(why(new Uint8Array(SALT_BYTES + PART_BYTES_MAX + 1)), 'too-large');
    for (let at = 0; at < salted.length; at++)
      assert.equal(why(salted.map((byte, i) => (i === at ? byte ^ 1 : byte))), 'commitment-differs');
  });

  test('is not made when the sealer refuses', async () => {
    const refusal = { ok: false, error: { kind: 'unusable-recipient' } } as const;
    assert.deepEqual(await sealPart({}, async () => refusal, primitives), refusal);
  });
});

describe('a draft that mixes up open and sealed is a bug of the caller', () => {
  test('a sealed body', async () => {
    const body = await drafted({});
    await assert.rejects(scribe.write({ sealed: { body } }), /sealed a body/);
  });

  test('a part for sealing in the open', async () => {
    for (const name of SEALED_PARTS)
      await assert.rejects(scribe.write({ parts: { [name]: {} } }), /for sealing only/);
  });

  test('the same part twice', async () => {
    const note = await drafted({});
    await assert.rejects(scribe.write({ parts: { note: {} }, sealed: { note } }), /either open or sealed/);
  });

  test('a file larger than a reader takes', async () => {
    const large = async (): Promise<Result<Uint8Array, never>> => ok(new Uint8Array(SEALED_BYTES_MAX + 1));
    await assert.rejects(sealPart({}, large, primitives), /over size/);
  });
});

test('each part for sealing has a reader, and the body is not one of them', () => {
  assert.deepEqual(Object.keys(READER_OF_PART), [...SEALED_PARTS]);
  assert.deepEqual(['body', 'note', 'identity', 'witness', '__proto__'].map(isAlwaysSealed), [
    false,
    false,
    true,
    true,
    false,
  ]);
});

describe('keys of age', () => {
  test('are read in one spelling only', () => {
    assert.equal(parseRecipient(SEALED_RECIPIENT), SEALED_RECIPIENT);
    assert.equal(parseIdentity(SEALED_IDENTITY), SEALED_IDENTITY);
    for (const text of [
      SEALED_RECIPIENT.toUpperCase(),
      ` ${SEALED_RECIPIENT}`,
      `${SEALED_RECIPIENT}\n`,
      SEALED_IDENTITY,
      SEALED_FILE,
      'age1',
      `age1pq1${SEALED_RECIPIENT.slice(7)}`,
      7,
      undefined,
    ])
      assert.equal(parseRecipient(text), undefined, String(text));
    for (const text of [SEALED_IDENTITY.toLowerCase(), `${SEALED_IDENTITY} `, SEALED_RECIPIENT, null])
      assert.equal(parseIdentity(text), undefined, String(text));
  });

  test('with any one letter changed are refused: nothing is sealed to nobody', () => {
    for (const [text, parse, letters] of [
      [SEALED_RECIPIENT, parseRecipient, 'qpzry9x8'],
      [SEALED_IDENTITY, parseIdentity, 'QPZRY9X8'],
    ] as const) {
      for (let at = 0; at < text.length; at++) {
        for (const letter of letters) {
          if (letter === text[at]) continue;
          assert.equal(parse(text.slice(0, at) + letter + text.slice(at + 1)), undefined, `${at} ${letter}`);
        }
      }
    }
  });
});
