import { certificateIn } from './certificate.ts';
import type { Certificate } from './certificate.ts';

/** Certificates as people have them: a text or file in PEM with one or several, one in DER, or a list of these. */
export type GivenCertificates = string | Uint8Array | readonly (string | Uint8Array)[];

const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;
const DER_STARTS = 0x30;

/** Reads them; `undefined` where one of them is no certificate, or a text holds none. */
export function parseCertificates(given: GivenCertificates): readonly Certificate[] | undefined {
  const pieces = typeof given === 'string' || given instanceof Uint8Array ? [given] : given;
  const found: Certificate[] = [];
  for (const piece of pieces) {
    const inside = typeof piece !== 'string' && piece[0] === DER_STARTS ? [piece] : inPem(piece);
    const read = inside.flatMap((bytes) => certificateIn(bytes) ?? []);
    if (read.length === 0 || read.length < inside.length) return undefined;
    found.push(...read);
  }
  return found;
}

/**
 * The certificates of an authority as its file gives them: what to trust, and what to go through. Only those that signed themselves are
 * trusted, as `openssl ts -verify -CAfile` does it without more ado. `undefined` where there is none, or the file is no such file.
 */
export function trustIn(given: GivenCertificates): Trust | undefined {
  const all = parseCertificates(given);
  const roots = all?.filter(({ issuer, subject }) => issuer.key === subject.key) ?? [];
  if (all === undefined || roots.length === 0) return undefined;
  const others = all.filter((each) => !roots.includes(each));
  return { anchors: roots.map(({ whole }) => whole), intermediates: others.map(({ whole }) => whole) };
}

/** For `checkStamp`. */
export type Trust = {
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
};

/** Certificates in PEM (RFC 7468), each once. */
export function printPem(certificates: readonly Uint8Array[]): string {
  const texts = certificates.map((bytes) => Buffer.from(bytes).toString('base64'));
  return [...new Set(texts)]
    .map((text) =>
      [
        '-----BEGIN CERTIFICATE-----',
        ...(text.match(/.{1,64}/g) ?? []),
        '-----END CERTIFICATE-----',
        '',
      ].join('\n'),
    )
    .join('');
}

function inPem(piece: string | Uint8Array): readonly Uint8Array[] {
  const text = typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1');
  return [...text.matchAll(PEM)].map(([, base64 = '']) => Uint8Array.from(Buffer.from(base64, 'base64')));
}
