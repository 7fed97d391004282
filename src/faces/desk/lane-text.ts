import { claimText } from './claim-words.ts';
import type { LaneItem } from './lane-items.ts';
import { grouped, whenOf } from './view.ts';
import type { View } from './view.ts';

/** What stands beside a bar. A time that is only a bound is said in words too. */
export function itemText({ claims, first, when }: LaneItem, view: View): string {
  if (claims.length === 1) {
    const isBounded = when.shape === 'moment' && when.start.hi !== when.start.lo;
    return isBounded
      ? `${claimText(first, view)} · ${whenOf(view, when).replaceAll(' ', '\u00a0')}`
      : claimText(first, view);
  }
  const noun = view.terms.acts[first.act].noun;
  const modality =
    first.answer === undefined ? view.terms.modalities[first.modality] : view.terms.answers[first.answer];
  const rumour = first.grade === 'rumour' ? `${view.words.lanes.rumour}: ` : '';
  return `${rumour}${noun}${modality === '' ? '' : ` (${modality})`} ×${grouped(claims.length)}`;
}
