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
    const numbers = new Set(logged.map((l) => l.entry.core.sequence));
    const last = [...numbers].reduce((a, b) => Math.max(a, b), -1);
    return {
      author,
      entries: logged.length,
      missing: last + 1 - numbers.size,
      forked: numbers.size === logged.length ? [] : forkedOf(logged),
      ahead: logged.filter((l) => isAhead(l, context)).map((l) => l.entry.id),
    };
  },
};

function forkedOf(logged: readonly Logged[]): readonly EntryId[] {
  const byNumber = Map.groupBy(
    logged.map((l) => l.entry),
    (entry) => entry.core.sequence,
  );
  return [...byNumber.values()]
    .filter((entries) => entries.length > 1)
    .flatMap((entries) => entries.map((e) => e.id));
}

function isAhead({ entry, loggedAt }: Logged, context: Context): boolean {
  // A check-in that is due lies ahead on purpose.
  if (loggedAt === undefined || entry.body?.type === 'check-in-due' || entry.body?.type === 'plan')
    return false;
  const earliest = context.timeOf(entry).start.lo;
  return earliest !== undefined && earliest > context.wallOf(loggedAt) + AHEAD_MS;
}
