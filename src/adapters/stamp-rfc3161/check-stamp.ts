import { bytesEqual } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Stamp, StampFault } from '../../ports/stamper.ts';
import { digest, hashNamed, signatureFault } from './algorithm.ts';
import { certificateIn, USAGE } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { chainOf } from './chain.ts';
import { derReader, oidIn, TAG } from './der.ts';
import { parseCertificates } from './given-certificates.ts';
import type { GivenCertificates } from './given-certificates.ts';
import { queryIn } from './query.ts';
import type { Query } from './query.ts';
import { readReply, TST_INFO } from './reply.ts';
import type { SignerId, Token } from './reply.ts';
import { named, namesBy } from './signing-certificate.ts';
import { tstInfoIn } from './tst-info.ts';
import type { TstInfo } from './tst-info.ts';

/** What a reply is held against. One of `data` and `digest` at least: a stamp of nobody knows what says nothing. */
export type StampCheck = {
  /** The bytes of the TimeStampResp, as they came. */
  readonly reply: Uint8Array;
  /** The bytes of the query: then the nonce, the policy it asks for and the imprint must be those of the reply. */
  readonly query?: Uint8Array;
  /** Certificates to trust, in PEM or DER: the roots of the authority, or others of its chain, down to its own. */
  readonly anchors: GivenCertificates;
  /** Certificates to go through, where the reply does not bring them. By themselves they are worth nothing. */
  readonly intermediates?: GivenCertificates;
  /** The only policy to take, in dots. */
  readonly policy?: string;
  /** A moment at which the certificates must be valid too, beside that of the stamp: now, to hear what `openssl ts -verify` says. */
  readonly at?: Instant;
} & (
  | { readonly data: Uint8Array; readonly digest?: undefined }
  | { readonly digest: Uint8Array; readonly data?: undefined }
);

const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';

/**
 * Checks the reply of an authority from its bytes up (RFC 3161, 2.2 and 2.4.2; RFC 5652, 5.4 and 5.6; RFC 5816), and gives what it
 * then says. Genuine means: at the moment of the stamp each certificate up to an anchor was valid; that one ended later takes
 * nothing from it. Whether a certificate was called back is not asked: that would tell somebody else what is looked at. Never throws.
 */
export function checkStamp(check: StampCheck): Result<Stamp, StampFault> {
  const anchors = parseCertificates(check.anchors);
  const given = parseCertificates(check.intermediates ?? []);
  if (anchors === undefined || given === undefined)
    return err({ kind: 'malformed', what: 'certificates given' });
  const token = readReply(check.reply);
  if (!token.ok) return token;
  const info = tstInfoIn(token.value.content);
  if (info === undefined) return err({ kind: 'malformed', what: 'TSTInfo' });
  const other = otherThanAsked(info, check);
  if (other !== undefined) return err(other);
  // What a reply brings and cannot be read is as if it were not there.
  const brought = token.value.certificates.flatMap((bytes) => certificateIn(bytes) ?? []);
  const signer = signerOf(token.value, [...brought, ...given, ...anchors]);
  if (!signer.ok) return signer;
  const { certificate, mayPass } = signer.value;
  const fault = signedFault(token.value, certificate) ?? purposeFault(certificate);
  if (fault !== undefined) return err(fault);
  const moments = check.at === undefined ? [info.genTime] : [info.genTime, check.at];
  const chain = chainOf(certificate, { anchors, others: [...given, ...brought].filter(mayPass), moments });
  if (!chain.ok) return chain;
  const { genTime, accuracyMs, policy, serial } = info;
  return ok({
    genTime,
    ...(accuracyMs !== undefined && { accuracyMs }),
    policy,
    serial,
    authority: certificate.subject.text,
    chainEndsAt: instant(Math.min(...chain.value.map(({ notAfter }) => notAfter))),
  });
}

