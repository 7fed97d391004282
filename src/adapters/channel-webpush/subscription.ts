import { base64UrlToBytes, bytesToHex } from '../../base/bytes.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';

export const CURVE = 'prime256v1';
/** An uncompressed point on P-256: RFC 8291 section 3.2. */
export const POINT_BYTES = 65;
export const UNCOMPRESSED = 4;
export const COORDINATE_END = 33;
/** RFC 8291 section 3.2. */
const AUTH_BYTES = 16;
// Endpoints of the large services have 150 to 600 characters.
const ENDPOINT_CHARS_MAX = 2_048;
const TEXT_CHARS_MAX = 4_096;
const HTTPS_PORT = 443;
// Below it lie the services of the system: mail, shells, files.
const FREE_PORT_MIN = 1_024;

/** Where a browser wants its messages, and under which keys; made by `parseSubscription` only. */
export type Subscription = {
  readonly origin: string;
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
  readonly path: string;
  /** A point on P-256, uncompressed. */
  readonly publicKey: Uint8Array;
  readonly auth: Uint8Array;
};

export type SubscriptionError = {
  readonly kind: 'bad-subscription';
  readonly where: 'json' | 'endpoint' | 'p256dh' | 'auth';
};

/**
 * Reads what `JSON.stringify(pushSubscription)` gives in a browser; members we have no use for are passed over. Refuses
 * any endpoint but https, credentials in it, a fragment, and ports of the system other than 443. Does not look where the
 * name leads: that is asked anew at each connection.
 */
export function parseSubscription(text: string): Result<Subscription, SubscriptionError> {
  const refuse = (where: SubscriptionError['where']): Result<never, SubscriptionError> =>
    err({ kind: 'bad-subscription', where });
  const json = text.length > TEXT_CHARS_MAX ? undefined : parseJson(text);
  if (!isJsonObject(json) || !isJsonObject(json['keys'])) return refuse('json');
  const url = endpointOf(json['endpoint']);
  if (!url) return refuse('endpoint');
  const publicKey = bytesOf(json['keys']['p256dh'], POINT_BYTES);
  if (!publicKey || !isPoint(publicKey)) return refuse('p256dh');
  const auth = bytesOf(json['keys']['auth'], AUTH_BYTES);
  if (!auth) return refuse('auth');
  return ok({
    origin: url.origin,
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: portOf(url),
    path: url.pathname + url.search,
    publicKey,
    auth,
  });
}

function endpointOf(text: Json | undefined): URL | undefined {
  if (typeof text !== 'string' || text.length > ENDPOINT_CHARS_MAX) return undefined;
  // A URL drops line ends and tabs in silence; what a browser gives has none, and nothing that needs escaping.
  if (!/^[\x21-\x7e]+$/.test(text)) return undefined;
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || text.includes('#'))
    return undefined;
  const port = portOf(url);
  return port === HTTPS_PORT || port >= FREE_PORT_MIN ? url : undefined;
}

function portOf(url: URL): number {
  return url.port === '' ? HTTPS_PORT : Number(url.port);
}

function bytesOf(text: Json | undefined, length: number): Uint8Array | undefined {
  if (typeof text !== 'string' || text.length > 2 * length) return undefined;
  const bytes = base64UrlToBytes(text);
  return bytes?.length === length ? bytes : undefined;
}

// FIPS 186-5 and SP 800-186 section 3.2.1.3: y² = x³ - 3x + b modulo p.
const FIELD = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const CURVE_B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/**
 * Whether the bytes are an uncompressed point on the curve: a browser gives no other, and no message could be sealed to it.
 * In an eighth of the time that OpenSSL takes, and every message asks.
 */
function isPoint(bytes: Uint8Array): boolean {
  const [x, y] = [numberOf(bytes.subarray(1, COORDINATE_END)), numberOf(bytes.subarray(COORDINATE_END))];
  const isInField = x < FIELD && y < FIELD;
  return bytes[0] === UNCOMPRESSED && isInField && (y * y - x * (x * x - 3n) - CURVE_B) % FIELD === 0n;
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes)}`);
}
