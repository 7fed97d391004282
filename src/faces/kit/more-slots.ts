import { isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { SLOT_MAX } from '../../record/kinds/people.ts';
import type { HubPlace } from './hub-place.ts';

/** For how many incidents to come a device has keys made when nobody says. */
export const SLOTS_DEFAULT = 5;

// Fewer keys than this for incidents to come are few: somebody has to let the next ones in before they are needed.
const LOW = 2;

/** What a hub knows of the slots of a device that was let in: up to which it has asked, and its request that is still open. */
export type SlotsKnown = { readonly upTo: number; readonly request?: number };

/** Reads what a hub answers under `/slots`; `undefined` when it knows of none, as for keyholders and for strangers. */
export function slotsTold(value: Json | undefined): SlotsKnown | undefined {
  const { upTo, request } = isJsonObject(value) ? value : {};
  if (typeof upTo !== 'number') return undefined;
  return { upTo, ...(typeof request === 'number' && { request }) };
}

/** The slots for which a device may ask next: the first ones that are to come and that it has not asked for. */
export function slotsToAsk(
  { upTo, nextNumber }: Pick<SlotsKnown, 'upTo'> & Pick<HubPlace, 'nextNumber'>,
  count: number = SLOTS_DEFAULT,
): readonly number[] {
  const from = Math.max(upTo + 1, nextNumber);
  const length = Math.max(0, Math.min(count, SLOT_MAX + 1 - from));
  return Array.from({ length }, (_, i) => from + i);
}

/** Those of a device's slots that were let in, none of them the standing one; and those of them that are still to come. */
export function slotsLetIn(
  slots: readonly { readonly slot: number }[],
  { upTo, nextNumber }: Pick<SlotsKnown, 'upTo'> & Pick<HubPlace, 'nextNumber'>,
): { readonly all: readonly number[]; readonly ahead: readonly number[]; readonly isLow: boolean } {
  const all = slots.flatMap(({ slot }) => (slot > 0 && slot <= upTo ? [slot] : []));
  const ahead = all.filter((slot) => slot >= nextNumber);
  return { all, ahead, isLow: ahead.length < LOW };
}

/** Numbers in order as first and last of each row without a gap. */
export function rowsOf(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const rows: [number, number][] = [];
  for (const number of numbers) {
    const last = rows.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else rows.push([number, number]);
  }
  return rows;
}
