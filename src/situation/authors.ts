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

export const AUTHORS: Section<AuthorChain> = {
  keysOf: (entry) => [entry.core.author],
  summarise: (logged, context, author) => {
    const byNumber = new Map<number, EntryId[]>();
    for (const { entry } of logged) byNumber.set(entry.core.sequence, [...(byNumber.get(entry.core.sequence) ?? []), entry.id]);
    const numbers = [...byNumber.keys()];
    const last = numbers.reduce((a, b) => Math.max(a, b), -1);
    return {
      author,
      entries: logged.length,
      missing: last + 1 - numbers.length,
      forked: [...byNumber.values()].filter((ids) => ids.length > 1).flat(),
      ahead: logged.filter((l) => isAhead(l, context)).map((l) => l.entry.id),
    };
  },
};

function isAhead({ entry, loggedAt }: Logged, context: Context): boolean {
  // A check-in that is due lies ahead on purpose.
  if (loggedAt === undefined || entry.body?.type === 'check-in-due' || entry.body?.type === 'plan') return false;
  const earliest = context.timeOf(entry).start.lo;
  return earliest !== undefined && earliest > context.wallOf(loggedAt) + AHEAD_MS;
}
