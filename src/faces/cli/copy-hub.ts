import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BACKUP_FILES, inWorld } from '../../adapters/backup-folder/backup-folder.ts';
import { renewContacts } from '../../engine/contact-register.ts';
import { planFromLines } from '../../engine/erase.ts';
import type { Store } from '../../ports/store.ts';
import type { Vault } from '../../record/at-rest.ts';
import type { ErasureList } from '../../record/erasure-list.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { checkAllRows, firstOtherId } from './check-rows.ts';
import type { RowsChecked } from './check-rows.ts';
import { openSettled } from './hub-backups.ts';

export type Copying = {
  readonly from: string;
  readonly to: string;
  readonly vault: Vault;
  readonly list: ErasureList;
  /** Where it can be asked: the hub the copy is of. */
  readonly hub?: Store;
};

export type Copied = RowsChecked & {
  /** How many entries lost something that was erased after the backup was made. */
  readonly erased: number;
  /** How many people were taken off the list because they had left it after the backup was made. */
  readonly left: number;
  /** Entries of which a part should have been erased and could not: their rows do not open. */
  readonly stuck: readonly EntryId[];
  /** The first index at which the copy has another id than the hub. */
  readonly otherId: number | undefined;
};

/** Restores a backup into a new folder, with later erasures done to it, and checks every row of it. */
export async function copyHub({ from, to, vault, list, hub }: Copying, crypto: Primitives): Promise<Copied> {
  inWorld(() => {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    for (const name of BACKUP_FILES) copyFileSync(join(from, name), join(to, name));
  });
  const store = openSettled(to, vault);
  try {
    const { erasures, stuck } = planFromLines(store, list.entries);
    if (erasures.length > 0) store.erase(erasures);
    const left = await renewContacts(store, list.contacts);
    store.scrub();
    const checked = await checkAllRows(store, crypto);
    return { ...checked, erased: erasures.length, left, stuck, otherId: hub && firstOtherId(store, hub) };
  } finally {
    store.close();
  }
}
