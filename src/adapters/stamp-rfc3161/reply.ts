import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { StampFault } from '../../ports/stamper.ts';
import { isBare, takeAlgorithm } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';
import {
  derReader,
  integerToHex,
  namedBits,
  replaced,
  TAG,
  takeInteger,
  takeOid,
  takeSmall,
  wrapped,
} from './der.ts';
import type { Der, DerReader } from './der.ts';

/** Of whom a signature is said to be (RFC 5652, 5.3). */
export type SignerId =
  | { readonly kind: 'issuer'; readonly issuer: Uint8Array; readonly serial: string }
  | { readonly kind: 'key'; readonly keyId: Uint8Array };

/** A time stamp token (RFC 3161, 2.4.2): CMS SignedData with one signer, taken apart and not yet believed. */
export type Token = {
  /** The bytes of the TSTInfo. */
  readonly content: Uint8Array;
  /** What the token brings of certificates, each in its own bytes and none looked at. */
  readonly certificates: readonly Uint8Array[];
  readonly signer: SignerId;
  readonly digestAlgorithm: Algorithm;
  /** As they came, under the octet of the SET that is signed (RFC 5652, 5.4). */
  readonly signedAttributes: Uint8Array;
  /** The one value of each, by object identifier. */
  readonly attributes: ReadonlyMap<string, Der>;
  readonly algorithm: Algorithm;
  readonly signature: Uint8Array;
};

const SIGNED_DATA = '1.2.840.113549.1.7.2';
export const TST_INFO = '1.2.840.113549.1.9.16.1.4';
/** With the whole of a long chain a reply has a tenth of this. */
export const REPLY_BYTES_MAX = 65_536;
const CERTIFICATES_MAX = 32;
const ATTRIBUTES_MAX = 32;

function malformed(what: string): { readonly ok: false; readonly error: StampFault } {
  return err({ kind: 'malformed', what });
}

/** Takes a TimeStampResp apart. */
export function readReply(bytes: Uint8Array): Result<Token, StampFault> {
  if (bytes.length > REPLY_BYTES_MAX) return malformed('reply');
  const reader = derReader(bytes);
  const fields = reader.open(TAG.sequence);
  reader.end();
  const status = readStatus(fields.open(TAG.sequence));
  const token = fields.hasMore() ? fields.take(TAG.sequence) : undefined;
  fields.end();
  if (reader.isBroken()) return malformed('reply');
  if (!GRANTED.has(status.status)) return err({ kind: 'not-granted', ...status });
  return token === undefined ? malformed('reply') : readToken(token.whole);
}

/** Granted, and granted with changes that the checks then find (RFC 3161, 2.4.2). */
const GRANTED: ReadonlySet<number> = new Set([0, 1]);
const FAILURES: ReadonlyMap<number, string> = new Map([
  [0, 'badAlg'],
  [2, 'badRequest'],
  [5, 'badDataFormat'],
  [14, 'timeNotAvailable'],
  [15, 'unacceptedPolicy'],
  [16, 'unacceptedExtension'],
  [17, 'addInfoNotAvailable'],
  [25, 'systemFailure'],
]);
const WORDS_MAX = 200;

type Status = { readonly status: number; readonly failure?: string; readonly says?: string };