function otherThanAsked(info: TstInfo, check: StampCheck): StampFault | undefined {
  const query = check.query && queryIn(check.query);
  if (check.query !== undefined && query === undefined) return { kind: 'malformed', what: 'query' };
  const hash = hashNamed(info.imprint.algorithm);
  if (!hash.ok) return hash.error;
  const expected = check.data === undefined ? check.digest : digest(hash.value, check.data);
  if (info.imprint.hash.length !== HASH_BYTES[hash.value]) return { kind: 'malformed', what: 'imprint' };
  if (!bytesEqual(info.imprint.hash, expected)) return { kind: 'imprint' };
  if (check.policy !== undefined && check.policy !== info.policy) return { kind: 'policy' };
  return query && otherThanQuery(info, query);
}

const HASH_BYTES = { sha256: 32, sha384: 48, sha512: 64 } as const;

function otherThanQuery(info: TstInfo, { imprint, policy, nonce }: Query): StampFault | undefined {
  const isSame =
    imprint.algorithm.oid === info.imprint.algorithm.oid && bytesEqual(imprint.hash, info.imprint.hash);
  if (!isSame) return { kind: 'imprint' };
  if (nonce !== undefined && (info.nonce === undefined || !bytesEqual(nonce, info.nonce)))
    return { kind: 'nonce' };
  return policy !== undefined && policy !== info.policy ? { kind: 'policy' } : undefined;
}

type Signer = {
  readonly certificate: Certificate;
  /** Whether the signed attributes let a chain go through a certificate. */
  readonly mayPass: (certificate: Certificate) => boolean;
};

/** The certificate that the signed attributes name, among those at hand. Others of the same name are passed over. */
function signerOf(token: Token, certificates: readonly Certificate[]): Result<Signer, StampFault> {
  const names = namesBy(token.attributes);
  if (!names.ok) return names;
  const said = certificates.filter((each) => isSaid(each, token.signer));
  if (said.length === 0) return err({ kind: 'no-certificate' });
  const certificate = said.find((each) =>
    names.value.every(([first]) => first !== undefined && named(each, first)),
  );
  if (certificate === undefined) return err({ kind: 'signer' });
  // RFC 5035, section 3: further names say which certificates a chain may use.
  const mayPass = (each: Certificate): boolean =>
    names.value.every((list) => list.length === 1 || list.some((name) => named(each, name)));
  return ok({ certificate, mayPass });
}

function isSaid({ issuer, serial, keyId }: Certificate, signer: SignerId): boolean {
  // Not signed, and copied from the certificate: byte for byte, so that no other spelling of it passes.
  if (signer.kind === 'issuer') return bytesEqual(issuer.whole, signer.issuer) && serial === signer.serial;
  return keyId !== undefined && bytesEqual(keyId, signer.keyId);
}

/** RFC 5652, 5.4: the content is signed by its digest among the signed attributes. */
function signedFault(token: Token, certificate: Certificate): StampFault | undefined {
  const { attributes, content, digestAlgorithm, algorithm, signedAttributes, signature } = token;
  const [type, said] = [attributes.get(CONTENT_TYPE), attributes.get(MESSAGE_DIGEST)];
  const reader = derReader(type?.whole ?? new Uint8Array());
  const contentType = oidIn(reader, reader.take(TAG.oid));
  if (reader.isBroken() || contentType !== TST_INFO) return { kind: 'malformed', what: 'content type' };
  if (said?.tag !== TAG.octetString) return { kind: 'malformed', what: 'message digest' };
  const hash = hashNamed(digestAlgorithm);
  if (!hash.ok) return hash.error;
  if (!bytesEqual(said.content, digest(hash.value, content))) return { kind: 'content-digest' };
  const { key } = certificate;
  return signatureFault({ algorithm, beside: hash.value, key, data: signedAttributes, signature });
}

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const SIGNING: ReadonlySet<number> = new Set([USAGE.digitalSignature, USAGE.nonRepudiation]);

/** RFC 3161, 2.3: a key that stamps is for nothing else, and its certificate says so in a way nobody may pass over. */
function purposeFault({ purposes, usage }: Certificate): StampFault | undefined {
  const isSole =
    purposes?.isCritical === true && purposes.oids.length === 1 && purposes.oids[0] === TIME_STAMPING;
  const isForSigning = usage === undefined || (usage.size > 0 && [...usage].every((bit) => SIGNING.has(bit)));
  return isSole && isForSigning ? undefined : { kind: 'purpose' };
}
