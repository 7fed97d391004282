import type { Instant } from '../base/instant.ts';
import type { StandbyStepBody } from '../record/kinds/standby.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import type { Section } from './buckets.ts';

/** People were asked to be ready, as the hub said it on the place log. */
export type Standby = Omit<Extract<StandbyStepBody, { readonly step: 'raised' }>, 'type' | 'step'> & {
  readonly id: EntryId;
  /** Where and when the hub logged it. */
  readonly index: number;
  readonly raisedAt: Instant;
  /** What it rests on, as far as entries say it. */
  readonly entries: readonly EntryId[];
  readonly lifted?: {
    readonly at: Instant;
    readonly why: Extract<StandbyStepBody, { readonly step: 'lifted' }>['why'];
  };
};

/** The raise, or the one thing that lifts it: of several the first that was logged. */
type Part = {
  readonly entry: EntryId;
  readonly index: number;
  readonly at: Instant;
  readonly about: readonly EntryId[];
  readonly body: StandbyStepBody;
};

/** Nothing where only the end of one has come. */
export const STANDBYS: Section<Standby | undefined, Part> = {
  keysOf: ({ id, core, body }) => {
    if (body?.type !== 'standby-step') return [];
    return body.step === 'raised' ? [id] : core.about;
  },
  read: ({ entry, index, loggedAt }, context) => {
    const { id, core, body } = entry;
    if (body?.type !== 'standby-step' || !context.isHub(core.author)) return undefined;
    if (index === undefined || loggedAt === undefined) return undefined;
    return { entry: id, index, at: loggedAt, about: core.about, body };
  },
  compare: (a, b) => a.index - b.index,
  summarise: (parts, key) => {
    const raise = parts.find((part) => part.entry === key);
    if (raise?.body.step !== 'raised') return undefined;
    const { type: _, step: __, ...raised } = raise.body;
    const end = parts.flatMap(({ at, body }) => (body.step === 'lifted' ? [{ at, why: body.why }] : []))[0];
    return {
      id: raise.entry,
      index: raise.index,
      raisedAt: raise.at,
      entries: raise.about,
      ...raised,
      ...(end && { lifted: end }),
    };
  },
};

/** Who said under a handle of the plan that they are free, in order of the log. */
export type Heard = { readonly who: string; readonly said: readonly HeardOnce[] };
export type HeardOnce = {
  readonly entry: EntryId;
  readonly author: AuthorKey;
  readonly index: number;
  /** When the hub logged it: whoever says it cannot have said it earlier. */
  readonly at: Instant;
};

export const HEARD: Section<Heard, HeardOnce> = {
  keysOf: ({ body }) => (body?.type === 'check-in-here' ? [body.who] : []),
  read: ({ entry, index, loggedAt }) =>
    index === undefined || loggedAt === undefined
      ? undefined
      : { entry: entry.id, author: entry.core.author, index, at: loggedAt },
  compare: (a, b) => a.index - b.index,
  summarise: (said, who) => ({ who, said }),
};