function readStatus(fields: DerReader): Status {
  const status = takeSmall(fields);
  const words = fields.maybeOpen(TAG.sequence);
  const said: string[] = [];
  while (words?.hasMore() === true) said.push(Buffer.from(words.take(TAG.utf8).content).toString('utf8'));
  const bits = fields.maybe(TAG.bitString);
  const failures = bits ? [...namedBits(fields, bits)].map((bit) => FAILURES.get(bit) ?? String(bit)) : [];
  fields.end();
  const says = said
    .join(' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .slice(0, WORDS_MAX);
  return {
    status,
    ...(failures.length > 0 && { failure: failures.join(', ') }),
    ...(says !== '' && { says }),
  };
}

/** SignedData (RFC 5652, 5.1) as RFC 3161, 2.4.2 narrows it. */
function readToken(bytes: Uint8Array): Result<Token, StampFault> {
  const reader = derReader(bytes);
  const outer = reader.open(TAG.sequence);
  reader.end();
  const type = takeOid(outer);
  const around = outer.open(wrapped(0));
  outer.end();
  const data = around.open(TAG.sequence);
  around.end();
  const version = takeSmall(data);
  const digests = data.open(TAG.set);
  const hashes: Algorithm[] = [];
  while (digests.hasMore()) hashes.push(takeAlgorithm(digests));
  const encapsulated = data.open(TAG.sequence);
  const contentType = takeOid(encapsulated);
  const contentAround = encapsulated.open(wrapped(0));
  encapsulated.end();
  const content = contentAround.take(TAG.octetString).content;
  contentAround.end();
  const certificates = certificatesIn(data.maybeOpen(wrapped(0)));
  data.maybe(wrapped(1));
  const signers = data.open(TAG.set);
  data.end();
  const signer = readSigner(signers.open(TAG.sequence));
  signers.end();
  if (reader.isBroken() || signer === undefined) return malformed('token');
  if (type !== SIGNED_DATA || contentType !== TST_INFO) return malformed('content type');
  // RFC 5652, 5.1: a signer that is named by its key, and content that is not plain data, make it 3.
  if (!TOKEN_VERSIONS.has(version) || certificates === undefined) return malformed('token');
  // RFC 5652, 5.1: so that the hash is known before the signer is.
  const isSaid = hashes.some((each) => each.oid === signer.digestAlgorithm.oid && isBare(each));
  if (!isSaid) return malformed('digest algorithms');
  return ok({ content, certificates, ...signer });
}

/** 4 and 5 where it brings certificates of other kinds, which are passed over. */
const TOKEN_VERSIONS: ReadonlySet<number> = new Set([3, 4, 5]);

/** `undefined`: more than anybody needs. Only X.509 certificates are given, what else may stand here is passed over. */
function certificatesIn(set: DerReader | undefined): readonly Uint8Array[] | undefined {
  const found: Uint8Array[] = [];
  while (set?.hasMore() === true) {
    const { tag, whole } = set.any();
    if (tag === TAG.sequence) found.push(whole);
  }
  return found.length > CERTIFICATES_MAX ? undefined : found;
}

type Signer = Omit<Token, 'content' | 'certificates'>;

/** SignerInfo (RFC 5652, 5.3). What it brings that is not signed is passed over. */
function readSigner(fields: DerReader): Signer | undefined {
  const version = takeSmall(fields);
  const keyId = fields.maybe(replaced(0));
  const signer = keyId === undefined ? issuerIn(fields) : { kind: 'key' as const, keyId: keyId.content };
  const digestAlgorithm = takeAlgorithm(fields);
  const signed = fields.take(wrapped(0));
  const algorithm = takeAlgorithm(fields);
  const signature = fields.take(TAG.octetString).content;
  fields.maybe(wrapped(1));
  fields.end();
  const attributes = attributesIn(fields.inside(signed.content));
  const isVersion = version === (keyId === undefined ? 1 : 3);
  if (fields.isBroken() || !isVersion || attributes === undefined) return undefined;
  const signedAttributes = Uint8Array.from(signed.whole);
  signedAttributes[0] = TAG.set;
  return { signer, digestAlgorithm, signedAttributes, attributes, algorithm, signature };
}

function issuerIn(around: DerReader): SignerId {
  const fields = around.open(TAG.sequence);
  const issuer = fields.take(TAG.sequence).whole;
  const serial = integerToHex(takeInteger(fields));
  fields.end();
  return { kind: 'issuer', issuer, serial };
}

/** Those that stand there once and with one value, as each that is read here must (RFC 5652, 11; RFC 5035, 3 and 4). */
function attributesIn(list: DerReader): Token['attributes'] | undefined {
  const found = new Map<string, Der>();
  const seen = new Set<string>();
  while (list.hasMore()) {
    const attribute = list.open(TAG.sequence);
    const oid = takeOid(attribute);
    const values = attribute.open(TAG.set);
    attribute.end();
    const value = values.any();
    if (seen.size >= ATTRIBUTES_MAX) return undefined;
    if (seen.has(oid) || values.hasMore()) found.delete(oid);
    else found.set(oid, value);
    seen.add(oid);
  }
  return found;
}
