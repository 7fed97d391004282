import { instant, SECOND_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { EntryId } from '../../record/names.ts';
import type { Alarm } from '../../situation/alarms.ts';
import { wavesOf } from './audience.ts';
import type { Site } from './audience.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import { followUps } from './ladder.ts';
import { isInCircle } from './match.ts';
import { PHASES } from './ledger.ts';
import type { Ledger, LedgerEvent, Phase, Row, RowState } from './ledger.ts';
import type { Roster } from './roster.ts';

/** What planning looks at besides the alarm. */
export type Planning = {
  readonly ledger: Ledger;
  readonly roster: Roster;
  readonly site: Site;
  /** Since no approach is open any more: who is on the way goes elsewhere. */
  readonly isRingClosed: boolean;
  readonly asOf: Instant;
};

/** Between two waves; carriers throttle, so that the nearest are served first. */
export const WAVE_EVERY_MS: number = 2 * SECOND_MS;
const PRESS_TIER = 3;

/**
 * The messages that an alarm calls for now and that are not in the ledger yet. Asked again it asks for nothing twice: what
 * was lost between a decision and its messages is made up for.
 */
export function planMessages(alarm: Alarm, planning: Planning): readonly LedgerEvent[] {
  if (alarm.mode === undefined) return [];
  if (alarm.endedAs !== undefined) return planOver(alarm.id, planning);
  const asked = alarm.tier >= 1 ? calls(alarm.id, 1, planning) : [];
  const called = [2, 3, 4].flatMap((tier) => (alarm.tier >= tier ? calls(alarm.id, tier, planning) : []));
  const redirected = planning.isRingClosed ? redirects(alarm.id, planning) : [];
  return [...redirected, ...asked, ...called, ...followUps(alarm.id, planning, ['redirect', 'ask', 'call'])];
}

/** The first road of each person who has no message of this phase yet; e-mail beside it from tier 3 on. */
function calls(
  alarm: EntryId,
  tier: number,
  { ledger, roster, site, asOf }: Planning,
): readonly LedgerEvent[] {
  const phase: Phase = tier === 1 ? 'ask' : 'call';
  const isTold = (person: number): boolean =>
    CHANNEL_NAMES.some((channel) => ledger.find({ alarm, phase, channel, person }) !== undefined);
  return wavesOf(roster, tier, site).flatMap(({ rank, people }) => {
    const fresh = people.filter((person) => !isTold(person));
    const due = instant(asOf + rank * WAVE_EVERY_MS);
    const firstBy = (channel: ChannelName): readonly number[] =>
      fresh.filter((person) => firstRoad(roster, person) === channel);
    const beside = (person: number): boolean => tier >= PRESS_TIER && roster.has(person, 'email');
    return CHANNEL_NAMES.flatMap((channel) => {
      const first = firstBy(channel);
      const also = channel === 'email' ? fresh.filter((p) => beside(p) && !first.includes(p)) : [];
      return planned({ alarm, phase, channel, due }, [...first, ...also]);
    });
  });
}

/** By which somebody is told first, of those that are open. */
export function firstRoad(roster: Roster, person: number): ChannelName | undefined {
  return CHANNEL_NAMES.find((channel) => roster.has(person, channel));
}

const HANDED: ReadonlySet<RowState> = new Set(['claimed', 'accepted', 'unknown', 'seen', 'answered']);

/** Everybody by the road they were told by; what has not gone out yet never goes. */
export function planOver(
  alarm: EntryId,
  { ledger, roster, asOf }: Pick<Planning, 'ledger' | 'roster' | 'asOf'>,
): readonly LedgerEvent[] {
  const over = toSame(alarm, 'over', { ledger, asOf }, ({ phase }) => phase !== 'over');
  const all = [...over, ...followUps(alarm, { ledger, roster, asOf }, ['over'])];
  return hasQueued(ledger, alarm) ? [{ kind: 'cancel', alarm, at: asOf }, ...all] : all;
}

function hasQueued(ledger: Ledger, alarm: EntryId): boolean {
  const queued = (phase: Phase): number =>
    ledger.count(alarm, { state: 'planned', phase }) + ledger.count(alarm, { state: 'deferred', phase });
  return PHASES.some((phase) => phase !== 'over' && queued(phase) > 0);
}

/** Whoever was called to the place: nobody knows who of them has set out. Who is far away was never asked to come. */
function redirects(alarm: EntryId, { ledger, roster, site, asOf }: Planning): readonly LedgerEvent[] {
  const isFar = (person: number): boolean =>
    roster.role(person) === 'supporter' &&
    (site.point === undefined || !isInCircle(roster.circle(person), site.point));
  return toSame(
    alarm,
    'redirect',
    { ledger, asOf },
    ({ phase, person }) => phase === 'call' && !isFar(person),
  );
}

/** A message to all who were handed one of these, by the same road. */
function toSame(
  alarm: EntryId,
  phase: Phase,
  { ledger, asOf }: Pick<Planning, 'ledger' | 'asOf'>,
  isMeant: (row: Row) => boolean,
): readonly LedgerEvent[] {
  const people = new Map<ChannelName, Set<number>>();
  ledger.each(alarm, (row) => {
    const { channel, person } = row;
    if (!HANDED.has(row.state) || !isMeant(row)) return;
    if (ledger.find({ alarm, phase, channel, person }) !== undefined) return;
    const same = people.get(channel) ?? new Set();
    if (same.size === 0) people.set(channel, same);
    same.add(person);
  });
  return [...people].flatMap(([channel, those]) => planned({ alarm, phase, channel, due: asOf }, [...those]));
}

function planned(
  of: Pick<LedgerEvent & { readonly kind: 'plan' }, 'alarm' | 'phase' | 'channel' | 'due'>,
  people: readonly number[],
): readonly LedgerEvent[] {
  return people.length === 0 ? [] : [{ kind: 'plan', ...of, people }];
}
