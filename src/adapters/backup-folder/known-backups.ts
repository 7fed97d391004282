import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { utf8Decode, utf8Encode } from '../../base/bytes.ts';
import { KNOWN_BACKUPS, parsePlaces, printPlaces } from '../../record/backup-manifest.ts';
import type { Backups } from '../../ports/backups.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Store } from '../../ports/store.ts';
import {
  markChanging,
  readManifest,
  removeHalfMade,
  workPlaces,
  writeManifest,
  writeWhole,
} from './backup-folder.ts';

export type KnownBackupsNeeds = {
  readonly folder: string;
  /** The hub, as in its vault header. */
  readonly hub: string;
  /** The hub's own store, whose settings hold the list. */
  readonly store: Pick<Store, 'setting' | 'saveSetting'>;
  /** A backup's folder as a store, sealed by the hub's key. To write, it must leave one plain file when it is closed. */
  readonly openStore: (folder: string, mode: 'read' | 'write') => Store;
  /** Held while a backup is being made; throws `in-use` when somebody else holds it. */
  readonly takeCareLock: () => { readonly close: () => void };
};

/** The backups a hub has noted, as folders. */
export function knownBackups(needs: KnownBackupsNeeds): Backups {
  const known = (): readonly string[] => placesIn(needs.store.setting(KNOWN_BACKUPS));
  return {
    known,
    open: (place, mode) => {
      dropHalfMade(place, needs);
      const manifest = readManifest(place);
      if (manifest === undefined) throw new StoreFailure('unavailable', true);
      if (manifest === 'damaged' || manifest.hub !== needs.hub) throw new StoreFailure('broken', false);
      // A change that was cut off is brought to its end first, so that the files are as listed again.
      if (mode === 'read' && !manifest.isChanging) return needs.openStore(place, 'read');
      markChanging(place, manifest);
      const store = needs.openStore(place, 'write');
      return {
        ...store,
        close: () => {
          store.close();
          writeManifest(place, manifest);
        },
      };
    },
    lists: () => [
      listIn(needs.folder),
      ...new Set(
        known()
          .map((place) => listBeside(place, needs.hub))
          .filter((file) => existsSync(dirname(file))),
      ),
    ],
    keepList: (place, text) => {
      writeWhole(place, text);
      return undefined;
    },
  };
}

/** What a backup that was killed left. Whoever removes it must not be in the way of one that is being made. */
function dropHalfMade(place: string, { store, takeCareLock }: KnownBackupsNeeds): void {
  if (!Object.values(workPlaces(place)).some((folder) => existsSync(folder))) return;
  const lock = takeCareLock();
  try {
    if (!removeLeftovers(place)) return;
    const others = placesIn(store.setting(KNOWN_BACKUPS)).filter((other) => other !== place);
    store.saveSetting(KNOWN_BACKUPS, utf8Encode(printPlaces(others)));
  } finally {
    lock.close();
  }
}

/** Removes what was left half made; true when there was something, and the backup itself never came to be. */
export function removeLeftovers(place: string): boolean {
  const left = Object.values(workPlaces(place)).filter((folder) => existsSync(folder));
  for (const folder of left) removeHalfMade(folder);
  return left.length > 0 && !existsSync(place);
}

export function placesIn(setting: Uint8Array | undefined): readonly string[] {
  return setting === undefined ? [] : parsePlaces(utf8Decode(setting) ?? '');
}

/** The list of erasures in a hub's own folder. */
export function listIn(folder: string): string {
  return join(folder, 'erasures.txt');
}

/** The list of erasures beside a backup, with the hub's name: one folder may hold backups of several hubs. */
export function listBeside(place: string, hub: string): string {
  return join(dirname(place), `shanyrak-${hub}.erasures.txt`);
}
