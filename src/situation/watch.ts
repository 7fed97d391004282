import type { Extent } from '../base/edtf.ts';
import { MINUTE_MS } from '../base/instant.ts';
import type { Wall } from '../base/wall.ts';
import type { EntryId } from '../record/names.ts';
import type { Section } from './buckets.ts';
import { compareExtents } from './times.ts';

export type Due = { readonly entry: EntryId; readonly when: Extent; readonly graceMin: number };

/** One role's check-ins: when they were due and when they came. */
export type Watch = { readonly who: string; readonly due: readonly Due[]; readonly done: readonly { readonly entry: EntryId; readonly when: Extent }[] };

/** A check-in that did not come. Shown by role; it raises readiness. */
export type Missed = { readonly who: string; readonly due: Extent; readonly graceMin: number; readonly entries: readonly EntryId[] };

export const WATCHES: Section<Watch> = {
  keysOf: ({ body }) => (body?.type === 'check-in-due' || body?.type === 'check-in-done' ? [body.who] : []),
  summarise: (logged, context, who) => {
    const due: Due[] = [];
    const done: { entry: EntryId; when: Extent }[] = [];
    for (const { entry } of logged) {
      if (!context.isCurrent(entry)) continue;
      const when = context.timeOf(entry);
      if (entry.body?.type === 'check-in-due') due.push({ entry: entry.id, when, graceMin: entry.body.graceMin });
      if (entry.body?.type === 'check-in-done') done.push({ entry: entry.id, when });
    }
    due.sort((a, b) => compareExtents(a.when, b.when));
    done.sort((a, b) => compareExtents(a.when, b.when));
    return { who, due, done };
  },
};

/** The check-ins that were due by `asOf`, grace included, and for which nobody came from the one before on. */
export function missedOf(watches: readonly Watch[], asOf: Wall): readonly Missed[] {
  return watches.flatMap(({ who, due, done }) =>
    due.flatMap((d, i): readonly Missed[] => {
      const latest = d.when.end.hi;
      if (latest === undefined || latest + d.graceMin * MINUTE_MS >= asOf) return [];
      const from = due[i - 1]?.when.end.hi ?? Number.NEGATIVE_INFINITY;
      const came = done.some(({ when }) => (when.start.lo ?? 0) > from && (when.start.lo ?? 0) <= latest + d.graceMin * MINUTE_MS);
      return came ? [] : [{ who, due: d.when, graceMin: d.graceMin, entries: [d.entry] }];
    }),
  );
}
