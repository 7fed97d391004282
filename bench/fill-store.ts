import { storeSqlite } from '../src/adapters/store-sqlite/store-sqlite.ts';
import { instant } from '../src/base/instant.ts';
import { contentOf } from '../src/engine/keep.ts';
import { vaultOf } from '../test/making/vault.ts';
import { BATCH_ENTRIES } from './hub-load.ts';
import type { SaidDay } from './said-entries.ts';

/** Straight into the store, as the hub would have kept them: here only the start counts. */
export async function fillStore(folder: string, { incident, entries }: SaidDay): Promise<void> {
  const store = storeSqlite({ folder, vault: await vaultOf(folder) });
  const loggedAt = instant(Date.now());
  for (let from = 0; from < entries.length; from += BATCH_ENTRIES) {
    const part = entries.slice(from, from + BATCH_ENTRIES);
    await store.append(part.map(({ id, wire }) => ({ id, incident, loggedAt, content: contentOf(wire) })));
  }
  store.close();
}
