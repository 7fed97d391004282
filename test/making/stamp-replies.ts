import { createHash } from 'node:crypto';
import { replaced, wrapped } from '../../src/adapters/stamp-rfc3161/der.ts';
import { der, derUnsigned } from '../../src/adapters/stamp-rfc3161/der-write.ts';
import { queryIn } from '../../src/adapters/stamp-rfc3161/query.ts';
import {
  algorithmOf,
  HASH_OIDS,
  NULL,
  octets,
  oid,
  sequence,
  set,
  signatureBy,
  time,
  whole,
} from './stamp-certificates.ts';
import type { HashName, How, MadeCertificate } from './stamp-certificates.ts';

/** A reply as one wishes it; what is left out is as it should be. */
export type ReplyWish = {
  readonly data: Uint8Array;
  /** In place of the hash of `data`. */
  readonly imprint?: Uint8Array;
  readonly signer: MadeCertificate;
  readonly how?: How;
  readonly imprintHash?: HashName;
  readonly genTime?: Uint8Array;
  readonly policy?: string;
  readonly nonce?: Uint8Array;
  /** After the genTime, in place of the nonce. */
  readonly infoTail?: readonly Uint8Array[];
  readonly infoVersion?: number;
  /** What it brings of certificates; the signer's own where none are given. */
  readonly brings?: readonly Uint8Array[];
  /** Instead of the attributes that name the content, its hash and the signer's certificate. */
  readonly attributes?: (usual: readonly Uint8Array[], info: Uint8Array) => readonly Uint8Array[];
  readonly algorithm?: Uint8Array;
  readonly digestHash?: HashName;
  readonly byKeyId?: Uint8Array;
  readonly status?: readonly Uint8Array[];
  readonly signers?: 0 | 1 | 2;
  readonly contentType?: string;
  readonly version?: number;
};

const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const hashOf = (hash: HashName, bytes: Uint8Array): Uint8Array => createHash(hash).update(bytes).digest();

export function attribute(id: string, ...values: readonly Uint8Array[]): Uint8Array {
  return sequence(oid(id), set(...values));
}

export const CONTENT_TYPE = '1.2.840.113549.1.9.3';
export const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';

/** signingCertificateV2 with these, and how their issuer and serial are said. */
export function namesOf(certificates: readonly MadeCertificate[], issued?: Uint8Array): Uint8Array {
  const names = certificates.map((each) =>
    sequence(octets(hashOf('sha256', each.der)), ...(issued ? [issued] : [])),
  );
  return attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(...names)));
}

/** signingCertificate, by SHA-1 as RFC 3161 has it. */
export function oldNameOf(certificate: Uint8Array): Uint8Array {
  return attribute(
    '1.2.840.113549.1.9.16.2.12',
    sequence(sequence(sequence(octets(hashOf('sha1', certificate))))),
  );
}

/** IssuerSerial with one directory name. */
export function issuerSerial(issuer: Uint8Array, serial: Uint8Array): Uint8Array {
  return sequence(sequence(der(wrapped(4), issuer)), serial);
}

/** The issuer's name as it stands in a certificate, which is how a signature says whose it is. */
function issuerIn({ der: bytes }: MadeCertificate, issuers: readonly MadeCertificate[]): Uint8Array {
  const issuer = issuers.find(({ name }) => Buffer.from(bytes).indexOf(Buffer.from(name)) > 0);
  return issuer?.name ?? sequence();
}

export function reply(wish: ReplyWish, issuers: readonly MadeCertificate[]): Uint8Array {
  const { signer, status = [whole(0)], version = 3, signers = 1 } = wish;
  const info = infoOf(wish);
  const digestHash =
    wish.digestHash ?? wish.how?.hash ?? (signer.key.kind === 'ed25519' ? 'sha512' : 'sha256');
  const usual = [
    attribute(CONTENT_TYPE, oid(TST_INFO)),
    attribute(MESSAGE_DIGEST, octets(hashOf(digestHash, info))),
    namesOf([signer]),
  ];
  const attributes = wish.attributes?.(usual, info) ?? usual;
  const digestAlgorithm = sequence(oid(HASH_OIDS[digestHash]), NULL);
  const signed = set(...attributes);
  const said =
    wish.byKeyId === undefined
      ? [whole(1), sequence(issuerIn(signer, issuers), signer.serial)]
      : [whole(3), der(replaced(0), wish.byKeyId)];
  const signerInfo = sequence(
    ...said,
    digestAlgorithm,
    ...(attributes.length === 0 ? [] : [der(wrapped(0), ...attributes)]),
    wish.algorithm ?? algorithmOf(signer.key, wish.how ?? {}),
    octets(signatureBy(signer.key, signed, wish.how ?? {})),
  );
  const brings = wish.brings ?? [signer.der];
  const data = sequence(
    whole(version),
    set(digestAlgorithm),
    sequence(oid(wish.contentType ?? TST_INFO), der(wrapped(0), octets(info))),
    ...(brings.length === 0 ? [] : [der(wrapped(0), ...brings)]),
    set(...Array.from({ length: signers }, () => signerInfo)),
  );
  return sequence(sequence(...status), sequence(oid('1.2.840.113549.1.7.2'), der(wrapped(0), data)));
}

function infoOf(wish: ReplyWish): Uint8Array {
  const {
    data,
    imprintHash = 'sha256',
    policy = '1.2.3.4',
    genTime = time('2024-05-05T05:05:05'),
    nonce,
  } = wish;
  return sequence(
    whole(wish.infoVersion ?? 1),
    oid(policy),
    sequence(sequence(oid(HASH_OIDS[imprintHash]), NULL), octets(wish.imprint ?? hashOf(imprintHash, data))),
    whole(7),
    genTime,
    ...(wish.infoTail ?? (nonce === undefined ? [] : [derUnsigned(nonce)])),
  );
}

/** What an authority gives to a query of ours: its hash, nonce and policy, or what is wished instead. */
export function replyToQuery(
  query: Uint8Array,
  wish: Partial<ReplyWish> & Pick<ReplyWish, 'signer'>,
  issuers: readonly MadeCertificate[],
): Uint8Array {
  const asked = queryIn(query);
  if (asked === undefined) throw new Error('not a query');
  const { nonce, policy, imprint } = asked;
  return reply(
    {
      data: new Uint8Array(),
      ...(wish.data === undefined && { imprint: imprint.hash }),
      ...(nonce && { nonce }),
      ...(policy !== undefined && { policy }),
      ...wish,
    },
    issuers,
  );
}
