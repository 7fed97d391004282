import { utf8Decode } from '../base/bytes.ts';
import { bracketOf } from '../record/log/bracket.ts';
import type { Bracket, SeenBy } from '../record/log/bracket.ts';
import type { OwnLog, SeenFault } from '../record/log/seen-checkpoint.ts';
import { parseTimed } from '../record/log/cosignature.ts';
import { parseNote } from '../record/log/note.ts';
import { checkpointIn } from '../record/log/checkpoint.ts';
import { instant, INSTANT_MS_MAX, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { EntryId } from '../record/names.ts';
import type { Store } from '../ports/store.ts';
import type { Book, Placed } from './book.ts';
import { stampsHeld } from './stamps-kept.ts';

/** The moments between which an entry was signed, as this hub can show them. */
export type EntryBracket = Bracket & {
  /** It names a state of another log: how early that was, this hub does not know. */
  readonly otherLog?: string;
  /** It names a state that this hub never had, or had only later: that says nothing of a time. */
  readonly fault?: SeenFault;
};

/** Who else has seen the hub's log, by their own clocks. Each was checked when it came. */
type SeenByOthers = { readonly cosigned: readonly SeenBy[]; readonly stamped: readonly SeenBy[] };

export type BracketNeeds = {
  readonly book: Book;
  readonly store: Pick<Store, 'leaves' | 'inDrawer'>;
  readonly own: OwnLog;
  /** Checkpoints of ours with the lines of witnesses under them. */
  readonly notes: () => readonly string[];
};

/** Gives the bracket of any entry that is kept, by what is known now of the log; nothing where there is none of that id. */
export function bracketsNow(needs: BracketNeeds): (id: EntryId) => EntryBracket | undefined {
  let seen: SeenByOthers | undefined;
  return (id) => {
    const logged = needs.book.held(id)?.logged;
    return logged && bracketWith(logged, needs, (seen ??= seenByOthers(needs)));
  };
}

function bracketWith(
  { entry, index, loggedAt }: Placed,
  needs: BracketNeeds,
  seen: SeenByOthers,
): EntryBracket | undefined {
  if (loggedAt === undefined) return undefined;
  const { before } = entry.core;
  const isOurs = before !== undefined && before.size <= (needs.own.sharedWith(before.origin) ?? -1);
  const fault = entry.flags.find((flag) => flag.kind === 'checkpoint')?.why;
  const at = isOurs && fault === undefined ? loggedBy(before.size, needs) : undefined;
  const known = at !== undefined && before !== undefined ? { size: before.size, at } : undefined;
  const bracket = bracketOf(index, { loggedAt, ...(known && { known }), ...seen });
  return {
    ...bracket,
    ...(before !== undefined && !isOurs && { otherLog: before.origin }),
    ...(fault !== undefined && { fault }),
  };
}

/** Of a log before a loss only what is the same here says anything of an entry's place. */
function seenByOthers({ store, own, notes: witnessed }: BracketNeeds): SeenByOthers {
  const held = stampsHeld(store).map((stamp) => ({ ...stamp, note: utf8Decode(stamp.checkpoint) ?? '' }));
  const sizeIn = (note: string): number => {
    const { origin = '', size = 0 } = checkpointIn(note) ?? {};
    return Math.min(size, own.sharedWith(origin) ?? 0);
  };
  const notes = new Set([...held.map(({ note }) => note), ...witnessed()]);
  return {
    stamped: held.map(({ authority, note, at }) => ({ name: authority, size: sizeIn(note), at })),
    cosigned: [...notes].flatMap((note) => cosignersOf(note).map((who) => ({ ...who, size: sizeIn(note) }))),
  };
}

/** Whoever put a line with an hour under a note of ours. Lines were verified before they were put there. */
function cosignersOf(note: string): readonly Pick<SeenBy, 'name' | 'at'>[] {
  const read = parseNote(note);
  const [origin] = note.split('\n', 1);
  if (!read.ok) return [];
  return read.value.lines.flatMap(({ name, signature }) => {
    const seconds = name === origin ? 0n : (parseTimed(signature)?.seconds ?? 0n);
    const ms = Number(seconds) * SECOND_MS;
    return ms > 0 && ms <= INSTANT_MS_MAX ? [{ name, at: instant(ms) }] : [];
  });
}

// Of an entry that was erased the hour is not in memory; the one before it is no later.
const STEPS_BACK = 256;

/** When the log had so many entries, or a little earlier. */
function loggedBy(size: number, { book, store }: BracketNeeds): Instant | undefined {
  for (let index = size - 1; index >= Math.max(0, size - STEPS_BACK); index--) {
    const [id] = store.leaves(index, 1);
    const at = id && book.held(id)?.logged.loggedAt;
    if (at !== undefined) return at;
  }
  return undefined;
}
