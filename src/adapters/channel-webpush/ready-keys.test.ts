import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressOf, newSubscriptionSecrets } from '../../../test/sim/read-push.ts';
import { readyKeys } from './ready-keys.ts';

const anyAddresses = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => addressOf(newSubscriptionSecrets(), `https://push.example/${i}`));

/** Sender keys of one message to each address, and how long it took to get them. */
function takeAll(keys: ReturnType<typeof readyKeys>, addresses: readonly string[]): [string[], number] {
  const began = performance.now();
  const taken = addresses.map((address) => keys.take(address)?.keys.senderKey ?? new Uint8Array());
  const tookMs = performance.now() - began;
  return [taken.map((key) => Buffer.from(key).toString('hex')), tookMs];
}

describe('keys made ahead of time', () => {
  test('are given out once, and then new ones are made', () => {
    const keys = readyKeys();
    const addresses = anyAddresses(300);
    while (!keys.prepare(addresses));
    const [ahead, aheadMs] = takeAll(keys, addresses);
    const [anew, anewMs] = takeAll(keys, addresses);
    assert.equal(new Set([...ahead, ...anew]).size, 600);
    // A hundredth in truth: that nothing was made at the time.
    assert.ok(aheadMs < anewMs / 4, `${aheadMs} ms and ${anewMs} ms`);
  });

  test('are made a few at a call, and dropped for whoever is not wanted any more', () => {
    const keys = readyKeys();
    const addresses = anyAddresses(40);
    const calls = [0, 1, 2, 3].map(() => keys.prepare(addresses));
    assert.deepEqual(calls, [false, false, true, true]);
    assert.equal(keys.prepare(addresses.slice(0, 20)), true);
    const [, hereMs] = takeAll(keys, addresses.slice(0, 20));
    const [, goneMs] = takeAll(keys, addresses.slice(20));
    assert.ok(hereMs < goneMs / 4, `${hereMs} ms and ${goneMs} ms`);
  });

  test('are not made for what is no address', () => {
    const keys = readyKeys();
    assert.equal(keys.prepare(['{}', ...anyAddresses(1)]), true);
    assert.equal(keys.take('{}'), undefined);
  });
});
