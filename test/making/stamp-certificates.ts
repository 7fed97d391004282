import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { TAG, wrapped } from '../../src/adapters/stamp-rfc3161/der.ts';
import { der, derOid, derUnsigned } from '../../src/adapters/stamp-rfc3161/der-write.ts';

/** Certificates and stamps made in a test, of any shape: authorities that are asked nicely make none of the bad ones. */
export type KeyKind = 'p256' | 'p384' | 'p521' | 'k256' | 'rsa' | 'rsa1024' | 'ed25519';
export type MadeKey = { readonly kind: KeyKind; readonly private: KeyObject; readonly spki: Uint8Array };
export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512';
/** How to sign: a hash, and for RSA whether by PSS. */
export type How = { readonly hash?: HashName; readonly isPss?: boolean };

export const NULL = der(TAG.null);
export const oid = (text: string): Uint8Array => derOid(text) ?? new Uint8Array();
export const sequence = (...inside: readonly Uint8Array[]): Uint8Array => der(TAG.sequence, ...inside);
export const set = (...inside: readonly Uint8Array[]): Uint8Array => der(TAG.set, ...inside);
export const octets = (bytes: Uint8Array): Uint8Array => der(TAG.octetString, bytes);
export const whole = (n: number): Uint8Array => der(TAG.integer, Uint8Array.of(n));
export const yes = der(TAG.boolean, Uint8Array.of(0xff));
export const time = (at: string): Uint8Array =>
  der(TAG.generalizedTime, Buffer.from(`${at.replace(/[-:T]/g, '').padEnd(14, '0')}Z`));

export function newKey(kind: KeyKind): MadeKey {
  const { privateKey, publicKey } = pairOf(kind);
  return { kind, private: privateKey, spki: publicKey.export({ format: 'der', type: 'spki' }) };
}

function pairOf(kind: KeyKind): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  switch (kind) {
    case 'p256':
      return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    case 'p384':
      return generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
    case 'p521':
      return generateKeyPairSync('ec', { namedCurve: 'secp521r1' });
    case 'k256':
      return generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2_048 });
    case 'rsa1024':
      return generateKeyPairSync('rsa', { modulusLength: 1_024 });
    case 'ed25519':
      return generateKeyPairSync('ed25519');
  }
}

export const HASH_OIDS: Readonly<Record<HashName, string>> = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};
const RSA: Readonly<Record<HashName, string>> = {
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
};
const ECDSA: Readonly<Record<HashName, string>> = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
};
const SALT_BYTES = 32;

/** The AlgorithmIdentifier of a signature by such a key. */
export function algorithmOf({ kind }: MadeKey, { hash = 'sha256', isPss = false }: How): Uint8Array {
  if (kind === 'ed25519') return sequence(oid('1.3.101.112'));
  if (!kind.startsWith('rsa')) return sequence(oid(ECDSA[hash]));
  if (!isPss) return sequence(oid(RSA[hash]), NULL);
  const hashing = sequence(oid(HASH_OIDS[hash]), NULL);
  const mask = sequence(oid('1.2.840.113549.1.1.8'), hashing);
  const parameters = [hashing, mask, whole(SALT_BYTES)].map((each, n) => der(wrapped(n), each));
  return sequence(oid('1.2.840.113549.1.1.10'), sequence(...parameters));
}

export function signatureBy(
  key: MadeKey,
  data: Uint8Array,
  { hash = 'sha256', isPss = false }: How,
): Uint8Array {
  if (key.kind === 'ed25519') return sign(null, data, key.private);
  // 6: RSA_PKCS1_PSS_PADDING.
  const padding = isPss ? { padding: 6, saltLength: SALT_BYTES } : {};
  return sign(hash, data, { key: key.private, ...padding });
}

export type MadeCertificate = {
  readonly der: Uint8Array;
  readonly pem: string;
  readonly key: MadeKey;
  readonly name: Uint8Array;
  readonly serial: Uint8Array;
};

export type CertificateWish = {
  readonly name: string;
  readonly key: MadeKey;
  /** Itself where none is given. */
  readonly by?: MadeCertificate;
  readonly from?: string;
  readonly to?: string;
  readonly extensions?: readonly Uint8Array[];
  readonly how?: How;
};

let serials = 0;

function nameOf(commonName: string): Uint8Array {
  return sequence(set(sequence(oid('2.5.4.3'), der(TAG.utf8, Buffer.from(commonName)))));
}

export function certificate(wish: CertificateWish): MadeCertificate {
  const { key, by, from = '2020-01-01', to = '2099-01-01', extensions = [], how = {} } = wish;
  const name = nameOf(wish.name);
  const signer = by?.key ?? key;
  const serial = derUnsigned(Uint8Array.of(1, 0, ++serials));
  const algorithm = algorithmOf(signer, how);
  const isOld = extensions.length === 0;
  const body = sequence(
    ...(isOld ? [] : [der(wrapped(0), whole(2))]),
    serial,
    algorithm,
    by?.name ?? name,
    sequence(time(from), time(to)),
    name,
    key.spki,
    ...(isOld ? [] : [der(wrapped(3), sequence(...extensions))]),
  );
  const signature = signatureBy(signer, body, how);
  const bytes = sequence(body, algorithm, der(TAG.bitString, Uint8Array.of(0), signature));
  return { der: bytes, pem: pemOf(bytes), key, name, serial };
}

function pemOf(bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

export function extension(id: string, value: Uint8Array, isCritical = true): Uint8Array {
  return sequence(oid(id), ...(isCritical ? [yes] : []), octets(value));
}

/** CA: may issue, with at most so many authorities below it. */
export function authorityMark(pathMax?: number): Uint8Array {
  return extension('2.5.29.19', sequence(yes, ...(pathMax === undefined ? [] : [whole(pathMax)])));
}

/** The octet of the named bits: 0x80 to sign, 0x04 to sign certificates, 0x20 to keep keys secret. */
export function usage(octet: number): Uint8Array {
  const unused = Math.log2(octet & -octet);
  return extension('2.5.29.15', der(TAG.bitString, Uint8Array.of(unused, octet)));
}

export function purposes(isCritical: boolean, ...ids: readonly string[]): Uint8Array {
  return extension('2.5.29.37', sequence(...ids.map(oid)), isCritical);
}

export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
