import type { Instant } from '../base/instant.ts';

/** What a time stamp says once all of it was checked. */
export type Stamp = {
  /** When the authority says it saw the hash, to the millisecond. */
  readonly genTime: Instant;
  /** How far off the authority says its clock may be, in ms; absent where it says nothing. */
  readonly accuracyMs?: number;
  /** The rules it was made under: an object identifier in dots. */
  readonly policy: string;
  /** In hex, with a minus sign where the authority counts below zero. */
  readonly serial: string;
  /** The name in the certificate that signed it, such as `CN=A, O=B`. */
  readonly authority: string;
  /** When the first certificate of its chain ends: from then on `openssl ts -verify` without `-attime` says expired. */
  readonly chainEndsAt: Instant;
};

/**
 * Why a reply is no stamp of what was asked. `malformed`: of which piece. `not-granted`: the authority's own number and words
 * (RFC 3161, 2.4.2). `weak` and `unsupported`: an algorithm by name or identifier. `signer`: the signed attributes name another
 * certificate than the one that signed. `purpose`: the certificate is not for stamping alone. The last four are of the chain to the
 * anchors; `expired` and `not-yet-valid` name the certificate.
 */
export type StampFault =
  | { readonly kind: 'malformed'; readonly what: string }
  | {
      readonly kind: 'not-granted';
      readonly status: number;
      readonly failure?: string;
      readonly says?: string;
    }
  | { readonly kind: 'weak' | 'unsupported'; readonly algorithm: string }
  | { readonly kind: 'imprint' | 'nonce' | 'policy' | 'no-certificate' | 'signer' | 'purpose' }
  | { readonly kind: 'content-digest' | 'signature' }
  | { readonly kind: 'untrusted' | 'not-an-authority' }
  | { readonly kind: 'expired' | 'not-yet-valid'; readonly certificate: string };

/**
 * Why nothing came of asking. `unreached`: no answer in time. `inside`: it leads to this machine or its neighbours, and nobody said
 * that it may. `proxy`: the machine is set to go by a proxy, which is not gone around. `no-reply`: the answer is none to a query.
 */
export type StampFailure =
  | { readonly kind: 'unreached' | 'inside' | 'proxy' | 'no-reply' }
  | { readonly kind: 'http'; readonly status: number }
  | { readonly kind: 'fault'; readonly fault: StampFault };

/** What became of one question. `query` and `reply` are the exact bytes that went and came; `at` is the authority's hour. */
export type Stamping =
  | { readonly kind: 'stamped'; readonly query: Uint8Array; readonly reply: Uint8Array; readonly at: Instant }
  | { readonly kind: 'failed'; readonly why: StampFailure; readonly retryable: boolean };

/** An authority that stamps a SHA-256 with its hour. It is asked once, keeps no state and throws nothing; what it gives was checked. */
export type Stamper = {
  readonly stamp: (sha256: Uint8Array, withinMs: number) => Promise<Stamping>;
  readonly close: () => Promise<void>;
};
