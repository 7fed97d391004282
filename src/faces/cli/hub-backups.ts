import { knownBackups, placesIn } from '../../adapters/backup-folder/known-backups.ts';
import { changeSetting, settleDatabase } from '../../adapters/store-sqlite/copy-database.ts';
import { takeLock } from '../../adapters/store-sqlite/lock.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import type { StoreSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import type { Unreached } from '../../engine/reach-backups.ts';
import { utf8Encode } from '../../base/bytes.ts';
import type { Backups } from '../../ports/backups.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Store, StoreFailureKind } from '../../ports/store.ts';
import type { Vault } from '../../record/at-rest.ts';
import { KNOWN_BACKUPS, printPlaces } from '../../record/backup-manifest.ts';
import { WorldError } from './command.ts';

export type HubBackupsNeeds = {
  readonly folder: string;
  readonly hub: string;
  readonly vault: Vault;
  readonly store: Pick<Store, 'setting' | 'saveSetting'>;
  /** When we hold the care lock ourselves. */
  readonly hasCareLock?: boolean;
};

/** The backups of the hub in a folder. */
export function backupsOf({ folder, hub, vault, store, hasCareLock = false }: HubBackupsNeeds): Backups {
  return knownBackups({
    folder,
    hub,
    store,
    openStore: (place, mode) =>
      mode === 'read' ? storeSqlite({ folder: place, vault, mode }) : openSettled(place, vault),
    takeCareLock: () => (hasCareLock ? { close: () => {} } : takeLock(folder, 'care')),
  });
}

/** A store to write to that leaves one plain file when it is closed. */
export function openSettled(folder: string, vault: Vault): StoreSqlite {
  const store = storeSqlite({ folder, vault });
  return {
    ...store,
    close: () => {
      store.close();
      settleDatabase(folder);
    },
  };
}

/** Changes which backups a hub knows of, while it may be running. */
export function changeKnown(
  folder: string,
  vault: Vault,
  change: (places: readonly string[]) => readonly string[],
): void {
  changeSetting(folder, vault, KNOWN_BACKUPS, (old) => utf8Encode(printPlaces(change(placesIn(old)))));
}

/** Nobody else copies the folder or changes its keys meanwhile. */
export function takeCare(folder: string): { readonly close: () => void } {
  try {
    return takeLock(folder, 'care');
  } catch (cause) {
    if (cause instanceof StoreFailure && cause.kind === 'in-use')
      throw new WorldError(
        'a backup or a change of keys is under way on this folder. Nothing was changed; wait for it, then try again',
        { cause },
      );
    throw cause;
  }
}

const UNREACHED_WORDS: Readonly<Record<StoreFailureKind, string>> = {
  full: 'its disk is full',
  'read-only': 'it cannot be written',
  'in-use': 'it is in use just now',
  'newer-format': 'it is of a newer version of the program',
  'older-format': 'it is of an older version of the program: restore it once with this one and back up anew',
  broken: 'it is damaged, or of another hub',
  'other-key': 'it is sealed under a key that the hub has no more',
  unavailable: 'it is not there: put the stick in, or if it is gone for good, use backup --forget',
};

/** Which backup keeps what it should not, and why. */
export function unreachedWords({ place, why }: Unreached): string {
  return `${place}: ${UNREACHED_WORDS[why]}`;
}
