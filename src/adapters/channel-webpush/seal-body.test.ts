import assert from 'node:assert/strict';
import { createECDH, createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { addressOf, newSubscriptionSecrets, openCoded, openPush } from '../../../test/sim/read-push.ts';
import type { SubscriptionSecrets } from '../../../test/sim/read-push.ts';
import { assert as need } from '../../base/assert.ts';
import { pushBody } from './push-body.ts';
import {
  deriveMessageKeys,
  hmac,
  newMessageKeys,
  PLAIN_BYTES,
  sealBody,
  SEALED_BYTES,
  subscriberKey,
} from './seal-body.ts';
import { parseSubscription } from './subscription.ts';
import type { Subscription } from './subscription.ts';

const raw = (text: string): Buffer => Buffer.from(text, 'base64url');
const base64Url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

function subscriptionOf(secrets: SubscriptionSecrets): Subscription {
  const read = parseSubscription(addressOf(secrets, 'https://push.example/1'));
  need(read.ok, 'the stand-in browser writes what can be read');
  return read.value;
}

describe('RFC 8291 section 5 and appendix A', () => {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(raw('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'));
  const secrets = { pair, auth: raw('BTBZMqHH6r4Tts7J_aSIgg') };
  const sender = createECDH('prime256v1');
  sender.setPrivateKey(raw('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'));
  const text = 'When I grow up, I want to be a watermelon';
  const body =
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK' +
    '6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN';

  test('the same keys come of the same secrets', () => {
    const subscription = subscriptionOf(secrets);
    const keys = deriveMessageKeys(subscription, {
      salt: raw('DGv6ra1nlYgDCS1FRnbzlw'),
      senderKey: sender.getPublicKey(),
      shared: sender.computeSecret(subscription.publicKey),
    });
    assert.equal(base64Url(keys.contentKey), 'oIhVW04MRdy2XN9CiKLxTg');
    assert.equal(base64Url(keys.nonce), '4h_95klXJ5E_qnoN');
    assert.equal(
      base64Url(keys.senderKey),
      'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
    );
    const plain = Buffer.concat([Buffer.from(text), Buffer.of(2)]);
    assert.equal(base64Url(sealBody(keys, plain)), body);
  });

  test('the stand-in browser reads it', () => {
    assert.equal(openPush(raw(body), secrets).toString(), text);
  });
});

describe('RFC 8188 section 3', () => {
  const examples = [
    ['yqdlZ-tYemfogSmv7Ws5PQ', 'I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg'],
    [
      'BO3ZVPxUlnLORbVGMpbT1Q',
      'uNCkWiNYzKTnBN9ji3-qWAAAABkCYTHOG8chz_gnvgOqdGYovxyjuqRyJFjEDyoF1Fvkj6hQPdPHI51OEUKEpgz3SsLWIqS_uA',
    ],
  ] as const;
  for (const [i, [key, body]] of examples.entries())
    test(`the stand-in browser reads example ${i + 1}`, () => {
      assert.equal(openCoded(raw(body), () => raw(key)).toString(), 'I am the walrus');
    });
});

describe('a sealed message', () => {
  const secrets = newSubscriptionSecrets();
  const subscription = subscriptionOf(secrets);
  const anyText = fc.string({ unit: 'grapheme', maxLength: 70 });

  test('opens to what went in, whatever the text, and has one size', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.option(fc.webUrl({ size: 'small' })), (title, text, link) => {
        const plain = pushBody({ title, text, ...(link !== null && { link }) }, 'alarm-1');
        if (!plain) return;
        const sealed = sealBody(newMessageKeys(subscription, subscriberKey(subscription)), plain);
        assert.equal(sealed.length, SEALED_BYTES);
        const said: unknown = JSON.parse(openPush(sealed, secrets).toString());
        assert.deepEqual(said, { t: title, b: text, ...(link !== null && { l: link }), g: 'alarm-1' });
      }),
    );
  });

  test('takes whatever is at most 921 bytes of JSON, and nothing longer', () => {
    const room = PLAIN_BYTES - 1 - JSON.stringify({ t: '', b: '', g: '' }).length;
    assert.equal(PLAIN_BYTES, 922);
    const sizeOf = (text: string): number | undefined => pushBody({ title: '', text }, '')?.length;
    assert.equal(sizeOf('x'.repeat(room)), PLAIN_BYTES);
    assert.equal(sizeOf('x'.repeat(room + 1)), undefined);
    assert.equal(sizeOf('ғ'.repeat(room / 2)), PLAIN_BYTES);
    assert.equal(sizeOf('ғ'.repeat(room / 2 + 1)), undefined);
  });

  test('does not open for another subscription, nor with one bit changed', () => {
    const plain = pushBody({ title: 'Shanyrak', text: 'Bulldozers at the gate' }, 'alarm-1');
    need(plain, 'it fits');
    const sealed = sealBody(newMessageKeys(subscription, subscriberKey(subscription)), plain);
    assert.throws(() => openPush(sealed, newSubscriptionSecrets()));
    assert.throws(() => openPush(sealed, { pair: secrets.pair, auth: Buffer.alloc(16) }));
    fc.assert(
      // The record size stands before what is sealed and says only where records end.
      fc.property(fc.nat(SEALED_BYTES - 1), fc.nat(7), (at, bit) => {
        fc.pre(at < 16 || at >= 20);
        const changed = Buffer.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        assert.throws(() => openPush(changed, secrets));
      }),
    );
  });

  test('has keys of its own', () => {
    const made = Array.from({ length: 200 }, () => newMessageKeys(subscription, subscriberKey(subscription)));
    for (const part of ['salt', 'senderKey', 'contentKey', 'nonce'] as const)
      assert.equal(new Set(made.map((keys) => base64Url(keys[part]))).size, made.length, part);
  });
});

test('HMAC is that of the platform, for every key we use', () => {
  const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength });
  fc.assert(
    fc.property(bytes(64), bytes(300), (key, message) => {
      assert.deepEqual(hmac(key, message), createHmac('sha256', key).update(message).digest());
    }),
  );
});
