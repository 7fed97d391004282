import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rowOf } from '../../test/vectors/rows.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { newVault, NONCE_BYTES } from './at-rest.ts';
import type { SealedRow } from './at-rest.ts';

const crypto = cryptoNode();
const id = rowOf(1).id;
const [one, two] = [crypto.randomBytes(32), crypto.randomBytes(32)];
const vault = newVault(new Map([[1, one]]), crypto);
const plain = Buffer.from('айтылған сөз');

test('a row opens again under its own id, and its text is nowhere in what is kept', () => {
  const sealed = vault.sealRow(id, plain);
  assert.deepEqual(Buffer.from(vault.openRow(id, sealed) ?? []), plain);
  assert.equal(vault.openRow(rowOf(2).id, sealed), undefined);
  for (const bytes of [sealed.key, sealed.content]) assert.equal(Buffer.from(bytes).includes(plain), false);
});

test('the same text is sealed differently each time', () => {
  const [a, b] = [vault.sealRow(id, plain), vault.sealRow(id, plain)];
  assert.notDeepEqual(a.content, b.content);
  assert.notDeepEqual(a.key, b.key);
});

test('rows sealed together have each a key and a nonce of its own, and open one by one', () => {
  const rows = [1, 2, 3].map((n) => ({ id: rowOf(n).id, content: plain }));
  const sealed = vault.sealRows(rows);
  assert.deepEqual(
    sealed.map((row) => Buffer.from(vault.openRow(row.id, row) ?? []).toString()),
    rows.map(() => plain.toString()),
  );
  // Under one key the same text would begin with the same ciphertext, whatever the row.
  const starts = sealed.map(({ content }) => Buffer.from(content.subarray(0, plain.length)).toString('hex'));
  const nonces = sealed.map(({ key }) => Buffer.from(key.subarray(1, 1 + NONCE_BYTES)).toString('hex'));
  for (const each of [starts, nonces]) assert.equal(new Set(each).size, rows.length);
  assert.deepEqual(vault.sealRows([]), []);
});

test('one changed bit, a cut end or another key opens nothing', () => {
  const sealed = vault.sealRow(id, plain);
  fc.assert(
    fc.property(fc.constantFrom('key', 'content'), fc.nat(), fc.nat(7), (field: keyof SealedRow, at, bit) => {
      const bytes = Uint8Array.from(sealed[field]);
      const place = at % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
      assert.equal(vault.openRow(id, { ...sealed, [field]: bytes }), undefined);
      assert.equal(vault.openRow(id, { ...sealed, [field]: bytes.subarray(0, place) }), undefined);
    }),
  );
  assert.equal(newVault(new Map([[1, two]]), crypto).openRow(id, sealed), undefined);
  assert.equal(newVault(new Map([[2, one]]), crypto).openRow(id, sealed), undefined);
});

test('after a rotation only wrapped keys are new, and the old data key opens nothing any more', () => {
  const sealed = vault.sealRow(id, plain);
  const both = newVault(
    new Map([
      [1, one],
      [2, two],
    ]),
    crypto,
  );
  assert.deepEqual([both.isNewest(sealed.key), both.isNewest(both.sealRow(id, plain).key)], [false, true]);
  const key = both.rewrap(id, sealed.key);
  assert.ok(key && both.isNewest(key));
  const only = newVault(new Map([[2, two]]), crypto);
  assert.deepEqual(Buffer.from(only.openRow(id, { key, content: sealed.content }) ?? []), plain);
  assert.equal(vault.openRow(id, { key, content: sealed.content }), undefined);
  assert.equal(both.rewrap(rowOf(2).id, sealed.key), undefined);
});

test('a setting opens under its own name only', () => {
  const sealed = vault.sealSetting('links', plain);
  assert.deepEqual(Buffer.from(vault.openSetting('links', sealed) ?? []), plain);
  assert.equal(vault.openSetting('seed', sealed), undefined);
  assert.equal(vault.openSetting('links', sealed.subarray(0, 10)), undefined);
});
