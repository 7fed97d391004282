import type { Act, Lane } from '../record/kinds/vocabulary.ts';
import { ACTS } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import { claimsOf, subjectOf } from './claims.ts';
import type { Claim, Contradiction } from './claims.ts';
import type { Episode } from './episodes.ts';
import type { Sources } from './sources.ts';
import { compareExtents } from './times.ts';

/** Claims with the same key, in order of time. A list never changes: what changes gets a new list. */
type Lists<K> = Map<K, readonly Claim[]>;

/**
 * Every claim in lists, kept from one look to the next: only the claims of buckets that have changed are made and put
 * in their places again, so that a look after one more entry does not cost a walk over all claims.
 */
export type ClaimIndex = {
  readonly byLane: Lists<Lane>;
  readonly byAct: Lists<Act>;
  readonly bySubject: Lists<string>;
  /** Claims that count homes, under the one key there is. */
  readonly counting: Lists<'homes'>;
  readonly byEntry: Map<EntryId, Claim>;
  readonly byEpisodes: Map<readonly Episode[], readonly Claim[]>;
  readonly byActs: Map<
    readonly Act[],
    { readonly lists: readonly (readonly Claim[])[]; readonly claims: readonly Claim[] }
  >;
  /** What is told differently about a subject or a home, as long as its claims stay the same. */
  contradictions: WeakMap<object, readonly Contradiction[]>;
  /** Of the sources, when the claims were made: which source quotes which is part of every claim. */
  edition: number;
};

export function newClaimIndex(): ClaimIndex {
  return {
    byLane: new Map(),
    byAct: new Map(),
    bySubject: new Map(),
    counting: new Map(),
    byEntry: new Map(),
    byEpisodes: new Map(),
    byActs: new Map(),
    contradictions: new WeakMap(),
    edition: 0,
  };
}

/** Brings the index to these episodes, one list of them a bucket; a bucket that did not change gives the same list. */
export function indexClaims(
  index: ClaimIndex,
  episodes: readonly (readonly Episode[])[],
  sources: Sources,
): void {
  if (index.edition !== sources.edition()) forget(index, sources.edition());
  const now = new Set(episodes);
  const gone = new Set<Claim>();
  for (const [told, claims] of index.byEpisodes) {
    if (now.has(told)) continue;
    index.byEpisodes.delete(told);
    for (const claim of claims) gone.add(claim);
  }
  const made = episodes
    .filter((told) => !index.byEpisodes.has(told))
    .map((told) => [told, claimsOf(told, sources.rootOf)] as const);
  if (gone.size === 0 && made.length === 0) return;
  for (const [told, claims] of made) index.byEpisodes.set(told, claims);
  const added = made.flatMap(([, claims]) => claims);
  for (const claim of gone) for (const entry of claim.entries) index.byEntry.delete(entry);
  for (const claim of added) for (const entry of claim.entries) index.byEntry.set(entry, claim);
  relist(index.byLane, (c) => c.lane, gone, added);
  relist(index.byAct, (c) => c.act, gone, added);
  relist(index.bySubject, subjectOf, gone, added);
  relist(
    index.counting,
    (c) => (c.numbers.some(({ number }) => number.of === 'homes') ? 'homes' : undefined),
    gone,
    added,
  );
}

function forget(index: ClaimIndex, edition: number): void {
  for (const lists of [
    index.byLane,
    index.byAct,
    index.bySubject,
    index.counting,
    index.byEntry,
    index.byEpisodes,
    index.byActs,
  ])
    lists.clear();
  index.contradictions = new WeakMap();
  index.edition = edition;
}

function relist<K>(
  lists: Lists<K>,
  keyOf: (claim: Claim) => K | undefined,
  gone: ReadonlySet<Claim>,
  added: readonly Claim[],
): void {
  const fresh = Map.groupBy(added, keyOf);
  const stale = Map.groupBy(gone, keyOf);
  for (const key of new Set([...fresh.keys(), ...stale.keys()])) {
    if (key === undefined) continue;
    const list = changed(lists.get(key) ?? [], stale.get(key) ?? [], fresh.get(key) ?? []);
    if (list.length > 0) lists.set(key, list);
    else lists.delete(key);
  }
}

// Up to one in so many, changes are put in place one by one; more are sorted in.
const FEW = 16;

function changed(list: readonly Claim[], gone: readonly Claim[], added: readonly Claim[]): readonly Claim[] {
  const isFew = (gone.length + added.length) * FEW < list.length;
  if (!isFew) {
    const left = new Set(gone);
    return [...list.filter((claim) => !left.has(claim)), ...added].sort(compareClaims);
  }
  const next = [...list];
  for (const claim of gone) next.splice(placeOf(next, claim), 1);
  for (const claim of added) next.splice(placeOf(next, claim), 0, claim);
  return next;
}

/** Where the claim stands in the sorted list, or would have to. */
function placeOf(sorted: readonly Claim[], claim: Claim): number {
  let [lo, hi] = [0, sorted.length];
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    const other = sorted[middle];
    if (other !== undefined && other !== claim && compareClaims(other, claim) < 0) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

/** All claims of these acts in order of time. `acts` must be one and the same list at every look. */
export function claimsOfActs(index: ClaimIndex, acts: readonly Act[]): readonly Claim[] {
  const lists = acts.flatMap((act) => [index.byAct.get(act) ?? NONE]);
  const known = index.byActs.get(acts);
  if (known !== undefined && known.lists.every((list, i) => list === lists[i])) return known.claims;
  const claims = lists.flat().sort(compareClaims);
  index.byActs.set(acts, { lists, claims });
  return claims;
}

const NONE: readonly Claim[] = [];
const PLACE_OF_ACT: ReadonlyMap<Act, number> = new Map(ACTS.map((act, i) => [act, i]));

/** By time; at the same time in the order of the vocabulary, where orders and threats stand before answers. */
function compareClaims(a: Claim, b: Claim): number {
  return (
    compareExtents(a.when, b.when) ||
    (PLACE_OF_ACT.get(a.act) ?? 0) - (PLACE_OF_ACT.get(b.act) ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}
