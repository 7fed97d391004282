import { createHash } from 'node:crypto';
import { bytesEqual } from '../../base/bytes.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { StampFault } from '../../ports/stamper.ts';
import { algorithmIn, digest, hashNamed } from './algorithm.ts';
import type { Algorithm } from './algorithm.ts';
import type { Certificate } from './certificate.ts';
import { derReader, integerToHex, TAG, takeInteger, wrapped } from './der.ts';
import type { DerReader } from './der.ts';
import { nameIn } from './name.ts';
import type { Token } from './reply.ts';

const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

/** The name of a certificate among the signed attributes (RFC 5035, sections 4 and 5): its hash, and perhaps issuer and serial. */
export type CertificateName = {
  readonly hash: Uint8Array;
  readonly by: 'sha1' | { readonly algorithm?: Algorithm };
  readonly issued?: { readonly issuer: string; readonly serial: string };
};

/**
 * The lists of names in the attributes, one or two, the first of each being that of the signer. RFC 3161 has only the one with SHA-1,
 * which RFC 5816 lets be another. SHA-1 is good enough here: somebody would have to make a certificate that the authority's own
 * issuer signed, with the hash of one that is there already.
 */
export function namesBy(
  attributes: Token['attributes'],
): Result<readonly (readonly CertificateName[])[], StampFault> {
  const lists: CertificateName[][] = [];
  for (const [oid, readOne] of [
    [SIGNING_CERTIFICATE, readV1],
    [SIGNING_CERTIFICATE_V2, readV2],
  ] as const) {
    const value = attributes.get(oid);
    if (value === undefined) continue;
    const reader = derReader(value.whole);
    const fields = reader.open(TAG.sequence);
    reader.end();
    const names = fields.open(TAG.sequence);
    const list: CertificateName[] = [];
    while (names.hasMore()) list.push(readOne(names.open(TAG.sequence)));
    fields.maybe(TAG.sequence);
    fields.end();
    if (reader.isBroken() || list.length === 0)
      return err({ kind: 'malformed', what: 'signing certificate' });
    lists.push(list);
  }
  return lists.length === 0 ? err({ kind: 'malformed', what: 'signing certificate' }) : ok(lists);
}

function readV1(fields: DerReader): CertificateName {
  const hash = fields.take(TAG.octetString).content;
  return { hash, by: 'sha1', ...issuedIn(fields) };
}

function readV2(fields: DerReader): CertificateName {
  const said = fields.maybe(TAG.sequence);
  const algorithm = said && algorithmIn(fields, said);
  const hash = fields.take(TAG.octetString).content;
  return { hash, by: { ...(algorithm && { algorithm }) }, ...issuedIn(fields) };
}

/** IssuerSerial: one directory name, and the serial number; then nothing more. */
function issuedIn(around: DerReader): Pick<CertificateName, 'issued'> {
  const fields = around.maybeOpen(TAG.sequence);
  around.end();
  if (fields === undefined) return {};
  const names = fields.open(TAG.sequence);
  const directory = names.open(wrapped(4));
  names.end();
  const issuer = nameIn(directory.take(TAG.sequence).whole);
  directory.end();
  const serial = integerToHex(takeInteger(fields));
  fields.end();
  if (issuer === undefined) fields.break();
  return { issued: { issuer: issuer?.key ?? '', serial } };
}

/** Whether that is the name of a certificate. */
export function named(
  { whole, issuer, serial }: Certificate,
  { hash, by, issued }: CertificateName,
): boolean {
  if (issued !== undefined && (issued.issuer !== issuer.key || issued.serial !== serial)) return false;
  if (by === 'sha1') return bytesEqual(hash, createHash('sha1').update(whole).digest());
  // RFC 5035, section 4: SHA-256 where nothing is said.
  const named = by.algorithm === undefined ? ok('sha256' as const) : hashNamed(by.algorithm);
  return named.ok && bytesEqual(hash, digest(named.value, whole));
}
