import { assert } from '../../base/assert.ts';
import type { Extent } from '../../base/edtf.ts';
import { HOUR_MS } from '../../base/instant.ts';
import type { Claim } from '../../situation/claims.ts';
import { compareExtents, hullOf } from '../../situation/times.ts';
import { isOnLanes, standingOf } from './claim-words.ts';

/** One drawn thing: a claim, or several of the same act put together. `figure` names the page behind it. */
export type LaneItem = {
  readonly figure: string;
  readonly claims: readonly Claim[];
  readonly first: Claim;
  readonly when: Extent;
};

// A lane of up to this many claims shows each for itself: about what eight rows of a wide screen hold.
const SINGLE_MAX = 24;
// Beyond this many after merging by the hour, the whole day is merged by act.
const HOURLY_MAX = 60;
const ID_CHARS = 8;

/** The claims of one lane as they are drawn. Only claims of one act, modality, group and standing merge, so a rumour never joins a fact. */
export function laneItems(claims: readonly Claim[]): readonly LaneItem[] {
  const shown = claims.filter(isOnLanes);
  if (shown.length <= SINGLE_MAX) return shown.map((c) => itemOf([c]));
  const hourly = merged(shown, (c) => `${kindOf(c)}|${hourOf(c.when)}`);
  return hourly.length <= HOURLY_MAX ? hourly : merged(shown, kindOf);
}

function merged(claims: readonly Claim[], keyOf: (c: Claim) => string): readonly LaneItem[] {
  const items = [...Map.groupBy(claims, keyOf).values()].map(itemOf);
  return items.toSorted((a, b) => compareExtents(a.when, b.when) || (a.figure < b.figure ? -1 : 1));
}

function kindOf(c: Claim): string {
  return [c.act, c.modality, c.group ?? '', c.answer ?? '', standingOf(c)].join('|');
}

function hourOf({ start, end }: Extent): number {
  return Math.floor((start.hi ?? start.lo ?? end.hi ?? 0) / HOUR_MS);
}

function itemOf(claims: readonly Claim[]): LaneItem {
  const byId = claims.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const [first] = byId;
  assert(first !== undefined, 'an item has claims');
  const name = first.id.slice(0, ID_CHARS);
  const figure = claims.length === 1 ? `claim-${name}` : `several-${name}`;
  return {
    figure,
    claims,
    first,
    when: claims.length === 1 ? first.when : hullOf(claims.map((c) => c.when)),
  };
}
