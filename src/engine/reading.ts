import type { Instant } from '../base/instant.ts';
import type { SeenFault } from '../record/log/seen-checkpoint.ts';
import type { WireEntry } from '../record/wire.ts';
import type { Weight } from '../situation/weight.ts';
import type { Cursor, Row, Store } from '../ports/store.ts';
import type { Book } from './book.ts';
import type { EngineNeeds } from './engine.ts';
import { erasedOf } from './erase.ts';
import type { Erased } from './erase.ts';
import { restoreEntry, wireOf } from './restore.ts';

export type Page = {
  readonly entries: readonly (WireEntry & {
    readonly index: number;
    readonly loggedAt: Instant;
    readonly kind: string;
    readonly weight: Weight['kind'];
    /** What is wrong with the checkpoint it names, by this hub's log. */
    readonly checkpointFault?: SeenFault;
  })[];
  /** What was erased among the rows of this page: whoever has a copy is told to erase it too. */
  readonly erased: readonly Erased[];
  readonly next: number;
};

/** How many of the kept entries have been read back at start. */
export type Restored = { readonly entries: number; readonly of: number };

/** Of entries as they are kept, in one page: what a reader can take in one answer on a thin network. */
export const PAGE_BYTES_MAX: number = 4 * 1024 * 1024;
// Read from the store at once: thirty-two of the largest entries are what one page may cost in memory.
const READ_ROWS = 32;
const RESTORE_PAGE = 5_000;

/** Reads the whole log into the book; gives back the indexes that could not be read. */
export async function readBack(
  { store, crypto, progress }: EngineNeeds,
  book: Book,
): Promise<readonly number[]> {
  const unreadable: number[] = [];
  const of = store.size();
  for (let after = -1; ;) {
    const rows = store.read({ after, limit: RESTORE_PAGE });
    if (rows.length === 0) break;
    for (const row of rows) {
      // The store passes over rows that it cannot open.
      for (let lost = after + 1; lost < row.index; lost++) unreadable.push(lost);
      after = row.index;
      const entry = restoreEntry(row, crypto);
      if (entry) book.take({ entry, index: row.index, loggedAt: row.loggedAt });
      else if (row.erasedBy === undefined) unreadable.push(row.index);
    }
    if (after + 1 < of) await progress?.({ entries: after + 1, of });
  }
  book.settle();
  return unreadable;
}

export function pageOf(
  { store, crypto: { utf8Decode: decode } }: EngineNeeds,
  cursor: Cursor,
  book: Book,
): Page {
  const rows = rowsUpTo(store, cursor, PAGE_BYTES_MAX);
  const entries = rows.flatMap((row) => {
    const wire = wireOf(row, decode);
    const held = book.held(row.id);
    if (wire === undefined || held === undefined) return [];
    const { core, flags } = held.logged.entry;
    const { index, loggedAt } = row;
    const weight = held.weight?.kind ?? 'counts';
    const fault = flags.find((flag) => flag.kind === 'checkpoint')?.why;
    return [{ ...wire, index, loggedAt, kind: core.kind, weight, ...(fault && { checkpointFault: fault }) }];
  });
  const erased = rows.flatMap((row) => erasedOf(row) ?? []);
  return { entries, erased, next: rows.at(-1)?.index ?? cursor.after };
}

/** The first rows a cursor asks for that hold at most so many bytes together; one that is larger comes alone. */
function rowsUpTo(store: Store, cursor: Cursor, bytesMax: number): readonly Row[] {
  const taken: Row[] = [];
  let bytes = 0;
  for (;;) {
    const limit = Math.min(READ_ROWS, cursor.limit - taken.length);
    const rows =
      limit > 0 ? store.read({ ...cursor, after: taken.at(-1)?.index ?? cursor.after, limit }) : [];
    for (const row of rows) {
      bytes += row.later.reduce((sum, more) => sum + more.length, row.content.length);
      if (taken.length > 0 && bytes > bytesMax) return taken;
      taken.push(row);
    }
    if (rows.length === 0) return taken;
  }
}
