import { bytesToHex, concatBytes, utf8Encode } from '../base/bytes.ts';
import { KEY_BYTES, SIGNATURE_BYTES } from './names.ts';

const PAYLOAD_TYPE = 'application/vnd.shanyrak.entry.v1+json';
const PREAMBLE = utf8Encode(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} `);

/** What an author signs: the DSSE v1 pre-authentication encoding of the exact core bytes. */
export function signingInput(core: Uint8Array): Uint8Array {
  return concatBytes(PREAMBLE, lengthOf(core), core);
}

/** What an entry's id is the hash of, in one piece: the signing input of a core and the signature after it. */
export function signedBytes(core: Uint8Array, signature: Uint8Array): Uint8Array {
  return concatBytes(PREAMBLE, lengthOf(core), core, signature);
}

function lengthOf({ length }: Uint8Array): Uint8Array {
  return utf8Encode(`${length} `);
}

/** Why a key or a signature is refused before any curve work. */
export type PointFault = 'length' | 'not-canonical' | 'small-order' | 'scalar-not-canonical';

// The y coordinates of the points of order 1, 2, 4 and 8 on edwards25519 (little-endian, sign bit cleared),
// as listed in libsodium's ge25519_has_small_order and in "Taming the many EdDSAs" (2020), table 1.
const SMALL_ORDER_Y: readonly string[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];
const SMALL_ORDER: ReadonlySet<string> = new Set(SMALL_ORDER_Y);

// Group order L = 2^252 + 27742317777372353535851937790883648493, little-endian (RFC 8032 section 5.1).
const ORDER: readonly number[] = [
  0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];
// Field prime p = 2^255 - 19, little-endian.
const PRIME: readonly number[] = [0xed, ...Array<number>(30).fill(0xff), 0x7f];

/**
 * Checks an encoded point without curve work: 32 bytes, y below p, not one of the eight points of small
 * order. A point that is not on the curve is left to the verifier, which refuses it.
 */
export function pointFault(bytes: Uint8Array): PointFault | undefined {
  if (bytes.length !== KEY_BYTES) return 'length';
  if (!isBelow(bytes, PRIME, 0x7f)) return 'not-canonical';
  if (!couldBeSmallOrder(bytes[0])) return undefined;
  const y = Uint8Array.from(bytes);
  y[31] = (y[31] ?? 0) & 0x7f;
  // x = 0 with the sign bit set is no canonical encoding, and its point has small order anyway.
  return SMALL_ORDER.has(bytesToHex(y)) ? 'small-order' : undefined;
}

function couldBeSmallOrder(first: number | undefined): boolean {
  return first === 0 || first === 1 || first === 0x26 || first === 0xc7 || first === 0xec;
}

/** Checks R and S of a signature as `pointFault` does, and that S is below the group order. */
export function signatureFault(signature: Uint8Array): PointFault | undefined {
  if (signature.length !== SIGNATURE_BYTES) return 'length';
  if (!isBelow(signature.subarray(32), ORDER, 0xff)) return 'scalar-not-canonical';
  return pointFault(signature.subarray(0, 32));
}

/** `lastMask`: the bits of the last byte that belong to the number; in a point the highest is the sign of x. */
function isBelow(bytes: Uint8Array, limit: readonly number[], lastMask: number): boolean {
  for (let i = 31; i >= 0; i--) {
    const a = (bytes[i] ?? 0) & (i === 31 ? lastMask : 0xff);
    const b = limit[i] ?? 0;
    if (a !== b) return a < b;
  }
  return false;
}
