import { bracketOf } from '../record/log/bracket.ts';
import type { Bracket, SeenBy } from '../record/log/bracket.ts';
import type { OwnLog } from '../record/log/seen-checkpoint.ts';
import type { Instant } from '../base/instant.ts';
import type { EntryId } from '../record/names.ts';
import type { Store } from '../ports/store.ts';
import type { Book } from './book.ts';

/** The moments between which an entry was signed, as this hub can show them. */
export type EntryBracket = Bracket & {
  /** It names a state of another log: how early that was, this hub does not know. */
  readonly otherLog?: string;
};

/** Others who have seen the hub's log, by their own clocks. Each was checked when it came. */
export type SeenByOthers = { readonly cosigned: readonly SeenBy[]; readonly stamped: readonly SeenBy[] };

export type BracketNeeds = {
  readonly book: Book;
  readonly store: Pick<Store, 'leaves'>;
  readonly own: OwnLog;
  readonly seen: () => SeenByOthers;
};

/** The bracket of an entry that is kept; `undefined` where there is none of that id. */
export function bracketIn({ book, store, own, seen }: BracketNeeds, id: EntryId): EntryBracket | undefined {
  const logged = book.held(id)?.logged;
  if (logged?.loggedAt === undefined) return undefined;
  const { entry, index, loggedAt } = logged;
  const { before } = entry.core;
  const shared = before && own.sharedWith(before.origin);
  const isOurs = before !== undefined && shared !== undefined && before.size <= shared;
  // One that this log never had says nothing of a time.
  const isSound = !entry.flags.some(({ kind }) => kind === 'checkpoint');
  const at = isOurs && isSound ? loggedBy(before.size, { book, store }) : undefined;
  const known = at !== undefined && before !== undefined ? { size: before.size, at } : undefined;
  const bracket = bracketOf(index, { loggedAt, ...(known && { known }), ...seen() });
  return { ...bracket, ...(before !== undefined && !isOurs && { otherLog: before.origin }) };
}

// Of an entry that was erased the hour is not in memory; the one before it is no later.
const STEPS_BACK = 256;

/** When the log had so many entries, or a little earlier. */
function loggedBy(size: number, { book, store }: Pick<BracketNeeds, 'book' | 'store'>): Instant | undefined {
  for (let index = size - 1; index >= Math.max(0, size - STEPS_BACK); index--) {
    const [id] = store.leaves(index, 1);
    const at = id && book.held(id)?.logged.loggedAt;
    if (at !== undefined) return at;
  }
  return undefined;
}
