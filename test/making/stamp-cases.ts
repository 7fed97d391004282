import { checkStamp } from '../../src/adapters/stamp-rfc3161/check-stamp.ts';
import type { StampCheck } from '../../src/adapters/stamp-rfc3161/check-stamp.ts';
import type { StampFault } from '../../src/ports/stamper.ts';
import { authorityMark, certificate, newKey, purposes, TIME_STAMPING, usage } from './stamp-certificates.ts';
import type { CertificateWish, KeyKind, MadeCertificate } from './stamp-certificates.ts';
import { reply } from './stamp-replies.ts';
import type { ReplyWish } from './stamp-replies.ts';

export const DATA = Buffer.from('a checkpoint\n');
export const STAMPING = purposes(true, TIME_STAMPING);
export const SIGN = usage(0x80);
export const ISSUE = usage(0x04);

const keys = new Map<KeyKind, ReturnType<typeof newKey>>();
export function key(kind: KeyKind = 'p256'): ReturnType<typeof newKey> {
  const known = keys.get(kind) ?? newKey(kind);
  keys.set(kind, known);
  return known;
}
export const rootKey = newKey('p256');
export const root = certificate({ name: 'Root', key: rootKey, extensions: [authorityMark(), ISSUE] });
export const own = (more: Partial<CertificateWish> = {}): MadeCertificate =>
  certificate({ name: 'Stamps', key: key(), by: root, extensions: [STAMPING, SIGN], ...more });
export const signer = own();

export type Wish = Partial<ReplyWish> & { readonly issuers?: readonly MadeCertificate[] };
export const made = ({ issuers = [root], ...wish }: Wish = {}): Uint8Array =>
  reply({ data: DATA, signer, ...wish }, issuers);

type Held = Partial<Omit<StampCheck, 'data' | 'digest'>>;
export function verdict(bytes: Uint8Array, held: Held = {}): StampFault['kind'] | 'good' {
  const checked = checkStamp({ reply: bytes, data: DATA, anchors: root.pem, ...held });
  return checked.ok ? 'good' : checked.error.kind;
}
