import { assert } from '../base/assert.ts';
import { base64UrlToBytes, bytesToBase64Url, utf8Decode, utf8Encode } from '../base/bytes.ts';
import { canonicalJson, isJsonObject, parseJson } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { parseIdentity, parseRecipient } from '../record/age-key.ts';
import type { Identity, Recipient } from '../record/age-key.ts';
import type { Sealer, SealFault, UnsealFault } from '../ports/sealer.ts';

/** Five keyholders, any two act (docs/decisions/0009): three may be lost or taken before nobody can. */
export const KEYHOLDERS = 5;

/**
 * What one keyholder keeps: for each other keyholder one nested age file, that only the two of them together open
 * (decision 0009). `of` is the public recipient of the key that is divided.
 */
export type Share = {
  readonly of: Recipient;
  /** The keyholder's number, 1 to 5. */
  readonly holder: number;
  /** The other keyholder's number to the age file of the pair. */
  readonly pairs: ReadonlyMap<number, Uint8Array>;
};

const FORMAT = 'shanyrak-share v1';
// Shares handed out before the format was settled; they are the same.
const DRAFT_FORMAT = `${FORMAT}-draft`;
// Four pair files of about 500 bytes in base64url, with room for other age programs' headers.
const SHARE_CHARS_MAX = 8_192;

/** Divides an identity among five keyholders, numbered in this order. One recipient twice is a bug: one person would be two. */
export async function splitForKeyholders(
  identity: Identity,
  recipients: readonly Recipient[],
  sealer: Sealer,
): Promise<Result<readonly Share[], SealFault>> {
  assert(
    recipients.length === KEYHOLDERS && new Set(recipients).size === KEYHOLDERS,
    'a key is divided among five different keyholders',
  );
  const of = await sealer.recipientOf(identity);
  const shares = recipients.map((_, i) => ({ of, holder: i + 1, pairs: new Map<number, Uint8Array>() }));
  for (const low of shares) {
    for (const high of shares.slice(low.holder)) {
      const file = await sealToBoth(identity, pairOf(recipients, low.holder, high.holder), sealer);
      if (!file.ok) return file;
      low.pairs.set(high.holder, file.value);
      high.pairs.set(low.holder, file.value);
    }
  }
  return ok(shares);
}

type Pair = { readonly low: Recipient; readonly high: Recipient };

function pairOf(recipients: readonly Recipient[], lowHolder: number, highHolder: number): Pair {
  const [low, high] = [recipients[lowHolder - 1], recipients[highHolder - 1]];
  assert(low !== undefined && high !== undefined, 'each keyholder has a recipient');
  return { low, high };
}

/** The keyholder with the lower number holds the outer seal: so both know in which order to open. */
async function sealToBoth(
  identity: Identity,
  { low, high }: Pair,
  sealer: Sealer,
): Promise<Result<Uint8Array, SealFault>> {
  const inner = await sealer.seal(utf8Encode(identity), [high]);
  return inner.ok ? sealer.seal(inner.value, [low]) : inner;
}

/** A share with the identity of the keyholder who brings it. */
export type Brought = { readonly share: Share; readonly identity: Identity };

/**
 * Why two shares gave no key. `holder` is whose identity or share to look at. `shares-differ`: of two keys, or of two
 * divisions of one. `other-key`: they open, and to something else than the key they name.
 */
export type RecoveryFault =
  | { readonly kind: 'one-holder' }
  | { readonly kind: 'shares-differ' }
  | { readonly kind: 'share-not-opened'; readonly holder: number; readonly why: UnsealFault['kind'] }
  | { readonly kind: 'other-key' };

/** Any two keyholders together bring the key back; one alone does not, with any number of identities not of a second. */
export async function recover(
  first: Brought,
  second: Brought,
  sealer: Sealer,
): Promise<Result<Identity, RecoveryFault>> {
  const [low, high] = first.share.holder < second.share.holder ? [first, second] : [second, first];
  if (low.share.holder === high.share.holder) return err({ kind: 'one-holder' });
  if (low.share.of !== high.share.of) return err({ kind: 'shares-differ' });
  // Each share has the file of the pair: where one copy is damaged, the other will do.
  const copies = [low.share.pairs.get(high.share.holder), high.share.pairs.get(low.share.holder)];
  let fault: RecoveryFault = { kind: 'shares-differ' };
  for (const copy of copies) {
    if (copy === undefined) continue;
    const opened = await openBoth(copy, { low, high }, sealer);
    if (opened.ok) return opened;
    fault = opened.error;
  }
  return err(fault);
}

async function openBoth(
  file: Uint8Array,
  { low, high }: { readonly low: Brought; readonly high: Brought },
  sealer: Sealer,
): Promise<Result<Identity, RecoveryFault>> {
  const fail = ({ share }: Brought, { kind }: UnsealFault): Result<Identity, RecoveryFault> =>
    err({ kind: 'share-not-opened', holder: share.holder, why: kind });
  const inner = await sealer.open(file, [low.identity]);
  if (!inner.ok) return fail(low, inner.error);
  const text = await sealer.open(inner.value, [high.identity]);
  if (!text.ok) return fail(high, text.error);
  const identity = parseIdentity(utf8Decode(text.value));
  const isTheKey = identity !== undefined && (await sealer.recipientOf(identity)) === low.share.of;
  return isTheKey ? ok(identity) : err({ kind: 'other-key' });
}

/** A share as a line of text, for a file or a printed code. It opens nothing without two keyholders' identities. */
export function printShare({ of, holder, pairs }: Share): string {
  const files = [...pairs].map(([other, file]) => [String(other), bytesToBase64Url(file)] as const);
  return canonicalJson({ format: FORMAT, of, holder, pairs: Object.fromEntries(files) });
}

/** `undefined` for what is not a share of this version, whole: four pairs, none with itself. */
export function parseShare(text: string): Share | undefined {
  const value = text.length <= SHARE_CHARS_MAX ? parseJson(text.trim()) : undefined;
  if (!isJsonObject(value) || !isJsonObject(value['pairs'])) return undefined;
  if (value['format'] !== FORMAT && value['format'] !== DRAFT_FORMAT) return undefined;
  const of = parseRecipient(value['of']);
  const holder = holderOf(value['holder']);
  if (of === undefined || holder === undefined) return undefined;
  const pairs = new Map<number, Uint8Array>();
  for (const [name, file] of Object.entries(value['pairs'])) {
    const other = holderOf(/^[1-9]$/.test(name) ? Number(name) : undefined);
    const bytes = typeof file === 'string' ? base64UrlToBytes(file) : undefined;
    if (other === undefined || other === holder || bytes === undefined) return undefined;
    pairs.set(other, bytes);
  }
  return pairs.size === KEYHOLDERS - 1 ? { of, holder, pairs } : undefined;
}

function holderOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= KEYHOLDERS
    ? value
    : undefined;
}
