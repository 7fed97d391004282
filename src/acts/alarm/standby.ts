import { DAY_MS, HOUR_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { StandbyEnd } from '../../record/kinds/standby.ts';
import type { EntryId, IncidentId } from '../../record/names.ts';
import type { Standby } from '../../situation/standbys.ts';
import type { OrganiserNow } from './check-ins.ts';

/**
 * What one open incident tells: who did not check in there, and what is a sign that they are coming. What a real alarm there has
 * overtaken is left out.
 */
export type IncidentNow = {
  readonly incident: IncidentId;
  /** Of each role the last check-in that nobody came for in time. */
  readonly missed: readonly {
    readonly who: string;
    readonly due: Instant;
    /** They have come after all. */
    readonly isHere: boolean;
    readonly entries: readonly EntryId[];
  }[];
  /** `since`: when the newest was logged. */
  readonly signs: readonly {
    readonly cause: 'siege' | 'sign';
    readonly since: Instant;
    readonly entries: readonly EntryId[];
  }[];
};

/** Another hub that says it is well. `unknown`: this one started too lately to say. */
export type PeerNow = {
  readonly name: string;
  readonly state: 'heard' | 'silent' | 'unknown';
  readonly heardAt?: Instant;
  readonly silentSince?: Instant;
  /** Whether people here are to be told of its silence. */
  readonly isTold: boolean;
};

/** All that a decision looks at. */
export type WatchNow = {
  readonly asOf: Instant;
  /** Those of the plan; nothing while there is no plan to go by. */
  readonly organisers: readonly OrganiserNow[];
  /** Those that are open. */
  readonly incidents: readonly IncidentNow[];
  readonly peers: readonly PeerNow[];
  /** Standbys that two keyholders have said are over. */
  readonly ordered: ReadonlySet<EntryId>;
  /** A real alarm runs: who is called already is not asked to be ready, and not told that a day has passed. */
  readonly isAlarmRunning: boolean;
};

/** What the hub is to say: that people are to be ready, or that it is over. */
export type StandbyDecision =
  | { readonly step: 'raised'; readonly standby: Raising }
  | { readonly step: 'lifted'; readonly standby: Standby; readonly why: StandbyEnd };

export type Raising = Pick<Standby, 'cause' | 'who' | 'incident' | 'due' | 'entries'>;

/** Told of longer ago it is no news: an old incident that is read back raises nobody. */
const NEWS_MS: number = 6 * HOUR_MS;
/** What people told of, and nobody has ended, is over after so long. */
const LASTS_MS: number = DAY_MS;
const COUNTED_OVER_MS: number = DAY_MS;

/**
 * How many times a day people are told by each kind of reason. What organisers leave unsaid, what people say in an incident and what
 * other hubs leave unsaid are counted apart: whoever makes up entries uses up the entries' share and no other.
 */
const TOLD_MAX = { plan: 6, incidents: 4, peers: 2 } as const;
/** And of these one incident may cause so many. */
const TOLD_OF_INCIDENT_MAX = 2;
/** Who was told that an organiser is missing is not told within the hour that another one is, in the same words. */
const GAP_MS: number = HOUR_MS;

/**
 * What follows for all standbys: those whose reason is gone are lifted, and each new reason raises one, once. It is no alarm and
 * makes none, and while one runs it asks nobody. A reason that joins one that stands is told to nobody, and neither is what is
 * beyond the day's share.
 */
export function stepStandbys(standbys: readonly Standby[], now: WatchNow): readonly StandbyDecision[] {
  const lifts = standbys.flatMap((standby): readonly StandbyDecision[] => {
    const why = standby.lifted === undefined ? endOf(standby, now) : undefined;
    return why === undefined ? [] : [{ step: 'lifted', standby, why }];
  });
  const raised: Raising[] = [];
  for (const reason of reasonsIn(now)) {
    const { since: _, ...raising } = reason;
    const shared = { standbys, raised, asOf: now.asOf };
    if (!isNew(reason, standbys, now.asOf)) continue;
    if (isWithinShare(raising, shared) && isAfterGap(raising, shared)) raised.push(raising);
  }
  return [...lifts, ...raised.map((standby) => ({ step: 'raised' as const, standby }))];
}

/** Reasons to be ready that are told to nobody, since as many were told today as may be. */
export function untoldReasons(standbys: readonly Standby[], now: WatchNow): number {
  return reasonsIn(now).filter(
    (reason) =>
      isNew(reason, standbys, now.asOf) && !isWithinShare(reason, { standbys, raised: [], asOf: now.asOf }),
  ).length;
}

/** `since`: the moment that tells a new reason from one that was told before. */
type Reason = Raising & { readonly since: Instant };

function reasonsIn({ asOf, organisers, incidents, peers, isAlarmRunning }: WatchNow): readonly Reason[] {
  if (isAlarmRunning) return [];
  const isNews = (since: Instant): boolean => Math.abs(asOf - since) <= NEWS_MS;
  const missing = organisers.flatMap(({ handle, state, due }): readonly Reason[] =>
    state === 'missed' && due !== undefined
      ? [{ cause: 'check-in', who: handle, due, since: due, entries: [] }]
      : [],
  );
  const said = incidents.flatMap(({ incident, missed, signs }): readonly Reason[] => [
    ...missed.flatMap(({ who, due, isHere, entries }): readonly Reason[] =>
      isHere || !isNews(due) ? [] : [{ cause: 'check-in', who, incident, due, since: due, entries }],
    ),
    ...signs.flatMap(({ cause, since, entries }): readonly Reason[] =>
      isNews(since) ? [{ cause, incident, since, entries }] : [],
    ),
  ]);
  const silent = peers.flatMap(({ name, isTold, silentSince }): readonly Reason[] =>
    isTold && silentSince !== undefined
      ? [{ cause: 'peer', who: name, since: silentSince, entries: [] }]
      : [],
  );
  return [...missing, ...said, ...silent];
}

function isSameReason(a: Raising, b: Raising): boolean {
  return a.cause === b.cause && a.who === b.who && a.incident === b.incident;
}

/** Whether nobody was told of it: none stands for the same, and it is younger than the end of all that did. */
function isNew(reason: Reason, standbys: readonly Standby[], asOf: Instant): boolean {
  return standbys
    .filter((standby) => isSameReason(standby, reason))
    .every(({ lifted, due }) => {
      if (lifted === undefined) return false;
      // An end that lies ahead was said before the hub's clock was set back.
      return lifted.at > asOf ? due !== reason.due : reason.since > lifted.at;
    });
}

type Shared = {
  readonly standbys: readonly Standby[];
  /** In the same look. */
  readonly raised: readonly Raising[];
  readonly asOf: Instant;
};

function isWithinShare(raising: Raising, { standbys, raised, asOf }: Shared): boolean {
  const today = standbys.filter(({ raisedAt }) => Math.abs(asOf - raisedAt) < COUNTED_OVER_MS);
  const counted = [...today, ...raised];
  const share = shareOf(raising);
  const ofIncident = counted.filter(
    ({ incident }) => incident !== undefined && incident === raising.incident,
  );
  return (
    counted.filter((each) => shareOf(each) === share).length < TOLD_MAX[share] &&
    ofIncident.length < TOLD_OF_INCIDENT_MAX
  );
}

/** Whether nobody has just been told the same words. Of each share by itself: made-up reasons hold up no other. */
function isAfterGap(raising: Raising, { standbys, raised, asOf }: Shared): boolean {
  const isAlike = (each: Raising): boolean =>
    shareOf(each) === shareOf(raising) && wordsFor(each.cause) === wordsFor(raising.cause);
  const isJust = (each: Standby): boolean => isAlike(each) && Math.abs(asOf - each.raisedAt) < GAP_MS;
  return !standbys.some(isJust) && !raised.some(isAlike);
}

/** A siege is told as a sign: everybody would know whose home it is. */
function wordsFor(cause: Raising['cause']): Raising['cause'] {
  return cause === 'siege' ? 'sign' : cause;
}

function shareOf({ cause, incident }: Raising): keyof typeof TOLD_MAX {
  if (cause === 'peer') return 'peers';
  return incident === undefined ? 'plan' : 'incidents';
}

function endOf(standby: Standby, now: WatchNow): StandbyEnd | undefined {
  if (now.ordered.has(standby.id)) return 'order';
  const { cause, who, incident, raisedAt, index } = standby;
  if (cause === 'peer') return peerEnd(now.peers.find(({ name }) => name === who));
  if (incident === undefined) {
    const organiser = now.organisers.find(({ handle }) => handle === who);
    if (organiser === undefined) return 'gone';
    return (organiser.heard?.index ?? -1) > index ? 'came' : undefined;
  }
  return incidentEnd(standby, now) ?? (isPast(raisedAt, now) ? 'time' : undefined);
}

function isPast(raisedAt: Instant, { asOf, isAlarmRunning }: WatchNow): boolean {
  return !isAlarmRunning && asOf - raisedAt > LASTS_MS;
}

function incidentEnd({ cause, who, incident }: Standby, now: WatchNow): StandbyEnd | undefined {
  const there = now.incidents.find((each) => each.incident === incident);
  if (there === undefined) return 'gone';
  if (cause !== 'check-in') return there.signs.some((sign) => sign.cause === cause) ? undefined : 'gone';
  const missed = there.missed.find((each) => each.who === who);
  if (missed === undefined) return 'gone';
  return missed.isHere ? 'came' : undefined;
}

function peerEnd(peer: PeerNow | undefined): StandbyEnd | undefined {
  if (peer === undefined) return 'gone';
  return peer.state === 'heard' ? 'came' : undefined;
}
