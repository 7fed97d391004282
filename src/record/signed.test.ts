import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { idFor } from '../../test/vectors/any-draft.ts';
import { plainCore, scribeFor } from '../../test/vectors/writing.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { utf8Encode } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { CORE_BYTES_MAX, parseCore, parseOffset } from './signed.ts';
import type { Core, CoreError } from './signed.ts';

const PLAIN = plainCore(scribeFor('core', cryptoNode()));

function coreWith(changes: Readonly<Record<string, Json>>): Uint8Array {
  return utf8Encode(canonicalJson({ ...PLAIN, ...changes }));
}

function read(changes: Readonly<Record<string, Json>>): Core {
  const core = parseCore(coreWith(changes));
  assert.ok(core.ok, core.ok ? '' : JSON.stringify(core.error));
  return core.value;
}

function errorOf(bytes: Uint8Array): CoreError {
  const core = parseCore(bytes);
  assert.ok(!core.ok, 'was read');
  return core.error;
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => idFor(`core ${i}`));
const bytes64 = (length: number): string => Buffer.alloc(length, 1).toString('base64url');

describe('a core is read', () => {
  test('as the first entry of its author, about nothing, with no parts', () => {
    const core = read({});
    assert.deepEqual(
      [core.author, core.incident, core.sequence, core.kind],
      [PLAIN['a'], PLAIN['i'], 0, 'event'],
    );
    assert.deepEqual([core.previous, core.about, core.before, [...core.parts]], [[], [], undefined, []]);
    assert.equal(core.at.offsetMinutes, undefined);
    assert.equal(core.at.anchor, undefined);
  });

  test('with one entry before it, or with the ends of a fork', () => {
    assert.deepEqual(read({ s: 1, p: ids(1)[0] ?? '' }).previous, ids(1));
    assert.deepEqual(read({ s: 1, p: ids(8) }).previous, ids(8));
  });

  test('with everything else it may hold', () => {
    const anchor = ids(1)[0] ?? '';
    const core = read({
      at: { edtf: '2031', offset: '-03:30', anchor, loMin: -5, hiMin: 5 },
      b: { origin: 'hub.example/log', size: 9, root: bytes64(16) },
      re: ids(16),
      parts: { body: bytes64(32), w2: bytes64(32) },
    });
    assert.equal(core.at.offsetMinutes, -210);
    assert.deepEqual(core.at.anchor, { id: anchor, loMin: -5, hiMin: 5 });
    assert.deepEqual(core.before, { origin: 'hub.example/log', size: 9, root: bytes64(16) });
    assert.equal(core.about.length, 16);
    assert.deepEqual([...core.parts.keys()], ['body', 'w2']);
  });

  for (const kind of ['a', 'alarm.raise', 'a.b.c', 'event', 'a.b-c']) {
    test(`with the kind ${kind}`, () => assert.equal(read({ k: kind }).kind, kind));
  }
});

describe('bytes are no core', () => {
  const text = canonicalJson(PLAIN);

  test('over 16 KiB, which is said with their number and before anything else', () => {
    const big = new Uint8Array(CORE_BYTES_MAX + 1).fill(0xff);
    assert.deepEqual(errorOf(big), { kind: 'core-too-large', bytes: CORE_BYTES_MAX + 1 });
    assert.equal(errorOf(new Uint8Array(CORE_BYTES_MAX).fill(0xff)).kind, 'core-not-utf8');
  });

  test('when they are not UTF-8', () => {
    for (const tail of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x9a]]) {
      assert.equal(errorOf(Uint8Array.from([...utf8Encode(text), ...tail])).kind, 'core-not-utf8');
    }
  });

  test('when they are not JSON', () => {
    for (const bad of ['', '{', text.slice(1), `${text}}`, `\ufeff${text}`, '{"a":01}'])
      assert.equal(errorOf(utf8Encode(bad)).kind, 'core-not-json');
  });

  test('when a key stands twice, with the same value or another', () => {
    for (const twice of ['"s":0,"s":0', '"s":1,"s":0', '"s":0,"\\u0073":0']) {
      assert.equal(errorOf(utf8Encode(text.replace('"s":0', twice))).kind, 'core-not-canonical');
    }
  });

  test('when they spell the same in another way', () => {
    for (const [from, to] of [
      ['"v":1', '"v":1.0'],
      ['"v":1', '"v": 1'],
      ['"s":0', '"s":-0'],
      ['"s":0', '"s":0e0'],
      ['event', '\\u0065vent'],
    ] as const) {
      assert.equal(errorOf(utf8Encode(text.replace(from, to))).kind, 'core-not-canonical', to);
    }
  });

  test('outside the subset, with the place named', () => {
    assert.deepEqual(errorOf(coreWith({ at: { edtf: null } })), {
      kind: 'core-outside-subset',
      why: '$.at.edtf: null',
    });
    for (const text of ['[]', '"{}"', '1'])
      assert.equal(errorOf(utf8Encode(text)).kind, 'core-outside-subset');
  });

  test('nested however deep 16 KiB allow, without a cost', () => {
    const deep = utf8Encode('['.repeat(CORE_BYTES_MAX / 2) + ']'.repeat(CORE_BYTES_MAX / 2));
    assert.equal(errorOf(deep).kind, 'core-outside-subset');
    assert.equal(errorOf(utf8Encode('{"a":'.repeat(3_000))).kind, 'core-not-json');
  });
});

