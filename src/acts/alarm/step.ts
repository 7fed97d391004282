import { HOUR_MS, MINUTE_MS } from '../../base/instant.ts';
import type { Wall } from '../../base/wall.ts';
import type { AlarmPolicy, AlarmStep, AlarmStepBody, StepReason } from '../../record/kinds/alarm.ts';
import type { EntryId } from '../../record/names.ts';
import type { Alarm } from '../../situation/alarms.ts';
import { hasQuorum, ORDERED_BY } from './quorum.ts';
import type { Standing } from './quorum.ts';

/** A decision the hub ought to sign, as an `alarm.step` entry about `alarm`. */
export type AlarmDecision = { readonly alarm: EntryId; readonly body: AlarmStepBody };

/** What a decision looks at besides the alarm itself. */
export type Looking = Standing & {
  readonly asOf: Wall;
  /** People expected to be there, of those told so far; see `forecast.ts`. */
  readonly expected: number;
  /** Raises by the same key within the hour before this one. */
  readonly raisedBefore: number;
};

/** By what a new alarm goes unless its place says otherwise (alarm.md, "Engine"). */
export const POLICY_DEFAULT: AlarmPolicy = {
  confirmationsMin: 1,
  voicesForPressMin: 3,
  lapseAfterMin: 15,
  widenAfterMin: 20,
  peopleWanted: 200,
  raisesPerHourMax: 3,
};

/** Over how long raises of one key are counted. */
export const RAISES_WITHIN_MS: number = HOUR_MS;

/** A drill calls nobody from outside the settlement. */
export const TIER_MAX: Readonly<Record<NonNullable<Alarm['mode']>, number>> = { real: 4, drill: 2 };
const ENDS = ['ended', 'false', 'duplicate'] as const;

/**
 * What follows for one alarm: wardens are asked at once; each further tier opens once enough stand behind the alarm and too
 * few are coming, or time has passed; two keyholders end it, or call abroad; what nobody confirms lapses. A drill goes no
 * further than the settlement. Nothing follows for an alarm that ended.
 */
export function stepAlarm(
  alarm: Alarm,
  looking: Looking,
  placePolicy: AlarmPolicy = POLICY_DEFAULT,
): AlarmDecision | undefined {
  const { mode } = alarm;
  if (mode === undefined || alarm.endedAs !== undefined) return undefined;
  const decide = (step: AlarmStep, why: StepReason, more: Partial<AlarmStepBody> = {}): AlarmDecision => ({
    alarm: alarm.id,
    body: { type: 'alarm-step', step, why, ...more },
  });
  // To end a drill one is enough.
  const end = ENDS.find((order) => (looking.ordered[order] ?? 0) >= (mode === 'drill' ? 1 : 2));
  if (end !== undefined) return decide(end, 'order');
  if (alarm.tier < 1) {
    if (looking.raisedBefore >= placePolicy.raisesPerHourMax) return decide('lapsed', 'too-many');
    return decide('tier', 'voices', { tier: 1, policy: placePolicy });
  }
  const policy = policyOf(alarm, placePolicy);
  const next = alarm.tier + 1;
  const why = next <= TIER_MAX[mode] ? whyOpen(alarm, next, policy, looking) : undefined;
  if (why !== undefined) return decide('tier', why, { tier: next });
  const minutes = minutesSince(alarm, 1, looking.asOf);
  return alarm.tier < 2 && minutes > policy.lapseAfterMin ? decide('lapsed', 'time') : undefined;
}

/** What was settled when the alarm was raised. */
export function policyOf({ steps }: Alarm, otherwise: AlarmPolicy = POLICY_DEFAULT): AlarmPolicy {
  return steps.find(({ policy }) => policy)?.policy ?? otherwise;
}

function whyOpen(alarm: Alarm, tier: number, policy: AlarmPolicy, looking: Looking): StepReason | undefined {
  if (!hasQuorum(alarm, tier, policy, looking)) return undefined;
  if ((looking.ordered.abroad ?? 0) >= ORDERED_BY) return 'order';
  // Nobody has been called yet: there is no turnout to look at.
  if (tier === 2 || looking.expected < policy.peopleWanted) return 'voices';
  return minutesSince(alarm, alarm.tier, looking.asOf) >= policy.widenAfterMin ? 'time' : undefined;
}

/** Minutes since a tier was opened; 0 where it was not. */
export function minutesSince({ steps }: Alarm, tier: number, asOf: Wall): number {
  const opened = steps.find((s) => s.tier === tier)?.when.start.hi;
  return opened === undefined ? 0 : (asOf - opened) / MINUTE_MS;
}
