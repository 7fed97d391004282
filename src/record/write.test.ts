import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { admit } from '../../test/vectors/admit.ts';
import { anyDraft, anyPlainObject } from '../../test/vectors/any-draft.ts';
import { happenedAt, openPartOf, scribeFor } from '../../test/vectors/writing.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { canonicalJson, parseJson } from '../base/canonical-json.ts';
import type { Draft } from './write.ts';
import { keyBytes, printOffset } from './write.ts';
import { parseOffset } from './signed.ts';
import type { PlainObject } from './subset.ts';
import type { WireEntry } from './wire.ts';

const primitives = cryptoNode();

/** As it arrives: through JSON text, so that nothing of ours but the text is left. */
function sent(wire: WireEntry): ReturnType<typeof parseJson> {
  return parseJson(JSON.stringify(wire));
}

describe('what is written', () => {
  test('is accepted, and says what the draft said', async () => {
    const scribe = scribeFor('round trip', primitives);
    await fc.assert(
      fc.asyncProperty(anyDraft, async (draft) => {
        const { id, wire } = await scribe.write(draft);
        const admitted = await admit(sent(wire), primitives);
        assert.ok(admitted.ok, admitted.ok ? '' : JSON.stringify(admitted.error));
        const { core, flags } = admitted.value;
        assert.equal(admitted.value.id, id);
        assert.deepEqual(
          {
            kind: core.kind,
            at: core.at,
            about: core.about,
            before: core.before,
            parts: [...core.parts.keys()].toSorted(),
          },
          {
            kind: draft.kind,
            at: draft.at,
            about: draft.about,
            before: draft.before,
            parts: Object.keys(draft.parts).toSorted(),
          },
        );
        assert.deepEqual(admitted.value.wire, wire);
        assert.deepEqual(
          flags.filter((flag) => flag.kind === 'part-dropped'),
          [],
        );
      }),
      { numRuns: 200 },
    );
  });

  test('has the id and the signature that OpenSSL computes from the text alone', async () => {
    const scribe = scribeFor('independent', primitives);
    await fc.assert(
      fc.asyncProperty(anyDraft, async (draft) => {
        const { id, wire } = await scribe.write(draft);
        const text = Buffer.from(wire.e, 'utf8');
        const signed = Buffer.concat([
          Buffer.from(`DSSEv1 38 application/vnd.shanyrak.entry.v1+json ${text.length} `),
          text,
        ]);
        const signature = Buffer.from(wire.g, 'base64url');
        assert.equal(createHash('sha256').update(signed).update(signature).digest('hex'), id);
        const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(scribe.author.key).toString('base64url') };
        assert.equal(verify(null, signed, createPublicKey({ key: jwk, format: 'jwk' }), signature), true);
      }),
      { numRuns: 100 },
    );
  });

  test('commits to salt and text of each part by SHA-256 behind a domain line', async () => {
    const { wire } = await scribeFor('commit', primitives).write({
      parts: { body: {}, note: { words: 'I saw it' } },
    });
    const { parts }: { parts: Record<string, string> } = JSON.parse(wire.e);
    assert.deepEqual(Object.keys(parts), ['body', 'note']);
    for (const name of ['body', 'note']) {
      const { s, t } = openPartOf(wire, name);
      const salt = Buffer.from(s, 'base64url');
      assert.equal(salt.length, 16);
      const bytes = Buffer.concat([Buffer.from('shanyrak part v1\n'), salt, Buffer.from(t)]);
      assert.equal(createHash('sha256').update(bytes).digest('base64url'), parts[name]);
    }
  });

  test('never commits twice to the same text in the same way', async () => {
    const scribe = scribeFor('salts', primitives);
    const parts = { body: { words: 'no' }, note: { words: 'no' } };
    const written = await Promise.all([scribe.write({ parts }), scribe.write({ parts })]);
    const commitments = written.flatMap(({ wire }) => Object.values(JSON.parse(wire.e).parts));
    assert.equal(new Set(commitments).size, 4);
  });

  test('numbers the entries of an author and links each to the one before', async () => {
    const scribe = scribeFor('chain', primitives);
    const first = await scribe.write({});
    const second = await scribe.write({}, first.next);
    const [a, b] = [JSON.parse(first.wire.e), JSON.parse(second.wire.e)];
    assert.deepEqual([a.s, a.p, b.s, b.p], [0, '', 1, first.id]);
    assert.deepEqual(second.next, { incident: scribe.place.incident, sequence: 2, previous: second.id });
  });
});

describe('text is brought to its composed form by the writer', () => {
  const scribe = scribeFor('forms', primitives);
  const textOf = async (words: string): Promise<unknown> => {
    const { wire } = await scribe.write({ parts: { body: { words } } });
    return JSON.parse(wire.parts['body']?.t ?? '').words;
  };

  test('a letter and its mark become one', async () => {
    assert.equal(await textOf('и\u0306 A\u030a'), 'й Å');
  });

  test('a mark after a line feed stays a mark, and the text stays JSON', async () => {
    for (const words of [
      '\n\u0303',
      '\t\u0301',
      '\b\u0307',
      '\r\u0301',
      '\u001f\u0307',
      '"\u0303',
      '\\\u0303',
    ]) {
      assert.equal(await textOf(words), words);
    }
  });

  test('whatever the text, the part is canonical and composed', async () => {
    const asComposed = (value: PlainObject): unknown =>
      JSON.parse(JSON.stringify(value), (_, v: unknown) => (typeof v === 'string' ? v.normalize('NFC') : v));
    await fc.assert(
      fc.asyncProperty(anyPlainObject, async (body) => {
        const { wire } = await scribe.write({ parts: { body } });
        const text = wire.parts['body']?.t ?? '';
        assert.equal(canonicalJson(parseJson(text) ?? null), text);
        assert.deepEqual(JSON.parse(text), asComposed(body));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a draft that nobody would accept is a bug of the caller', () => {
  const bad: readonly (readonly [what: string, draft: Partial<Draft>])[] = [
    ['a kind with a capital', { kind: 'Event' }],
    ['a part name with a capital', { parts: { Body: {} } }],
    ['nine parts', { parts: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`p${i}`, {}])) }],
    ['a part over 64 KiB', { parts: { body: { words: 'ж'.repeat(33_000) } } }],
    ['an offset of 15 hours', { at: happenedAt('2031', { offsetMinutes: 900 }) }],
  ];
  for (const [what, draft] of bad) {
    test(what, async () => {
      await assert.rejects(scribeFor('bad', primitives).write(draft), /^Error: bug: we wrote/);
    });
  }

  test('a second entry that names none before', async () => {
    const scribe = scribeFor('bad', primitives);
    await assert.rejects(scribe.write({}, { ...scribe.place, sequence: 1 }), /bug: we wrote a core/);
  });
});

test('an offset prints with sign and both digits, and is read back', () => {
  assert.deepEqual([300, 0, -210, 845].map(printOffset), ['+05:00', '+00:00', '-03:30', '+14:05']);
  for (let minutes = -840; minutes <= 840; minutes++)
    assert.equal(parseOffset(printOffset(minutes)), minutes);
});

test('a key text gives back the bytes of the key', () => {
  const { author } = scribeFor('key', primitives);
  assert.deepEqual(keyBytes(Buffer.from(author.key).toString('base64url')), author.key);
  assert.throws(() => keyBytes('no key!'), /bug/);
});
