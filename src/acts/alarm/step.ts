import { MINUTE_MS } from '../../base/instant.ts';
import type { Wall } from '../../base/wall.ts';
import type { AlarmStepBody } from '../../record/kinds/alarm.ts';
import type { EntryId } from '../../record/names.ts';
import type { Alarm } from '../../situation/alarms.ts';

/** A decision the hub ought to sign, as an `alarm.step` entry about `alarm`. */
export type AlarmDecision = { readonly alarm: EntryId; readonly body: AlarmStepBody };

/** How many distinct people stand behind an alarm before it goes further (alarm.md, "Engine"). */
export type AlarmPolicy = { readonly confirmationsMin: number; readonly lapseAfterMin: number };

// The raise and one confirmation: "any two neighbours". Waiting for a second confirmation costs arrivals.
const FIRST_POLICY: AlarmPolicy = { confirmationsMin: 1, lapseAfterMin: 15 };

/**
 * What follows for one alarm, in first form: wardens are asked at once, neighbours are called once somebody
 * else has seen it too, and an alarm nobody confirms lapses. Tiers 3 and 4 need to know who is a warden, an
 * observer or a keyholder, and so wait for grants.
 */
export function stepAlarm(
  alarm: Alarm,
  asOf: Wall,
  policy: AlarmPolicy = FIRST_POLICY,
): AlarmDecision | undefined {
  if (alarm.mode === undefined || alarm.endedAs !== undefined) return undefined;
  const decide = (body: AlarmStepBody): AlarmDecision => ({ alarm: alarm.id, body });
  if (alarm.tier < 1) return decide({ type: 'alarm-step', step: 'tier', tier: 1 });
  // "No" votes hold the next tier back: as many must have seen it as say it is not so.
  const hasQuorum =
    alarm.confirmedBy.length >= policy.confirmationsMin && alarm.refutedBy.length <= alarm.confirmedBy.length;
  if (alarm.tier < 2 && hasQuorum) return decide({ type: 'alarm-step', step: 'tier', tier: 2 });
  const asked = alarm.steps.find((s) => s.tier === 1)?.when.start.hi;
  const isLapsed = alarm.tier < 2 && asked !== undefined && asOf - asked > policy.lapseAfterMin * MINUTE_MS;
  return isLapsed ? decide({ type: 'alarm-step', step: 'lapsed' }) : undefined;
}
