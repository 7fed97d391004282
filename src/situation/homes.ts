import type { Extent } from '../base/edtf.ts';
import type { SourceRef } from '../record/kinds/event.ts';
import type { HomeState } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import type { Section } from './buckets.ts';
import { compareExtents } from './times.ts';

export type HomeClaim = {
  readonly entry: EntryId;
  readonly state: HomeState;
  readonly when: Extent;
  readonly source: SourceRef;
};

/** One home and everything said about its state, in order of time. */
export type Home = {
  readonly code: string;
  readonly state: HomeState;
  /** The claim that gives the state. */
  readonly by: HomeClaim | undefined;
  readonly claims: readonly HomeClaim[];
  /** Claims of the same moment that say otherwise. */
  readonly conflicts: readonly HomeClaim[];
};

// How far a home has been taken. At the same moment the weaker claim speaks and the stronger stands beside it.
const TAKEN: Readonly<Record<HomeState, number>> = {
  unknown: 0,
  standing: 1,
  threatened: 2,
  reached: 3,
  damaged: 4,
  demolished: 5,
};

export const HOMES: Section<Home, HomeClaim> = {
  keysOf: (entry) => (entry.body?.type === 'home' ? entry.body.homes : []),
  read: ({ entry }, context) => {
    if (entry.body?.type !== 'home' || !context.isCurrent(entry)) return undefined;
    const { state, source } = entry.body;
    return { entry: entry.id, state, when: context.timeOf(entry), source };
  },
  compare: (a, b) => compareExtents(a.when, b.when) || TAKEN[b.state] - TAKEN[a.state],
  summarise: (claims, code) => {
    const by = claims.at(-1);
    const conflicts = claims.filter((c) => by !== undefined && c.state !== by.state && contradicts(c, by));
    return { code, state: by?.state ?? 'unknown', by, claims, conflicts };
  },
};

/** Two sources of which one must be wrong: untouched and hurt at the same moment, or anything else after it was demolished. */
function contradicts(a: HomeClaim, b: HomeClaim): boolean {
  if (a.source.id === b.source.id) return false;
  const isSame = compareExtents(a.when, b.when) === 0;
  const isOpposed = (isUntouched(a.state) && isHurt(b.state)) || (isHurt(a.state) && isUntouched(b.state));
  const roseAgain = a.state === 'demolished' && b.state !== 'demolished';
  return (isSame && isOpposed) || roseAgain;
}

function isUntouched(state: HomeState): boolean {
  return state === 'standing' || state === 'threatened';
}

function isHurt(state: HomeState): boolean {
  return state === 'damaged' || state === 'demolished';
}
