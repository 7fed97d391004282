import { MINUTE_MS } from '../../base/instant.ts';
import type { Wall } from '../../base/wall.ts';
import type { AlarmStepBody } from '../../record/kinds/alarm.ts';
import type { AuthorKey, EntryId } from '../../record/names.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { Standings } from '../../situation/people-state.ts';
import { voicesOf } from '../../situation/voices.ts';

/** A decision the hub ought to sign, as an `alarm.step` entry about `alarm`. */
export type AlarmDecision = { readonly alarm: EntryId; readonly body: AlarmStepBody };

/** How many voices stand behind an alarm before it goes further (alarm.md, "Engine"). */
export type AlarmPolicy = { readonly confirmationsMin: number; readonly lapseAfterMin: number };

// The raise and one confirmation: "any two neighbours". Waiting for a second confirmation costs arrivals.
const FIRST_POLICY: AlarmPolicy = { confirmationsMin: 1, lapseAfterMin: 15 };

/**
 * What follows for one alarm, in first form: wardens are asked at once, neighbours are called once somebody
 * else has seen it too, whom somebody else vouches for, and an alarm nobody confirms lapses. Tiers 3 and 4 come with the
 * alarm engine.
 */
export function stepAlarm(
  alarm: Alarm,
  people: Standings,
  asOf: Wall,
  policy: AlarmPolicy = FIRST_POLICY,
): AlarmDecision | undefined {
  if (alarm.mode === undefined || alarm.endedAs !== undefined) return undefined;
  const decide = (body: AlarmStepBody): AlarmDecision => ({ alarm: alarm.id, body });
  if (alarm.tier < 1) return decide({ type: 'alarm-step', step: 'tier', tier: 1 });
  if (alarm.tier < 2 && hasQuorum(alarm, people, policy))
    return decide({ type: 'alarm-step', step: 'tier', tier: 2 });
  const asked = alarm.steps.find((s) => s.tier === 1)?.when.start.hi;
  const isLapsed = alarm.tier < 2 && asked !== undefined && asOf - asked > policy.lapseAfterMin * MINUTE_MS;
  return isLapsed ? decide({ type: 'alarm-step', step: 'lapsed' }) : undefined;
}

/** Enough voices. "No" holds the next tier back: as many beside the raiser must have seen it as say it is not so. */
function hasQuorum(alarm: Alarm, people: Standings, { confirmationsMin }: AlarmPolicy): boolean {
  const heard = (keys: readonly AuthorKey[]): number => voicesOf(people, keys).size;
  const raiser = alarm.raisedBy === undefined ? [] : [alarm.raisedBy];
  const all = heard([...raiser, ...alarm.confirmedBy]);
  return all > confirmationsMin && heard(alarm.refutedBy) <= all - heard(raiser);
}
