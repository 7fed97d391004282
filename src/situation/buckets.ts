import type { Extent } from '../base/edtf.ts';
import type { Instant } from '../base/instant.ts';
import type { Wall } from '../base/wall.ts';
import type { Entry } from '../record/entry.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import { resorted } from './sorted.ts';

/** An entry and where a hub's log holds it. No index: not on a hub yet. */
export type Logged = { readonly entry: Entry; readonly index?: number; readonly loggedAt?: Instant };

/** What the reading of an entry may ask about the rest of the record. */
export type Context = {
  readonly timeOf: (entry: Entry) => Extent;
  readonly isHub: (author: AuthorKey) => boolean;
  /** False once the same author has corrected the entry by a later one. */
  readonly isCurrent: (entry: Entry) => boolean;
  /** Whether the entry names the raise of a drill. */
  readonly isOfDrill: (entry: Entry) => boolean;
  /** Log time on the wall clock of the place. */
  readonly wallOf: (at: Instant) => Wall;
  /** Entries of others that deny this one. */
  readonly deniedBy: (id: EntryId) => readonly EntryId[];
};

/** What one entry says in a bucket: whatever its section makes of it. */
export type Saying = { readonly entry: EntryId };

/**
 * One subject of the situation: into which buckets an entry falls, what it says there, and what all that is said in
 * one bucket amounts to. An entry is read once, and again only when it or something it hangs on has changed.
 */
export type Section<S, T extends Saying> = {
  readonly keysOf: (entry: Entry) => readonly string[];
  /** Nothing where the entry does not count. It depends on this entry and on what the context says of it, no more. */
  readonly read: (logged: Logged, context: Context) => T | undefined;
  /** The order in which things said are summed up; where it tells two not apart, or is missing, they go by id. */
  readonly compare?: (a: T, b: T) => number;
  readonly summarise: (said: readonly T[], key: string) => S;
};

type Bucket<S, T> = {
  /** In the order in which they came. */
  readonly entries: Logged[];
  /** What was read, in the order of the section; none before the first summary. */
  said: readonly T[] | undefined;
  /** What has come or changed since it was read. */
  readonly unread: Map<EntryId, Logged>;
  /** Whether any of the unread was read before. */
  isAnyStale: boolean;
  summary: { readonly value: S } | undefined;
};

/** A section's buckets by key, each with its summary until something in it is to be read. */
export type Buckets<S, T extends Saying> = {
  readonly section: Section<S, T>;
  readonly byKey: Map<string, Bucket<S, T>>;
  /** The keys of buckets in which something is unread. */
  readonly spoiled: Set<string>;
  /** The summaries in order of their keys, and where each key stands; none once there is a new key. */
  all?: { readonly list: readonly S[]; readonly places: ReadonlyMap<string, number> };
};

/** The buckets of a section, from the type of the section. */
export type BucketsOf<A> = A extends Section<infer S, infer T> ? Buckets<S, T> : never;

/** Buckets of any section, for those who put entries in and take nothing out. */
export type Shelf = Omit<Buckets<unknown, Saying>, 'section'> & {
  readonly section: Pick<Section<unknown, Saying>, 'keysOf'>;
};

export function newBuckets<S, T extends Saying>(section: Section<S, T>): Buckets<S, T> {
  return { section, byKey: new Map(), spoiled: new Set() };
}

/** Puts the entry into its buckets, in place of the older copy of itself where there is one. */
export function putIn(shelf: Shelf, logged: Logged, old: Logged | undefined): void {
  for (const key of shelf.section.keysOf(logged.entry)) {
    const bucket = shelf.byKey.get(key) ?? newBucket(shelf, key);
    const at = old === undefined ? -1 : bucket.entries.indexOf(old);
    if (at < 0) bucket.entries.push(logged);
    else bucket.entries[at] = logged;
    if (bucket.said !== undefined) bucket.unread.set(logged.entry.id, logged);
    bucket.isAnyStale ||= at >= 0;
    shelf.spoiled.add(key);
  }
}

function newBucket(shelf: Shelf, key: string): Bucket<unknown, Saying> {
  const bucket = {
    entries: [],
    said: undefined,
    unread: new Map<EntryId, Logged>(),
    isAnyStale: false,
    summary: undefined,
  };
  shelf.byKey.set(key, bucket);
  delete shelf.all;
  return bucket;
}

/** Has an entry that was put in read again in its buckets, because something it hangs on has changed. */
export function spoilFor({ section, byKey, spoiled }: Shelf, logged: Logged): void {
  for (const key of section.keysOf(logged.entry)) {
    const bucket = byKey.get(key);
    if (bucket === undefined) continue;
    if (bucket.said !== undefined) bucket.unread.set(logged.entry.id, logged);
    bucket.isAnyStale = true;
    spoiled.add(key);
  }
}

export function spoilAll({ byKey, spoiled }: Shelf): void {
  for (const [key, bucket] of byKey) {
    bucket.said = undefined;
    spoiled.add(key);
  }
}

/** The summaries in order of their keys; only spoiled ones are worked out again. The same list while none is. */
export function summaries<S, T extends Saying>(buckets: Buckets<S, T>, context: Context): readonly S[] {
  const { all, spoiled, byKey, section } = buckets;
  if (all !== undefined && spoiled.size === 0) return all.list;
  const places = all?.places ?? new Map([...byKey.keys()].sort().map((key, place) => [key, place]));
  const list = all === undefined ? [] : [...all.list];
  for (const key of all === undefined ? places.keys() : spoiled) {
    const [bucket, place] = [byKey.get(key), places.get(key)];
    if (bucket === undefined || place === undefined) continue;
    const said = readIn(bucket, section, context);
    if (said !== bucket.said) bucket.summary = { value: section.summarise(said, key) };
    bucket.said = said;
    bucket.isAnyStale = false;
    bucket.unread.clear();
    if (bucket.summary !== undefined) list[place] = bucket.summary.value;
  }
  buckets.all = { list, places };
  spoiled.clear();
  return list;
}

/** What is said in the bucket once the unread is read; the same list when that changes nothing. */
function readIn<T extends Saying>(
  { entries, said, unread, isAnyStale }: Bucket<unknown, T>,
  { read, compare }: Section<unknown, T>,
  context: Context,
): readonly T[] {
  const added: T[] = [];
  for (const logged of said === undefined ? entries : unread.values()) {
    const one = read(logged, context);
    if (one !== undefined) added.push(one);
  }
  const gone = isAnyStale ? (said ?? []).filter(({ entry }) => unread.has(entry)) : [];
  if (said !== undefined && gone.length + added.length === 0) return said;
  return resorted(said ?? [], gone, added, (a, b) => (compare?.(a, b) ?? 0) || byId(a, b));
}

function byId(a: Saying, b: Saying): number {
  return a.entry < b.entry ? -1 : Number(a.entry > b.entry);
}
