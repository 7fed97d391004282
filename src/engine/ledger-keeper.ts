import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import { isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { carriedEvents } from '../acts/alarm/carried-events.ts';
import { newLedger } from '../acts/alarm/ledger.ts';
import type { Ledger, LedgerEvent, RowNumber } from '../acts/alarm/ledger.ts';
import type { Allowance, Allowances } from '../acts/alarm/allowance.ts';
import type { EntryId } from '../record/names.ts';
import { StoreFailure } from '../ports/store.ts';
import type { DrawerChange, Store } from '../ports/store.ts';
import { oneByOne } from './one-by-one.ts';

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
  /**
   * Takes all that is known of some alarms off the disk and out of memory, and nothing else: what is left keeps its numbers.
   * An alarm with a message on its way stays for now. Throws `StoreFailure`: then nothing went.
   */
  readonly forget: (isOver: (alarm: EntryId) => boolean, drawOf: (n: RowNumber) => number) => Promise<void>;
};

/** Reads back what was kept. */
export function openLedger(store: Store): LedgerKeeper {
  const ledger = newLedger();
  const allowances: Allowances = new Map();
  const rows = store.inDrawer('ledger');
  for (const { content } of rows) {
    const { events, allowances: left } = readKept(content);
    for (const event of events) ledger.apply(event);
    for (const [provider, allowance] of left) allowances.set(provider, allowance);
  }
  let kept = rows.map(({ n }) => n);
  let next = (kept.at(-1) ?? 0) + 1;
  const inTurn = oneByOne();
  const written = (events: readonly LedgerEvent[]): DrawerChange & { readonly content: Uint8Array } => {
    const content = utf8Encode(JSON.stringify({ events, allowances: Object.fromEntries(allowances) }));
    return { drawer: 'ledger', n: next++, content };
  };
  const commitNow: LedgerKeeper['commit'] = async (events, within) => {
    const change = written(events);
    await (within?.([change]) ?? store.append([], [change]));
    kept.push(change.n);
    for (const event of events) ledger.apply(event);
  };
  const forgetNow: LedgerKeeper['forget'] = async (isOver, drawOf) => {
    const gone = new Set(
      ledger.alarms.filter((id) => isOver(id) && ledger.count(id, { state: 'claimed' }) === 0),
    );
    if (gone.size === 0) return;
    const change = written(carriedEvents(ledger, gone, drawOf));
    await store.append([], [...kept.map((n): DrawerChange => ({ drawer: 'ledger', n })), change]);
    kept = [change.n];
    ledger.forget(gone);
  };
  return {
    ledger,
    allowances,
    commit: (events, within) => inTurn(() => commitNow(events, within)),
    forget: (isOver, drawOf) => inTurn(() => forgetNow(isOver, drawOf)),
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
