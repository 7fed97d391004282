import { instant, MINUTE_MS, SECOND_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';

/** One person over all their messages, with the first moment of each. */
export type PersonReached = {
  readonly person: number;
  readonly since: Instant;
  readonly toldAt?: Instant;
  readonly seenAt?: Instant;
  readonly answeredAt?: Instant;
};

/** Seconds until half of the people, until nine of ten, and until the last of those who were reached at all. */
export type Spread = { readonly half?: number; readonly most?: number; readonly last?: number };

/** People told, known to have seen it and answered, up to each moment; equally far apart. */
export type ReachCurve = readonly ({ readonly at: Instant } & Readonly<
  Record<'told' | 'seen' | 'answered', number>
>)[];

/** More points than that no screen shows. */
const POINTS_MAX = 100;
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 360, 1_440];

/** `moments`: one for each of the people meant; nothing for who was not reached. A part nobody came to is left out. */
export function spreadOf(moments: readonly (Instant | undefined)[], from: Instant): Spread {
  const reached = moments.filter((at) => at !== undefined).toSorted((a, b) => a - b);
  const after = (count: number): number | undefined => {
    const at = reached[Math.max(1, count) - 1];
    return at === undefined ? undefined : Math.max(0, Math.ceil((at - from) / SECOND_MS));
  };
  const [half, most, last] = [
    after(Math.ceil(moments.length / 2)),
    after(Math.ceil((9 * moments.length) / 10)),
    after(reached.length),
  ];
  return {
    ...(half !== undefined && { half }),
    ...(most !== undefined && { most }),
    ...(last !== undefined && { last }),
  };
}

/** From the first message that was due to the last thing that anybody did. */
export function curveOf(people: readonly PersonReached[]): ReachCurve {
  const [told, seen, answered] = (['toldAt', 'seenAt', 'answeredAt'] as const).map((of) =>
    people.flatMap((each) => each[of] ?? []).toSorted((a, b) => a - b),
  );
  const ends = [told, seen, answered].flatMap((moments) => moments?.at(-1) ?? []);
  if (ends.length === 0) return [];
  // A clock that was set back may have told somebody before it was due.
  const from = people.reduce((least, { since, toldAt = since }) => Math.min(least, since, toldAt), Infinity);
  const until = Math.max(...ends);
  const stepMs =
    MINUTE_MS * (STEPS_MIN.find((min) => (until - from) / (min * MINUTE_MS) < POINTS_MAX) ?? 1_440);
  const count = Math.min(POINTS_MAX, Math.ceil((until - from) / stepMs)) + 1;
  return Array.from({ length: count }, (_, i) => {
    // Whatever came last is counted at the last point, however far away it is.
    const at = instant(i === count - 1 ? Math.max(until, from + i * stepMs) : from + i * stepMs);
    return { at, told: upTo(told, at), seen: upTo(seen, at), answered: upTo(answered, at) };
  });
}

/** How many of these sorted moments are not after `at`. */
function upTo(moments: readonly Instant[] = [], at: Instant): number {
  let [lo, hi] = [0, moments.length];
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    if ((moments[middle] ?? at) <= at) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}
