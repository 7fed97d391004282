import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { test } from 'node:test';
import { addressesOf, lookupOf } from './reach.ts';

const INSIDE = { address: '10.0.0.1', family: 4 };
const OUTSIDE = [
  { address: '9.9.9.9', family: 4 },
  { address: '2620:fe::fe', family: 6 },
];
const { signal } = new AbortController();

function reachOf(answers: readonly LookupAddress[], allowInside = false): Parameters<typeof addressesOf>[1] {
  return { allowInside, resolve: () => Promise.resolve(answers) };
}

test('of the addresses of a name only those of the open network are connected to', async () => {
  const found = await addressesOf('ntfy.example', reachOf([INSIDE, ...OUTSIDE]), signal);
  assert.deepEqual(found, { kind: 'addresses', addresses: OUTSIDE });
  assert.deepEqual(await addressesOf('ntfy.example', reachOf([INSIDE]), signal), { kind: 'inside' });
  const allowed = await addressesOf('ntfy.example', reachOf([INSIDE], true), signal);
  assert.deepEqual(allowed, { kind: 'addresses', addresses: [INSIDE] });
});

test('an address is judged as it stands, whatever a name server would make of it', async () => {
  for (const host of ['127.0.0.1', '[::1]', '[::ffff:10.0.0.1]'])
    assert.deepEqual(await addressesOf(host, reachOf(OUTSIDE), signal), { kind: 'inside' }, host);
  const found = await addressesOf('[2620:fe::fe]', reachOf([INSIDE]), signal);
  assert.deepEqual(found, { kind: 'addresses', addresses: [{ address: '2620:fe::fe', family: 6 }] });
});

test('a name without addresses leads nowhere, which is not inside', async () => {
  assert.deepEqual(await addressesOf('ntfy.example', reachOf([]), signal), { kind: 'nowhere' });
});

test('a connection is told the same, however it asks', () => {
  const lookup = lookupOf(OUTSIDE);
  lookup('other.example', { all: true }, (error, all) => assert.deepEqual([error, all], [null, OUTSIDE]));
  lookup('other.example', {}, (error, ...one) => assert.deepEqual([error, one], [null, ['9.9.9.9', 4]]));
});
