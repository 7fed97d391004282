import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64ToBytes, bytesToBase64 } from './base64.ts';

test('standard base64 is written as everybody writes it, and read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = bytesToBase64(bytes);
      assert.equal(text, Buffer.from(bytes).toString('base64'));
      assert.deepEqual(base64ToBytes(text), bytes);
    }),
  );
});

test('one value has one spelling: what Node would print otherwise is refused', () => {
  const pieces = fc.constantFrom('A', 'B', 'g', '/', '+', '-', '_', '=', ' ', '\n', 'ғ');
  fc.assert(
    fc.property(fc.string({ unit: pieces, maxLength: 9 }), (text) => {
      const read = base64ToBytes(text);
      assert.equal(read !== undefined, Buffer.from(text, 'base64').toString('base64') === text);
    }),
    { numRuns: 2_000 },
  );
  for (const bad of ['A', 'AA', 'AAA', 'AB==', 'AAB=', '====', 'A===', 'AA=A', 'AAAA=', '-_-_'])
    assert.equal(base64ToBytes(bad), undefined, bad);
});
