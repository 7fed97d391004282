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
  /** Such entries, all of which a later entry of the author names or hangs on: the author knows of both. */
  readonly healed: readonly EntryId[];
  /** Entries said to have happened more than ten minutes after they were logged. */
  readonly ahead: readonly EntryId[];
  /** Entries that name a state of the hub's log which it never had, or had only later. */
  readonly offLog: readonly EntryId[];
};

// record.md, table of cases: device clocks are a claim, and ten minutes off is common.
const AHEAD_MS: number = 10 * MINUTE_MS;

type Link = {
  readonly entry: EntryId;
  readonly sequence: number;
  readonly previous: readonly EntryId[];
  readonly isAhead: boolean;
  readonly isOffLog: boolean;
};

export const AUTHORS: Section<AuthorChain, Link> = {
  keysOf: (entry) => [entry.core.author],
  read: (logged, context) => {
    const { id, core, flags } = logged.entry;
    const { sequence, previous } = core;
    const isOffLog = flags.some(({ kind }) => kind === 'checkpoint');
    return { entry: id, sequence, previous, isAhead: isAhead(logged, context), isOffLog };
  },
  summarise: (links, author) => {
    const numbers = new Set(links.map((l) => l.sequence));
    const last = links.reduce((most, l) => Math.max(most, l.sequence), -1);
    return {
      author,
      entries: links.length,
      missing: last + 1 - numbers.size,
      ...(numbers.size === links.length ? NO_FORK : forksOf(links)),
      ahead: links.filter((l) => l.isAhead).map((l) => l.entry),
      offLog: links.filter((l) => l.isOffLog).map((l) => l.entry),
    };
  },
};

const NO_FORK: Pick<AuthorChain, 'forked' | 'healed'> = { forked: [], healed: [] };

function forksOf(links: readonly Link[]): Pick<AuthorChain, 'forked' | 'healed'> {
  const byId = new Map(links.map((link) => [link.entry, link]));
  const joined = links.filter(({ previous }) => previous.length > 1).map((link) => pastOf(link, byId));
  const forks = [...Map.groupBy(links, (l) => l.sequence).values()]
    .filter((same) => same.length > 1)
    .map((same) => same.map(({ entry }) => entry));
  const isHealed = (fork: readonly EntryId[]): boolean =>
    joined.some((past) => fork.every((id) => past.has(id)));
  return {
    forked: forks.filter((fork) => !isHealed(fork)).flat(),
    healed: forks.filter(isHealed).flat(),
  };
}

/** All that an entry hangs on, as far as it is here. */
function pastOf(link: Link, byId: ReadonlyMap<EntryId, Link>): ReadonlySet<EntryId> {
  const past = new Set<EntryId>();
  const open = [...link.previous];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (past.has(id)) continue;
    past.add(id);
    open.push(...(byId.get(id)?.previous ?? []));
  }
  return past;
}

function isAhead({ entry, loggedAt }: Logged, context: Context): boolean {
  // A check-in that is due lies ahead on purpose.
  if (loggedAt === undefined || entry.body?.type === 'check-in-due' || entry.body?.type === 'plan')
    return false;
  const earliest = context.timeOf(entry).start.lo;
  return earliest !== undefined && earliest > context.wallOf(loggedAt) + AHEAD_MS;
}
