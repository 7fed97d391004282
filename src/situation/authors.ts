import { MINUTE_MS } from '../base/instant.ts';
import type { EntryId } from '../record/names.ts';
import type { Context, Logged, Section } from './buckets.ts';

/** What is remarkable about one author's chain of entries. Nothing here makes an entry untrue. */
export type AuthorChain = {
  readonly author: string;
  readonly entries: number;
  /** Numbers before the last one that are not here (yet). */
  readonly missing: number;
  /** Entries that share a number with another: a second copy of the key, or a restored phone. */
  readonly forked: readonly EntryId[];
  /** Entries said to have happened more than ten minutes after they were logged. */
  readonly ahead: readonly EntryId[];
};

// record.md, table of cases: device clocks are a claim, and ten minutes off is common.
const AHEAD_MS: number = 10 * MINUTE_MS;

type Link = { readonly entry: EntryId; readonly sequence: number; readonly isAhead: boolean };

export const AUTHORS: Section<AuthorChain, Link> = {
  keysOf: (entry) => [entry.core.author],
  read: (logged, context) => {
    const { id, core } = logged.entry;
    return { entry: id, sequence: core.sequence, isAhead: isAhead(logged, context) };
  },
  summarise: (links, author) => {
    const numbers = new Set(links.map((l) => l.sequence));
    const last = links.reduce((most, l) => Math.max(most, l.sequence), -1);
    return {
      author,
      entries: links.length,
      missing: last + 1 - numbers.size,
      forked: numbers.size === links.length ? [] : forkedOf(links),
      ahead: links.filter((l) => l.isAhead).map((l) => l.entry),
    };
  },
};

function forkedOf(links: readonly Link[]): readonly EntryId[] {
  const byNumber = Map.groupBy(links, (l) => l.sequence);
  return [...byNumber.values()].filter((same) => same.length > 1).flatMap((same) => same.map((l) => l.entry));
}

function isAhead({ entry, loggedAt }: Logged, context: Context): boolean {
  // A check-in that is due lies ahead on purpose.
  if (loggedAt === undefined || entry.body?.type === 'check-in-due' || entry.body?.type === 'plan')
    return false;
  const earliest = context.timeOf(entry).start.lo;
  return earliest !== undefined && earliest > context.wallOf(loggedAt) + AHEAD_MS;
}
