import type { Act, Lane } from '../record/kinds/vocabulary.ts';
import { ACTS } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import { claimOf, isDisputed, subjectOf } from './claims.ts';
import type { Claim, Contradiction } from './claims.ts';
import { CLOCK_ACTS } from './day-clock.ts';
import type { Episode } from './episodes.ts';
import { SIGN_ACTS } from './readiness.ts';
import { resorted } from './sorted.ts';
import type { Sources } from './sources.ts';
import { compareExtents } from './times.ts';

/** Claims with the same key, in order of time. A list never changes: what changes gets a new list. */
type Lists<K> = Map<K, readonly Claim[]>;

/** Claims that are asked for together: those that count homes, those the clock takes notice of, and signs. */
export type Use = 'homes' | 'clock' | 'signs';

const CLOCK: ReadonlySet<Act> = new Set(CLOCK_ACTS);
const SIGNS: ReadonlySet<Act> = new Set(SIGN_ACTS);
const USES: Readonly<Record<Use, (claim: Claim) => boolean>> = {
  homes: (c) => c.numbers.some(({ number }) => number.of === 'homes'),
  clock: (c) => CLOCK.has(c.act),
  signs: (c) => SIGNS.has(c.act),
};

/**
 * Every claim in lists, kept from one look to the next: only the claims of buckets that have changed are made and put
 * in their places again, so that a look after one more entry does not cost a walk over all claims.
 */
export type ClaimIndex = {
  readonly byLane: Lists<Lane>;
  readonly byAct: Lists<Act>;
  readonly bySubject: Lists<string>;
  /** Those of a subject that tell a number, and those that deny or are denied. */
  readonly numbered: Lists<string>;
  readonly disputed: Lists<string>;
  readonly byUse: Lists<Use>;
  readonly byEntry: Map<EntryId, Claim>;
  readonly byEpisodes: Map<readonly Episode[], readonly Claim[]>;
  byEpisode: WeakMap<Episode, Claim>;
  /** What is told differently in a list of claims or homes, as long as it is that list. */
  contradictions: WeakMap<object, readonly Contradiction[]>;
  /** Of the sources, when the claims were made: which source quotes which is part of every claim. */
  edition: number;
};

export function newClaimIndex(): ClaimIndex {
  return {
    byLane: new Map(),
    byAct: new Map(),
    bySubject: new Map(),
    numbered: new Map(),
    disputed: new Map(),
    byUse: new Map(),
    byEntry: new Map(),
    byEpisodes: new Map(),
    byEpisode: new WeakMap(),
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
  const before = new Set<Claim>();
  for (const [told, claims] of index.byEpisodes) {
    if (now.has(told)) continue;
    index.byEpisodes.delete(told);
    for (const claim of claims) before.add(claim);
  }
  // Most episodes of a bucket that did change are the same ones, and so are their claims.
  const after = new Set<Claim>();
  for (const told of now) {
    if (index.byEpisodes.has(told)) continue;
    const claims = told.map((episode) => claimIn(index, episode, sources));
    index.byEpisodes.set(told, claims);
    for (const claim of claims) after.add(claim);
  }
  const gone = [...before].filter((claim) => !after.has(claim));
  const added = [...after].filter((claim) => !before.has(claim));
  for (const claim of gone) for (const entry of claim.entries) index.byEntry.delete(entry);
  for (const claim of added) for (const entry of claim.entries) index.byEntry.set(entry, claim);
  relist(index.byLane, (c) => c.lane, gone, added);
  relist(index.byAct, (c) => c.act, gone, added);
  relist(index.bySubject, subjectOf, gone, added);
  relist(index.numbered, (c) => (c.numbers.length > 0 ? subjectOf(c) : undefined), gone, added);
  relist(index.disputed, (c) => (isDisputed(c) ? subjectOf(c) : undefined), gone, added);
  for (const use of ['homes', 'clock', 'signs'] as const)
    relist(index.byUse, (c) => (USES[use](c) ? use : undefined), gone, added);
}

function claimIn(index: ClaimIndex, episode: Episode, { rootOf }: Sources): Claim {
  const claim = index.byEpisode.get(episode) ?? claimOf(episode, rootOf);
  index.byEpisode.set(episode, claim);
  return claim;
}

function forget(index: ClaimIndex, edition: number): void {
  for (const lists of [
    index.byLane,
    index.byAct,
    index.bySubject,
    index.numbered,
    index.disputed,
    index.byUse,
    index.byEntry,
    index.byEpisodes,
  ])
    lists.clear();
  index.byEpisode = new WeakMap();
  index.contradictions = new WeakMap();
  index.edition = edition;
}

function relist<K>(
  lists: Lists<K>,
  keyOf: (claim: Claim) => K | undefined,
  gone: readonly Claim[],
  added: readonly Claim[],
): void {
  const fresh = Map.groupBy(added, keyOf);
  const stale = Map.groupBy(gone, keyOf);
  for (const key of new Set([...fresh.keys(), ...stale.keys()])) {
    if (key === undefined) continue;
    const list = resorted(lists.get(key) ?? [], stale.get(key) ?? [], fresh.get(key) ?? [], compareClaims);
    if (list.length > 0) lists.set(key, list);
    else lists.delete(key);
  }
}

/** In order of time. */
export function claimsFor(index: ClaimIndex, use: Use): readonly Claim[] {
  return index.byUse.get(use) ?? NONE;
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
