import type { Extent } from '../base/edtf.ts';
import type { Act, ApproachState } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import type { Section } from './buckets.ts';
import { compareExtents } from './times.ts';

/** One approach, or the ring as a whole (`*`), and what was last said of it. */
export type Approach = {
  readonly code: string;
  readonly state: ApproachState;
  readonly act?: Act;
  readonly when?: Extent;
  readonly entries: readonly EntryId[];
};

/** `complete`: no approach is open. `partial`: at least one is closed or part of the settlement is surrounded. */
export type Ring = {
  readonly state: 'none' | 'partial' | 'complete';
  readonly since?: Extent;
  readonly approaches: readonly Approach[];
  readonly outside?: { readonly code: string; readonly name: string };
  readonly entries: readonly EntryId[];
};

const WHOLE_RING = '*';

const STATE_AFTER: Readonly<Partial<Record<Act, ApproachState>>> = {
  'cordon.set': 'closed',
  'cordon.complete': 'closed',
  'access.deny': 'closed',
  'cordon.lift': 'open',
};

type Told = {
  readonly entry: EntryId;
  readonly act: Act;
  readonly when: Extent;
  readonly state: ApproachState;
};

export const APPROACHES: Section<Approach, Told> = {
  keysOf: (entry) => {
    if (entry.body?.type !== 'event') return [];
    const { act, place, approachState } = entry.body;
    if (STATE_AFTER[act] === undefined && approachState === undefined) return [];
    return [place?.approach ?? WHOLE_RING];
  },
  read: ({ entry }, context) => {
    if (entry.body?.type !== 'event' || !context.isCurrent(entry) || !happened(entry.body.modality))
      return undefined;
    const { act, approachState } = entry.body;
    const state = approachState ?? STATE_AFTER[act] ?? 'unknown';
    return { entry: entry.id, act, when: context.timeOf(entry), state };
  },
  compare: (a, b) => compareExtents(a.when, b.when),
  summarise: (said, code) => {
    // A ring that was closed stays so whatever else is said of closed roads; only an opening ends it.
    const held = said.slice(said.findLastIndex((s) => s.state !== 'closed') + 1);
    const last = held.find((s) => s.act === 'cordon.complete') ?? said.at(-1);
    return {
      code,
      state: last?.state ?? 'unknown',
      ...(last && { act: last.act, when: last.when }),
      entries: said.map((s) => s.entry),
    };
  },
};

function happened(modality: string): boolean {
  return modality === 'done' || modality === 'ongoing';
}

/** Puts the approaches together. Planned approaches nobody spoke of are unknown, not open. */
export function ringOf(
  said: readonly Approach[],
  planned: readonly string[],
  outside: Ring['outside'],
): Ring {
  const whole = said.find((a) => a.code === WHOLE_RING);
  const named = new Map<string, Approach>(
    planned.map((code) => [code, { code, state: 'unknown', entries: [] }]),
  );
  for (const approach of said) if (approach.code !== WHOLE_RING) named.set(approach.code, approach);
  const isClosedAsWhole = whole?.act === 'cordon.complete' && whole.state === 'closed';
  const approaches = [...named.values()]
    .map((a) => (isClosedAsWhole && !isReopened(a, whole) ? { ...a, state: 'closed' as const } : a))
    .map((a) =>
      whole?.state === 'open' && a.state === 'closed' && !isAfter(a, whole)
        ? { ...a, state: 'open' as const }
        : a,
    )
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const closed = approaches.filter((a) => a.state === 'closed');
  const isComplete = approaches.length > 0 ? closed.length === approaches.length : isClosedAsWhole;
  const isPartial = closed.length > 0 || whole?.state === 'closed';
  const last = [...(whole?.when ? [whole] : []), ...closed.filter((a) => a.when)].sort(byWhen).at(-1);
  const since = isComplete && isClosedAsWhole ? whole.when : last?.when;
  return {
    state: isComplete ? 'complete' : isPartial ? 'partial' : 'none',
    ...((isComplete || isPartial) && since && { since }),
    approaches,
    ...(outside && { outside }),
    entries: [...new Set([...(whole?.entries ?? []), ...approaches.flatMap((a) => a.entries)])],
  };
}

function isReopened(approach: Approach, whole: Approach): boolean {
  return approach.state === 'open' && isAfter(approach, whole);
}

function isAfter(approach: Approach, whole: Approach): boolean {
  return (
    approach.when !== undefined && whole.when !== undefined && compareExtents(approach.when, whole.when) > 0
  );
}

function byWhen(a: Approach, b: Approach): number {
  return a.when && b.when ? compareExtents(a.when, b.when) : 0;
}
