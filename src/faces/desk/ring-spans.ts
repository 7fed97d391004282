import type { Bounds, Extent } from '../../base/edtf.ts';
import type { Claim } from '../../situation/claims.ts';
import type { Situation } from '../../situation/situation.ts';
import { compareExtents } from '../../situation/times.ts';
import { fractionOf } from './lane-time.ts';
import type { Axis, Piece } from './lane-time.ts';

/** A stretch of the bar above the lanes in which the ring was closed in part or wholly. */
export type RingSpan = Piece & { readonly state: 'partial' | 'complete'; readonly when: Extent; readonly isLabelled: boolean };

/** From the claims about cordons: partial from the first cordon, complete from the closing, none after a lifting. */
export function ringSpans({ lanes, ring, asOf }: Situation, axis: Axis): readonly RingSpan[] {
  const claims = lanes.flatMap((l) => l.claims).filter((c) => c.act.startsWith('cordon.') && (c.modality === 'done' || c.modality === 'ongoing') && c.grade !== 'rumour');
  claims.sort((a, b) => compareExtents(a.when, b.when));
  const end = axis.asOf ?? axis.to;
  const lifted = ring.state === 'none' ? claims.findLast((c) => c.act === 'cordon.lift') : undefined;
  const until = Math.min(lifted === undefined ? end : (latest(lifted.when.start) ?? end), asOf);
  const first = claims.find((c) => c.act !== 'cordon.lift');
  const closing = claims.findLast((c) => c.act === 'cordon.complete');
  const complete = closing !== undefined && (ring.state === 'complete' || lifted !== undefined) ? closing : undefined;
  const at = complete && latest(complete.when.start);
  const partial = first === undefined || first === complete ? [] : spansOf(first, at ?? until, axis, 'partial');
  return complete === undefined ? partial : [...partial, ...spansOf(complete, until, axis, 'complete')];
}

function spansOf(claim: Claim, until: number, axis: Axis, state: RingSpan['state']): readonly RingSpan[] {
  const { lo, hi } = claim.when.start;
  const sure = hi ?? lo ?? axis.from;
  const span = (from: number, to: number, fade: RingSpan['fade']): readonly RingSpan[] => {
    const [x0, x1] = [fractionOf(from, axis), fractionOf(to, axis)];
    return x1 <= x0 ? [] : [{ x0, x1, fade, state, when: claim.when, isLabelled: fade === 'none' }];
  };
  return [...(lo !== undefined && lo < sure ? span(lo, sure, 'in') : []), ...span(sure, until, 'none')];
}

function latest({ lo, hi }: Bounds): number | undefined {
  return hi ?? lo;
}
