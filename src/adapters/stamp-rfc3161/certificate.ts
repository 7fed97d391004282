import { instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { takeAlgorithm } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';
import {
  derReader,
  integerToHex,
  maybeBoolean,
  namedBits,
  oidIn,
  replaced,
  smallIn,
  TAG,
  takeBits,
  takeInteger,
  takeOid,
  takeSmall,
  wrapped,
} from './der.ts';
import type { DerReader } from './der.ts';
import { nameIn } from './name.ts';
import type { Name } from './name.ts';
import { timeIn } from './time.ts';

/** What of an X.509 certificate (RFC 5280, section 4.1) bears on whether a stamp holds. */
export type Certificate = {
  readonly whole: Uint8Array;
  /** The bytes that its issuer signed. */
  readonly signed: Uint8Array;
  readonly algorithm: Algorithm;
  readonly signature: Uint8Array;
  readonly serial: string;
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** SubjectPublicKeyInfo. */
  readonly key: Uint8Array;
  readonly version: number;
  readonly keyId?: Uint8Array;
  /** Absent: it says nothing of being an authority. */
  readonly basics?: { readonly isCa: boolean; readonly pathMax?: number };
  readonly usage?: ReadonlySet<number>;
  readonly purposes?: { readonly isCritical: boolean; readonly oids: readonly string[] };
  /** A critical extension of which nothing is known here: then nothing may be made of the certificate. */
  readonly hasUnknown: boolean;
};

/** Bits of the key usage (RFC 5280, 4.2.1.3). */
export const USAGE = { digitalSignature: 0, nonRepudiation: 1, certSign: 5 } as const;

const EXTENSION = {
  keyId: '2.5.29.14',
  usage: '2.5.29.15',
  basics: '2.5.29.19',
  purposes: '2.5.29.37',
} as const;
/**
 * May be critical and is passed over: other names; and what policies a chain was made under, which nobody here asks for, as OpenSSL
 * does not unless told to.
 */
const PASSED_OVER: ReadonlySet<string> = new Set([
  '2.5.29.17', // subject alternative name
  '2.5.29.18', // issuer alternative name
  '2.5.29.32', // certificate policies
  '2.5.29.33', // policy mappings
  '2.5.29.35', // authority key identifier
  '2.5.29.36', // policy constraints
  '2.5.29.54', // inhibit any policy
]);

/** Reads a certificate; `undefined` for what is none. Whether it is genuine is not asked here. */
export function certificateIn(bytes: Uint8Array): Certificate | undefined {
  const reader = derReader(bytes);
  const { whole, content } = reader.take(TAG.sequence);
  reader.end();
  const outer = reader.inside(content);
  const body = outer.take(TAG.sequence);
  const algorithm = takeAlgorithm(outer);
  const signature = takeBits(outer);
  outer.end();
  const inside = reader.inside(body.content);
  const versioned = inside.maybeOpen(wrapped(0));
  const version = versioned === undefined ? 0 : takeSmall(versioned);
  versioned?.end();
  const serial = integerToHex(takeInteger(inside));
  const inner = takeAlgorithm(inside);
  const issuer = nameIn(inside.take(TAG.sequence).whole);
  const validity = inside.open(TAG.sequence);
  const [notBefore, notAfter] = [timeIn(validity.any()), timeIn(validity.any())];
  validity.end();
  const subject = nameIn(inside.take(TAG.sequence).whole);
  const key = inside.take(TAG.sequence).whole;
  for (const n of [1, 2]) inside.maybe(replaced(n));
  const extensions = inside.maybeOpen(wrapped(3));
  inside.end();
  const read = extensions === undefined ? NO_EXTENSIONS : extensionsIn(extensions);
  // RFC 5280, 4.1.1.2: it says twice how it is signed, and only one of the two is signed.
  const isOneAlgorithm = Buffer.compare(inner.whole, algorithm.whole) === 0;
  if (reader.isBroken() || !isOneAlgorithm || version > 2 || issuer === undefined || subject === undefined)
    return undefined;
  if (notBefore === undefined || notAfter === undefined) return undefined;
  const dates = { notBefore: instant(notBefore), notAfter: instant(notAfter) };
  return {
    whole,
    signed: body.whole,
    algorithm,
    signature,
    serial,
    issuer,
    subject,
    ...dates,
    key,
    version,
    ...read,
  };
}

type Extensions = Pick<Certificate, 'keyId' | 'basics' | 'usage' | 'purposes' | 'hasUnknown'>;
const NO_EXTENSIONS: Extensions = { hasUnknown: false };

function extensionsIn(around: DerReader): Extensions {
  const list = around.open(TAG.sequence);
  around.end();
  const seen = new Set<string>();
  let found: Extensions = NO_EXTENSIONS;
  while (list.hasMore()) {
    const extension = list.open(TAG.sequence);
    const oid = takeOid(extension);
    const isCritical = maybeBoolean(extension);
    const value = extension.open(TAG.octetString);
    extension.end();
    if (seen.has(oid)) list.break();
    seen.add(oid);
    found = { ...found, ...extensionOf(oid, value, isCritical) };
  }
  return found;
}

function extensionOf(oid: string, value: DerReader, isCritical: boolean): Partial<Extensions> {
  switch (oid) {
    case EXTENSION.keyId: {
      const keyId = value.take(TAG.octetString).content;
      value.end();
      return { keyId };
    }
    case EXTENSION.usage: {
      const usage = namedBits(value, value.take(TAG.bitString));
      value.end();
      return { usage };
    }
    case EXTENSION.basics: {
      const fields = value.open(TAG.sequence);
      value.end();
      const isCa = maybeBoolean(fields);
      const limit = fields.maybe(TAG.integer);
      fields.end();
      return { basics: { isCa, ...(limit && { pathMax: smallIn(fields, limit) }) } };
    }
    case EXTENSION.purposes: {
      const fields = value.open(TAG.sequence);
      value.end();
      const oids: string[] = [];
      while (fields.hasMore()) oids.push(oidIn(fields, fields.take(TAG.oid)));
      return { purposes: { isCritical, oids } };
    }
    default:
      return isCritical && !PASSED_OVER.has(oid) ? { hasUnknown: true } : {};
  }
}
