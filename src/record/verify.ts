import { base64UrlToBytes, concatBytes } from '../base/bytes.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { commitmentOf, PART_BYTES_MAX } from './commit.ts';
import { CORE_BYTES_MAX, parseCoreText } from './signed.ts';
import type { Core, CoreError } from './signed.ts';
import type { EntryAsSent, EntryFlag, PartFault } from './entry.ts';
import { parseBody } from './kinds/body.ts';
import type { Body, BodyError } from './kinds/body.ts';
import { entryIdFor, SIGNATURE_BYTES } from './names.ts';
import type { EntryId } from './names.ts';
import type { Hashing, Primitives, SignatureCheck } from './primitives.ts';
import { pointFault, signatureFault, signedBytes } from './signing.ts';
import type { PointFault } from './signing.ts';
import { isAlwaysSealed } from './parts.ts';
import type { OpenPart, WireEntry, WirePart, WireParts } from './wire.ts';

/** Why bytes are not an entry. Each names what to look at; none repairs. */
export type EntryError =
  | CoreError
  | { readonly kind: 'key-refused'; readonly why: PointFault | 'torsion' }
  | { readonly kind: 'signature-refused'; readonly why: PointFault }
  | { readonly kind: 'signature-wrong'; readonly bytesSha256: string };

/** Offered again what was taken away for good: `by` is the erase entry that says on what ground. */
export type ErasedError = {
  readonly kind: 'erased';
  readonly id: EntryId;
  readonly by: EntryId;
  /** The parts that were erased; none: the entry itself. */
  readonly parts: readonly string[];
};

/** Too many keys that nobody vouches for, at once: refused before any work on the curve. */
export type StrangersError = { readonly kind: 'too-many-strangers' };

/** What is left to do after all that needs no curve work: one signature to check. */
export type Plan = {
  readonly id: EntryId;
  readonly core: Core;
  readonly check: SignatureCheck;
  readonly wire: WireEntry;
};

/** Plan: reads and prechecks one entry. The caller awaits the verdict on `check` and hands it to `accept`. */
export function toVerify(wire: WireEntry, { sha256Text, utf8Encode }: Hashing): Result<Plan, EntryError> {
  // Each character is at least one byte: bounds the work before any of it is done.
  if (wire.e.length > CORE_BYTES_MAX) return err({ kind: 'core-too-large', bytes: wire.e.length });
  const coreBytes = utf8Encode(wire.e);
  if (coreBytes.length > CORE_BYTES_MAX) return err({ kind: 'core-too-large', bytes: coreBytes.length });
  const core = parseCoreText(wire.e);
  if (!core.ok) return core;
  const signature = base64UrlToBytes(wire.g);
  const badSignature = signature === undefined ? 'length' : signatureFault(signature);
  if (signature === undefined || badSignature !== undefined)
    return err({ kind: 'signature-refused', why: badSignature ?? 'length' });
  const key = base64UrlToBytes(core.value.author) ?? new Uint8Array();
  const badKey = pointFault(key);
  if (badKey !== undefined) return err({ kind: 'key-refused', why: badKey });
  const signed = signedBytes(coreBytes, signature);
  const id = entryIdFor(signed, sha256Text);
  // Views of what was hashed: the verifier is shown no other bytes, and a small array of its own would cost more.
  const message = signed.subarray(0, signed.length - SIGNATURE_BYTES);
  const check = { key, signature: signed.subarray(message.length), message };
  return ok({ id, core: core.value, check, wire });
}

/** Decide: turns the verifier's verdict into an entry or a refusal, and opens the parts that match. */
export function accept(plan: Plan, isGenuine: boolean, hashing: Hashing): Result<EntryAsSent, EntryError> {
  if (!isGenuine) {
    const seen = concatBytes(plan.check.message, plan.check.signature);
    return err({ kind: 'signature-wrong', bytesSha256: hashing.sha256Text(seen, 'hex') });
  }
  const flags: EntryFlag[] = [];
  const parts: { body?: OpenPart; [name: string]: WirePart } = {};
  for (const name of Object.keys(plan.wire.parts)) {
    const part = plan.wire.parts[name];
    if (part === undefined) continue;
    const commitment = plan.core.parts.get(name);
    const why = 'x' in part ? sealedFault(commitment) : partFault(name, commitment, part, hashing);
    if (why === undefined) parts[name] = part;
    if (why !== undefined) flags.push({ kind: 'part-dropped', part: name, why });
    else if ('x' in part) flags.push({ kind: 'part-sealed', part: name });
  }
  const body = readBody(plan.core, parts);
  if (body !== undefined && !body.ok) flags.push({ kind: 'body-unread', error: body.error });
  return ok({
    id: plan.id,
    core: plan.core,
    ...(body?.ok && { body: body.value }),
    flags,
    wire: { e: plan.wire.e, g: plan.wire.g, parts },
  });
}

/** A sealed part is kept as it is: whether it matches its commitment only those who open it can see (`openPart`). */
function sealedFault(commitment: string | undefined): PartFault | undefined {
  return commitment === undefined ? 'no-such-part' : undefined;
}

function partFault(
  name: string,
  commitment: string | undefined,
  part: OpenPart,
  { sha256Text, utf8Encode }: Hashing,
): PartFault | undefined {
  if (commitment === undefined) return 'no-such-part';
  if (isAlwaysSealed(name)) return 'not-sealed';
  if (part.t.length > PART_BYTES_MAX) return 'too-large';
  const plain = utf8Encode(part.t);
  if (plain.length > PART_BYTES_MAX) return 'too-large';
  const salt = base64UrlToBytes(part.s) ?? new Uint8Array();
  return commitmentOf(salt, plain, sha256Text) === commitment ? undefined : 'commitment-differs';
}

function readBody(core: Core, parts: WireParts): Result<Body, BodyError> | undefined {
  const part = parts.body;
  return part === undefined ? undefined : parseBody(core.kind, part.t);
}

/**
 * Keys already found free of torsion, so that the dear check is paid once a key. Bounded: an attacker who
 * sends fresh keys only pushes out other entries of the cache.
 */
export type KeyCache = { readonly has: (key: string) => boolean; readonly add: (key: string) => void };

export function newKeyCache(most: number): KeyCache {
  const keys = new Set<string>();
  return {
    has: (key) => keys.has(key),
    add: (key) => {
      if (keys.size >= most) for (const oldest of keys) if (keys.delete(oldest)) break;
      keys.add(key);
    },
  };
}

/** Refuses keys with a torsion component, on which verifiers disagree. */
export function torsionFault(
  plan: Plan,
  cache: KeyCache,
  isTorsionFree: Primitives['isTorsionFree'],
): EntryError | undefined {
  // One key has one spelling, so its text will do.
  const { author } = plan.core;
  if (cache.has(author)) return undefined;
  if (!isTorsionFree(plan.check.key)) return { kind: 'key-refused', why: 'torsion' };
  cache.add(author);
  return undefined;
}
