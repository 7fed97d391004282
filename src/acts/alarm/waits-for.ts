import type { AlarmPolicy } from '../../record/kinds/alarm.ts';
import type { Alarm } from '../../situation/alarms.ts';
import { lackFor, ORDERED_BY } from './quorum.ts';
import type { Lack } from './quorum.ts';
import { minutesSince, policyOf, TIER_MAX } from './step.ts';
import type { Looking } from './step.ts';

/**
 * What the next tier of a running alarm waits for. `turnout`: enough seem to be coming; it opens all the same after so many
 * minutes more. `opening`: nothing any more, the hub opens it with its next look.
 */
export type Waiting = { readonly tier: number } & (
  | Lack
  | { readonly kind: 'turnout'; readonly minutes: number }
  | { readonly kind: 'opening' }
);

/** Nothing for an alarm that is over, was never raised here, or goes no further; by the same rules as the decisions. */
export function waitsFor(alarm: Alarm, looking: Looking, placePolicy?: AlarmPolicy): Waiting | undefined {
  const { mode, endedAs } = alarm;
  const tier = alarm.tier + 1;
  if (mode === undefined || endedAs !== undefined || tier > TIER_MAX[mode]) return undefined;
  const policy = policyOf(alarm, placePolicy);
  const lack = lackFor(alarm, tier, policy, looking);
  if (lack !== undefined) return { tier, ...lack };
  const minutes = policy.widenAfterMin - minutesSince(alarm, alarm.tier, looking.asOf);
  const isOrdered = (looking.ordered.abroad ?? 0) >= ORDERED_BY;
  const isEnough = tier > 2 && looking.expected >= policy.peopleWanted && minutes > 0 && !isOrdered;
  return isEnough ? { tier, kind: 'turnout', minutes: Math.ceil(minutes) } : { tier, kind: 'opening' };
}
