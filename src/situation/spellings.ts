import type { EntryId } from '../record/names.ts';
import type { Section } from './buckets.ts';

/** How one name is spelt in the sources, verbatim: an index to find them by, never a correction. */
export type Spellings = { readonly of: string; readonly as: readonly string[] };

export const SPELLINGS: Section<Spellings, { readonly entry: EntryId; readonly as: readonly string[] }> = {
  keysOf: ({ body }) => (body?.type === 'event' && body.spellings ? [body.spellings.of] : []),
  read: ({ entry }, context) =>
    entry.body?.type === 'event' && entry.body.spellings && context.isCurrent(entry)
      ? { entry: entry.id, as: entry.body.spellings.as }
      : undefined,
  summarise: (said, of) => ({ of, as: [...new Set(said.flatMap((s) => s.as))].sort() }),
};
