import { printErasureList } from '../record/erasure-list.ts';
import type { ErasureLine } from '../record/erasure-list.ts';
import type { Backups } from '../ports/backups.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store, StoreFailureKind } from '../ports/store.ts';
import { planFromLines } from './erase.ts';

/** A backup in which something that was erased may still stand. */
export type Unreached = { readonly place: string; readonly why: StoreFailureKind };

/** Carries every erasure into every backup the hub knows of; what could not be reached is named, never passed over. */
export function reachBackups(backups: Backups, lines: readonly ErasureLine[]): readonly Unreached[] {
  const trying = (place: string, work: () => Unreached['why'] | undefined): readonly Unreached[] => {
    try {
      const why = work();
      return why === undefined ? [] : [{ place, why }];
    } catch (cause) {
      if (!(cause instanceof StoreFailure)) throw cause;
      return [{ place, why: cause.kind }];
    }
  };
  const list = printErasureList(lines);
  return [
    ...backups.lists().flatMap((place) => trying(place, () => backups.keepList(place, list))),
    ...backups.known().flatMap((place) => trying(place, () => reach(backups, place, lines))),
  ];
}

function reach(backups: Backups, place: string, lines: readonly ErasureLine[]): Unreached['why'] | undefined {
  // Looked at first: most backups have nothing left to erase, and are best left untouched.
  const seen = using(backups.open(place, 'read'), (store) => planFromLines(store, lines));
  if (seen.erasures.length === 0) return seen.stuck.length > 0 ? 'other-key' : undefined;
  return using(backups.open(place, 'write'), (store) => {
    const { erasures, stuck } = planFromLines(store, lines);
    store.erase(erasures);
    if (!store.scrub()) return 'in-use';
    return stuck.length > 0 ? 'other-key' : undefined;
  });
}

function using<T>(store: Store, work: (store: Store) => T): T {
  try {
    return work(store);
  } finally {
    store.close();
  }
}
