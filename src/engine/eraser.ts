import type { EntryId } from '../record/names.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import type { Book } from './book.ts';
import type { EngineNeeds } from './engine.ts';
import { allErased, erasureLinesOf, planErasures } from './erase.ts';
import type { Erased, EraseFault, EraseTarget } from './erase.ts';
import { reachBackups } from './reach-backups.ts';
import type { Unreached } from './reach-backups.ts';
import { restoreEntry } from './restore.ts';
import type { Turns } from './turns.ts';

/** What came of an order to erase. What is still to be done is tried again by `tend`. */
export type EraseAnswer = {
  readonly erased: readonly Erased[];
  readonly faults: readonly EraseFault[];
  /** False while another program reads the folder: its journal still holds the old bytes. */
  readonly isScrubbed: boolean;
  readonly unreached: readonly Unreached[];
};

/** What is still to be done about earlier erasures. */
export type Untended = Pick<EraseAnswer, 'isScrubbed' | 'unreached'>;

export type Eraser = {
  readonly erase: (targets: readonly EraseTarget[], by: EntryId) => Promise<EraseAnswer>;
  readonly tend: () => Promise<Untended>;
};

type Erasing = {
  readonly needs: EngineNeeds;
  readonly turns: Turns;
  readonly book: Book;
  readonly changed: () => void;
  /** The numbers of the contacts that were ever taken off the list. */
  readonly removed: () => readonly number[];
};

/** What was erased is erased, whatever keeps its old bytes from being overwritten just now. */
function scrubbed(store: Store): boolean {
  try {
    return store.scrub();
  } catch (cause) {
    if (!(cause instanceof StoreFailure)) throw cause;
    return false;
  }
}

/** Alone, so that no part that is on its way in is lost or comes back by it. */
export function eraser({ needs, turns, book, changed, removed }: Erasing): Eraser {
  const { store, crypto, backups } = needs;
  // Those still to be reached; at the start nobody knows what the last run left undone, and it is all of them.
  let left: ReadonlySet<string> | undefined;
  let tendedContacts = 0;
  const tendNow = async (): Promise<Untended> => {
    const isScrubbed = scrubbed(store);
    const contacts = removed();
    if (contacts.length !== tendedContacts) left = undefined;
    if (backups === undefined || left?.size === 0) return { isScrubbed, unreached: [] };
    const entries = erasureLinesOf(store);
    const hasList = entries.length + contacts.length > 0;
    const isLeft = (place: string): boolean => left?.has(place) ?? true;
    const unreached = hasList ? await reachBackups(backups, { entries, contacts }, isLeft) : [];
    left = new Set(unreached.map(({ place }) => place));
    tendedContacts = contacts.length;
    return { isScrubbed, unreached };
  };
  /** Out of memory: what is left of an entry takes its place. */
  const forget = (id: EntryId): void => {
    const row = store.find(id);
    const entry = row && restoreEntry(row, crypto);
    book.forget(id, row && entry && { entry, index: row.index, loggedAt: row.loggedAt });
  };
  return {
    tend: () => turns.alone(tendNow),
    erase: (targets, by) =>
      turns.alone(async () => {
        const { erasures, faults } = planErasures(store, targets, by);
        const ids = new Set(targets.map(({ id }) => id));
        if (erasures.length > 0) {
          store.erase(erasures);
          for (const id of ids) forget(id);
          changed();
          left = undefined;
        }
        const erased = allErased(store).filter(({ id }) => ids.has(id));
        return { erased, faults, ...(await tendNow()) };
      }),
  };
}
