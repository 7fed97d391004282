import type { Instant } from '../../base/instant.ts';
import { lastGoesAt } from './allowance.ts';
import type { Pace } from './allowance.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import type { FailedWhy, Row } from './ledger.ts';

/**
 * Why a message did not arrive, as far as the hub knows. `gone`: no such address any more; `unsaid`: it left, and nobody said
 * what became of it; `not-taken`: its carrier took it at no try; `too-slow`: its turn did not come before it was over;
 * `stranded`: the hub gave up its road while it waited; `unknown`: it failed before reasons were kept.
 */
export type NotReached = FailedWhy | 'gone' | 'unsaid' | 'not-taken' | 'too-slow' | 'stranded' | 'unknown';

/**
 * The messages of one alarm by one road: each is handed, spared, failed, waiting or dropped. `handed`: its carrier took it
 * over, or may have; `seen`, where a road tells, and `answered` are among these: by whichever road the person answered.
 * `spared`: not needed any more, since the person had seen or answered another one. `dropped`: never left, since it was over.
 * `reasons`: of all that did not arrive, as far as there is one.
 */
export type RoadReach = {
  readonly channel: ChannelName;
  readonly handed: number;
  readonly seen?: number;
  readonly answered: number;
  readonly spared: number;
  readonly failed: number;
  readonly waiting: number;
  readonly dropped: number;
  readonly reasons: readonly { readonly why: NotReached; readonly messages: number }[];
  /** When the last of those that wait will have gone, at the latest, as far as the pace of the road is known. */
  readonly doneAt?: Instant;
};

type Pacing = {
  readonly paceOf: (channel: ChannelName) => Pace | undefined;
  readonly asOf: Instant;
};

/** Only roads by which something was to go. */
export function roadReaches(rows: readonly Row[], pacing: Pacing): readonly RoadReach[] {
  const groups = Map.groupBy(rows, ({ channel }) => channel);
  return CHANNEL_NAMES.flatMap((channel) => {
    const own = groups.get(channel);
    return own === undefined ? [] : [roadReach(channel, own, pacing)];
  });
}

function roadReach(channel: ChannelName, rows: readonly Row[], { paceOf, asOf }: Pacing): RoadReach {
  const count = (isMeant: (row: Row) => boolean): number => rows.filter(isMeant).length;
  const isHanded = (row: Row): boolean => fateOf(row) === 'handed';
  const waiting = count((row) => fateOf(row) === 'waiting');
  const pace = paceOf(channel);
  const reasons = Map.groupBy(
    rows.flatMap((row) => whyOf(row) ?? []),
    (why) => why,
  );
  return {
    channel,
    handed: count(isHanded),
    ...(channel === 'push' && { seen: count((row) => isHanded(row) && row.seenAt !== undefined) }),
    answered: count((row) => isHanded(row) && row.state === 'answered'),
    spared: count((row) => fateOf(row) === 'spared'),
    failed: count((row) => fateOf(row) === 'failed'),
    waiting,
    dropped: count((row) => fateOf(row) === 'dropped'),
    reasons: [...reasons]
      .map(([why, { length }]) => ({ why, messages: length }))
      .toSorted((a, b) => b.messages - a.messages),
    ...(waiting > 0 && pace && { doneAt: lastGoesAt(waiting, pace, asOf) }),
  };
}

function fateOf({ state, ...row }: Row): 'handed' | 'spared' | 'failed' | 'waiting' | 'dropped' {
  switch (state) {
    case 'accepted':
    case 'unknown':
      return 'handed';
    case 'seen':
    case 'answered':
      return hasArrived(row) ? 'handed' : 'spared';
    case 'gone':
    case 'failed':
    case 'stranded':
      return 'failed';
    case 'planned':
    case 'claimed':
    case 'deferred':
      return 'waiting';
    case 'cancelled':
      return 'dropped';
  }
}

/** Only a notification tells that it was seen: one that does has arrived, before its carrier said so. */
function hasArrived({ channel, handedAt, seenAt }: Pick<Row, 'channel' | 'handedAt' | 'seenAt'>): boolean {
  return handedAt !== undefined || (channel === 'push' && seenAt !== undefined);
}

/** A message that waits its turn has no reason yet; one that was tried and put off has. */
function whyOf({ state, why, tries, ...row }: Row): NotReached | undefined {
  switch (state) {
    case 'gone':
    case 'stranded':
      return state;
    case 'failed':
      return why ?? 'unknown';
    case 'unknown':
      return 'unsaid';
    case 'deferred':
      return tries > 0 ? 'not-taken' : undefined;
    case 'cancelled':
      return tries > 0 ? 'not-taken' : 'too-slow';
    case 'seen':
    case 'answered':
      return tries > 0 && !hasArrived(row) ? 'not-taken' : undefined;
    case 'planned':
    case 'claimed':
    case 'accepted':
      return undefined;
  }
}
