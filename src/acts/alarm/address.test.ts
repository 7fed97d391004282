import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { maskAddress, parseAddress } from './address.ts';

const P256DH = Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString('base64url');
const AUTH = Buffer.alloc(16, 9).toString('base64url');
const ENDPOINT = 'https://push.example/send/abc?x=1';

function subscription(over: object = {}, keys: object = {}): string {
  return JSON.stringify({ endpoint: ENDPOINT, keys: { p256dh: P256DH, auth: AUTH, ...keys }, ...over });
}

describe('an address', () => {
  test('is taken as its road writes it', () => {
    assert.equal(parseAddress('sms', ' +7 (700) 000-00-45 '), '+77000000045');
    assert.equal(parseAddress('call', '+77000000045'), '+77000000045');
    assert.equal(parseAddress('email', ' anna@почта.example '), 'anna@почта.example');
    assert.equal(parseAddress('push', 'https://ntfy.example/topic-1'), 'https://ntfy.example/topic-1');
    assert.equal(
      parseAddress('push', subscription({ expirationTime: null, more: 'x' })),
      JSON.stringify({ endpoint: ENDPOINT, keys: { p256dh: P256DH, auth: AUTH } }),
    );
  });

  test('of another form is none', () => {
    for (const text of ['', '102', '87000000045', 'anna@example.org', '+7700'])
      assert.equal(parseAddress('sms', text), undefined, text);
    for (const text of ['', 'anna', 'anna@localhost', 'a@b.c,d@e.f', 'Anna <a@b.c>', 'a@b..c', '"a"@b.c'])
      assert.equal(parseAddress('email', text), undefined, text);
    for (const text of [
      '',
      'ntfy.example/topic',
      'http://ntfy.example/topic',
      'https://ntfy.example/',
      'https://ntfy.example/a/b',
      'https://ntfy.example:22/topic',
      'https://ntfy.example:99999/topic',
      'https://me:secret@ntfy.example/topic',
      'https://ntfy.example/topic?x=1',
      'https://ntfy.example/topic#x',
      'https://ntfy.example\\@inside/topic',
      `https://ntfy.example/${'a'.repeat(65)}`,
      '{}',
      '{',
      subscription({ endpoint: 'http://push.example/1' }),
      subscription({ endpoint: 'https://push.example:25/1' }),
      subscription({ endpoint: 'https://u@push.example/1' }),
      subscription({ endpoint: `https://push.example/${'a'.repeat(2_048)}` }),
      subscription({ endpoint: 7 }),
      subscription({ keys: null }),
      subscription({}, { auth: 'AAAA' }),
      subscription({}, { p256dh: P256DH.replace(/^B/, 'A') }),
      subscription({ more: 'x'.repeat(4_096) }),
    ])
      assert.equal(parseAddress('push', text), undefined, text);
  });

  test('is shown so that its owner knows it, and it cannot be read off', () => {
    assert.equal(maskAddress('sms', '+77000000045'), '+7 *** ** 45');
    assert.equal(maskAddress('email', 'anna@mail.example.org'), 'a***@m***.org');
    assert.equal(maskAddress('push', 'https://ntfy.example/topic-1'), 'ntfy.example');
    assert.equal(maskAddress('push', subscription()), 'push.example');
  });
});
