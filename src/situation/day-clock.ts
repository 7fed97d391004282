import type { Bounds } from '../base/edtf.ts';
import { MINUTE_MS } from '../base/instant.ts';
import type { Wall } from '../base/wall.ts';
import type { EntryId } from '../record/names.ts';
import type { Alarm } from './alarms.ts';
import type { Claim } from './claims.ts';
import type { Home } from './homes.ts';
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

export function dayClock(claims: readonly Claim[], homes: readonly Home[], alarms: readonly Alarm[], asOf: Wall): DayClock {
  const arrival = firstOf(claims, (c) => (c.act === 'force.arrive' || c.act === 'force.advance') && happened(c));
  const alarm = alarms.filter((a) => a.mode === 'real' && a.raisedAt).sort((a, b) => (a.raisedAt && b.raisedAt ? compareExtents(a.raisedAt, b.raisedAt) : 0))[0];
  const start = arrival ?? (alarm?.raisedAt ? { at: alarm.raisedAt.start, entries: [alarm.id] } : undefined);
  if (start === undefined) return { gained: { loMin: 0, hiMin: 0 }, homeMinutes: { loMin: 0, hiMin: 0 }, entries: [] };
  const lost = earliest([firstLost(homes), firstOf(claims, (c) => c.act === 'evict.demolish' && happened(c))]);
  const withdrawal = firstOf(claims, (c) => c.act === 'withdraw' && happened(c) && c.lane === 'authorities');
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

function happened(c: Claim): boolean {
  return c.modality === 'done' || c.modality === 'ongoing';
}

function firstOf(claims: readonly Claim[], wanted: (c: Claim) => boolean): Mark | undefined {
  const found = claims.filter((c) => wanted(c) && latestOf(c.when.start) !== undefined);
  return earliest(found.map((c) => ({ at: c.when.start, entries: c.entries })));
}

function firstLost(homes: readonly Home[]): Mark | undefined {
  const lost = homes.flatMap((h) => h.claims.filter((c) => c.state === 'demolished' && h.state === 'demolished'));
  return earliest(lost.map((c) => ({ at: c.when.start, entries: [c.entry] })));
}

function earliest(marks: readonly (Mark | undefined)[]): Mark | undefined {
  const known = marks.filter((m) => m !== undefined && latestOf(m.at) !== undefined);
  return known.sort((a, b) => (latestOf(a?.at) ?? 0) - (latestOf(b?.at) ?? 0))[0];
}

function latestOf(at: Bounds | undefined): Wall | undefined {
  return at?.hi ?? at?.lo;
}

function homeMinutes(homes: readonly Home[], from: Bounds, asOf: Wall): Minutes {
  let [lo, hi] = [0, 0];
  const sure = latestOf(from) ?? asOf;
  const early = from.lo ?? sure;
  for (const { claims } of homes) {
    const lost = claims.find((c) => c.state === 'demolished');
    const held = claims.filter((c) => c.state !== 'demolished' && c.state !== 'unknown').map((c) => c.when.start.lo ?? 0);
    const lastHeld = Math.max(sure, ...held.filter((at) => lost === undefined || at <= (latestOf(lost.when.start) ?? asOf)));
    lo += held.length > 0 ? Math.max(0, Math.min(lastHeld, asOf) - sure) : 0;
    hi += Math.max(0, (latestOf(lost?.when.start) ?? asOf) - early);
  }
  return { loMin: Math.floor(lo / MINUTE_MS), hiMin: Math.ceil(hi / MINUTE_MS) };
}
