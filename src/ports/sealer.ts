import type { Result } from '../base/result.ts';
import type { Identity, Recipient } from '../record/age-key.ts';

/** Why nothing was sealed. `unusable-recipient`: well written, but no point anybody could hold the secret of. */
export type SealFault = { readonly kind: 'seal-too-large' } | { readonly kind: 'unusable-recipient' };

/**
 * Why a sealed file was not opened. `not-for-this-key`: it is whole as far as can be seen, and sealed to others.
 * `damaged`: cut off, changed, or no age file; nothing of what was inside is given out.
 */
export type UnsealFault =
  | { readonly kind: 'not-for-this-key' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'sealed-too-large' };

/**
 * Seals bytes to readers as a binary age file (C2SP age v1), which any age program opens. X25519 recipients only; no
 * passphrases, no armour. Says nothing about who sealed: whoever knows a recipient can seal to it.
 */
export type Sealer = {
  /** Each of the recipients alone can open the file. At least one and at most `RECIPIENTS_MAX`: else a bug. */
  readonly seal: (
    bytes: Uint8Array,
    recipients: readonly Recipient[],
  ) => Promise<Result<Uint8Array, SealFault>>;
  /** The bytes, if one of the identities fits: all of them or none. */
  readonly open: (
    file: Uint8Array,
    identities: readonly Identity[],
  ) => Promise<Result<Uint8Array, UnsealFault>>;
  readonly newIdentity: () => Promise<Identity>;
  readonly recipientOf: (identity: Identity) => Promise<Recipient>;
};

/** Seals a file of any size, such as a whole bag, to one recipient or several. */
export type SealFile = (
  bytes: Uint8Array,
  recipients: readonly Recipient[],
) => Promise<Result<Uint8Array, { readonly kind: 'unusable-recipient' }>>;
