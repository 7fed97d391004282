import { createHash } from 'node:crypto';
import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js';
import { bytesFor } from './writing.ts';

/** A signature that was crafted, or is near one that was, and the record's verdict. All values in hex. */
export type EdgeCase = {
  readonly description: string;
  readonly key: string;
  readonly signature: string;
  readonly message: string;
  readonly verdict: string;
};

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;
const L = Point.Fn.ORDER;
const P = Point.Fp.ORDER;

const TORSION: readonly Point[] = ED25519_TORSION_SUBGROUP.map((hex) => Point.fromHex(hex));

function littleEndian(n: bigint, bytes = 32): Buffer {
  return Buffer.from(n.toString(16).padStart(2 * bytes, '0'), 'hex').reverse();
}

function fromLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

function scalarFor(label: string): bigint {
  return fromLittleEndian(bytesFor(`scalar ${label}`, 64)) % L;
}

/** k of RFC 8032 section 5.1.7, over the encodings as they stand. */
function challenge(r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  return fromLittleEndian(createHash('sha512').update(r).update(key).update(message).digest()) % L;
}

type Crafted = {
  readonly description: string;
  readonly verdict: string;
  /** Added to the honest key and to the honest R. */
  readonly keyTorsion?: Point;
  readonly rTorsion?: Point;
  /** Searches a message for which this holds of k. */
  readonly when?: (k: bigint) => boolean;
};

/** Signs as an author who knows the secret can: with points of small order added where asked. */
function craft({ description, verdict, keyTorsion = Point.ZERO, rTorsion = Point.ZERO, when = () => true }: Crafted): EdgeCase {
  const secret = scalarFor('secret');
  const nonce = scalarFor(description);
  const key = Point.BASE.multiply(secret).add(keyTorsion).toBytes();
  const r = Point.BASE.multiply(nonce).add(rTorsion).toBytes();
  for (let i = 0; ; i++) {
    const message = Buffer.from(`${description} ${i}`);
    const k = challenge(r, key, message);
    if (!when(k)) continue;
    const signature = Buffer.concat([r, littleEndian((nonce + k * secret) % L)]);
    return edge({ description, key, signature, message, verdict });
  }
}

type Bytes = Omit<EdgeCase, 'key' | 'signature' | 'message'> & Record<'key' | 'signature' | 'message', Uint8Array>;

function edge({ description, key, signature, message, verdict }: Bytes): EdgeCase {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  return { description, key: hex(key), signature: hex(signature), message: hex(message), verdict };
}

const HONEST = craft({ description: 'an honest signature', verdict: 'accepted' });
const [HONEST_KEY, HONEST_SIGNATURE, MESSAGE] = [HONEST.key, HONEST.signature, HONEST.message].map((h) => Buffer.from(h, 'hex'));

/** The honest signature with something replaced. */
function instead(description: string, verdict: string, parts: { key?: Uint8Array; r?: Uint8Array; s?: Uint8Array }): EdgeCase {
  const honest = HONEST_SIGNATURE ?? Buffer.alloc(64);
  const signature = Buffer.concat([parts.r ?? honest.subarray(0, 32), parts.s ?? honest.subarray(32)]);
  return edge({ description, key: parts.key ?? HONEST_KEY ?? Buffer.alloc(32), signature, message: MESSAGE ?? Buffer.alloc(0), verdict });
}

function withSign(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes).with(31, (bytes[31] ?? 0) | 0x80);
}

/** Every encoding that stands for a point of small order: canonical ones, and two whose x is a zero with a sign. */
function smallOrder(): readonly EdgeCase[] {
  const canonical = TORSION.map((point) => point.toBytes());
  const signedZero = [littleEndian(1n), littleEndian(P - 1n)].map(withSign);
  return [...canonical, ...signedZero].flatMap((bytes, i) => {
    const what = i < canonical.length ? `point ${i} of small order` : `point with x = 0 and a sign (${i - canonical.length})`;
    const zeroS = new Uint8Array(32);
    return [
      instead(`key: ${what}`, 'key small-order', { key: bytes }),
      instead(`R: ${what}`, 'signature small-order', { r: bytes }),
      instead(`key: ${what}; S = 0`, 'key small-order', { key: bytes, s: zeroS }),
    ];
  });
}

