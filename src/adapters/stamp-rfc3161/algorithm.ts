import { constants, createHash, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { StampFault } from '../../ports/stamper.ts';
import { derReader, TAG, takeOid, takeSmall, wrapped } from './der.ts';
import type { Der, DerReader } from './der.ts';

export type Hash = 'sha256' | 'sha384' | 'sha512';

/** An AlgorithmIdentifier (RFC 5280, 4.1.1.2). */
export type Algorithm = { readonly oid: string; readonly parameters?: Der; readonly whole: Uint8Array };

export function takeAlgorithm(reader: DerReader): Algorithm {
  return algorithmIn(reader, reader.take(TAG.sequence));
}

export function algorithmIn(reader: DerReader, value: Der): Algorithm {
  const inside = reader.inside(value.content);
  const oid = takeOid(inside);
  const parameters = inside.hasMore() ? inside.any() : undefined;
  inside.end();
  return { oid, whole: value.whole, ...(parameters && { parameters }) };
}

// NIST's arcs; RFC 5754, section 2.
const HASHES: ReadonlyMap<string, Hash> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
export const SHA_256 = '2.16.840.1.101.3.4.2.1';
/** What is known and not strong enough to be evidence: collisions can be made, or could be soon. */
const WEAK: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.5', 'MD5'],
  ['1.3.14.3.2.26', 'SHA-1'],
  ['1.2.840.113549.1.1.4', 'MD5 with RSA'],
  ['1.2.840.113549.1.1.5', 'SHA-1 with RSA'],
  ['1.3.14.3.2.29', 'SHA-1 with RSA'],
  ['1.2.840.10045.4.1', 'SHA-1 with ECDSA'],
  ['1.2.840.10040.4.3', 'SHA-1 with DSA'],
]);

export function hashNamed(algorithm: Algorithm): Result<Hash, StampFault> {
  const hash = HASHES.get(algorithm.oid);
  return hash !== undefined && isBare(algorithm) ? ok(hash) : err(refusal(algorithm));
}

function refusal({ oid }: Algorithm): StampFault {
  const weak = WEAK.get(oid);
  return weak === undefined ? { kind: 'unsupported', algorithm: oid } : { kind: 'weak', algorithm: weak };
}

/** Without parameters, or with NULL: both are in use (RFC 5754, section 2). */
export function isBare({ parameters }: Algorithm): boolean {
  return parameters === undefined || (parameters.tag === TAG.null && parameters.content.length === 0);
}

export function digest(hash: Hash, ...bytes: readonly Uint8Array[]): Uint8Array {
  const hasher = createHash(hash);
  for (const piece of bytes) hasher.update(piece);
  return hasher.digest();
}

type Method =
  | { readonly kind: 'rsa' | 'ec'; readonly hash: Hash }
  | { readonly kind: 'pss'; readonly hash: Hash; readonly saltLength: number }
  | { readonly kind: 'ed25519' };

