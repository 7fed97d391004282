import { checkRow } from '../../engine/restore.ts';
import type { RowFault } from '../../engine/restore.ts';
import type { Store } from '../../ports/store.ts';
import type { Primitives } from '../../record/primitives.ts';
import { tell } from './command.ts';

const PAGE = 1_000;
const TELL_EVERY = 10_000;

/** What a full check of a store found: rows that are wrong, and faults of the store itself. */
export type RowsChecked = {
  readonly wrong: readonly RowFault[];
  readonly faults: readonly string[];
  readonly size: number;
};

/** Checks every row from its bytes up, signature included, and the database. */
export async function checkAllRows(store: Store, crypto: Primitives): Promise<RowsChecked> {
  const wrong: RowFault[] = [];
  let checked = 0;
  for (let after = -1; ;) {
    const rows = store.read({ after, limit: PAGE });
    if (rows.length === 0) break;
    for (const row of rows) {
      const fault = await checkRow(row, crypto);
      if (fault) wrong.push(fault);
    }
    checked += rows.length;
    after = rows.at(-1)?.index ?? after;
    if (checked % TELL_EVERY === 0) tell(`${checked} entries checked …`);
  }
  return { wrong, faults: store.faults(), size: store.size() };
}

/** The first index at which the copy has another id than the hub, or none. */
export function firstOtherId(copy: Store, hub: Store): number | undefined {
  for (let after = -1; ;) {
    const rows = copy.read({ after, limit: PAGE });
    if (rows.length === 0) return undefined;
    for (const { id, index } of rows) {
      if (hub.indexOf(id) !== index) return index;
      after = index;
    }
  }
}
