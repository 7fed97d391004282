import type { Instant } from '../../base/instant.ts';
import type { AlarmMode, AlarmPolicy, StepReason } from '../../record/kinds/alarm.ts';
import type { EntryId } from '../../record/names.ts';
import type { Alarm } from '../../situation/alarms.ts';
import { lastGoesAt } from './allowance.ts';
import type { Pace } from './allowance.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import type { Forecast } from './forecast.ts';
import { areasDown } from './ladder.ts';
import type { Ledger, RowState } from './ledger.ts';
import type { Roster } from './roster.ts';
import type { Looking } from './step.ts';
import { waitsFor } from './waits-for.ts';
import type { Waiting } from './waits-for.ts';

/**
 * The messages of one alarm by one road, of all its phases. `handed`: its carrier took it over, or nobody knows whether it
 * did; `seen` and `answered` are among these, and who answered has seen it.
 */
export type RoadReport = {
  readonly channel: ChannelName;
  readonly handed: number;
  readonly seen: number;
  readonly answered: number;
  /** No such address any more, or the message was refused for good. */
  readonly failed: number;
  readonly waiting: number;
  /** People of a message that waited when the hub gave the road up, and whom no other reaches. */
  readonly cutOff: number;
  /** When the last of those that wait will have gone, at the latest, as far as the pace of the road is known. */
  readonly doneAt?: Instant;
};

/** How an alarm stands, beyond what the record says of it. */
export type AlarmReport = {
  readonly alarm: EntryId;
  readonly mode?: AlarmMode;
  readonly tier: number;
  /** Why this tier was opened. */
  readonly why?: StepReason;
  readonly waitsFor?: Waiting;
  /** Of an alarm that is real and runs, once neighbours were called. */
  readonly forecast?: Forecast;
  /** Only roads by which something was to go. */
  readonly roads: readonly RoadReport[];
  /** Cells whose data network seems to be down. */
  readonly areasDown: readonly string[];
};

export type Reporting = {
  readonly ledger: Ledger;
  readonly roster: Roster;
  /** How fast a road takes messages. */
  readonly paceOf: (channel: ChannelName) => Pace | undefined;
  readonly looking: Looking;
  readonly forecast: Forecast;
  readonly policy: AlarmPolicy;
  readonly asOf: Instant;
};

/** What there is to say of an alarm; of one that is over, what became of its messages. */
export function alarmReport(alarm: Alarm, reporting: Reporting): AlarmReport {
  const { ledger, roster, looking, forecast, policy, asOf } = reporting;
  const { id, mode, tier, endedAs } = alarm;
  const why = alarm.steps.find((step) => step.tier === tier)?.why;
  const waiting = waitsFor(alarm, looking, policy);
  const isRunning = endedAs === undefined;
  const cutOff = cutOffFrom(id, ledger);
  return {
    alarm: id,
    ...(mode !== undefined && { mode }),
    tier,
    ...(why !== undefined && { why }),
    ...(waiting && { waitsFor: waiting }),
    // What a drill counts stands in no figure, so there is nothing to reckon with.
    ...(isRunning && mode === 'real' && tier >= 2 && { forecast }),
    roads: CHANNEL_NAMES.flatMap((channel) => roadReport(id, channel, { ...reporting, cutOff })),
    areasDown: isRunning ? [...areasDown(id, { ledger, roster, asOf })].toSorted() : [],
  };
}

function roadReport(
  alarm: EntryId,
  channel: ChannelName,
  { ledger, paceOf, asOf, cutOff }: Reporting & { readonly cutOff: ReadonlyMap<ChannelName, number> },
): readonly RoadReport[] {
  const count = (...states: readonly RowState[]): number =>
    states.reduce((sum, state) => sum + ledger.count(alarm, { state, channel }), 0);
  const waiting = count('planned', 'deferred');
  const handed = count('accepted', 'unknown', 'seen', 'answered');
  const failed = count('gone', 'failed');
  const lost = cutOff.get(channel) ?? 0;
  if (waiting + handed + failed + lost + count('claimed') === 0) return [];
  const pace = paceOf(channel);
  return [
    {
      channel,
      handed,
      seen: count('seen', 'answered'),
      answered: count('answered'),
      failed,
      waiting,
      cutOff: lost,
      ...(waiting > 0 && pace && { doneAt: lastGoesAt(waiting, pace, asOf) }),
    },
  ];
}

const LOST: ReadonlySet<RowState> = new Set(['gone', 'failed', 'stranded']);

/** Those of whom all messages of a phase are lost; each counts once at a road that was given up under them. */
function cutOffFrom(alarm: EntryId, ledger: Ledger): ReadonlyMap<ChannelName, number> {
  if (ledger.count(alarm, { state: 'stranded' }) === 0) return new Map();
  const stranded = new Map<string, { readonly person: number; readonly channel: ChannelName }>();
  const reached = new Set<string>();
  ledger.each(alarm, ({ phase, person, channel, state }) => {
    const who = `${phase} ${person}`;
    if (!LOST.has(state)) reached.add(who);
    else if (state === 'stranded' && !stranded.has(who)) stranded.set(who, { person, channel });
  });
  const people = Map.groupBy(
    [...stranded].flatMap(([who, lost]) => (reached.has(who) ? [] : [lost])),
    ({ channel }) => channel,
  );
  return new Map(
    [...people].map(([channel, lost]) => [channel, new Set(lost.map(({ person }) => person)).size]),
  );
}
