import type { Json } from '../base/canonical-json.ts';
import { utf8Encode } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Entry, EntryFlag } from '../record/entry.ts';
import type { EntryId } from '../record/names.ts';
import type { Primitives } from '../record/primitives.ts';
import { accept, torsionFault, toVerify } from '../record/verify.ts';
import type { EntryError, KeyCache, Plan } from '../record/verify.ts';
import { parseWireEntry } from '../record/wire.ts';
import type { WireEntry, WireError } from '../record/wire.ts';
import type { NewRow, Store } from '../ports/store.ts';

/** What a sender gets back for each entry, in the order sent. `accepted` means on the hub's disk. */
export type Receipt =
  | {
      readonly status: 'accepted';
      readonly id: EntryId;
      readonly index: number;
      readonly isNew: boolean;
      readonly flags: readonly EntryFlag[];
    }
  | { readonly status: 'refused'; readonly error: EntryError | WireError };

/** An accepted entry with its place, for the fold. */
export type KeptEntry = {
  readonly entry: Entry;
  readonly index: number;
  readonly loggedAt: Instant;
  readonly isNew: boolean;
};

export type KeepNeeds = {
  readonly store: Store;
  readonly crypto: Primitives;
  readonly keys: KeyCache;
  readonly now: () => Instant;
};

type Checked =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly error: EntryError | WireError };

/**
 * Checks a batch from outside and keeps what is genuine. Each entry stands alone: one bad entry spoils no other.
 * Throws `StoreFailure` when the disk fails; then nothing of the batch was acknowledged.
 */
export async function keepBatch(
  items: readonly Json[],
  needs: KeepNeeds,
): Promise<{ readonly receipts: readonly Receipt[]; readonly kept: readonly KeptEntry[] }> {
  const checked = await checkBatch(items, needs);
  const loggedAt = needs.now();
  const entries = checked.flatMap((c) => (c.ok ? [c.entry] : []));
  const places = await needs.store.append(entries.map((entry) => rowOf(entry, loggedAt, needs.crypto)));
  // In the order of `entries`: of two equal ids in one batch only the first is new.
  const kept = entries.flatMap((entry, i) => {
    const place = places[i];
    return place ? [{ entry, index: place.index, isNew: place.isNew, loggedAt }] : [];
  });
  let at = 0;
  const receipts = checked.map((c): Receipt => {
    if (!c.ok) return { status: 'refused', error: c.error };
    const place = places[at++];
    return {
      status: 'accepted',
      id: c.entry.id,
      index: place?.index ?? -1,
      isNew: place?.isNew ?? false,
      flags: c.entry.flags,
    };
  });
  return { receipts, kept };
}

async function checkBatch(items: readonly Json[], { crypto, keys }: KeepNeeds): Promise<readonly Checked[]> {
  const planned = items.map((item) => planOne(item, crypto, keys));
  const plans = planned.filter((p) => p.ok).map((p) => p.plan);
  const verdicts = await crypto.verifyBatch(plans.map((plan) => plan.check));
  let at = 0;
  return planned.map((p): Checked => {
    if (!p.ok) return p;
    const entry = accept(p.plan, verdicts[at++] === true, crypto.sha256);
    return entry.ok ? { ok: true, entry: entry.value } : { ok: false, error: entry.error };
  });
}

type Planned =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly error: EntryError | WireError };

function planOne(item: Json, crypto: Primitives, keys: KeyCache): Planned {
  const wire = parseWireEntry(item);
  if (!wire.ok) return wire;
  const plan = toVerify(wire.value, crypto.sha256);
  if (!plan.ok) return plan;
  const torsion = torsionFault(plan.value, keys, crypto.isTorsionFree);
  return torsion === undefined ? { ok: true, plan: plan.value } : { ok: false, error: torsion };
}

function rowOf({ id, core, wire }: Entry, loggedAt: Instant, crypto: Primitives): NewRow {
  return { id, incident: core.incident, loggedAt, content: contentOf(wire, crypto.utf8Encode) };
}

/** The bytes the store keeps: the entry as it came, only the parts that match. */
export function contentOf(
  { e, g, parts }: WireEntry,
  encode: Primitives['utf8Encode'] = utf8Encode,
): Uint8Array {
  return encode(JSON.stringify({ e, g, parts }));
}
