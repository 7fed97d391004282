import type { Bounds } from '../base/edtf.ts';
import { MINUTE_MS } from '../base/instant.ts';
import type { Wall } from '../base/wall.ts';
import type { Act } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import type { Alarm } from './alarms.ts';
import type { Claim } from './claims.ts';
import type { Home, HomeClaim } from './homes.ts';
import { remembered } from './remembered.ts';
import { bounds, compareExtents, minutesBetween } from './times.ts';
import type { Minutes } from './times.ts';

/**
 * The time that was gained. It runs from the arrival of the force (from the alarm, while nobody has told of an
 * arrival) until the first home is lost, the force withdraws, or the moment of looking.
 */
export type DayClock = {
  readonly startedAt?: Bounds;
  readonly startedBy?: 'arrival' | 'alarm';
  readonly endedBy?: 'home-lost' | 'withdrawal';
  readonly gained: Minutes;
  /** Homes times minutes held: at least until each home was last told of as not lost, at most until it was lost or now. */
  readonly homeMinutes: Minutes;
  readonly entries: readonly EntryId[];
};

type Mark = { readonly at: Bounds; readonly entries: readonly EntryId[] };

/** What the clock takes notice of; it need not be given other claims. */
export const CLOCK_ACTS: readonly Act[] = ['force.arrive', 'force.advance', 'evict.demolish', 'withdraw'];

export function dayClock(
  claims: readonly Claim[],
  homes: readonly Home[],
  alarms: readonly Alarm[],
  asOf: Wall,
): DayClock {
  const arrival = firstArrival(claims);
  const alarm = alarms
    .filter(isSerious)
    .sort((a, b) => (a.raisedAt && b.raisedAt ? compareExtents(a.raisedAt, b.raisedAt) : 0))[0];
  const start = arrival ?? (alarm?.raisedAt ? { at: alarm.raisedAt.start, entries: [alarm.id] } : undefined);
  if (start === undefined)
    return { gained: { loMin: 0, hiMin: 0 }, homeMinutes: { loMin: 0, hiMin: 0 }, entries: [] };
  // What was over before they came ends nothing.
  const since = start.at.lo ?? Number.NEGATIVE_INFINITY;
  const lost = earliest([firstLost(homes, since), firstDemolition(claims, since)]);
  const withdrawal = firstWithdrawal(claims, since);
  const now: Mark = { at: bounds(asOf, asOf), entries: [] };
  const end = earliest([lost, withdrawal, now]) ?? now;
  return {
    startedAt: start.at,
    startedBy: arrival ? 'arrival' : 'alarm',
    ...(end === lost && { endedBy: 'home-lost' as const }),
    ...(end === withdrawal && { endedBy: 'withdrawal' as const }),
    gained: minutesBetween(start.at, end.at),
    homeMinutes: homeMinutes(homes, start.at, asOf),
    entries: [...start.entries, ...end.entries],
  };
}

/** Drills, false alarms and alarms nobody confirmed start nothing. */
function isSerious(a: Alarm): boolean {
  return a.mode === 'real' && a.raisedAt !== undefined && a.endedAs !== 'false' && a.endedAs !== 'lapsed';
}

function happened(c: Claim): boolean {
  return c.modality === 'done' || c.modality === 'ongoing';
}

const firstArrival = remembered((claims: readonly Claim[]) =>
  firstOf(claims, (c) => (c.act === 'force.arrive' || c.act === 'force.advance') && happened(c)),
);
const firstDemolition = remembered((claims: readonly Claim[], since: number) =>
  firstOf(claims, (c) => c.act === 'evict.demolish' && happened(c), since),
);
const firstWithdrawal = remembered((claims: readonly Claim[], since: number) =>
  firstOf(claims, (c) => c.act === 'withdraw' && happened(c) && c.lane === 'authorities', since),
);

function firstOf(
  claims: readonly Claim[],
  wanted: (c: Claim) => boolean,
  since: number = Number.NEGATIVE_INFINITY,
): Mark | undefined {
  let first: Claim | undefined;
  for (const claim of claims) {
    if (wanted(claim) && isSince(claim.when.start, since) && isEarlier(claim.when.start, first?.when.start))
      first = claim;
  }
  return first && { at: first.when.start, entries: first.entries };
}

const firstLost = remembered((homes: readonly Home[], since: number): Mark | undefined => {
  let first: HomeClaim | undefined;
  for (const home of homes) {
    const lost = home.state === 'demolished' ? firstLoss(home, since) : undefined;
    if (lost !== undefined && isEarlier(lost.when.start, first?.when.start)) first = lost;
  }
  return first && { at: first.when.start, entries: [first.entry] };
});

const firstLoss = remembered(({ claims }: Home, since: number): HomeClaim | undefined => {
  let first: HomeClaim | undefined;
  for (const claim of claims) {
    if (
      claim.state === 'demolished' &&
      isSince(claim.when.start, since) &&
      isEarlier(claim.when.start, first?.when.start)
    )
      first = claim;
  }
  return first;
});

/** Of two at the same time the first one stays. */
function isEarlier(at: Bounds, than: Bounds | undefined): boolean {
  return than === undefined || (latestOf(at) ?? 0) < (latestOf(than) ?? 0);
}

function earliest(marks: readonly (Mark | undefined)[]): Mark | undefined {
  const known = marks.filter((m) => m !== undefined && latestOf(m.at) !== undefined);
  return known.sort((a, b) => (latestOf(a?.at) ?? 0) - (latestOf(b?.at) ?? 0))[0];
}

function isSince(at: Bounds, since: number): boolean {
  const latest = latestOf(at);
  return latest !== undefined && latest >= since;
}

function latestOf(at: Bounds | undefined): Wall | undefined {
  return at?.hi ?? at?.lo;
}

function homeMinutes(homes: readonly Home[], from: Bounds, asOf: Wall): Minutes {
  let [lo, hi] = [0, 0];
  const sure = from.hi ?? asOf;
  for (const { lost, lastHeld } of homesHeld(homes, sure)) {
    lo += Math.max(0, Math.min(lastHeld, asOf) - sure);
    hi += Math.max(0, Math.min(lost, asOf) - (from.lo ?? sure));
  }
  const loMin = Math.floor(lo / MINUTE_MS);
  // Nobody says since when: then nobody can say how long at most.
  return from.lo === undefined ? { loMin } : { loMin, hiMin: Math.ceil(hi / MINUTE_MS) };
}

type Held = { readonly lost: number; readonly lastHeld: number };

const homesHeld = remembered((homes: readonly Home[], sure: number): readonly Held[] =>
  homes.map((home) => homeHeld(home, sure)),
);

/** When a home was lost, and when it was last told of as not lost before that: `sure` at the earliest. */
const homeHeld = remembered(({ claims }: Home, sure: number): Held => {
  const lost = claims.find((c) => c.state === 'demolished')?.when.start.hi ?? Number.POSITIVE_INFINITY;
  const held = claims
    .filter((c) => c.state !== 'demolished' && c.state !== 'unknown')
    .map((c) => c.when.start.lo ?? sure);
  return { lost, lastHeld: held.reduce((last, at) => (at <= lost ? Math.max(last, at) : last), sure) };
});
