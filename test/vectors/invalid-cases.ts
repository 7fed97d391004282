import { base64UrlToBytes, bytesToBase64Url } from '../../src/base/bytes.ts';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import type { Json } from '../../src/base/canonical-json.ts';
import type { Primitives } from '../../src/record/primitives.ts';
import type { EntryError } from '../../src/record/verify.ts';
import type { WireEntry, WireError } from '../../src/record/wire.ts';
import { BODY_SAMPLES } from './bodies.ts';
import { SEALED_FILE } from './sealed-files.ts';
import { bytesFor, plainCore, scribeFor, signCore, signText } from './writing.ts';
import type { Scribe } from './writing.ts';

/** JSON that is no entry, and the error it is refused with. `field` or `why` where the error has a stable one. */
export type InvalidCase = {
  readonly name: string;
  readonly description: string;
  readonly entry: Json;
  readonly error: ExpectedError;
};

export type ExpectedError = { readonly kind: (EntryError | WireError)['kind']; readonly field?: string; readonly why?: string };

export function expectedError(error: EntryError | WireError): ExpectedError {
  switch (error.kind) {
    case 'core-field':
      return { kind: error.kind, field: error.field };
    case 'key-refused':
    case 'signature-refused':
      return { kind: error.kind, why: error.why };
    default:
      return { kind: error.kind };
  }
}

type Making = {
  readonly name: string;
  readonly description: string;
  readonly make: (scribe: Scribe) => Promise<Json>;
  readonly error: ExpectedError;
};

export async function invalidCases(primitives: Primitives): Promise<readonly InvalidCase[]> {
  const makings = [...WIRE, ...SPELLING, ...SUBSET, ...FIELDS, ...KEYS, ...SIGNATURES];
  return Promise.all(
    makings.map(async ({ name, description, make, error }) => {
      const entry = await make(scribeFor(name, primitives));
      return { name, description, entry, error };
    }),
  );
}

/** A genuine entry with parts, changed on the wire. */
function changed(change: (wire: WireEntry) => Json): Making['make'] {
  return async (scribe) => change((await scribe.write({ kind: 'event', parts: { body: BODY_SAMPLES['event'] ?? {} } })).wire);
}

function wire(name: string, description: string, change: (wire: WireEntry) => Json): Making {
  return { name: `wire-${name}`, description, make: changed(change), error: { kind: 'wire-shape' } };
}

/** With this part besides, or in place of the body. */
function sealedAs(name: string, part: Json): (wire: WireEntry) => Json {
  return ({ e, g, parts }) => ({ e, g, parts: { ...parts, [name]: part } });
}

const WIRE: readonly Making[] = [
  wire('list', 'a list, not an object', ({ e, g }) => [e, g]),
  wire('core-missing', 'no core', ({ g, parts }) => ({ g, parts })),
  wire('core-as-object', 'the core as JSON instead of its exact text', ({ e, g, parts }) => ({ e: JSON.parse(e), g, parts })),
  wire('core-broken-unicode', 'a lone surrogate in the core text', ({ e, g }) => ({ e: `${e}\ud800`, g })),
  wire('signature-missing', 'no signature', ({ e, parts }) => ({ e, parts })),
  wire('parts-list', 'parts as a list', ({ e, g }) => ({ e, g, parts: [] })),
  wire('part-without-salt', 'a part without its salt', ({ e, g }) => ({ e, g, parts: { body: { t: '{}' } } })),
  wire('part-short-salt', 'a salt of 15 bytes', ({ e, g }) => ({
    e,
    g,
    parts: { body: { s: bytesToBase64Url(new Uint8Array(15)), t: '{}' } },
  })),
  wire('body-sealed', 'a sealed body: the situation is folded from it', sealedAs('body', { x: SEALED_FILE })),
  wire('part-sealed-and-open', 'a part both sealed and in the open', sealedAs('hurt', { x: SEALED_FILE, t: '{}' })),
  wire('part-sealed-not-age', 'a sealed part that is no age file', sealedAs('hurt', { x: SEALED_FILE.slice(4) })),
  wire('part-sealed-padded', 'a sealed part in padded base64', sealedAs('hurt', { x: `${SEALED_FILE}=` })),
  wire('part-sealed-too-large', 'a sealed file larger than any part needs', sealedAs('hurt', { x: SEALED_FILE.padEnd(100_000, 'A') })),
  wire('nine-parts', 'nine parts', ({ e, g, parts }) => ({
    e,
    g,
    parts: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`part${i}`, { ...parts['body'] }])),
  })),
];

