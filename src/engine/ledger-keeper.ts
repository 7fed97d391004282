import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import { isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { newLedger } from '../acts/alarm/ledger.ts';
import type { Ledger, LedgerEvent } from '../acts/alarm/ledger.ts';
import type { Allowance, Allowances } from '../acts/alarm/allowance.ts';
import { StoreFailure } from '../ports/store.ts';
import type { DrawerChange, Store } from '../ports/store.ts';

/** The ledger as the store has it: what it was told it has on the disk, in the same order. */
export type LedgerKeeper = {
  readonly ledger: Ledger;
  /** What carriers may still be given, as it was last kept. */
  readonly allowances: Allowances;
  /**
   * Keeps events, and then they are so. `within`: keeps the changes together with something else, all or nothing. One at a
   * time, since the numbers of rows hang on the order. Throws `StoreFailure`: then nothing became so.
   */
  readonly commit: (
    events: readonly LedgerEvent[],
    within?: (changes: readonly DrawerChange[]) => Promise<unknown>,
  ) => Promise<void>;
};

/**
 * Takes everything out of the ledger's drawer, once all of its alarms have been over for long: who was told by which road is
 * nobody's business any more.
 */
export async function forgetLedger(store: Store): Promise<void> {
  const changes = store.inDrawer('ledger').map(({ n }) => ({ drawer: 'ledger' as const, n }));
  if (changes.length > 0) await store.append([], changes);
}

/** Reads back what was kept. */
export function openLedger(store: Store): LedgerKeeper {
  const ledger = newLedger();
  const allowances: Allowances = new Map();
  const rows = store.inDrawer('ledger');
  for (const { content } of rows) {
    const kept = readKept(content);
    for (const event of kept.events) ledger.apply(event);
    for (const [provider, allowance] of kept.allowances) allowances.set(provider, allowance);
  }
  let next = (rows.at(-1)?.n ?? 0) + 1;
  let last: Promise<unknown> = Promise.resolve();
  const commitNow: LedgerKeeper['commit'] = async (events, within) => {
    const content = utf8Encode(JSON.stringify({ events, allowances: Object.fromEntries(allowances) }));
    const changes: readonly DrawerChange[] = [{ drawer: 'ledger', n: next, content }];
    next++;
    await (within?.(changes) ?? store.append([], changes));
    for (const event of events) ledger.apply(event);
  };
  return {
    ledger,
    allowances,
    commit: (events, within) => {
      const done = last.then(() => commitNow(events, within));
      last = done.catch(() => {});
      return done;
    },
  };
}

/** All that ever happened to a store's ledger, in its order. */
export function ledgerEvents(store: Store): readonly LedgerEvent[] {
  return store.inDrawer('ledger').flatMap(({ content }) => readKept(content).events);
}

type Written = {
  readonly events: readonly LedgerEvent[];
  readonly allowances: Readonly<Record<string, Allowance>>;
};

type Kept = { readonly events: readonly LedgerEvent[]; readonly allowances: Allowances };

/** What this program wrote and sealed itself; anything else is a broken store. */
function readKept(content: Uint8Array): Kept {
  const value = parseJson(utf8Decode(content) ?? '');
  if (!isWritten(value)) throw new StoreFailure('broken', false);
  return { events: value.events, allowances: new Map(Object.entries(value.allowances)) };
}

function isWritten(value: Json | undefined): value is Json & Written {
  return isJsonObject(value) && isJsonArray(value['events']) && isJsonObject(value['allowances']);
}
