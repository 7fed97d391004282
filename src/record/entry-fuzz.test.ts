import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { soakCount } from '../../test/soak-count.ts';
import { anyPlainObject } from '../../test/vectors/any-draft.ts';
import { BODY_SAMPLES } from '../../test/vectors/bodies.ts';
import { scribeFor } from '../../test/vectors/writing.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { utf8Decode } from '../base/bytes.ts';
import { canonicalJson, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { commitmentOf } from './commit.ts';
import { accept, toVerify } from './verify.ts';
import { parseWireEntry } from './wire.ts';
import type { WireEntry } from './wire.ts';

const crypto = cryptoNode();
const ROUNDS = soakCount(10_000, 1_000_000);
const SEED = 20_310_517;
// One input of at most 200 KB. Far over what any takes; a loop gone wild or a text read twice over is further.
const ONE_MS_MAX = 1_000;

const scribe = scribeFor('fuzz', cryptoNode());
const GENUINE: readonly string[] = await Promise.all(
  Object.entries(BODY_SAMPLES).map(async ([kind, body]) =>
    JSON.stringify((await scribe.write({ kind, parts: { body } })).wire),
  ),
);

/** All that is done with an entry from outside before its signature is known, and after: both verdicts. */
function walk(value: Json | undefined): 'no-entry' | 'no-core' | 'core' {
  const wire = parseWireEntry(value);
  if (!wire.ok) return 'no-entry';
  const plan = toVerify(wire.value, crypto);
  if (!plan.ok) return 'no-core';
  assert.equal(accept(plan.value, false, crypto).ok, false);
  const entry = accept(plan.value, true, crypto);
  assert.ok(entry.ok);
  assert.match(entry.value.id, /^[0-9a-f]{64}$/);
  return 'core';
}

function inTime<T>(work: () => T): T {
  const started = performance.now();
  const result = work();
  const tookMs = performance.now() - started;
  assert.ok(tookMs < ONE_MS_MAX, `one input took ${tookMs} ms`);
  return result;
}

function all<T>(inputs: fc.Arbitrary<T>, look: (input: T) => void): void {
  const rounds = Math.ceil(ROUNDS / 5);
  fc.assert(
    fc.property(inputs, (input) => inTime(() => look(input))),
    { numRuns: rounds, seed: SEED },
  );
}

const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  '\\',
  '\\u',
  'd800',
  '"a"',
  '"e"',
  '"g"',
  '"parts"',
  '"s"',
  '"t"',
  '"at"',
  '"edtf"',
  '__proto__',
  'null',
  'true',
  '1e999',
  '-0',
  '0.1',
  '9007199254740993',
  'XXXX',
  '..',
  '/',
  'T24:00',
  ' ',
  '\n',
  '\0',
  'ғ',
  '\ud800',
  '\ufeff',
];

type Edit = readonly [at: number, cut: number, put: string];
const anyPut = fc.oneof(fc.constantFrom(...TOKENS, '', '', '"', '}', '0', '-'), fc.string({ maxLength: 3 }));
const anyEdit: fc.Arbitrary<Edit> = fc.tuple(fc.nat(4_000), fc.nat(3), anyPut);

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((now, [at, cut, put]) => {
    const place = at % (now.length + 1);
    return now.slice(0, place) + put + now.slice(place + cut);
  }, text);
}

/** The value with one member, found by numbers on the way down, put in place of another. */
function planted(value: Json, [step = 0, ...rest]: readonly number[], put: Json): Json {
  if (typeof value !== 'object' || value === null) return put;
  const members = Object.entries(value);
  const chosen = members[step % members.length]?.[0];
  const changed = members.map(([name, item]): [string, Json] => {
    if (name !== chosen) return [name, item];
    return [name, rest.length === 0 ? (Object.values(put ?? {})[0] ?? put) : planted(item, rest, put)];
  });
  return Array.isArray(value) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
}