/** A core text changed before it was signed: the signature is good, the spelling is not. */
function spelt(
  name: string,
  description: string,
  of: { readonly text: (text: string) => string; readonly kind: ExpectedError['kind'] },
): Making {
  const make: Making['make'] = (scribe) => signText(of.text(canonicalJson(plainCore(scribe))), scribe.author);
  return { name: `core-${name}`, description, make, error: { kind: of.kind } };
}

const NOT_CANONICAL = 'core-not-canonical';

const SPELLING: readonly Making[] = [
  spelt('space', 'white space after a colon', { text: (t) => t.replace('"b":', '"b": '), kind: NOT_CANONICAL }),
  spelt('newline', 'a line feed at the end', { text: (t) => `${t}\n`, kind: NOT_CANONICAL }),
  spelt('key-order', 'the keys in another order', { text: (t) => t.replace('{', '{"v":1,').replace(',"v":1}', '}'), kind: NOT_CANONICAL }),
  spelt('duplicate-key', 'the same key twice', { text: (t) => t.replace('"s":0', '"s":0,"s":0'), kind: NOT_CANONICAL }),
  spelt('number-form', 'a whole number with an exponent', { text: (t) => t.replace('"v":1', '"v":1e0'), kind: NOT_CANONICAL }),
  spelt('minus-zero', 'zero with a sign', { text: (t) => t.replace('"s":0', '"s":-0'), kind: NOT_CANONICAL }),
  spelt('escaped', 'a letter escaped that needs no escape', { text: (t) => t.replace('"event"', '"\\u0065vent"'), kind: NOT_CANONICAL }),
  spelt('bom', 'a byte order mark in front', { text: (t) => `\ufeff${t}`, kind: 'core-not-json' }),
  spelt('cut', 'the last bracket missing', { text: (t) => t.slice(0, -1), kind: 'core-not-json' }),
  spelt('empty', 'an empty core', { text: () => '', kind: 'core-not-json' }),
  spelt('too-large', 'a core of 16 KiB and one byte', { text: (t) => t.padEnd(16 * 1024 + 1, ' '), kind: 'core-too-large' }),
  spelt('too-large-in-bytes', 'a core of fewer than 16 Ki characters and more than 16 KiB', {
    text: (t) => t.replace('"b":""', `"b":"${'ж'.repeat(8_200)}"`),
    kind: 'core-too-large',
  }),
];

function subset(name: string, description: string, text: (text: string) => string): Making {
  return spelt(`subset-${name}`, description, { text, kind: 'core-outside-subset' });
}

const SUBSET: readonly Making[] = [
  subset('null', 'a null', (t) => t.replace('"b":""', '"b":null')),
  subset('fraction', 'a fraction', (t) => t.replace('"s":0', '"s":0.5')),
  subset('unsafe-integer', 'a whole number over 2^53-1', (t) => t.replace('"s":0', '"s":9007199254740992')),
  subset('surrogate', 'an escaped lone surrogate', (t) => t.replace('"b":""', '"b":"\\ud800"')),
  subset('key', 'a key with a capital in front', (t) => t.replace('{"a":', '{"A":0,"a":')),
  subset('proto-key', 'a key that is special in JavaScript', (t) => t.replace('{"a":', '{"__proto__":0,"a":')),
  subset('long-key', 'a key of 33 characters', (t) => t.replace('"b":""', `"b":{"${'k'.repeat(33)}":0}`)),
  subset('depth', 'lists nested deeper than any entry needs', (t) => t.replace('"re":[]', '"re":[[[[[[[[[]]]]]]]]]')),
  subset('not-an-object', 'a core that is a list', () => '[]'),
];

