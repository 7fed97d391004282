import type { Section } from './buckets.ts';

/** How one name is spelt in the sources, verbatim: an index to find them by, never a correction. */
export type Spellings = { readonly of: string; readonly as: readonly string[] };

export const SPELLINGS: Section<Spellings> = {
  keysOf: ({ body }) => (body?.type === 'event' && body.spellings ? [body.spellings.of] : []),
  summarise: (logged, context, of) => {
    const as = logged.flatMap(({ entry }) =>
      entry.body?.type === 'event' && context.isCurrent(entry) ? (entry.body.spellings?.as ?? []) : [],
    );
    return { of, as: [...new Set(as)].sort() };
  },
};