const id = ids(1)[0] ?? '';
const CHECKPOINT = { origin: 'hub.example/log', size: 9, root: bytes64(16) };

const FIELD_FAULTS: readonly (readonly [field: string, changes: Readonly<Record<string, Json>>])[] = [
  ['v', { v: 0 }],
  ['v', { v: '1' }],
  ['zz', { zz: 1 }],
  ['a', { a: 1 }],
  ['a', { a: bytes64(31) }],
  ['i', { i: bytes64(13) }],
  ['s', { s: -1 }],
  ['s', { s: true }],
  ['k', { k: '' }],
  ['k', { k: 'a.' }],
  ['k', { k: 'alarm raise' }],
  ['k', { k: 'a'.repeat(17) }],
  ['k', { k: ['event'] }],
  ['p', { p: id }],
  ['p', { p: [] }],
  ['p', { s: 1, p: '' }],
  ['p', { s: 1, p: [] }],
  ['p', { s: 1, p: [id] }],
  ['p', { s: 1, p: [id, id] }],
  ['p', { s: 1, p: ids(9) }],
  ['at', { at: '2031' }],
  ['at', { at: [] }],
  ['at.edtf', { at: {} }],
  ['at.edtf', { at: { edtf: 2031 } }],
  ['at.edtf', { at: { edtf: 'noon' } }],
  ['at.zone', { at: { edtf: '2031', zone: 'x' } }],
  ['at.offset', { at: { edtf: '2031', offset: 'Z' } }],
  ['at.offset', { at: { edtf: '2031', offset: 300 } }],
  ['at', { at: { edtf: '2031', hiMin: 1 } }],
  ['at.anchor', { at: { edtf: '2031', anchor: 'x', loMin: 1 } }],
  ['at.loMin', { at: { edtf: '2031', anchor: id } }],
  ['at.loMin', { at: { edtf: '2031', anchor: id, loMin: '1' } }],
  ['at.loMin', { at: { edtf: '2031', anchor: id, loMin: 100_000_000 } }],
  ['at.hiMin', { at: { edtf: '2031', anchor: id, loMin: 5, hiMin: 4 } }],
  ['b', { b: 'x' }],
  ['b', { b: {} }],
  ['b', { b: { ...CHECKPOINT, more: 1 } }],
  ['b.origin', { b: { ...CHECKPOINT, origin: '' } }],
  ['b.origin', { b: { ...CHECKPOINT, origin: 'x'.repeat(201) } }],
  ['b.size', { b: { ...CHECKPOINT, size: 0 } }],
  ['b.size', { b: { ...CHECKPOINT, size: '9' } }],
  ['b.root', { b: { ...CHECKPOINT, root: bytes64(15) } }],
  ['re', { re: id }],
  ['re', { re: [''] }],
  ['re', { re: [id, id] }],
  ['re', { re: ids(17) }],
  ['parts', { parts: [] }],
  ['parts', { parts: { aB: bytes64(32) } }],
  ['parts', { parts: { [`p${'a'.repeat(16)}`]: bytes64(32) } }],
  ['parts', { parts: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`p${i}`, bytes64(32)])) }],
  ['parts.body', { parts: { body: bytes64(33) } }],
  ['parts.body', { parts: { body: 1 } }],
];

describe('a bad field is refused by its name', () => {
  for (const [field, changes] of FIELD_FAULTS) {
    test(`${field} in ${JSON.stringify(changes).slice(0, 60)}`, () => {
      const error = errorOf(coreWith(changes));
      assert.ok(error.kind === 'core-field', error.kind);
      assert.equal(error.field, field);
      assert.notEqual(error.why, '');
    });
  }

  for (const field of Object.keys(PLAIN)) {
    test(`${field} when it is missing`, () => {
      const rest = Object.fromEntries(Object.entries(PLAIN).filter(([name]) => name !== field));
      assert.deepEqual(errorOf(utf8Encode(canonicalJson(rest))), {
        kind: 'core-field',
        field,
        why: 'is missing',
      });
    });
  }
});

test('an offset needs its sign and runs to 14 hours', () => {
  assert.deepEqual(['+00:00', '+14:00', '-14:00', '+05:45'].map(parseOffset), [0, 840, -840, 345]);
  for (const bad of [
    '5',
    '05:00',
    '+5:00',
    '+05',
    '+0500',
    '+14:01',
    '+15:00',
    '+05:60',
    '+05:00 ',
    '-00:00',
    'Z',
    '',
    300,
    null,
  ]) {
    assert.equal(parseOffset(bad), undefined, String(bad));
  }
});
