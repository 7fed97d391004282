import { DAY_MS, HOUR_MS, instant, MINUTE_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Standings } from '../../situation/people-state.ts';
import type { Heard, HeardOnce } from '../../situation/standbys.ts';
import type { PlanOrganiser } from './place-plan.ts';

/**
 * An organiser of the plan as the hub hears of them. `unwatched`: has never checked in, so nobody can miss them yet. `late`: came
 * after the grace of the last check-in, and is not missing.
 */
export type OrganiserNow = {
  readonly handle: string;
  readonly deputies: readonly string[];
  /** Whose check-ins count under this handle; nobody's while the last one's key is withdrawn. */
  readonly key?: AuthorKey;
  readonly state: 'unwatched' | 'well' | 'late' | 'missed';
  /** The last check-in whose grace is over. */
  readonly due?: Instant;
  /** When they were last heard of. */
  readonly heard?: HeardOnce;
  /** The check-in of now or of next: until when they may come for it, and whether they have. */
  readonly open?: { readonly due: Instant; readonly until: Instant; readonly isAnswered: boolean };
};

export type Looked = {
  readonly people: Pick<Standings, 'grants'>;
  /** Minutes east of UTC, of the place. */
  readonly offsetMinutes: number;
  readonly asOf: Instant;
  /** Since when the hub could hear everybody by this plan without a break: it started, the plan changed, its clock was set. */
  readonly steadySince: Instant;
};

/**
 * So long everybody has at least once the hub can be heard again, however short the grace that is left: what waits on a
 * telephone comes in with its next try.
 */
const SETTLE_MS: number = 10 * MINUTE_MS;

/** Who says in the evening that they are free has not said so for the morning. */
const EARLY_MS: number = HOUR_MS;

/**
 * How one organiser stands by the plan and by what was said under their handle. It goes by when the hub logged it; nobody can
 * have come earlier by saying so. Nobody is missed before the hub has heard of them once.
 */
export function organiserNow(
  { handle, deputies, checkIns, graceMin }: PlanOrganiser,
  heard: Heard | undefined,
  { people, offsetMinutes, asOf, steadySince }: Looked,
): OrganiserNow {
  const { said, key } = owned(heard?.said ?? [], people);
  const [first, last] = [said[0], said.at(-1)];
  const base = { handle, deputies, ...(key !== undefined && { key }) };
  if (first === undefined || last === undefined) return { ...base, state: 'unwatched' };
  const graceMs = graceMin * MINUTE_MS;
  const settled = steadySince + Math.min(graceMs, SETTLE_MS);
  const untilOf = (due: Instant): Instant => instant(Math.max(due + graceMs, settled));
  const dues = duesAround(checkIns, offsetMinutes, asOf);
  const over = dues.findLast((due) => untilOf(due) < asOf && due > first.at);
  const next = dues.find((due) => untilOf(due) >= asOf && due > (over ?? first.at));
  const cameFor = (due: Instant): HeardOnce | undefined =>
    said.find(({ at }) => at > windowStart(due, dues, graceMs));
  const now = {
    ...base,
    heard: last,
    ...(over !== undefined && { due: over }),
    ...(next !== undefined && {
      open: { due: next, until: untilOf(next), isAnswered: cameFor(next) !== undefined },
    }),
  };
  if (over === undefined) return { ...now, state: 'well' };
  const came = cameFor(over);
  if (came === undefined) return { ...now, state: 'missed' };
  return { ...now, state: came.at <= untilOf(over) ? 'well' : 'late' };
}

/** Coming early counts, by an hour at most, and not before the end of the check-in before, whose hour is another. */
function windowStart(due: Instant, dues: readonly Instant[], graceMs: number): number {
  const before = dues.findLast((other) => other < due) ?? due - EARLY_MS;
  return Math.min(Math.max(before + graceMs, due - EARLY_MS), due - 1);
}

/**
 * What was said under the handle by whom it belongs to: the first who used it, until that key has left or is withdrawn, and then the
 * next. So nobody who was let in as an organiser can say of another that they are free.
 */
export function owned(
  said: readonly HeardOnce[],
  { grants }: Pick<Standings, 'grants'>,
): { readonly said: readonly HeardOnce[]; readonly key: AuthorKey | undefined } {
  const isEnded = (key: AuthorKey, index: number): boolean => {
    const end = grants.get(key)?.end;
    return end !== undefined && end.index <= index;
  };
  let key: AuthorKey | undefined;
  const own = said.filter(({ author, index }) => {
    if (key === undefined || isEnded(key, index)) key = author;
    return author === key;
  });
  return { said: own, key: key !== undefined && isEnded(key, Infinity) ? undefined : key };
}

/** The check-ins of two days back until tomorrow, in order. */
function duesAround(minutes: readonly number[], offsetMinutes: number, asOf: Instant): readonly Instant[] {
  const offsetMs = offsetMinutes * MINUTE_MS;
  const today = Math.floor((asOf + offsetMs) / DAY_MS) * DAY_MS - offsetMs;
  return [-2, -1, 0, 1].flatMap((day) =>
    minutes.map((minute) => instant(today + day * DAY_MS + minute * MINUTE_MS)),
  );
}
