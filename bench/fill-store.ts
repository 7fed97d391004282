import { storeSqlite } from '../src/adapters/store-sqlite/store-sqlite.ts';
import { instant } from '../src/base/instant.ts';
import { contentOf } from '../src/engine/keep.ts';
import type { NewRow } from '../src/ports/store.ts';
import { vaultOf } from '../test/making/vault.ts';
import { BATCH_ENTRIES } from './hub-load.ts';
import type { SaidDay, SaidEntry } from './said-entries.ts';

/** Straight into the store, as the hub would have kept them: here only the start counts. */
export async function fillStore(folder: string, { incident, entries }: SaidDay): Promise<void> {
  const left = entries.values();
  await fillFrom(folder, { incident, count: entries.length, say: () => left.next().value! });
}

/** The same, of entries that are made meanwhile. */
export async function fillFrom(
  folder: string,
  { incident, count, say }: Pick<SaidDay, 'incident'> & Filling,
): Promise<void> {
  const store = storeSqlite({ folder, vault: await vaultOf(folder) });
  const loggedAt = instant(Date.now());
  for (let from = 0; from < count; from += BATCH_ENTRIES) {
    const rows: NewRow[] = [];
    while (rows.length < Math.min(BATCH_ENTRIES, count - from)) {
      const { id, wire } = await say();
      rows.push({ id, incident, loggedAt, content: contentOf(wire) });
    }
    await store.append(rows);
  }
  store.close();
}

type Filling = { readonly count: number; readonly say: () => SaidEntry | Promise<SaidEntry> };
