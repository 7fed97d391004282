import { INSTANT_MS_MAX, instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { IncidentId } from '../names.ts';
import type { Fields } from './fields.ts';
import { INCIDENT } from './forms.ts';

/**
 * An organiser of the place's plan says on the place log that they are free. `who`: their handle in the plan, an invented
 * word. Not `checkin.done`, which residents read: who knows the organisers' hours knows when nobody will miss them.
 */
export type CheckInHereBody = { readonly type: 'check-in-here'; readonly who: string };

/**
 * Why people are asked to be ready. `check-in`: an organiser did not check in. `siege`: an organiser is besieged, or their way is
 * blocked. `sign`: another sign before a raid. `peer`: another hub fell silent.
 */
export const STANDBY_CAUSES = ['check-in', 'siege', 'sign', 'peer'] as const;
export type StandbyCause = (typeof STANDBY_CAUSES)[number];

/**
 * Why it is over. `came`: they checked in after all, or the hub was heard again. `gone`: what it rested on is there no more.
 * `time`: a day has passed. `order`: two keyholders said so.
 */
export const STANDBY_ENDS = ['came', 'gone', 'time', 'order'] as const;
export type StandbyEnd = (typeof STANDBY_ENDS)[number];

/**
 * A decision of the hub on the place log: people are to be ready, or that is over. `who`: whose check-in, by handle, or the name
 * of the other hub. `incident`: in which it was said; none where it follows from the place's plan. `due`: when the check-in was.
 */
export type StandbyStepBody = {
  readonly type: 'standby-step';
} & (
  | {
      readonly step: 'raised';
      readonly cause: StandbyCause;
      readonly who?: string;
      readonly incident?: IncidentId;
      readonly due?: Instant;
    }
  /** The raise it lifts stands in the core's `re`. */
  | { readonly step: 'lifted'; readonly why: StandbyEnd }
);

export function readCheckInHere(f: Fields): CheckInHereBody {
  return { type: 'check-in-here', who: f.code('who') };
}

export function readStandbyStep(f: Fields): StandbyStepBody {
  const type = 'standby-step';
  if (f.oneOf('step', ['raised', 'lifted']) === 'lifted')
    return { type, step: 'lifted', why: f.oneOf('why', STANDBY_ENDS) };
  return {
    type,
    step: 'raised',
    cause: f.oneOf('cause', STANDBY_CAUSES),
    ...(f.has('who') && { who: f.code('who') }),
    ...(f.has('incident') && { incident: f.inForm('incident', INCIDENT) }),
    ...(f.has('due') && { due: instant(f.count('due', INSTANT_MS_MAX)) }),
  };
}
