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

type SealedSaying = {
  readonly entry: EntryId;
  readonly isAgain: boolean;
  readonly commitments: ReadonlyMap<string, string>;
};

/** Counted by the commitments in the signed cores, so that it is the same whether or not a copy brought the file. */
export const SEALED: Section<SealedCount, SealedSaying> = {
  keysOf: ({ core }) => SEALED_PARTS.filter((part) => core.parts.has(part)),
  read: ({ entry }, context) =>
    context.isCurrent(entry)
      ? { entry: entry.id, isAgain: entry.core.kind === 'part.reseal', commitments: entry.core.parts }
      : undefined,
  // A part sealed again stands behind the entry that had it first.
  compare: (a, b) => Number(a.isAgain) - Number(b.isAgain),
  summarise: (said, key) => {
    const part = SEALED_PARTS.find((name) => name === key) ?? 'witness';
    const byCommitment = new Map<string, EntryId>();
    for (const { entry, commitments } of said) {
      const commitment = commitments.get(part);
      if (commitment !== undefined && !byCommitment.has(commitment)) byCommitment.set(commitment, entry);
    }
    return { part, entries: [...byCommitment.values()].sort() };
  },
};
