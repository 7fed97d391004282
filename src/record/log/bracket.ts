import type { Instant } from '../../base/instant.ts';

/** Somebody's word that a log had `size` entries by then: whoever saw a checkpoint has seen all that is in it. */
export type SeenBy = { readonly name: string; readonly size: number; readonly at: Instant };

/** What is known of one log about when things were in it. */
export type LogTimes = {
  /** When the hub took the entry in question into its log. */
  readonly loggedAt: Instant;
  /** The checkpoint that the entry names, and when the hub logged the last entry of it. */
  readonly known?: { readonly size: number; readonly at: Instant };
  readonly cosigned: readonly SeenBy[];
  readonly stamped: readonly SeenBy[];
};

/** One end of a bracket: who says so, and by their clock when. `name`: of the witness or authority. */
export type NotAfter =
  | { readonly by: 'hub'; readonly at: Instant }
  | { readonly by: 'witness' | 'authority'; readonly name: string; readonly at: Instant };

/**
 * Between what two moments an entry was signed. `notBefore`: it names a checkpoint that was not there earlier, by the hub's
 * clock; absent where it names none. `notAfter`: by rising time, of each witness and authority the first that covers it.
 * `outside`: the first of these that does not hang on the hub's word; absent while nobody else has seen the entry.
 */
export type Bracket = {
  readonly notBefore?: { readonly size: number; readonly at: Instant };
  readonly notAfter: readonly NotAfter[];
  readonly outside?: Exclude<NotAfter, { readonly by: 'hub' }>;
};

/** The bracket of the entry at `index`. Checks no signature: what is given was checked. Times are not weighed against each other. */
export function bracketOf(index: number, { loggedAt, known, cosigned, stamped }: LogTimes): Bracket {
  const others = [
    ...firstOfEach(index, cosigned).map((seen) => ({ by: 'witness' as const, ...seen })),
    ...firstOfEach(index, stamped).map((seen) => ({ by: 'authority' as const, ...seen })),
  ].toSorted((a, b) => a.at - b.at);
  const [outside] = others;
  const notAfter: readonly NotAfter[] = [{ by: 'hub' as const, at: loggedAt }, ...others];
  return {
    ...(known !== undefined && known.size > 0 && { notBefore: known }),
    notAfter: notAfter.toSorted((a, b) => a.at - b.at),
    ...(outside && { outside }),
  };
}

/** Of each name the earliest of those that cover the index: a checkpoint of `size` entries covers all below. */
function firstOfEach(index: number, seen: readonly SeenBy[]): readonly { name: string; at: Instant }[] {
  const first = new Map<string, Instant>();
  for (const { name, size, at } of seen)
    if (size > index && at < (first.get(name) ?? Infinity)) first.set(name, at);
  return [...first].map(([name, at]) => ({ name, at }));
}
