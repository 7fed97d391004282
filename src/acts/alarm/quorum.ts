import type { AlarmOrder, AlarmPolicy } from '../../record/kinds/alarm.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { Standings } from '../../situation/people-state.ts';
import { voicesOf, weightOfVoices } from '../../situation/voices.ts';
import type { Doubts } from '../../situation/voices.ts';

/** Who stands how, whose people raised false alarms of late, and how many keyholders order what of this alarm. */
export type Standing = { readonly people: Standings; readonly doubts: Doubts; readonly ordered: Ordered };
export type Ordered = Readonly<Partial<Record<AlarmOrder, number>>>;

/**
 * Whether enough stand behind an alarm for a tier (alarm.md, "Engine"). Tier 1 needs nobody but the raiser. "No" holds a
 * tier back: as many beside the raiser must have seen it as say it is not so. Two keyholders' order stands above both.
 */
export function hasQuorum(alarm: Alarm, tier: number, policy: AlarmPolicy, standing: Standing): boolean {
  if (tier <= 1) return true;
  if ((standing.ordered.abroad ?? 0) >= 2) return true;
  if (tier >= 4) return false;
  const { all, beside, against } = heard(alarm, standing, tier);
  if (against > beside) return false;
  if (tier === 2) return all >= policy.confirmationsMin + 1;
  return all >= policy.voicesForPressMin && isSeenByTrusted(alarm, standing.people);
}

/** What voices for, beside the raiser, and against weigh. An answer that was not signed counts for tier 2 only, once. */
function heard(
  alarm: Alarm,
  { people, doubts }: Standing,
  tier: number,
): { readonly all: number; readonly beside: number; readonly against: number } {
  const raiser = alarm.raisedBy === undefined || alarm.isTakenBack ? [] : [alarm.raisedBy];
  const raised = voicesOf(people, raiser);
  const signed = voicesOf(people, [...raiser, ...alarm.confirmedBy]);
  const unsigned = tier === 2 ? alarm.relayedVoices.confirm.find((voice) => !signed.has(voice)) : undefined;
  const all = weightOfVoices(unsigned === undefined ? signed : new Set([...signed, unsigned]), doubts);
  const against = weightOfVoices(voicesOf(people, alarm.refutedBy), doubts);
  return { all, beside: all - weightOfVoices(raised, doubts), against };
}

/** A warden or an observer among those who saw it: press and lawyers are not called on neighbours' word alone. */
function isSeenByTrusted({ raisedBy, confirmedBy }: Alarm, { founding, grants }: Standings): boolean {
  if (founding === undefined) return true;
  const keys = raisedBy === undefined ? confirmedBy : [raisedBy, ...confirmedBy];
  return keys.some((key) => ['warden', 'observer'].includes(grants.get(key)?.role ?? ''));
}
