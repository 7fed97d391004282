import type { Wall } from '../base/wall.ts';
import type { Act } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import type { Claim } from './claims.ts';
import type { DayClock } from './day-clock.ts';
import { remembered } from './remembered.ts';
import type { Missed } from './watch.ts';

const NOT_A_SIGN: ReadonlySet<string> = new Set(['opinion', 'background', 'denied']);
/** What is a sign that they are coming; readiness need not be given other claims. */
export const SIGN_ACTS: readonly Act[] = [
  'detain.siege',
  'cordon.set',
  'notice.serve',
  'force.arrive',
  'force.advance',
];

/** Signs before the arrival and check-ins still missing: reasons to be ready. */
export type Readiness = { readonly isRaised: boolean; readonly entries: readonly EntryId[] };

/** `claims`: those of `SIGN_ACTS`. */
export function readinessOf(claims: readonly Claim[], missed: readonly Missed[], clock: DayClock): Readiness {
  const missing = missed.filter((m) => m.cameAt === undefined);
  const entries = [...signEntries(signsOf(claims, clock)), ...missing.flatMap((m) => m.entries)];
  return { isRaised: entries.length > 0, entries };
}

/** The signs before the arrival, of claims of `SIGN_ACTS`. */
export function signsOf(claims: readonly Claim[], clock: DayClock): readonly Claim[] {
  const start = clock.startedBy === 'arrival' ? (clock.startedAt?.lo ?? clock.startedAt?.hi) : undefined;
  return signsBefore(claims, start);
}

const signEntries = remembered((signs: readonly Claim[]) => signs.flatMap((c) => c.entries));

const signsBefore = remembered((claims: readonly Claim[], start: Wall | undefined): readonly Claim[] => {
  const isBefore = (c: Claim): boolean => {
    const began = c.when.start.lo ?? c.when.start.hi;
    return start === undefined || (began !== undefined && began < start);
  };
  return claims.filter((c) => !NOT_A_SIGN.has(c.modality) && isBefore(c));
});
