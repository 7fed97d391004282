import type { Extent } from '../../base/edtf.ts';
import type { Act } from '../../record/kinds/vocabulary.ts';
import type { Claim } from '../../situation/claims.ts';
import type { Situation } from '../../situation/situation.ts';
import { compareExtents } from '../../situation/times.ts';
import { fractionOf } from './lane-time.ts';
import type { Axis, Piece } from './lane-time.ts';

/** A stretch of the bar above the lanes in which the ring was closed in part or wholly. */
export type RingSpan = Piece & {
  readonly state: 'partial' | 'complete';
  readonly when: Extent;
  readonly isLabelled: boolean;
};

const RING_ACTS: ReadonlySet<Act> = new Set(['cordon.set', 'cordon.complete', 'cordon.lift', 'access.deny']);

/** Partial from the first cordon or closed approach, complete from the closing, none after a lifting. */
export function ringSpans({ lanes, ring }: Situation, axis: Axis): readonly RingSpan[] {
  const claims = lanes.flatMap((l) => l.claims).filter((c) => RING_ACTS.has(c.act) && isOfRing(c));
  claims.sort((a, b) => compareExtents(a.when, b.when));
  const end = axis.asOf ?? axis.to;
  const lifted = ring.state === 'none' ? claims.findLast((c) => c.act === 'cordon.lift') : undefined;
  const until = lifted === undefined ? end : Math.min(end, latest(lifted) ?? end);
  const first = claims.find((c) => c.act !== 'cordon.lift' && c.act !== 'cordon.complete');
  const complete = ring.state === 'partial' ? undefined : claims.findLast((c) => c.act === 'cordon.complete');
  const partial =
    first === undefined
      ? []
      : spansOf(first, Math.min(until, (complete && latest(complete)) ?? until), axis, 'partial');
  return complete === undefined ? partial : [...partial, ...spansOf(complete, until, axis, 'complete')];
}

/** A cordon round one home is not the ring, and neither is a rumour. */
function isOfRing(c: Claim): boolean {
  const isElsewhere = c.places.some(
    (p) => p.home !== undefined || (p.name !== undefined && p.approach === undefined),
  );
  return (c.modality === 'done' || c.modality === 'ongoing') && c.grade !== 'rumour' && !isElsewhere;
}

function spansOf(claim: Claim, until: number, axis: Axis, state: RingSpan['state']): readonly RingSpan[] {
  const { lo, hi } = claim.when.start;
  const sure = hi ?? lo ?? axis.from;
  const span = (from: number, to: number, fade: RingSpan['fade']): readonly RingSpan[] => {
    const [x0, x1] = [fractionOf(from, axis), fractionOf(to, axis)];
    return x1 <= x0 ? [] : [{ x0, x1, fade, state, when: claim.when, isLabelled: fade === 'none' }];
  };
  return [
    ...(lo !== undefined && lo < sure ? span(lo, Math.min(sure, until), 'in') : []),
    ...span(sure, until, 'none'),
  ];
}

function latest({ when: { start } }: Claim): number | undefined {
  return start.hi ?? start.lo;
}
