import assert from 'node:assert/strict';
import { ECDH } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { addressOf, newSubscriptionSecrets } from '../../../test/sim/read-push.ts';
import { parseSubscription } from './subscription.ts';
import type { SubscriptionError } from './subscription.ts';

const secrets = newSubscriptionSecrets();
const p256dh = secrets.pair.getPublicKey('base64url');
const auth = Buffer.from(secrets.auth).toString('base64url');
const at = (endpoint: unknown): string => JSON.stringify({ endpoint, keys: { p256dh, auth } });
const withKeys = (keys: unknown): string => JSON.stringify({ endpoint: 'https://push.example/1', keys });

function whereOf(text: string): SubscriptionError['where'] | undefined {
  const read = parseSubscription(text);
  return read.ok ? undefined : read.error.where;
}

describe('a subscription as a browser writes it', () => {
  const endpoints: readonly (readonly [endpoint: string, origin: string, path: string])[] = [
    ['https://push.example/wpush/v2/gAAA-_', 'https://push.example', '/wpush/v2/gAAA-_'],
    ['https://push.example/?a=b&c=%20', 'https://push.example', '/?a=b&c=%20'],
    ['https://push.example', 'https://push.example', '/'],
    ['https://push.example:443/1', 'https://push.example', '/1'],
    ['https://push.example:8443/1', 'https://push.example:8443', '/1'],
    ['https://[2606:4700::1]/1', 'https://[2606:4700::1]', '/1'],
    ['https://PUSH.example/A', 'https://push.example', '/A'],
  ];
  for (const [endpoint, origin, path] of endpoints)
    test(`is read, with ${endpoint}`, () => {
      const read = parseSubscription(addressOf(secrets, endpoint));
      assert.ok(read.ok);
      assert.deepEqual([read.value.origin, read.value.path], [origin, path]);
      assert.deepEqual(Buffer.from(read.value.publicKey), secrets.pair.getPublicKey());
      assert.deepEqual(Buffer.from(read.value.auth), Buffer.from(secrets.auth));
      assert.doesNotMatch(read.value.hostname, /[[\]]/);
    });
});

describe('what is no subscription', () => {
  const refusedEndpoints: readonly unknown[] = [
    undefined,
    null,
    1,
    {},
    '',
    'push.example',
    '/1',
    'http://push.example/1',
    'wss://push.example/1',
    'file:///etc/passwd',
    'https://',
    'https://user@push.example/1',
    'https://u:p@push.example/',
    'https://push.example/1#part',
    'https://push.example/1#',
    'https://push.example:25/1',
    'https://p:0/',
    'https://push.example:80/',
    'https://push.example:99999/',
    'https://push.example/\r\nhost: x',
    'https://push.example/ 1',
    'https://push.example/ғ',
    'https://пуш.example/',
    'https://push\t.example/',
    `https://push.example/${'x'.repeat(2_048)}`,
    'https://push.example/\0',
  ];
  for (const endpoint of refusedEndpoints)
    test(`is refused for its endpoint ${JSON.stringify(endpoint)?.slice(0, 50)}`, () => {
      assert.equal(whereOf(at(endpoint)), 'endpoint');
    });

  const point = secrets.pair.getPublicKey();
  const beside = Buffer.from(point);
  beside[64] = (beside[64] ?? 0) ^ 1;
  const compressed = secrets.pair.getPublicKey('base64url', 'compressed');
  const hybrid = secrets.pair.getPublicKey('base64url', 'hybrid');
  const refusedPoints: Readonly<Record<string, unknown>> = {
    'none at all': undefined,
    'a number': 4,
    'one that is cut short': p256dh.slice(0, -2),
    'one in compressed form': compressed,
    'one in hybrid form': hybrid,
    'a point beside the curve': beside.toString('base64url'),
    'the point at infinity': 'AA',
    zeros: Buffer.alloc(65).toString('base64url'),
    'one in the other alphabet': Buffer.alloc(65, 0xff).toString('base64'),
    'one with padding': `${p256dh}=`,
  };
  for (const [what, value] of Object.entries(refusedPoints))
    test(`is refused for its key: ${what}`, () =>
      assert.equal(whereOf(withKeys({ p256dh: value, auth })), 'p256dh'));

  test('is told from a point on the curve as OpenSSL tells them apart', () => {
    const oneBitOff = fc.tuple(fc.nat(64), fc.nat(8)).map(([byte, bit]) => {
      const bytes = newSubscriptionSecrets().pair.getPublicKey();
      bytes[byte] = (bytes[byte] ?? 0) ^ (bit === 8 ? 0 : 1 << bit);
      return bytes;
    });
    const isOpenSslPoint = (bytes: Uint8Array): boolean => {
      try {
        ECDH.convertKey(bytes, 'prime256v1');
        return bytes[0] === 4;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(oneBitOff, (bytes) => {
        const where = whereOf(withKeys({ p256dh: bytes.toString('base64url'), auth }));
        assert.equal(where === undefined, isOpenSslPoint(bytes));
      }),
    );
    // x = 5 is on the curve; the same written beyond the field is not taken.
    const five = ECDH.convertKey(
      `02${'5'.padStart(64, '0')}`,
      'prime256v1',
      'hex',
      'hex',
      'uncompressed',
    ).toString();
    const beyond = `04ffffffff00000001000000000000000000000001000000000000000000000004${five.slice(66)}`;
    for (const [hex, where] of [
      [five, undefined],
      [beyond, 'p256dh'],
    ] as const) {
      const p256dhText = Buffer.from(hex, 'hex').toString('base64url');
      assert.equal(whereOf(withKeys({ p256dh: p256dhText, auth })), where);
    }
  });

  for (const value of [undefined, null, '', auth.slice(2), `${auth}AA`, `${auth}==`, 16])
    test(`is refused for its secret ${JSON.stringify(value)}`, () =>
      assert.equal(whereOf(withKeys({ p256dh, auth: value })), 'auth'));

  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"endpoint":"https://a.example/"}',
    withKeys('x'),
    withKeys([]),
  ])
    test(`is refused as a whole: ${text.slice(0, 60)}`, () => assert.equal(whereOf(text), 'json'));

  test('is refused unread when it is very long', () => {
    const long = JSON.stringify({
      endpoint: 'https://push.example/1',
      keys: { p256dh, auth },
      x: 'x'.repeat(4_096),
    });
    assert.equal(whereOf(long), 'json');
  });

  test('never makes the reader fall over, and what is read comes with an origin', () => {
    const anyJson = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .record(
          {
            endpoint: fc.oneof(
              fc.webUrl(),
              fc.string().map((text) => `https://${text}`),
            ),
            keys: fc.record({ p256dh: fc.oneof(fc.constant(p256dh), fc.string()), auth: fc.constant(auth) }),
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(anyJson, (text) => {
        const read = parseSubscription(text);
        if (read.ok) assert.match(read.value.origin, /^https:\/\/[\x21-\x7e]+$/);
        if (read.ok) assert.match(read.value.path, /^\/[\x21-\x7e]*$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
