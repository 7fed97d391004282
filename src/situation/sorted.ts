// Up to one in so many, changes are put in place one by one; more are sorted in.
const FEW = 16;

/**
 * The sorted list without those that are gone and with those that were added, sorted. `compare` must never call two
 * different ones equal. The list itself stays as it is.
 */
export function resorted<T>(
  list: readonly T[],
  gone: readonly T[],
  added: readonly T[],
  compare: (a: T, b: T) => number,
): readonly T[] {
  const isFew = (gone.length + added.length) * FEW < list.length;
  if (!isFew) {
    const left = new Set(gone);
    return [...(left.size === 0 ? list : list.filter((one) => !left.has(one))), ...added].sort(compare);
  }
  const next = [...list];
  for (const one of gone)
    next.splice(
      placeOf(next, (other) => compare(other, one)),
      1,
    );
  for (const one of added)
    next.splice(
      placeOf(next, (other) => compare(other, one)),
      0,
      one,
    );
  return next;
}

/** Where in a sorted list that stands, or would have to, to which `compareTo` compares. */
export function placeOf<T>(sorted: readonly T[], compareTo: (other: T) => number): number {
  let [lo, hi] = [0, sorted.length];
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    const other = sorted[middle];
    if (other !== undefined && compareTo(other) < 0) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}
