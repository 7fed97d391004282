import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { utf8Encode } from '../base/bytes.ts';
import {
  authorKeyOf,
  entryIdOf,
  newIncidentId,
  parseAuthorKey,
  parseEntryId,
  parseIncidentId,
} from './names.ts';
import { pointFault, signatureFault, signingInput } from './signing.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const P = (1n << 255n) - 19n;
const L = (1n << 252n) + 27742317777372353535851937790883648493n;
const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
const bytesOf = (n: bigint): Uint8Array =>
  Uint8Array.from(Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse());

test('the signing input is the DSSE v1 encoding, lengths in bytes', () => {
  const text = (core: string): string => Buffer.from(signingInput(utf8Encode(core))).toString('utf8');
  assert.equal(text('{}'), 'DSSEv1 38 application/vnd.shanyrak.entry.v1+json 2 {}');
  assert.equal(text('ғғ'), 'DSSEv1 38 application/vnd.shanyrak.entry.v1+json 4 ғғ');
  assert.equal(text(''), 'DSSEv1 38 application/vnd.shanyrak.entry.v1+json 0 ');
});

describe('an encoded point', () => {
  test('is canonical exactly when y is below p, whatever the sign of x', () => {
    const near = fc.integer({ min: -40, max: 18 }).map((n) => P + BigInt(n));
    const any = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((bytes) => number(bytes) & ((1n << 255n) - 1n));
    fc.assert(
      fc.property(fc.oneof(near, any), fc.boolean(), (y, hasSign) => {
        const fault = pointFault(bytesOf(y + (hasSign ? 1n << 255n : 0n)));
        assert.equal(fault === 'not-canonical', y >= P);
      }),
    );
  });

  test('of 31 or 33 bytes has a bad length', () => {
    for (const length of [0, 31, 33, 64]) assert.equal(pointFault(new Uint8Array(length)), 'length');
  });

  test('that only begins like a point of small order passes', () => {
    for (const first of [0, 1, 0x26, 0xc7, 0xec])
      assert.equal(pointFault(new Uint8Array(32).fill(5).with(0, first)), undefined);
  });

  test('is not changed by the look at it', () => {
    const bytes = new Uint8Array(32).fill(0x85);
    pointFault(bytes);
    assert.deepEqual(bytes, new Uint8Array(32).fill(0x85));
  });
});

describe('a signature', () => {
  const r = hex('e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155');
  const signature = (s: bigint): Uint8Array => Uint8Array.from([...r, ...bytesOf(s)]);

  test('has S below the order of the group', () => {
    for (const s of [0n, 1n, L - 1n]) assert.equal(signatureFault(signature(s)), undefined);
    for (const s of [L, L + 1n, 2n * L, (1n << 256n) - 1n])
      assert.equal(signatureFault(signature(s)), 'scalar-not-canonical');
  });

  test('has 64 bytes', () => {
    for (const length of [0, 63, 65, 128]) assert.equal(signatureFault(new Uint8Array(length)), 'length');
  });

  test('is judged by S before R', () => {
    const both = Uint8Array.from([...new Uint8Array(32), ...bytesOf(L)]);
    assert.equal(signatureFault(both), 'scalar-not-canonical');
    assert.equal(signatureFault(new Uint8Array(64)), 'small-order');
  });
});

describe('names', () => {
  test('an entry id is 64 small hex digits and nothing else', () => {
    const id = 'a1'.repeat(32);
    assert.equal(parseEntryId(id), id);
    for (const bad of [id.toUpperCase(), id.slice(1), `${id}\n`, `${id}0`, '', undefined, 7, [id]])
      assert.equal(parseEntryId(bad), undefined);
    assert.equal(entryIdOf(new Uint8Array(32).fill(0xa1)), id);
    assert.throws(() => entryIdOf(new Uint8Array(31)), /bug/);
  });

  test('an author key is 32 bytes in base64url, in its one spelling', () => {
    const key = authorKeyOf(new Uint8Array(32).fill(1));
    assert.equal(key.length, 43);
    assert.equal(parseAuthorKey(key), key);
    for (const bad of [
      `${key}=`,
      key.slice(1),
      `${key.slice(0, -1)}F`,
      '',
      undefined,
      {},
      'A'.repeat(10_000),
    ])
      assert.equal(parseAuthorKey(bad), undefined);
    assert.throws(() => authorKeyOf(new Uint8Array(33)), /bug/);
  });

  test('an incident is 12 bytes drawn by chance', () => {
    const id = newIncidentId((length) => new Uint8Array(length).fill(2));
    assert.equal(id, 'AgICAgICAgICAgIC');
    assert.equal(parseIncidentId(id), id);
    for (const bad of ['AgICAgICAgICAgI', 'AgICAgICAgICAgICAg', '', null])
      assert.equal(parseIncidentId(bad), undefined);
  });
});
