import { SEALED_PARTS } from '../record/parts.ts';
import type { SealedPartName } from '../record/parts.ts';
import type { EntryId } from '../record/names.ts';
import type { Section } from './buckets.ts';

/** How many entries commit to a sealed part of this name. What is in them nobody here can read. */
export type SealedCount = {
  readonly part: SealedPartName;
  /** One entry for each such part: sealed anew for other readers (`part.reseal`), it is the same part still. */
  readonly entries: readonly EntryId[];
};

/** Counted by the commitments in the signed cores, so that it is the same whether or not a copy brought the file. */
export const SEALED: Section<SealedCount> = {
  keysOf: ({ core }) => SEALED_PARTS.filter((part) => core.parts.has(part)),
  summarise: (logged, context, key) => {
    const part = SEALED_PARTS.find((name) => name === key) ?? 'witness';
    const byCommitment = new Map<string, EntryId>();
    const current = logged.map((l) => l.entry).filter((entry) => context.isCurrent(entry));
    const [again, first] = [current.filter(isReseal), current.filter((entry) => !isReseal(entry))];
    for (const { id, core } of [...first, ...again]) {
      const commitment = core.parts.get(part);
      if (commitment !== undefined && !byCommitment.has(commitment)) byCommitment.set(commitment, id);
    }
    return { part, entries: [...byCommitment.values()].sort() };
  },
};

function isReseal({ core }: { readonly core: { readonly kind: string } }): boolean {
  return core.kind === 'part.reseal';
}
