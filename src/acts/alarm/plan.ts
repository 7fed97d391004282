import { instant, SECOND_MS } from '../../base/instant.ts';
import type { EntryId } from '../../record/names.ts';
import type { Alarm } from '../../situation/alarms.ts';
import { wavesOf } from './audience.ts';
import type { Site } from './audience.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import { heldUp, isTimely } from './held-up.ts';
import type { HoldingUp } from './held-up.ts';
import { followUps } from './ladder.ts';
import { PHASES } from './ledger-rows.ts';
import type { Ledger, LedgerEvent, Phase, Row, RowState } from './ledger.ts';
import type { Roster } from './roster.ts';

/** What planning looks at besides the alarm. */
export type Planning = HoldingUp & {
  readonly site: Site;
  /** Since no approach is open any more: who is on the way goes elsewhere. */
  readonly isRingClosed: boolean;
};

/** Between two waves; carriers throttle, so that the nearest are served first. */
export const WAVE_EVERY_MS: number = 2 * SECOND_MS;
const PRESS_TIER = 3;

const RUNNING: readonly Phase[] = ['redirect', 'ask', 'call'];

/**
 * The messages that an alarm calls for now and that are not in the ledger yet, and what becomes of those that cannot go as they
 * were planned. Asked again it asks for nothing twice: what was lost between a decision and its messages is made up for. Who
 * gave hours is called within them alone, once they begin too while the alarm runs.
 */
export function planMessages(alarm: Alarm, planning: Planning): readonly LedgerEvent[] {
  if (alarm.mode === undefined) return [];
  if (alarm.endedAs !== undefined) return planOver(alarm.id, planning);
  const asked = alarm.tier >= 1 ? calls(alarm.id, 1, planning) : [];
  const called = [2, 3, 4].flatMap((tier) => (alarm.tier >= tier ? calls(alarm.id, tier, planning) : []));
  const redirected = planning.isRingClosed ? redirects(alarm.id, planning) : [];
  return [
    ...heldUp(alarm.id, RUNNING, planning),
    ...redirected,
    ...asked,
    ...called,
    ...followUps(alarm.id, planning, RUNNING),
  ];
}

/** The first road of each person who has no message of this phase yet; e-mail beside it from tier 3 on. */
function calls(alarm: EntryId, tier: number, planning: Planning): readonly LedgerEvent[] {
  const { ledger, roster, site, asOf } = planning;
  const phase: Phase = tier === 1 ? 'ask' : 'call';
  const isTold = (person: number): boolean =>
    CHANNEL_NAMES.some((channel) => ledger.find({ alarm, phase, channel, person }) !== undefined);
  return wavesOf(roster, tier, site).flatMap(({ rank, people }) => {
    const fresh = people.filter((person) => !isTold(person) && isTimely(person, phase, planning));
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
export function planOver(alarm: EntryId, planning: HoldingUp): readonly LedgerEvent[] {
  const { ledger, asOf } = planning;
  const over = toSame(alarm, 'over', planning, ({ phase }) => phase !== 'over');
  const all = [...heldUp(alarm, ['over'], planning), ...over, ...followUps(alarm, planning, ['over'])];
  return hasQueued(ledger, alarm) ? [{ kind: 'cancel', alarm, at: asOf }, ...all] : all;
}

function hasQueued(ledger: Ledger, alarm: EntryId): boolean {
  const mayGo = (phase: Phase): boolean =>
    (['planned', 'deferred', 'stranded'] as const).some((state) => ledger.count(alarm, { state, phase }) > 0);
  return PHASES.some((phase) => phase !== 'over' && mayGo(phase));
}

/** Whoever was called to the place: nobody knows who of them has set out. Who is far away was never asked to come. */
function redirects(alarm: EntryId, { ledger, roster, site, asOf }: Planning): readonly LedgerEvent[] {
  const isFar = (person: number): boolean =>
    roster.role(person) === 'supporter' && roster.metresTo(person, site) === undefined;
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
