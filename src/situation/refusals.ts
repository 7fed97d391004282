import type { Extent } from '../base/edtf.ts';
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

/** What one entry tells of the group: an order, a threat and an answer, as far as it tells them. */
type GroupTold = Told & {
  readonly order?: OrderGiven;
  readonly threat?: ThreatMade;
  readonly step?: AnswerGiven;
};

export const REFUSALS: Section<Refusal, GroupTold> = {
  keysOf: (entry) =>
    entry.body?.type === 'event' && entry.body.group !== undefined ? [entry.body.group] : [],
  read: ({ entry }, context) => {
    if (entry.body?.type !== 'event' || !context.isCurrent(entry)) return undefined;
    const { act, modality, order, by, threat, answer, all, source } = entry.body;
    const told: Told = { entry: entry.id, when: context.timeOf(entry), source };
    if (modality === 'denied' || modality === 'opinion') return told;
    const isOrder = ORDER_ACTS.has(act) || modality === 'ordered';
    const isStep = answer !== undefined && modality !== 'planned';
    return {
      ...told,
      ...(isOrder && { order: { ...told, order: order ?? act, ...(by && { by }) } }),
      ...(threat !== undefined && { threat: { ...told, threat, ...(by && { by }) } }),
      ...(isStep && { step: { ...told, answer, all: all === true } }),
    };
  },
  compare: (a, b) => compareExtents(a.when, b.when),
  summarise: (said, group) => {
    const steps = said.flatMap((s) => s.step ?? []);
    const answer = steps.at(-1)?.answer;
    return {
      group,
      orders: said.flatMap((s) => s.order ?? []),
      threats: said.flatMap((s) => s.threat ?? []),
      steps,
      ...(answer && { answer }),
      entries: said.map((s) => s.entry).sort(),
    };
  },
};
