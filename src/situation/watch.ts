import type { Extent } from '../base/edtf.ts';
import { MINUTE_MS } from '../base/instant.ts';
import type { Wall } from '../base/wall.ts';
import type { EntryId } from '../record/names.ts';
import type { Section } from './buckets.ts';
import { remembered } from './remembered.ts';
import { placeOf } from './sorted.ts';
import { compareExtents } from './times.ts';

export type Due = { readonly entry: EntryId; readonly when: Extent; readonly graceMin: number };

/** One role's check-ins: when they were due and when they came. */
export type Watch = {
  readonly who: string;
  readonly due: readonly Due[];
  readonly done: readonly { readonly entry: EntryId; readonly when: Extent }[];
};

/** A check-in that did not come in time. Shown by role; it raises readiness until the person has come after all. */
export type Missed = {
  readonly who: string;
  readonly due: Extent;
  readonly graceMin: number;
  /** The first check-in after the grace, however late: the person was late and is not missing. */
  readonly cameAt?: Extent;
  readonly entries: readonly EntryId[];
};

/** `graceMin`: of a check-in that is due. */
type Watched = { readonly entry: EntryId; readonly when: Extent; readonly graceMin?: number };

export const WATCHES: Section<Watch, Watched> = {
  keysOf: ({ body }) => (body?.type === 'check-in-due' || body?.type === 'check-in-done' ? [body.who] : []),
  read: ({ entry }, context) => {
    if (!context.isCurrent(entry)) return undefined;
    const watched = { entry: entry.id, when: context.timeOf(entry) };
    return entry.body?.type === 'check-in-due' ? { ...watched, graceMin: entry.body.graceMin } : watched;
  },
  compare: (a, b) => compareExtents(a.when, b.when),
  summarise: (said, who) => ({
    who,
    due: said.flatMap(({ entry, when, graceMin }) =>
      graceMin === undefined ? [] : { entry, when, graceMin },
    ),
    done: said.filter(({ graceMin }) => graceMin === undefined),
  }),
};

/**
 * The check-ins that were due by `asOf`, grace included, and for which nobody came in time; of those who had come by
 * `asOf` after all, with when. Coming early counts from the end of the one before, grace included, so that who came
 * late for that one has not answered the next as well.
 */
export function missedOf(watches: readonly Watch[], asOf: Wall): readonly Missed[] {
  return watches.flatMap((watch) =>
    unanswered(watch)
      .filter(({ until }) => until < asOf)
      .map(({ missed, late }) => (late !== undefined && late.at <= asOf ? late.missed : missed)),
  );
}

type Unanswered = {
  readonly until: number;
  readonly missed: Missed;
  readonly late?: { readonly at: number; readonly missed: Missed };
};

/** The check-ins that nobody came for until their end, grace included, and who came later. */
const unanswered = remembered(({ who, due, done }: Watch): readonly Unanswered[] => {
  const came = done
    .map(({ entry, when }) => ({ entry, when, at: momentOf(when) }))
    .sort((a, b) => a.at - b.at || (a.entry < b.entry ? -1 : 1));
  const firstAfter = (moment: number): number => placeOf(came, ({ at }) => (at <= moment ? -1 : 1));
  return inWindows(due).flatMap(({ d, from }): readonly Unanswered[] => {
    const until = endOf(d);
    if ((came[firstAfter(from)]?.at ?? Number.POSITIVE_INFINITY) <= until) return [];
    const missed = { who, due: d.when, graceMin: d.graceMin, entries: [d.entry] };
    const later = came[firstAfter(until)];
    if (later === undefined) return [{ until, missed }];
    const late = { ...missed, cameAt: later.when, entries: [d.entry, later.entry] };
    return [{ until, missed, late: { at: later.at, missed: late } }];
  });
});

/** Each check-in with the moment after which coming answers it: the end of the ones before, whose hour is another. */
function inWindows(due: readonly Due[]): readonly { readonly d: Due; readonly from: number }[] {
  const known = due.filter((d) => d.when.end.hi !== undefined);
  const sorted = known.toSorted((a, b) => hourOf(a) - hourOf(b));
  let [hour, before, reached] = [
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  return sorted.map((d) => {
    // Two may have written down the same check-in.
    if (hourOf(d) > hour) [hour, before] = [hourOf(d), reached];
    reached = Math.max(reached, endOf(d));
    // However long a grace, who comes on time has come.
    return { d, from: Math.min(before, hour - 1) };
  });
}

function hourOf({ when }: Due): number {
  return when.end.hi ?? Number.POSITIVE_INFINITY;
}

function endOf({ when, graceMin }: Due): number {
  return (when.end.hi ?? Number.POSITIVE_INFINITY) + graceMin * MINUTE_MS;
}

/** The earliest a check-in can have come; of one only said to have come by some time, that time. */
function momentOf({ start, end }: Extent): number {
  return start.lo ?? start.hi ?? end.hi ?? Number.POSITIVE_INFINITY;
}
