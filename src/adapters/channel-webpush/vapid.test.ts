import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { describe, test } from 'node:test';
import { vapidFault } from '../../../test/sim/read-push.ts';
import { newVapid, newVapidKey } from './vapid.ts';

const ORIGIN = 'https://push.example';
const HOUR_MS = 3_600_000;
const subject = 'mailto:hub@shanyrak.example';
const now = Date.now();

describe('signing in to push services', () => {
  const privateKey = newVapidKey();
  const vapid = newVapid({ privateKey, subject });

  test('holds by RFC 8292, under the key that pages get', () => {
    const header = vapid.authorization(ORIGIN, now);
    assert.equal(vapidFault(header, ORIGIN, vapid.applicationServerKey), undefined);
    assert.match(vapidFault(header, 'https://other.example', undefined) ?? '', /audience/);
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(privateKey);
    assert.equal(vapid.applicationServerKey, pair.getPublicKey('base64url'));
  });

  test('is signed once for each service and half of its time', () => {
    const first = vapid.authorization(ORIGIN, now);
    assert.equal(vapid.authorization(ORIGIN, now + 6 * HOUR_MS - 1), first);
    assert.notEqual(vapid.authorization('https://other.example', now), first);
    assert.notEqual(vapid.authorization(ORIGIN, now + 6 * HOUR_MS), first);
  });

  test('is signed anew when the clock was set back', () => {
    const ahead = vapid.authorization(ORIGIN, now + 48 * HOUR_MS);
    assert.match(vapidFault(ahead, ORIGIN) ?? '', /an end in/);
    assert.equal(vapidFault(vapid.authorization(ORIGIN, now), ORIGIN), undefined);
  });

  test('does not remember endless services', () => {
    for (let i = 0; i < 1_000; i++) vapid.authorization(`https://push-${i}.example`, now);
    assert.equal(vapidFault(vapid.authorization(ORIGIN, now), ORIGIN), undefined);
  });

  test('names a topic so that only the same hub names it alike', () => {
    const name = vapid.topicName('alarm-1');
    assert.match(name, /^[\w-]{32}$/);
    assert.equal(vapid.topicName('alarm-1'), name);
    assert.notEqual(vapid.topicName('alarm-2'), name);
    assert.notEqual(newVapid({ privateKey: newVapidKey(), subject }).topicName('alarm-1'), name);
  });

  test('every key has 32 bytes, also one that begins with zeros', () => {
    for (let i = 0; i < 600; i++) assert.equal(newVapidKey().length, 32);
    const small = Buffer.alloc(32);
    small[31] = 7;
    const header = newVapid({ privateKey: small, subject }).authorization(ORIGIN, now);
    assert.equal(vapidFault(header, ORIGIN), undefined);
  });

  test('what is no key and no subject is a bug of the caller', () => {
    assert.throws(() => newVapid({ privateKey: Buffer.alloc(31), subject }));
    assert.throws(() => newVapid({ privateKey: Buffer.alloc(32), subject }));
    for (const bad of ['', 'hub@shanyrak.example', 'mailto:', 'http://hub.example'])
      assert.throws(() => newVapid({ privateKey, subject: bad }), /bug/);
  });
});
