import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import { hubHere, listenHere } from './hub-here.ts';
import type { HubHere } from './hub-here.ts';
import { newFolder } from './temp-folder.ts';

/** A hub of the test's own process that keeps its record in a folder and listens on a port. */
export type HubOnDisk = {
  readonly hub: HubHere;
  readonly folder: string;
  /** Whole links. */
  readonly read: string;
  readonly write: string;
  readonly close: () => Promise<void>;
};

export async function hubOnDisk(folder: string = newFolder()): Promise<HubOnDisk> {
  const store = storeSqlite({ folder });
  const hub = await hubHere({ store });
  const { address, close } = await listenHere(hub);
  return {
    hub,
    folder,
    read: address + hub.read,
    write: address + hub.write,
    close: async () => {
      await close();
      store.close();
    },
  };
}

const TRIGGERS = ['entry_keeps_history', 'entry_never_goes', 'entry_leaves_no_gap'];

/** Does to a hub's database what its triggers forbid, as a failing disk or an intruder would. */
export function damage(folder: string, sql: string): void {
  const db = new DatabaseSync(join(folder, 'hub.sqlite'));
  for (const name of TRIGGERS) db.exec(`DROP TRIGGER ${name}`);
  db.exec(sql);
  db.close();
}
