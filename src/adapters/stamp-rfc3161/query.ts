import { assert } from '../../base/assert.ts';
import { SHA_256, takeAlgorithm } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';
import { derReader, integerIn, maybeBoolean, oidIn, replaced, TAG, takeSmall, wrapped } from './der.ts';
import { der, derOid, derUnsigned } from './der-write.ts';

const HASH_BYTES = 32;
/** Twice what RFC 3161, 2.4.1 asks for at least. */
export const NONCE_BYTES = 16;

export type Asked = {
  readonly sha256: Uint8Array;
  /** Random octets. */
  readonly nonce: Uint8Array;
  /** In dots: the only rules under which the authority may stamp. */
  readonly policy?: string;
};

const VERSION = der(TAG.integer, Uint8Array.of(1));
const YES = der(TAG.boolean, Uint8Array.of(0xff));

/** A TimeStampReq (RFC 3161, 2.4.1) that asks for the certificate too. */
export function writeQuery({ sha256, nonce, policy }: Asked): Uint8Array {
  const [hash, rules] = [derOid(SHA_256), policy === undefined ? new Uint8Array() : derOid(policy)];
  assert(sha256.length === HASH_BYTES, 'what is stamped is a SHA-256');
  assert(nonce.length >= 8 && nonce.some((octet) => octet !== 0), 'a nonce has 64 random bits or more');
  assert(hash !== undefined && rules !== undefined, 'a policy is an object identifier');
  const imprint = der(TAG.sequence, der(TAG.sequence, hash, der(TAG.null)), der(TAG.octetString, sha256));
  return der(TAG.sequence, VERSION, imprint, rules, derUnsigned(nonce), YES);
}

/** What a query asks, of us or of others. The nonce as the octets of its INTEGER. */
export type Query = {
  readonly imprint: Imprint;
  readonly policy?: string;
  readonly nonce?: Uint8Array;
};

export type Imprint = { readonly algorithm: Algorithm; readonly hash: Uint8Array };

/** Reads a TimeStampReq; `undefined` for what is none. */
export function queryIn(bytes: Uint8Array): Query | undefined {
  const reader = derReader(bytes);
  const fields = reader.open(TAG.sequence);
  reader.end();
  const version = takeSmall(fields);
  const imprint = takeImprint(fields);
  const policy = fields.maybe(TAG.oid);
  const nonce = fields.maybe(TAG.integer);
  maybeBoolean(fields);
  if (fields.maybe(wrapped(0)) === undefined) fields.maybe(replaced(0));
  fields.end();
  const read = {
    imprint,
    ...(policy && { policy: oidIn(fields, policy) }),
    ...(nonce && { nonce: integerIn(fields, nonce) }),
  };
  return reader.isBroken() || version !== 1 ? undefined : read;
}

/** MessageImprint: a hash, and by which algorithm. */
export function takeImprint(reader: ReturnType<typeof derReader>): Imprint {
  const fields = reader.open(TAG.sequence);
  const algorithm = takeAlgorithm(fields);
  const hash = fields.take(TAG.octetString).content;
  fields.end();
  return { algorithm, hash };
}