const AN_ID = Buffer.from(bytesFor('some id', 32)).toString('hex');
const KEY_33 = bytesToBase64Url(new Uint8Array(33).fill(7));

function field(name: string, value: Json | undefined, why: string, of = name): Making {
  const slug = `${name}-${why}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const make: Making['make'] = (scribe) => {
    const { [name]: _, ...rest } = plainCore(scribe);
    return signCore(value === undefined ? rest : { ...rest, [name]: value }, scribe.author);
  };
  return { name: `field-${slug}`, description: `${of}: ${why}`, make, error: { kind: 'core-field', field: of } };
}

const FIELDS: readonly Making[] = [
  field('v', 2, 'a later version'),
  field('v', undefined, 'missing'),
  field('extra', 1, 'no field of this version'),
  field('a', KEY_33, '33 bytes'),
  field('a', `${bytesToBase64Url(bytesFor('key', 32))}=`, 'padded base64url'),
  field('i', bytesToBase64Url(new Uint8Array(11)), '11 bytes'),
  field('s', -1, 'negative'),
  field('s', '0', 'a number as text'),
  field('p', AN_ID, 'an entry before the first'),
  field('k', 'Event', 'a capital'),
  field('k', 'a.b.c.d', 'four words'),
  field('at', { edtf: '2031-02-29T10:00' }, 'a day that is not in the year', 'at.edtf'),
  field('at', { edtf: '2031-05-17T11:00/2031-05-17T10:00' }, 'ends before it starts', 'at.edtf'),
  field('at', { edtf: '2031-05-17', offset: '+5:00' }, 'an offset without its zero', 'at.offset'),
  field('at', { edtf: '2031-05-17', loMin: 5 }, 'minutes without an anchor'),
  field('at', { anchor: AN_ID, edtf: '2031-05-17', hiMin: 5, loMin: 6 }, 'anchor minutes the wrong way round', 'at.hiMin'),
  field('at', { edtf: '2031-05-17', zone: 'x' }, 'a field of a later version', 'at.zone'),
  field('b', { origin: 'hub.example/log', root: bytesToBase64Url(new Uint8Array(16)), size: 0 }, 'an empty log', 'b.size'),
  field('b', { origin: 'hub.example/log', root: bytesToBase64Url(new Uint8Array(32)), size: 1 }, 'a root of 32 bytes', 'b.root'),
  field('re', [AN_ID, AN_ID], 'the same id twice'),
  field('re', [AN_ID.toUpperCase()], 'an id in capitals'),
  field('parts', { body: bytesToBase64Url(new Uint8Array(31)) }, 'a commitment of 31 bytes', 'parts.body'),
  field('parts', { aB: bytesToBase64Url(new Uint8Array(32)) }, 'a name with a capital'),
  {
    name: 'field-p-missing-on-second',
    description: 'p: an entry that is not the first names none before it',
    make: (scribe) => signCore({ ...plainCore(scribe), s: 1, p: '' }, scribe.author),
    error: { kind: 'core-field', field: 'p' },
  },
  {
    name: 'field-p-list-of-one',
    description: 'p: a list heals a fork, so it names two or more',
    make: (scribe) => signCore({ ...plainCore(scribe), s: 1, p: [AN_ID] }, scribe.author),
    error: { kind: 'core-field', field: 'p' },
  },
];

// Encodings of edwards25519 (little-endian): the neutral point, a point of order 8, p + 1 for the neutral point.
const NEUTRAL = `01${'00'.repeat(31)}`;
const ORDER_8 = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a';
const NEUTRAL_NOT_CANONICAL = `ee${'ff'.repeat(30)}7f`;

function key(name: string, description: string, of: { hex: string; why: string }): Making {
  const a = bytesToBase64Url(Buffer.from(of.hex, 'hex'));
  const make: Making['make'] = (scribe) => signCore({ ...plainCore(scribe), a }, scribe.author);
  return { name: `key-${name}`, description, make, error: { kind: 'key-refused', why: of.why } };
}

const KEYS: readonly Making[] = [
  key('neutral', 'the key is the neutral point', { hex: NEUTRAL, why: 'small-order' }),
  key('order-8', 'the key has order 8', { hex: ORDER_8, why: 'small-order' }),
  key('not-canonical', 'the key is an encoding that is not canonical', { hex: NEUTRAL_NOT_CANONICAL, why: 'not-canonical' }),
  key('off-curve', 'the key is no point of the curve', { hex: `02${'00'.repeat(31)}`, why: 'torsion' }),
];

/** A genuine entry with R or S of its signature replaced. */
function resigned(change: (signature: Buffer) => Buffer): Making['make'] {
  return changed(({ e, g }) => ({ e, g: bytesToBase64Url(change(Buffer.from(base64UrlToBytes(g) ?? []))), parts: {} }));
}

function signature(name: string, description: string, of: { make: Making['make']; why: string }): Making {
  return { name: `signature-${name}`, description, make: of.make, error: { kind: 'signature-refused', why: of.why } };
}

function wrong(name: string, description: string, make: Making['make']): Making {
  return { name: `signature-${name}`, description, make, error: { kind: 'signature-wrong' } };
}

const L = (1n << 252n) + 27742317777372353535851937790883648493n;

function plusOrder(signed: Buffer): Buffer {
  const s = BigInt(`0x${Buffer.from(signed.subarray(32)).reverse().toString('hex')}`) + L;
  return Buffer.concat([signed.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()]);
}

function withR(hex: string): Making['make'] {
  return resigned((signed) => Buffer.concat([Buffer.from(hex, 'hex'), signed.subarray(32)]));
}

const SIGNATURES: readonly Making[] = [
  signature('short', 'a signature of 63 bytes', { make: resigned((s) => s.subarray(0, 63)), why: 'length' }),
  signature('padded', 'a signature with base64 padding', { make: changed(({ e, g }) => ({ e, g: `${g}==` })), why: 'length' }),
  signature('s-plus-order', 'S raised by the group order, which some verifiers take', { make: resigned(plusOrder), why: 'scalar-not-canonical' }),
  signature('r-order-8', 'R has order 8', { make: withR(ORDER_8), why: 'small-order' }),
  signature('r-not-canonical', 'R is an encoding that is not canonical', { make: withR(NEUTRAL_NOT_CANONICAL), why: 'not-canonical' }),
  wrong('wrong', 'one bit of S changed', resigned((s) => Buffer.from(s.with(40, (s[40] ?? 0) ^ 1)))),
  wrong('of-other-text', 'the core was changed after it was signed', changed(({ e, g }) => ({ e: e.replace('T10:30', 'T11:30'), g }))),
  {
    name: 'signature-by-another',
    description: 'signed by another key than the one it names',
    make: (scribe) => signCore(plainCore(scribe), scribe.primitives.signerFromSeed(bytesFor('another', 32))),
    error: { kind: 'signature-wrong' },
  },
  {
    name: 'signature-without-envelope',
    description: 'signed over the bare core instead of the DSSE encoding',
    make: async (scribe) => {
      const e = canonicalJson(plainCore(scribe));
      return { e, g: bytesToBase64Url(await scribe.author.sign(Buffer.from(e))), parts: {} };
    },
    error: { kind: 'signature-wrong' },
  },
];
