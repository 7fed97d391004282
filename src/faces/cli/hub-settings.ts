import { changeSetting } from '../../adapters/store-sqlite/copy-database.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import type { Store } from '../../ports/store.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Given } from './command.ts';
import { takeCare } from './hub-backups.ts';
import { openFolder } from './hub-key.ts';
import { inWorld } from './rollback.ts';

/** A hub that runs looks this often whether its settings were changed. */
export const TAKEN_UP_WORDS = 'A hub that is running takes this up within 15 seconds.';

/** What a hub keeps beside the record, open in a folder on which a hub may be running. */
export type HubSettings = {
  readonly read: <T>(look: (store: Store) => T) => T;
  readonly change: (name: string, change: (old: Uint8Array | undefined) => Uint8Array) => void;
};

/** Opens the folder named with `--data` by the key the options give. */
export async function openSettings(given: Given, crypto: Primitives): Promise<HubSettings> {
  const folder = given.need('data');
  const vault = await openFolder(folder, given, crypto);
  const read: HubSettings['read'] = (look) =>
    inWorld(() => {
      const store = storeSqlite({ folder, vault, mode: 'read' });
      try {
        return look(store);
      } finally {
        store.close();
      }
    });
  return {
    read,
    change: (name, change) => {
      // Nobody else changes it meanwhile; a hub that runs only reads it.
      const care = takeCare(folder);
      try {
        const value = change(read((store) => store.setting(name)));
        inWorld(() => changeSetting(folder, vault, name, () => value));
      } finally {
        care.close();
      }
    },
  };
}
