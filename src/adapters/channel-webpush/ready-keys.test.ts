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
    for (const address of addresses) assert.equal(keys.prepare(address), true);
    const [ahead, aheadMs] = takeAll(keys, addresses);
    const [anew, anewMs] = takeAll(keys, addresses);
    assert.equal(new Set([...ahead, ...anew]).size, 600);
    // A hundredth in truth: that nothing was made at the time.
    assert.ok(aheadMs < anewMs / 4, `${aheadMs} ms and ${anewMs} ms`);
  });

  test('are not made for what is no address', () => {
    const keys = readyKeys();
    assert.equal(keys.prepare('{}'), false);
    assert.equal(keys.take('{}'), undefined);
  });
});
