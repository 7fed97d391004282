import { ed25519 } from '@noble/curves/ed25519.js';
import { base64UrlToBytes, bytesToBase64Url, hexToBytes } from '../../src/base/bytes.ts';
import { canonicalJson, isJsonObject, parseJson } from '../../src/base/canonical-json.ts';
import type { Json } from '../../src/base/canonical-json.ts';
import type { IncidentId } from '../../src/record/names.ts';
import type { Primitives } from '../../src/record/primitives.ts';
import { signText } from '../vectors/writing.ts';
import { eventBody, witness } from './witness.ts';

/** Something a hub has to refuse, and the kind of refusal it is owed. */
export type BadEntry = { readonly name: string; readonly kind: string; readonly item: Json };

// A point of order 8 (RFC 8032 curve): added to a good key it makes one that verifiers disagree on.
const ORDER_8 = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a';

/** Every way an entry can be broken, made from entries of this incident that were sound. */
export async function badEntries(crypto: Primitives, incident: IncidentId): Promise<readonly BadEntry[]> {
  const author = witness(crypto, incident);
  const { wire } = await author.say('event', eventBody('A sound entry.'));
  const other = await author.say('event', eventBody('Another sound entry.'));
  const signed = async (text: string): Promise<Json> => ({ ...(await signText(text, author.signer)) });
  const core = parseJson(wire.e);
  if (!isJsonObject(core)) throw new Error('a core is an object');
  const withField = (fields: Readonly<Record<string, Json>>): Promise<Json> =>
    signed(canonicalJson({ ...core, ...fields }));
  const signature = base64UrlToBytes(wire.g) ?? new Uint8Array();
  const beyondOrder = bytesToBase64Url(
    Uint8Array.from([...signature.subarray(0, 32), ...Array<number>(32).fill(255)]),
  );
  const smallOrder = bytesToBase64Url(hexToBytes(ORDER_8) ?? new Uint8Array());
  return [
    ...shapes(wire.e, wire.g),
    { name: 'truncated', kind: 'core-not-json', item: { ...wire, e: wire.e.slice(0, -20) } },
    {
      name: 'oversized',
      kind: 'core-too-large',
      item: await withField({ re: Array<Json>(300).fill('ab'.repeat(32)) }),
    },
    { name: 'not canonical: white space', kind: 'core-not-canonical', item: await signed(` ${wire.e}`) },
    {
      name: 'not canonical: other order',
      kind: 'core-not-canonical',
      item: await signed(JSON.stringify(Object.fromEntries(Object.entries(core).toReversed()))),
    },
    {
      name: 'duplicate key',
      kind: 'core-not-canonical',
      item: await signed(wire.e.replace('{"a":', `{"a":"","a":`)),
    },
    { name: 'a null', kind: 'core-outside-subset', item: await withField({ b: null }) },
    { name: 'a fraction', kind: 'core-outside-subset', item: await withField({ s: 0.5 }) },
    {
      name: 'nested too deep',
      kind: 'core-outside-subset',
      item: await signed(`${'['.repeat(2_000)}${']'.repeat(2_000)}`),
    },
    { name: 'another version', kind: 'core-field', item: await withField({ v: 2 }) },
    { name: 'a field more', kind: 'core-field', item: await withField({ extra: 1 }) },
    { name: 'a bad time', kind: 'core-field', item: await withField({ at: { edtf: 'yesterday' } }) },
    { name: 'signature cut off', kind: 'signature-refused', item: { ...wire, g: wire.g.slice(0, 40) } },
    {
      name: 'signature of another alphabet',
      kind: 'signature-refused',
      item: { ...wire, g: `${wire.g.slice(0, -2)}+/` },
    },
    {
      name: 'signature beyond the group order',
      kind: 'signature-refused',
      item: { ...wire, g: beyondOrder },
    },
    { name: 'key of small order', kind: 'key-refused', item: await withField({ a: smallOrder }) },
    {
      name: 'key with torsion',
      kind: 'key-refused',
      item: await withField({ a: withTorsion(author.signer.key) }),
    },
    { name: 'signature of another entry', kind: 'signature-wrong', item: { ...wire, g: other.wire.g } },
    {
      name: 'core changed after signing',
      kind: 'signature-wrong',
      item: { ...wire, e: wire.e.replace('T10:30', 'T10:31') },
    },
  ];
}

function shapes(e: string, g: string): readonly BadEntry[] {
  const items: Readonly<Record<string, Json>> = {
    nothing: null,
    'a number': 7,
    'a text': e,
    'a list': [e, g],
    'no core': { g },
    'no signature': { e },
    'core not a text': { e: 7, g },
    'broken Unicode': { e: `${e}\ud800`, g },
    'parts not an object': { e, g, parts: [] },
    'a part without salt': { e, g, parts: { body: { t: '{}' } } },
    'nine parts': {
      e,
      g,
      parts: Object.fromEntries(
        Array.from({ length: 9 }, (_, n) => [`p${n}`, { s: 'AAAAAAAAAAAAAAAAAAAAAA', t: '' }]),
      ),
    },
  };
  return Object.entries(items).map(([name, item]) => ({ name, kind: 'wire-shape', item }));
}

function withTorsion(key: Uint8Array): string {
  const sum = ed25519.Point.fromBytes(key).add(ed25519.Point.fromHex(ORDER_8));
  return bytesToBase64Url(sum.toBytes());
}
