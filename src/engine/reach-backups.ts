import { printErasureList } from '../record/erasure-list.ts';
import type { ErasureList } from '../record/erasure-list.ts';
import type { Backups } from '../ports/backups.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store, StoreFailureKind } from '../ports/store.ts';
import { dropContacts, stillThere } from './contact-register.ts';
import { planFromLines } from './erase.ts';

/** A backup in which something that was erased may still stand. */
export type Unreached = { readonly place: string; readonly why: StoreFailureKind };

/**
 * Carries every erasure, and every contact that was taken off the list, into every backup the hub knows of; what could not be
 * reached is named, never passed over. `isMeant`: only into these.
 */
export async function reachBackups(
  backups: Backups,
  list: ErasureList,
  isMeant: (place: string) => boolean = () => true,
): Promise<readonly Unreached[]> {
  const unreached: Unreached[] = [];
  const trying = async (
    place: string,
    work: () => Promise<Unreached['why'] | undefined> | undefined,
  ): Promise<void> => {
    try {
      const why = await work();
      if (why !== undefined) unreached.push({ place, why });
    } catch (cause) {
      if (!(cause instanceof StoreFailure)) throw cause;
      unreached.push({ place, why: cause.kind });
    }
  };
  const text = printErasureList(list);
  for (const place of backups.lists().filter(isMeant))
    await trying(place, () => backups.keepList(place, text));
  for (const place of backups.known().filter(isMeant)) await trying(place, () => reach(backups, place, list));
  return unreached;
}

async function reach(
  backups: Backups,
  place: string,
  { entries, contacts }: ErasureList,
): Promise<Unreached['why'] | undefined> {
  // Looked at first: most backups have nothing left to erase, and are best left untouched.
  const seen = await using(backups.open(place, 'read'), async (store) => ({
    ...planFromLines(store, entries),
    left: stillThere(store, contacts),
  }));
  if (seen.erasures.length === 0 && seen.left.length === 0)
    return seen.stuck.length > 0 ? 'other-key' : undefined;
  return using(backups.open(place, 'write'), async (store) => {
    const { erasures, stuck } = planFromLines(store, entries);
    store.erase(erasures);
    await dropContacts(store, contacts);
    if (!store.scrub()) return 'in-use';
    return stuck.length > 0 ? 'other-key' : undefined;
  });
}

async function using<T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> {
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
