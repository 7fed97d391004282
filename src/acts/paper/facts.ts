import type { Json } from '../../base/canonical-json.ts';
import type { EntryId } from '../../record/names.ts';

/** A fact of a source text, and how to tell from the finished situation that it is served. */
export type Fact = {
  readonly n: number;
  readonly serves: string;
  readonly expect: readonly { readonly at: string; readonly has: unknown }[];
  readonly notYet?: string;
};

export type FactReport = {
  readonly n: number;
  readonly served: boolean;
  readonly why: string;
  readonly entries: readonly EntryId[];
  readonly tests: readonly string[];
};

/** For each fact whether every one of its checks holds in `situation` (as `situationJson` gives it), and if not, which fails. */
export function factReports(
  facts: readonly Fact[],
  situation: Json,
  entriesOf: (n: number) => readonly EntryId[],
): readonly FactReport[] {
  return facts.map(({ n, serves, expect, notYet }) => {
    const failed = expect.find((check) => !matches(valueAt(situation, check.at), check.has));
    const entries = entriesOf(n);
    const served = notYet === undefined && failed === undefined && entries.length > 0;
    const why =
      notYet ??
      (failed
        ? `not found in the situation: ${failed.at}`
        : entries.length === 0
          ? 'no entry carries it'
          : serves);
    return {
      n,
      served,
      why,
      entries,
      tests: [`fact ${n} is served, and no longer once its entries are taken away`],
    };
  });
}

/** The value a JSON pointer (RFC 6901, without escapes) names, or `undefined`. */
function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const name of pointer.split('/').slice(1)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([key]) => key === name)?.[1];
  }
  return at;
}

/**
 * Whether `value` has at least what `wanted` says: an object's named fields, for a list some element like it (for
 * a list of wanted: one for each), otherwise the same scalar.
 */
export function matches(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(value) && wanted.every((w) => value.some((v) => matches(v, w)));
  if (Array.isArray(value)) return value.some((v) => matches(v, wanted));
  if (typeof wanted !== 'object' || wanted === null) return value === wanted;
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map(Object.entries(value));
  return Object.entries(wanted).every(([name, w]) => matches(fields.get(name), w));
}
