import type { Extent } from '../base/edtf.ts';
import type { Instant } from '../base/instant.ts';
import type { Wall } from '../base/wall.ts';
import type { Entry } from '../record/entry.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';

/** An entry and where a hub's log holds it. No index: not on a hub yet. */
export type Logged = { readonly entry: Entry; readonly index?: number; readonly loggedAt?: Instant };

/** What a summary may ask about the rest of the record. */
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

/**
 * One subject of the situation: which buckets an entry falls into, and what a bucket's entries amount to.
 * `summarise` must depend on the set of entries only; it gets them in order of id.
 */
export type Section<S> = {
  readonly keysOf: (entry: Entry) => readonly string[];
  readonly summarise: (entries: readonly Logged[], context: Context, key: string) => S;
};

type Bucket<S> = { readonly entries: Logged[]; summary?: { readonly value: S } };

/** A section's buckets by key, each with its summary until something spoils it. */
export type Buckets<S> = {
  readonly section: Section<S>;
  readonly byKey: Map<string, Bucket<S>>;
  /** The keys whose summaries were spoiled since `all` was put together. */
  readonly spoiled: Set<string>;
  /** The summaries in order of their keys, and where each key stands; none once there is a new key. */
  all?: { readonly list: readonly S[]; readonly places: ReadonlyMap<string, number> };
};

export function newBuckets<S>(section: Section<S>): Buckets<S> {
  return { section, byKey: new Map(), spoiled: new Set() };
}

/** Puts the entry into its buckets in order of id, in place of an older copy of itself. */
export function putIn(buckets: Buckets<unknown>, logged: Logged): void {
  for (const key of buckets.section.keysOf(logged.entry)) {
    const bucket = buckets.byKey.get(key) ?? newBucket(buckets, key);
    const at = positionOf(bucket.entries, logged.entry.id);
    const isReplacement = bucket.entries[at]?.entry.id === logged.entry.id;
    bucket.entries.splice(at, isReplacement ? 1 : 0, logged);
    spoilBucket(buckets, key);
  }
}

function newBucket(buckets: Buckets<unknown>, key: string): Bucket<unknown> {
  const bucket = { entries: [] };
  buckets.byKey.set(key, bucket);
  delete buckets.all;
  return bucket;
}

function spoilBucket(buckets: Buckets<unknown>, key: string): void {
  delete buckets.byKey.get(key)?.summary;
  buckets.spoiled.add(key);
}

function positionOf(entries: readonly Logged[], id: EntryId): number {
  let [lo, hi] = [0, entries.length];
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    if ((entries[middle]?.entry.id ?? '') < id) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

/** Forgets what was summed up from this entry's buckets, because something it hangs on has changed. */
export function spoilFor(buckets: Buckets<unknown>, entry: Entry): void {
  for (const key of buckets.section.keysOf(entry)) spoilBucket(buckets, key);
}

export function spoilAll(buckets: Buckets<unknown>): void {
  for (const key of buckets.byKey.keys()) spoilBucket(buckets, key);
}

/** The summaries in order of their keys; only spoiled ones are worked out again. The same list while none is. */
export function summaries<S>(buckets: Buckets<S>, context: Context): readonly S[] {
  const { all, spoiled, byKey } = buckets;
  if (all !== undefined && spoiled.size === 0) return all.list;
  const places = all?.places ?? new Map([...byKey.keys()].sort().map((key, place) => [key, place]));
  const list = all === undefined ? [] : [...all.list];
  for (const key of all === undefined ? places.keys() : spoiled) {
    const [bucket, place] = [byKey.get(key), places.get(key)];
    if (bucket === undefined || place === undefined) continue;
    bucket.summary ??= { value: buckets.section.summarise(bucket.entries, context, key) };
    list[place] = bucket.summary.value;
  }
  buckets.all = { list, places };
  spoiled.clear();
  return list;
}
