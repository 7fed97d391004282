import { createECDH, createPrivateKey, sign } from 'node:crypto';
import { assert } from '../../base/assert.ts';
import { hmac } from './seal-body.ts';
import { CURVE } from './subscription.ts';

/** Who sends, towards push services: they throttle and warn by it. */
export type VapidIdentity = {
  /** The secret number of a key on P-256, 32 bytes. Subscriptions are bound to it: with another key all are lost. */
  readonly privateKey: Uint8Array;
  /** Whom a push service may write to: `mailto:` or `https:`. */
  readonly subject: string;
};

export type Vapid = {
  /** What a page hands to `pushManager.subscribe`, base64url. */
  readonly applicationServerKey: string;
  /** The value of `Authorization` for this push service at this moment, in milliseconds since 1970. */
  readonly authorization: (origin: string, nowMs: number) => string;
  /** A name for a topic that tells nobody else what it is, by RFC 8030 section 5.4 at most 32 characters. */
  readonly topicName: (topic: string) => string;
};

const HOUR_MS = 3_600_000;
// RFC 8292 section 2 allows 24 hours; half of it forgives a clock that is hours off, in either direction.
const LIFE_MS = 12 * HOUR_MS;
const RENEWED_AFTER_MS = 6 * HOUR_MS;
// Anybody may subscribe with an origin of their own.
const ORIGINS_MAX = 1_000;
const TOPIC_BYTES = 24;
const KEY_BYTES = 32;

/** A new key for `VapidIdentity`. */
export function newVapidKey(): Uint8Array {
  const pair = createECDH(CURVE);
  pair.generateKeys();
  // OpenSSL leaves leading zeros out.
  const secret = pair.getPrivateKey();
  return Buffer.concat([Buffer.alloc(KEY_BYTES - secret.length), secret]);
}

/** Signs in to push services (RFC 8292): ES256, once for each service and half a day. */
export function newVapid({ privateKey, subject }: VapidIdentity): Vapid {
  assert(privateKey.length === KEY_BYTES, 'a key on P-256 has 32 bytes');
  assert(/^(mailto|https):./.test(subject), 'RFC 8292 section 2.1: a mailto: or https: address');
  const pair = createECDH(CURVE);
  pair.setPrivateKey(privateKey);
  const point = pair.getPublicKey();
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const [d, x, y] = [
    text(privateKey),
    text(point.subarray(1, 1 + KEY_BYTES)),
    text(point.subarray(-KEY_BYTES)),
  ];
  const key = createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', d, x, y } });
  const applicationServerKey = text(point);
  const head = text(Buffer.from('{"typ":"JWT","alg":"ES256"}'));
  const signed = new Map<string, { readonly value: string; readonly atMs: number }>();
  let named: { readonly topic: string; readonly name: string } | undefined;
  const topicKey = hmac(privateKey, Buffer.from('push topic'));
  return {
    applicationServerKey,
    authorization: (origin, nowMs) => {
      const last = signed.get(origin);
      // A clock that was set back makes it as useless as time that passed.
      if (last && nowMs >= last.atMs && nowMs < last.atMs + RENEWED_AFTER_MS) return last.value;
      const claims = { aud: origin, exp: Math.floor((nowMs + LIFE_MS) / 1_000), sub: subject };
      const said = `${head}.${text(Buffer.from(JSON.stringify(claims)))}`;
      const signature = sign('sha256', Buffer.from(said), { key, dsaEncoding: 'ieee-p1363' });
      const value = `vapid t=${said}.${text(signature)}, k=${applicationServerKey}`;
      if (signed.size >= ORIGINS_MAX) signed.clear();
      signed.set(origin, { value, atMs: nowMs });
      return value;
    },
    topicName: (topic) => {
      // An alarm sends thousands with one topic.
      if (named?.topic !== topic)
        named = { topic, name: text(hmac(topicKey, Buffer.from(topic)).subarray(0, TOPIC_BYTES)) };
      return named.name;
    },
  };
}
