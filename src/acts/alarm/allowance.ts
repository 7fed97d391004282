import { instant, SECOND_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';

/** How many messages a carrier takes: so many a second in the long run, `burst` at once. */
export type Pace = { readonly perSecond: number; readonly burst: number };

/** What a carrier may still be given: as it stood at `at`, and nothing before `notBefore`. */
export type Allowance = { readonly left: number; readonly at: Instant; readonly notBefore?: Instant };
export type Allowances = Map<string, Allowance>;

/**
 * How long a message has to wait that has so many others before it, in whole seconds of milliseconds: 0 while the bucket
 * holds one for it (a token bucket), and until the carrier wants to be asked again.
 */
export function waitFor(
  before: number,
  {
    allowance,
    pace,
    asOf,
  }: { readonly allowance: Allowance | undefined; readonly pace: Pace; readonly asOf: Instant },
): number {
  const left = allowance === undefined ? pace.burst : filled(allowance, pace, asOf);
  const forToken = before < Math.floor(left) ? 0 : (before + 1 - left) / pace.perSecond;
  const forCarrier = ((allowance?.notBefore ?? asOf) - asOf) / SECOND_MS;
  return Math.ceil(Math.max(0, forToken, forCarrier)) * SECOND_MS;
}

/** The allowance once so many have gone. */
export function afterGoing(
  allowance: Allowance | undefined,
  pace: Pace,
  { gone, asOf }: { readonly gone: number; readonly asOf: Instant },
): Allowance {
  const left = allowance === undefined ? pace.burst : filled(allowance, pace, asOf);
  const notBefore = allowance?.notBefore;
  return { left: left - gone, at: asOf, ...(notBefore !== undefined && { notBefore }) };
}

/** The allowance of a carrier that asks us to wait. */
export function afterRefusal(allowance: Allowance | undefined, asOf: Instant, until: Instant): Allowance {
  return { left: Math.min(0, allowance?.left ?? 0), at: asOf, notBefore: until };
}

/** When the last of so many that wait will have gone, at the latest: as if one carrier had them all. */
export function lastGoesAt(waiting: number, { perSecond }: Pace, asOf: Instant): Instant {
  return instant(asOf + Math.ceil(waiting / perSecond) * SECOND_MS);
}

/** A clock that was set back gives nothing and takes nothing. */
function filled({ left, at }: Allowance, { perSecond, burst }: Pace, asOf: Instant): number {
  return Math.min(burst, left + (Math.max(0, asOf - at) / 1_000) * perSecond);
}
