import type { EntryId } from '../../record/names.ts';
import type { Place } from '../../record/write.ts';

/** An entry of an author on which none of the author's others hangs, as a hub tells it. */
export type ChainHead = { readonly id: EntryId; readonly number: number };

/** How a device's copy of its chain stands beside what a hub has of it. */
export type JoinedChain = {
  /** Where the next entry stands: after all that is known. */
  readonly place: Place;
  /**
   * `whole`: the device knows its own last word. `older-copy`: the hub has later ones by this key, and the next entry goes on
   * after them. `forked`: there are two, and the next entry names both, which heals it (record-format.md).
   */
  readonly kind: 'whole' | 'older-copy' | 'forked';
};

// As many as an entry may name (record-format.md).
const HEADS_MAX = 8;

/**
 * Joins a device's place in its chain with the heads a hub has of it. A head that is shorter than the device's own
 * chain may be its past, when the last entries are not on the hub yet or were erased: it is passed over until the
 * device's own last entry is a head too.
 */
export function joinChain(
  { place, unsent }: { readonly place: Place; readonly unsent: readonly unknown[] },
  heads: readonly ChainHead[],
): JoinedChain {
  const own = typeof place.previous === 'string' ? place.previous : '';
  const isOwnHead = heads.some(({ id }) => id === own);
  const others = heads.filter(({ id, number }) => id !== own && (isOwnHead || number >= place.sequence - 1));
  if (others.length === 0) return { place, kind: 'whole' };
  const isOwnLast = own !== '' && (isOwnHead || unsent.length > 0);
  const [first, ...more] = [...(isOwnLast ? [own] : []), ...others.map(({ id }) => id)].slice(0, HEADS_MAX);
  const sequence = Math.max(place.sequence, ...others.map(({ number }) => number + 1));
  const [second, ...rest] = more;
  if (first === undefined || second === undefined)
    return { place: { ...place, sequence, previous: first ?? '' }, kind: 'older-copy' };
  return { place: { ...place, sequence, previous: [first, second, ...rest] }, kind: 'forked' };
}
