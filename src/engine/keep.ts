import type { Json } from '../base/canonical-json.ts';
import { assert } from '../base/assert.ts';
import { utf8Encode } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { withoutBytes } from '../record/entry.ts';
import type { Entry, EntryAsSent, EntryFlag } from '../record/entry.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import type { Primitives } from '../record/primitives.ts';
import { accept, torsionFault, toVerify } from '../record/verify.ts';
import type { EntryError, ErasedError, KeyCache, Plan, StrangersError } from '../record/verify.ts';
import { parseWireEntry } from '../record/wire.ts';
import type { WireEntry, WireError } from '../record/wire.ts';
import type { Weight } from '../situation/weight.ts';
import type { DrawerChange, NewRow, Store } from '../ports/store.ts';
import type { MadeOfAct } from './made-of-act.ts';
import { erasedPartsOf, restoreEntry, wireOf } from './restore.ts';

/** What a sender gets back for each entry, in the order sent. `accepted` means on the hub's disk. */
export type Receipt =
  | {
      readonly status: 'accepted';
      readonly id: EntryId;
      readonly index: number;
      readonly isNew: boolean;
      /** Parts of an entry kept before that came only now, and are kept too. */
      readonly added: readonly string[];
      /** Whether it counts, waits for somebody to vouch for its key, or is kept without weight. */
      readonly weight?: Weight['kind'];
      readonly flags: readonly EntryFlag[];
      /** Of an act about people, keys or incidents: what the hub made of it. */
      readonly made?: MadeOfAct;
    }
  | { readonly status: 'refused'; readonly error: RefusedEntry };

type RefusedEntry = EntryError | WireError | ErasedError | StrangersError;

/** An accepted entry with its place, for the fold: new, or more of it than was known. */
export type KeptEntry = {
  readonly entry: Entry;
  readonly index: number;
  readonly loggedAt: Instant;
};

export type KeepNeeds = {
  readonly store: Store;
  readonly crypto: Primitives;
  readonly keys: KeyCache;
  readonly now: () => Instant;
  /** Whether anything dear may be done for an entry by this author now. */
  readonly mayTry: (author: AuthorKey) => boolean;
};

type Checked =
  | { readonly ok: true; readonly entry: EntryAsSent }
  | { readonly ok: false; readonly error: RefusedEntry };

/**
 * Checks a batch from outside and keeps what is genuine, with `changes` to drawers. Each entry stands alone: one bad entry
 * spoils no other.
 * Throws `StoreFailure` when the disk fails; then nothing of the batch was acknowledged.
 */
export async function keepBatch(
  items: readonly Json[],
  needs: KeepNeeds,
  changes: readonly DrawerChange[] = [],
): Promise<{ readonly receipts: readonly Receipt[]; readonly kept: readonly KeptEntry[] }> {
  const checked = await checkBatch(items, needs);
  const loggedAt = needs.now();
  const entries = checked.flatMap((c) => (c.ok ? [c.entry] : []));
  const places = await needs.store.append(
    entries.map((entry) => rowOf(entry, loggedAt, needs.crypto)),
    changes,
  );
  const kept: KeptEntry[] = [];
  const answered: Receipt[] = [];
  for (const [i, entry] of entries.entries()) {
    const place = places[i];
    assert(place !== undefined, 'a store answers for every row');
    const { index, isNew } = place;
    if (isNew) kept.push({ entry: withoutBytes(entry), index, loggedAt });
    const again = isNew ? NOTHING_MORE : await keepMore(entry, needs);
    if (again.grown) kept.push(again.grown);
    answered.push(
      again.error
        ? { status: 'refused', error: again.error }
        : { status: 'accepted', id: entry.id, index, isNew, added: again.added, flags: entry.flags },
    );
  }
  let at = 0;
  const receipts = checked.flatMap((c): Receipt | readonly [] =>
    c.ok ? (answered[at++] ?? []) : { status: 'refused', error: c.error },
  );
  return { receipts, kept };
}

type More = {
  readonly added: readonly string[];
  readonly grown?: KeptEntry;
  readonly error?: ErasedError;
};
const NOTHING_MORE: More = { added: [] };

/** An entry that is kept already may bring parts that did not come with the first copy. What was erased stays away. */
async function keepMore({ id, wire }: EntryAsSent, { store, crypto }: KeepNeeds): Promise<More> {
  const row = store.find(id);
  if (row === undefined) return NOTHING_MORE;
  const held = wireOf(row);
  const { erasedBy } = row;
  if (held === undefined)
    return erasedBy ? { added: [], error: { kind: 'erased', id, by: erasedBy, parts: [] } } : NOTHING_MORE;
  const offered = Object.entries(wire.parts).filter(([name]) => !Object.hasOwn(held.parts, name));
  const erased = erasedPartsOf(row);
  const refused = offered.map(([name]) => name).filter((name) => erased.includes(name));
  if (erasedBy && refused.length > 0)
    return { added: [], error: { kind: 'erased', id, by: erasedBy, parts: refused } };
  if (offered.length === 0) return NOTHING_MORE;
  await store.add(row.index, utf8Encode(JSON.stringify({ parts: Object.fromEntries(offered) })));
  const grown = store.find(id);
  const entry = grown && restoreEntry(grown, crypto);
  assert(grown !== undefined && entry !== undefined, 'a row that was read is there to read');
  return {
    added: offered.map(([name]) => name),
    grown: { entry, index: grown.index, loggedAt: grown.loggedAt },
  };
}

async function checkBatch(items: readonly Json[], needs: KeepNeeds): Promise<readonly Checked[]> {
  const { crypto } = needs;
  const planned = items.map((item) => planOne(item, needs));
  const plans = planned.filter((p) => p.ok).map((p) => p.plan);
  const verdicts = await crypto.verifyBatch(plans.map((plan) => plan.check));
  let at = 0;
  return planned.map((p): Checked => {
    if (!p.ok) return p;
    const entry = accept(p.plan, verdicts[at++] === true, crypto);
    return entry.ok ? { ok: true, entry: entry.value } : { ok: false, error: entry.error };
  });
}

type Planned =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly error: RefusedEntry };

function planOne(item: Json, { crypto, keys, mayTry }: KeepNeeds): Planned {
  const wire = parseWireEntry(item);
  if (!wire.ok) return wire;
  const plan = toVerify(wire.value, crypto);
  if (!plan.ok) return plan;
  if (!mayTry(plan.value.core.author)) return { ok: false, error: { kind: 'too-many-strangers' } };
  const torsion = torsionFault(plan.value, keys, crypto.isTorsionFree);
  return torsion === undefined ? { ok: true, plan: plan.value } : { ok: false, error: torsion };
}

function rowOf({ id, core, wire }: EntryAsSent, loggedAt: Instant, crypto: Primitives): NewRow {
  return { id, incident: core.incident, loggedAt, content: contentOf(wire, crypto.utf8Encode) };
}

/** The bytes the store keeps: the entry as it came, only the parts that match. */
export function contentOf(
  { e, g, parts }: WireEntry,
  encode: Primitives['utf8Encode'] = utf8Encode,
): Uint8Array {
  return encode(JSON.stringify({ e, g, parts }));
}
