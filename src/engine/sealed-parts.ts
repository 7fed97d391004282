import { ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Identity, Recipient } from '../record/age-key.ts';
import type { Entry, EntryAsSent } from '../record/entry.ts';
import type { Primitives } from '../record/primitives.ts';
import { openPart, resealPart, sealedFileOf } from '../record/seal.ts';
import type { OpenedFault, SealBytes, SealedDraft } from '../record/seal.ts';
import type { OpenPart } from '../record/wire.ts';
import type { Draft } from '../record/write.ts';
import type { Sealer, SealFault, UnsealFault } from '../ports/sealer.ts';

export type OpenNeeds = { readonly sealer: Sealer; readonly sha256Text: Primitives['sha256Text'] };

/** One sealed part of an entry, and what came of opening it. */
export type Opening = {
  readonly part: string;
  readonly result: Result<OpenPart, UnsealFault | OpenedFault>;
};

/** Sealing bound to its readers, for `sealPart` and `resealPart`. */
export function sealTo(sealer: Sealer, recipients: readonly Recipient[]): SealBytes<SealFault> {
  return (salted) => sealer.seal(salted, recipients);
}

/**
 * Opens every sealed part of an entry that one of the identities fits, and checks each against its commitment. What
 * does not match is not given out: it is not what the author signed.
 */
export async function openParts(
  { core, wire }: EntryAsSent,
  identities: readonly Identity[],
  { sealer, sha256Text }: OpenNeeds,
): Promise<readonly Opening[]> {
  const openings: Opening[] = [];
  for (const [part, content] of Object.entries(wire.parts)) {
    const file = sealedFileOf(content);
    const commitment = core.parts.get(part);
    if (file === undefined || commitment === undefined) continue;
    const salted = await sealer.open(file, identities);
    openings.push({ part, result: salted.ok ? openPart(salted.value, commitment, sha256Text) : salted });
  }
  return openings;
}

/**
 * A `part.reseal` entry: the opened part of `entry`, sealed to new readers under the same commitment (decision 0008).
 * The entry it is about stays as it is everywhere, with its id and proofs.
 */
export async function planReseal(
  entry: Entry,
  opened: { readonly name: string; readonly part: OpenPart; readonly at: Draft['at'] },
  seal: SealBytes<SealFault>,
): Promise<Result<Draft, SealFault | { readonly kind: 'no-such-part' }>> {
  const commitment = entry.core.parts.get(opened.name);
  if (commitment === undefined) return { ok: false, error: { kind: 'no-such-part' } };
  const sealed: Result<SealedDraft, SealFault> = await resealPart({ part: opened.part, commitment }, seal);
  if (!sealed.ok) return sealed;
  return ok({
    kind: 'part.reseal',
    at: opened.at,
    about: [entry.id],
    parts: { body: { part: opened.name } },
    sealed: { [opened.name]: sealed.value },
  });
}