/** All encodings with p <= y < 2^255, with and without the sign of x. */
function notCanonical(): readonly EdgeCase[] {
  const over = Array.from({ length: 19 }, (_, i) => littleEndian(P + BigInt(i)));
  return over.flatMap((bytes, i) => [
    instead(`key: y = p + ${i}`, 'key not-canonical', { key: bytes }),
    instead(`key: y = p + ${i}, with the sign of x`, 'key not-canonical', { key: withSign(bytes) }),
    instead(`R: y = p + ${i}`, 'signature not-canonical', { r: bytes }),
  ]);
}

function scalars(): readonly EdgeCase[] {
  const s = fromLittleEndian((HONEST_SIGNATURE ?? Buffer.alloc(64)).subarray(32));
  const bad = 'signature scalar-not-canonical';
  return [
    instead('S = 0', 'signature wrong', { s: littleEndian(0n) }),
    instead('S = L - 1', 'signature wrong', { s: littleEndian(L - 1n) }),
    instead('S = L', bad, { s: littleEndian(L) }),
    instead('S + L', bad, { s: littleEndian(s + L) }),
    instead('S + 2L', bad, { s: littleEndian(s + 2n * L) }),
    instead('S + 7L', bad, { s: littleEndian(s + 7n * L) }),
    instead('S = 2^256 - 1', bad, { s: new Uint8Array(32).fill(0xff) }),
    instead('-S', 'signature wrong', { s: littleEndian(L - s) }),
  ];
}

function mixedOrder(): readonly EdgeCase[] {
  const isMultipleOf8 = (k: bigint): boolean => k % 8n === 0n;
  const isOdd = (k: bigint): boolean => k % 2n === 1n;
  return TORSION.filter((point) => !point.equals(Point.ZERO)).flatMap((torsion, i) => [
    craft({ description: `key with torsion ${i}, k a multiple of 8: the equation holds`, verdict: 'key torsion', keyTorsion: torsion, when: isMultipleOf8 }),
    craft({ description: `key with torsion ${i}, k odd: holds only with a cofactor`, verdict: 'key torsion', keyTorsion: torsion, when: isOdd }),
    craft({ description: `R with torsion ${i}: holds only with a cofactor`, verdict: 'signature wrong', rTorsion: torsion }),
  ]);
}

/** The first y from `from` up for which the curve has no x. */
function offCurve(from: bigint): Buffer {
  const bytes = littleEndian(from);
  try {
    Point.fromBytes(bytes);
  } catch {
    return bytes;
  }
  return offCurve(from + 1n);
}

function others(): readonly EdgeCase[] {
  const none = offCurve(2n);
  const more = craft({ description: 'another honest signature', verdict: 'accepted' });
  return [
    HONEST,
    more,
    { ...HONEST, description: 'the message cut by a byte', message: HONEST.message.slice(0, -2), verdict: 'signature wrong' },
    { ...HONEST, description: 'the signature of another message', signature: more.signature, verdict: 'signature wrong' },
    instead('key: not on the curve', 'key torsion', { key: none }),
    instead('R: not on the curve', 'signature wrong', { r: none }),
    instead('key with the sign of x turned', 'signature wrong', { key: turned(HONEST_KEY ?? Buffer.alloc(32)) }),
    instead('R with the sign of x turned', 'signature wrong', { r: turned((HONEST_SIGNATURE ?? Buffer.alloc(64)).subarray(0, 32)) }),
    { ...HONEST, description: 'a key of 31 bytes', key: HONEST.key.slice(0, 62), verdict: 'key length' },
    { ...HONEST, description: 'a signature of 65 bytes', signature: `${HONEST.signature}00`, verdict: 'signature length' },
  ];
}

function turned(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes).with(31, (bytes[31] ?? 0) ^ 0x80);
}

export function edgeCases(): readonly EdgeCase[] {
  return [...others(), ...scalars(), ...smallOrder(), ...notCanonical(), ...mixedOrder()];
}
