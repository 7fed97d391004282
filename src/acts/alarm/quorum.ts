import type { AlarmOrder, AlarmPolicy } from '../../record/kinds/alarm.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { Standings } from '../../situation/people-state.ts';
import { voicesOf, weightOfVoices } from '../../situation/voices.ts';
import type { Doubts } from '../../situation/voices.ts';

/** Who stands how, whose people raised false alarms of late, and how many keyholders order what of this alarm. */
export type Standing = { readonly people: Standings; readonly doubts: Doubts; readonly ordered: Ordered };
export type Ordered = Readonly<Partial<Record<AlarmOrder, number>>>;

/**
 * What an alarm still lacks for a tier. `voices`: so many more who see it too. `other-voucher`: enough say so, but too few
 * different people vouch for them. `doubt`: as many say that it is not so. `trusted`: a warden or an observer among them.
 */
export type Lack =
  | { readonly kind: 'voices' | 'keyholders'; readonly missing: number }
  | { readonly kind: 'other-voucher' | 'doubt' | 'trusted' };

/** Whether enough stand behind an alarm for a tier. */
export function hasQuorum(alarm: Alarm, tier: number, policy: AlarmPolicy, standing: Standing): boolean {
  return lackFor(alarm, tier, policy, standing) === undefined;
}

/**
 * What keeps a tier from opening; nothing once enough stand behind it (alarm.md, "Engine"). Tier 1 needs nobody but the
 * raiser. "No" holds a tier back: as many beside the raiser must have seen it as say it is not so. Two keyholders' order
 * stands above both.
 */
export function lackFor(
  alarm: Alarm,
  tier: number,
  policy: AlarmPolicy,
  standing: Standing,
): Lack | undefined {
  if (tier <= 1) return undefined;
  const { abroad = 0 } = standing.ordered;
  if (abroad >= ORDERED_BY) return undefined;
  if (tier >= 4) return { kind: 'keyholders', missing: ORDERED_BY - abroad };
  const { all, beside, against, keys } = heard(alarm, standing, tier);
  if (against > beside) return { kind: 'doubt' };
  const wanted = tier === 2 ? policy.confirmationsMin + 1 : policy.voicesForPressMin;
  if (all < wanted)
    return keys >= wanted ? { kind: 'other-voucher' } : { kind: 'voices', missing: Math.ceil(wanted - all) };
  return tier === 2 || isSeenByTrusted(alarm, standing.people) ? undefined : { kind: 'trusted' };
}

/** So many keyholders, and all of it is ordered. */
export const ORDERED_BY = 2;

/** What voices for, beside the raiser, and against weigh. An answer that was not signed counts for tier 2 only, once. */
function heard(
  alarm: Alarm,
  { people, doubts }: Standing,
  tier: number,
): { readonly all: number; readonly beside: number; readonly against: number; readonly keys: number } {
  const raiser = alarm.raisedBy === undefined || alarm.isTakenBack ? [] : [alarm.raisedBy];
  const raised = voicesOf(people, raiser);
  const signed = voicesOf(people, [...raiser, ...alarm.confirmedBy]);
  const unsigned = tier === 2 ? alarm.relayedVoices.confirm.find((voice) => !signed.has(voice)) : undefined;
  const all = weightOfVoices(unsigned === undefined ? signed : new Set([...signed, unsigned]), doubts);
  const against = weightOfVoices(voicesOf(people, alarm.refutedBy), doubts);
  const relayed = tier === 2 && alarm.relayedVoices.confirm.length > 0 ? 1 : 0;
  const keys = raiser.length + alarm.confirmedBy.length + relayed;
  return { all, beside: all - weightOfVoices(raised, doubts), against, keys };
}

/** A warden or an observer among those who saw it: press and lawyers are not called on neighbours' word alone. */
function isSeenByTrusted({ raisedBy, confirmedBy }: Alarm, { founding, grants }: Standings): boolean {
  if (founding === undefined) return true;
  const keys = raisedBy === undefined ? confirmedBy : [raisedBy, ...confirmedBy];
  return keys.some((key) => ['warden', 'observer'].includes(grants.get(key)?.role ?? ''));
}
