import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { test } from 'node:test';
import { findOutside } from './outside.ts';
import type { Reach } from './outside.ts';

const INSIDE = { address: '10.0.0.1', family: 4 };
const OUTSIDE = [
  { address: '9.9.9.9', family: 4 },
  { address: '2620:fe::fe', family: 6 },
];
const { signal } = new AbortController();

function reachOf(answers: readonly LookupAddress[], allowInside = false): Reach {
  return { allowInside, resolve: () => Promise.resolve(answers) };
}

/** What a connection is told, however it asks; else why there is none. */
async function foundAt(hostname: string, reach: Reach): Promise<unknown> {
  const found = await findOutside(hostname, reach, signal);
  if (found.kind !== 'addresses') return found.kind;
  const told: unknown[] = [];
  found.lookup('other.example', { all: true }, (error, all) => told.push(error, all));
  found.lookup('other.example', {}, (error, ...one) => told.push(error, one));
  return told;
}

function told(addresses: readonly LookupAddress[]): unknown {
  return [null, addresses, null, [addresses[0]?.address, addresses[0]?.family]];
}

test('of the addresses of a name only those of the open network are connected to', async () => {
  const mapped = { address: '::ffff:10.0.0.1', family: 6 };
  assert.deepEqual(await foundAt('ntfy.example', reachOf([INSIDE, ...OUTSIDE, mapped])), told(OUTSIDE));
  assert.equal(await foundAt('ntfy.example', reachOf([INSIDE])), 'inside');
  assert.deepEqual(await foundAt('ntfy.example', reachOf([INSIDE], true)), told([INSIDE]));
});

test('an address is judged as it stands, whatever a name server would make of it', async () => {
  for (const host of ['127.0.0.1', '[::1]', '[::ffff:10.0.0.1]'])
    assert.equal(await foundAt(host, reachOf(OUTSIDE)), 'inside', host);
  const found = await foundAt('[2620:fe::fe]', reachOf([INSIDE]));
  assert.deepEqual(found, told([{ address: '2620:fe::fe', family: 6 }]));
});

test('a name without addresses leads nowhere, which is not inside', async () => {
  assert.equal(await foundAt('ntfy.example', reachOf([])), 'nowhere');
  const fails: Reach = { allowInside: false, resolve: () => Promise.reject(new Error('planted')) };
  assert.equal(await foundAt('ntfy.example', fails), 'nowhere');
});

test('as the system resolves it, this machine is inside', async () => {
  assert.equal(await foundAt('localhost', { allowInside: false }), 'inside');
});

test('a name that nobody answers for leads nowhere as soon as the time is over, or was over before', async () => {
  const { promise: never } = Promise.withResolvers<never>();
  const reach: Reach = { allowInside: true, resolve: () => never };
  const ending = new AbortController();
  const finding = findOutside('ntfy.example', reach, ending.signal);
  ending.abort();
  assert.deepEqual(await finding, { kind: 'nowhere' });
  assert.deepEqual(await findOutside('ntfy.example', reach, ending.signal), { kind: 'nowhere' });
});
