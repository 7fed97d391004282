import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import type { ECDH } from 'node:crypto';

/** What a browser keeps of a subscription, to open what comes. */
export type SubscriptionSecrets = { readonly pair: ECDH; readonly auth: Uint8Array };

export function newSubscriptionSecrets(): SubscriptionSecrets {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return { pair, auth: randomBytes(16) };
}

/** As a browser writes it. */
export function addressOf({ pair, auth }: SubscriptionSecrets, endpoint: string): string {
  const keys = { p256dh: pair.getPublicKey('base64url'), auth: Buffer.from(auth).toString('base64url') };
  return JSON.stringify({ endpoint, expirationTime: null, keys });
}

const TAG_BYTES = 16;

/** One body in the content coding aes128gcm (RFC 8188), opened record by record with key material already at hand. */
export function openCoded(body: Uint8Array, material: (keyId: Uint8Array) => Uint8Array): Buffer {
  const bytes = Buffer.from(body);
  const [salt, size, idLength] = [bytes.subarray(0, 16), bytes.readUInt32BE(16), bytes.readUInt8(20)];
  const secret = material(bytes.subarray(21, 21 + idLength));
  const derive = (info: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, salt, info, length));
  const key = derive('Content-Encoding: aes128gcm\0', 16);
  const base = derive('Content-Encoding: nonce\0', 12);
  const parts: Buffer[] = [];
  let rest = bytes.subarray(21 + idLength);
  for (let sequence = 0; rest.length > 0; sequence++) {
    const record = rest.subarray(0, size);
    rest = rest.subarray(size);
    const nonce = Buffer.from(base);
    nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce);
    decipher.setAuthTag(record.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
    const end = plain.findLastIndex((byte) => byte !== 0);
    if (plain[end] !== (rest.length > 0 ? 1 : 2)) throw new Error('a record ends with the wrong delimiter');
    parts.push(plain.subarray(0, end));
  }
  return Buffer.concat(parts);
}

/** What a browser does with the body of a push (RFC 8291 section 3). */
export function openPush(body: Uint8Array, { pair, auth }: SubscriptionSecrets): Buffer {
  return openCoded(body, (sender) => {
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), sender]);
    return Buffer.from(hkdfSync('sha256', pair.computeSecret(sender), auth, info, 32));
  });
}

// RFC 5480: the fixed DER prefix of a public key on P-256.
const SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const DAY_S = 24 * 3_600;

/** What is wrong with an `Authorization` by RFC 8292, or `undefined`. `key` is the one the subscription was made with. */
export function vapidFault(header: string, origin: string, key?: string): string | undefined {
  const [, head = '', payload = '', signature = '', k = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(header) ?? [];
  const spki = Buffer.concat([SPKI_PREFIX, Buffer.from(k, 'base64url')]);
  if (spki.length !== SPKI_PREFIX.length + 65) return 'no VAPID header';
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const signed = Buffer.from(`${head}.${payload}`);
  const by = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', signed, by, Buffer.from(signature, 'base64url'))) return 'a wrong signature';
  if (key !== undefined && k !== key) return 'another key than the subscription was made with';
  const said = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const { aud, exp, sub } = said(payload);
  if (said(head)['alg'] !== 'ES256') return 'another algorithm';
  if (aud !== origin) return `an audience of ${String(aud)}`;
  const left = Number(exp) - Date.now() / 1_000;
  if (!(left > 0 && left <= DAY_S)) return `an end in ${left} s`;
  return /^(mailto|https):./.test(String(sub)) ? undefined : `a subject of ${String(sub)}`;
}