describe('the entry parser never throws and never takes long, given', () => {
  test('random bytes', () => {
    all(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const text = utf8Decode(bytes);
      if (text !== undefined) walk(parseJson(text));
      walk({
        e: Buffer.from(bytes).toString('latin1'),
        g: Buffer.from(bytes.subarray(0, 64)).toString('base64url'),
      });
    });
  });

  test('genuine entries with a few letters changed, in the envelope or in the core', () => {
    let cores = 0;
    all(
      fc.tuple(fc.constantFrom(...GENUINE), fc.array(anyEdit, { minLength: 1, maxLength: 3 }), fc.boolean()),
      ([text, edits, isInside]) => {
        const wire: Record<string, string> = JSON.parse(text);
        const value = isInside
          ? { ...wire, e: edited(wire['e'] ?? '', edits) }
          : parseJson(edited(text, edits));
        if (walk(value) === 'core') cores++;
      },
    );
    assert.ok(cores > 0, 'no change left a core readable: the fuzz looks at nothing behind the core');
  });

  test('text made of the pieces of JSON', () => {
    all(fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 }), (tokens) => {
      const text = tokens.join('');
      walk(parseJson(text));
      walk({ e: text, g: '', parts: { body: { s: 'A'.repeat(22), t: text } } });
    });
  });

  test('any JSON in any field of an entry', () => {
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), anyPlainObject);
    const field = fc.constantFrom('e', 'g', 'parts', 'v', 'a', 'i', 's', 'p', 'k', 'at', 'b', 're');
    all(fc.tuple(fc.constantFrom(...GENUINE), field, odd), ([text, name, put]) => {
      const wire: Record<string, string> = JSON.parse(text);
      const value = parseJson(JSON.stringify(put)) ?? null;
      if (name in wire) walk({ ...wire, [name]: value });
      else {
        const core: Record<string, Json> = JSON.parse(wire['e'] ?? '');
        walk({ ...wire, e: canonicalJson({ ...core, [name]: value }) });
      }
    });
  });

  test('any body behind a commitment that fits', () => {
    let bodies = 0;
    const anyPath = fc.array(fc.nat(30), { minLength: 1, maxLength: 3 });
    const change = fc.oneof(anyEdit, fc.tuple(anyPath, anyPlainObject));
    all(fc.tuple(fc.constantFrom(...GENUINE), change), ([text, how]) => {
      const wire: WireEntry = JSON.parse(text);
      const body = wire.parts['body'] ?? { s: '', t: '' };
      const t =
        how.length === 3 ? edited(body.t, [how]) : canonicalJson(planted(JSON.parse(body.t), how[0], how[1]));
      const core: Record<string, Json> = JSON.parse(wire.e);
      const plain = Buffer.from(t.toWellFormed());
      const parts = { body: commitmentOf(Buffer.from(body.s, 'base64url'), plain, crypto.sha256Text) };
      const came = walk({ ...wire, e: canonicalJson({ ...core, parts }), parts: { body: { s: body.s, t } } });
      if (came === 'core') bodies++;
    });
    assert.ok(bodies > 100, `only ${bodies} bodies came through to their reader`);
  });

  test('what is built to be dear: nesting, length, digits that stay open', () => {
    const dear: readonly Json[] = [
      { e: '['.repeat(200_000), g: '' },
      { e: '['.repeat(16_384), g: '' },
      { e: '{"a":'.repeat(3_276), g: '' },
      { e: `"${'\\u0000'.repeat(2_700)}"`, g: '' },
      { e: `[${'0,'.repeat(8_000)}0]`, g: '' },
      { e: '9'.repeat(16_384), g: '' },
      { e: 'ғ'.repeat(16_384), g: 'A'.repeat(128) },
      { e: '', g: '', parts: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`p${i}`, null])) },
    ];
    for (const value of dear)
      assert.notEqual(
        inTime(() => walk(value)),
        'core',
      );
  });

  test('a genuine core with a body that is built to be dear', async () => {
    for (const words of ['['.repeat(30_000), '\u0301'.repeat(20_000), '1 '.repeat(30_000)]) {
      const { wire } = await scribe.write({ kind: 'event', parts: { body: { text: words } } });
      assert.equal(
        inTime(() => walk(JSON.parse(JSON.stringify(wire)))),
        'core',
      );
    }
  });
});