// RFC 4055, section 5; RFC 5758, section 3.2.
const SIGNATURES: ReadonlyMap<string, Method> = new Map([
  ['1.2.840.113549.1.1.11', { kind: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { kind: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { kind: 'rsa', hash: 'sha512' }],
  ['1.2.840.10045.4.3.2', { kind: 'ec', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { kind: 'ec', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { kind: 'ec', hash: 'sha512' }],
]);
// In CMS the algorithm of the key may stand where that of the signature is meant (RFC 3370, 3.2); the hash is then said beside it.
const KEYS: ReadonlyMap<string, 'rsa' | 'ec'> = new Map([
  ['1.2.840.113549.1.1.1', 'rsa'],
  ['1.2.840.10045.2.1', 'ec'],
]);
const PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const ED25519 = '1.3.101.112';

function methodOf(algorithm: Algorithm, beside: Hash | undefined): Result<Method, StampFault> {
  if (algorithm.oid === PSS) return pssOf(algorithm);
  if (algorithm.oid === ED25519 && algorithm.parameters === undefined) return ok({ kind: 'ed25519' });
  const key = KEYS.get(algorithm.oid);
  const ofKey: Method | undefined = key && beside && { kind: key, hash: beside };
  const method = SIGNATURES.get(algorithm.oid) ?? ofKey;
  return method !== undefined && isBare(algorithm) ? ok(method) : err(refusal(algorithm));
}

const PSS_SALT_DEFAULT = 20;

/** RSASSA-PSS-params (RFC 4055, 3.1). What is left out is SHA-1; the mask must use the same hash, as node:crypto does. */
function pssOf(algorithm: Algorithm): Result<Method, StampFault> {
  const reader = derReader(algorithm.parameters?.whole ?? new Uint8Array());
  const fields = reader.open(TAG.sequence);
  reader.end();
  const hashing = fields.maybeOpen(wrapped(0));
  const hashAlgorithm = hashing && takeAlgorithm(hashing);
  hashing?.end();
  const masking = fields.maybeOpen(wrapped(1));
  const mask = masking && takeAlgorithm(masking);
  masking?.end();
  const salting = fields.maybeOpen(wrapped(2));
  const saltLength = salting ? takeSmall(salting) : PSS_SALT_DEFAULT;
  salting?.end();
  const trailing = fields.maybeOpen(wrapped(3));
  const trailer = trailing ? takeSmall(trailing) : 1;
  trailing?.end();
  fields.end();
  if (reader.isBroken() || mask?.oid !== MGF1 || trailer !== 1)
    return err({ kind: 'unsupported', algorithm: PSS });
  if (hashAlgorithm === undefined) return err({ kind: 'weak', algorithm: 'SHA-1 with RSA-PSS' });
  const maskReader = derReader(mask.parameters?.whole ?? new Uint8Array());
  const maskHash = hashNamed(takeAlgorithm(maskReader));
  maskReader.end();
  const hash = hashNamed(hashAlgorithm);
  if (!hash.ok) return hash;
  const isSame = !maskReader.isBroken() && maskHash.ok && maskHash.value === hash.value;
  return isSame
    ? ok({ kind: 'pss', hash: hash.value, saltLength })
    : err({ kind: 'unsupported', algorithm: PSS });
}

export type Signed = {
  readonly algorithm: Algorithm;
  /** The hash that is said beside the algorithm, in CMS. */
  readonly beside?: Hash;
  /** SubjectPublicKeyInfo. */
  readonly key: Uint8Array;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
};

/** Whether a signature is genuine, by algorithms and keys that are strong enough; `signature` when it is not. */
export function signatureFault({ algorithm, beside, key, data, signature }: Signed): StampFault | undefined {
  const method = methodOf(algorithm, beside);
  if (!method.ok) return method.error;
  // OpenSSL goes by the hash beside it and other programs by the one in the algorithm: only where they are one is there one meaning.
  // With Ed25519 it is SHA-512 (RFC 8419, section 3.1).
  const hash = method.value.kind === 'ed25519' ? 'sha512' : method.value.hash;
  if (beside !== undefined && beside !== hash) return { kind: 'unsupported', algorithm: algorithm.oid };
  const publicKey = publicKeyOf(key);
  const weakness =
    publicKey === undefined
      ? ({ kind: 'malformed', what: 'key' } as const)
      : keyFault(publicKey, method.value);
  if (publicKey === undefined || weakness !== undefined) return weakness;
  return isGenuine(method.value, { key: publicKey, data, signature }) ? undefined : { kind: 'signature' };
}

function publicKeyOf(key: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

// NIST SP 800-57: 112 bits of strength; longer than the upper bound nobody signs, and checking would take its time.
const RSA_BITS = { least: 2_048, most: 16_384 };
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

function keyFault(key: KeyObject, { kind }: Method): StampFault | undefined {
  const { modulusLength: bits = 0, namedCurve = 'a curve without a name' } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType;
  switch (kind) {
    case 'rsa':
    case 'pss':
      if (type !== 'rsa' && !(kind === 'pss' && type === 'rsa-pss')) return { kind: 'signature' };
      if (bits > RSA_BITS.most) return { kind: 'unsupported', algorithm: `RSA of ${bits} bits` };
      return bits < RSA_BITS.least ? { kind: 'weak', algorithm: `RSA of ${bits} bits` } : undefined;
    case 'ec':
      if (type !== 'ec') return { kind: 'signature' };
      return CURVES.has(namedCurve) ? undefined : { kind: 'unsupported', algorithm: namedCurve };
    case 'ed25519':
      return type === 'ed25519' ? undefined : { kind: 'signature' };
  }
}

type Checked = { readonly key: KeyObject; readonly data: Uint8Array; readonly signature: Uint8Array };

function isGenuine(method: Method, { key, data, signature }: Checked): boolean {
  try {
    switch (method.kind) {
      case 'rsa':
        return verify(method.hash, data, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
      case 'pss': {
        const padding = constants.RSA_PKCS1_PSS_PADDING;
        return verify(method.hash, data, { key, padding, saltLength: method.saltLength }, signature);
      }
      case 'ec':
        return verify(method.hash, data, { key, dsaEncoding: 'der' }, signature);
      case 'ed25519':
        return verify(null, data, key, signature);
    }
  } catch {
    // What OpenSSL cannot read as a signature of that key is none.
    return false;
  }
}
