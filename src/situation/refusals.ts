import type { Extent } from '../base/edtf.ts';
import type { Entry } from '../record/entry.ts';
import type { SourceRef } from '../record/kinds/event.ts';
import type { Act, Answer, BodyCode } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import type { Section } from './buckets.ts';
import { compareExtents } from './times.ts';

type Told = { readonly entry: EntryId; readonly when: Extent; readonly source: SourceRef };
export type OrderGiven = Told & { readonly order?: Act; readonly by?: BodyCode };
export type ThreatMade = Told & { readonly threat: string; readonly by?: BodyCode };
/** `all`: the whole group is said to have answered so. */
export type AnswerGiven = Told & { readonly answer: Answer; readonly all: boolean };

/**
 * One ordered group in the refusal ledger: what it was ordered, threatened with, and what it answered, step by
 * step. A group, never a person, plate, badge or unit number.
 */
export type Refusal = {
  readonly group: string;
  readonly orders: readonly OrderGiven[];
  readonly threats: readonly ThreatMade[];
  readonly steps: readonly AnswerGiven[];
  /** The last answer; absent while only ordered or threatened. */
  readonly answer?: Answer;
  readonly entries: readonly EntryId[];
};

const ORDER_ACTS: ReadonlySet<Act> = new Set(['order.leave', 'order.demolish', 'order.use-force']);

export const REFUSALS: Section<Refusal> = {
  keysOf: (entry) =>
    entry.body?.type === 'event' && entry.body.group !== undefined ? [entry.body.group] : [],
  summarise: (logged, context, group) => {
    const entries = logged.map((l) => l.entry).filter(context.isCurrent);
    const told = (entry: Entry, source: SourceRef): Told => ({
      entry: entry.id,
      when: context.timeOf(entry),
      source,
    });
    const orders: OrderGiven[] = [];
    const threats: ThreatMade[] = [];
    const steps: AnswerGiven[] = [];
    for (const entry of entries) {
      if (entry.body?.type !== 'event') continue;
      const { act, modality, order, by, threat, answer, all, source } = entry.body;
      const base = told(entry, source);
      if (modality === 'denied' || modality === 'opinion') continue;
      if (ORDER_ACTS.has(act) || modality === 'ordered')
        orders.push({ ...base, order: order ?? act, ...(by && { by }) });
      if (threat !== undefined) threats.push({ ...base, threat, ...(by && { by }) });
      if (answer !== undefined && modality !== 'planned') steps.push({ ...base, answer, all: all === true });
    }
    const byTime = <T extends Told>(list: T[]): readonly T[] =>
      list.sort((a, b) => compareExtents(a.when, b.when) || (a.entry < b.entry ? -1 : 1));
    const answer = byTime(steps).at(-1)?.answer;
    const ids = entries.map((e) => e.id);
    return {
      group,
      orders: byTime(orders),
      threats: byTime(threats),
      steps,
      ...(answer && { answer }),
      entries: ids,
    };
  },
};
