import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SEALED_FILE } from '../../test/vectors/sealed-files.ts';
import { parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { SEALED_BYTES_MAX } from './commit.ts';
import { parseWireEntry } from './wire.ts';

const SALT = 'AAAAAAAAAAAAAAAAAAAAAA';
const SEALED_CHARS_MAX = Math.ceil((SEALED_BYTES_MAX * 4) / 3);
const PART = { s: SALT, t: '{}' };

const BAD_SEALED: readonly (readonly [what: string, part: Json])[] = [
  ['a sealed part beside its text', { x: SEALED_FILE, s: SALT, t: '' }],
  ['a sealed part that is no text', { x: 1 }],
  ['a sealed part that is no age file', { x: SEALED_FILE.slice(1) }],
  ['a sealed part with padding', { x: `${SEALED_FILE}==` }],
  ['a sealed part over size', { x: SEALED_FILE.padEnd(SEALED_CHARS_MAX + 1, 'A') }],
];

describe('an entry on the wire is read', () => {
  test('without parts, whatever its texts say', () => {
    assert.deepEqual(parseWireEntry({ e: '', g: '' }), { ok: true, value: { e: '', g: '', parts: {} } });
  });

  test('with up to eight parts', () => {
    const parts = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`p${i}`, PART]));
    assert.deepEqual(parseWireEntry({ e: 'x', g: 'y', parts }), {
      ok: true,
      value: { e: 'x', g: 'y', parts },
    });
  });

  test('without the fields that are not ours', () => {
    const parts = { body: { ...PART, more: 1 }, hurt: { x: SEALED_FILE, more: 1 } };
    assert.deepEqual(parseWireEntry({ e: 'x', g: 'y', parts, more: 1 }), {
      ok: true,
      value: { e: 'x', g: 'y', parts: { body: PART, hurt: { x: SEALED_FILE } } },
    });
  });

  test('with a part named __proto__ in sight, and no prototype changed', () => {
    const wire = parseWireEntry(
      parseJson(`{"e":"x","g":"y","parts":{"__proto__":{"s":"${SALT}","t":"body"}}}`),
    );
    assert.ok(wire.ok);
    assert.deepEqual(Object.keys(wire.value.parts), ['__proto__']);
    assert.equal(Object.getPrototypeOf(wire.value.parts), Object.prototype);
  });
});

describe('on the wire is refused', () => {
  const refused: readonly (readonly [what: string, value: Json | undefined, why: RegExp])[] = [
    ['nothing', undefined, /an entry is an object/],
    ['null', null, /an entry is an object/],
    ['a list', [], /an entry is an object/],
    ['a text', '{}', /an entry is an object/],
    ['no core', { g: '' }, /^e, the core text/],
    ['a core that is no text', { e: {}, g: '' }, /^e, the core text/],
    ['a core with a lone surrogate', { e: '\ud83d', g: '' }, /broken Unicode/],
    ['no signature', { e: '' }, /^g, the signature/],
    ['a signature over 128 characters', { e: '', g: 'A'.repeat(129) }, /^g, the signature/],
    ['parts that are null', { e: '', g: '', parts: null }, /parts is not an object/],
    ['parts that are a list', { e: '', g: '', parts: [PART] }, /parts is not an object/],
    [
      'a sealed part with a lone surrogate',
      { e: '', g: '', parts: { hurt: { x: `${SEALED_FILE}\ud800` } } },
      /a part is neither/,
    ],
    [
      'nine parts',
      { e: '', g: '', parts: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`p${i}`, PART])) },
      /more than 8/,
    ],
    ['a part that is a text', { e: '', g: '', parts: { body: '{}' } }, /a part is neither/],
    ['a part without text', { e: '', g: '', parts: { body: { s: SALT } } }, /a part is neither/],
    [
      'a part with a lone surrogate',
      { e: '', g: '', parts: { body: { s: SALT, t: '\udc00' } } },
      /a part is neither/,
    ],
    [
      'a salt of 15 bytes',
      { e: '', g: '', parts: { body: { ...PART, s: 'A'.repeat(20) } } },
      /a part is neither/,
    ],
    ['a sealed body', { e: '', g: '', parts: { body: { x: SEALED_FILE } } }, /the body is sealed/],
    ...BAD_SEALED.map(
      ([what, hurt]) => [what, { e: '', g: '', parts: { hurt } }, /a part is neither/] as const,
    ),
    [
      'a salt of 17 bytes',
      { e: '', g: '', parts: { body: { ...PART, s: 'A'.repeat(23) } } },
      /a part is neither/,
    ],
    [
      'a salt with spare bits set',
      { e: '', g: '', parts: { body: { ...PART, s: `${'A'.repeat(21)}B` } } },
      /a part is neither/,
    ],
  ];
  for (const [what, value, why] of refused) {
    test(what, () => {
      const wire = parseWireEntry(value);
      assert.ok(!wire.ok);
      assert.equal(wire.error.kind, 'wire-shape');
      assert.match(wire.error.why, why);
    });
  }
});

test('the largest sealed part is read', () => {
  const x = SEALED_FILE.padEnd(SEALED_CHARS_MAX, 'A');
  const wire = parseWireEntry({ e: '', g: '', parts: { hurt: { x } } });
  assert.ok(wire.ok);
  assert.deepEqual(wire.value.parts, { hurt: { x } });
});
