import type { Link, Stance } from '../record/kinds/vocabulary.ts';
import type { SourceRef } from '../record/kinds/event.ts';

/** How well a claim stands, weakest first (vocabulary of the record). */
export const GRADES = ['rumour', 'single', 'several-dependent', 'several-independent', 'documented'] as const;
export type Grade = (typeof GRADES)[number];

/** Who says so, as shown beside a claim. `root`: the source it comes down to after following what it quotes. */
export type Told = {
  readonly id: string;
  readonly stance: Stance;
  readonly link: Link;
  readonly root: string;
};

/** Which source repeats which: two copies of one report are one source. */
export type Sources = {
  readonly learn: (source: SourceRef) => void;
  readonly rootOf: (id: string) => string;
  /** Another number whenever a root may have become another. */
  readonly edition: () => number;
};

export function newSources(): Sources {
  const quotes = new Map<string, Set<string>>();
  const roots = new Map<string, string>();
  let edition = 0;
  return {
    learn: ({ id, quotes: quoted }) => {
      if (quoted === undefined || quoted === id) return;
      const known = quotes.get(id) ?? new Set();
      if (known.has(quoted)) return;
      quotes.set(id, known.add(quoted));
      roots.clear();
      edition++;
    },
    rootOf: (id) => {
      const root = roots.get(id) ?? findRoot(id, quotes);
      roots.set(id, root);
      return root;
    },
    edition: () => edition,
  };
}

type Quotes = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The first in the alphabet of the sources at the bottom. Sources may quote in a circle: then all in it, and all
 * that quote it, are one source, named by the first in the circle.
 */
function findRoot(id: string, quotes: Quotes): string {
  for (let from = id; ;) {
    const quoted = [...quotedBy(from, quotes)].sort();
    const first = quoted.find((source) => !quotes.has(source)) ?? quoted[0] ?? from;
    if (!quotes.has(first) || quotedBy(first, quotes).size === quoted.length) return first;
    from = first;
  }
}

/** All that a source quotes, directly or through others; itself only where the quotes come back to it. */
function quotedBy(id: string, quotes: Quotes): ReadonlySet<string> {
  const all = new Set(quotes.get(id));
  for (const source of all) for (const further of quotes.get(source) ?? []) all.add(further);
  return all;
}

/**
 * Grades a claim by who tells it. Hearsay alone is a rumour however often it is repeated or quoted. A quote that
 * does not say whom may quote any of the others, and is never counted as independent of them.
 */
export function gradeOf(told: readonly Told[]): Grade {
  if (told.some((t) => t.link === 'document')) return 'documented';
  const hearsay = new Set(told.filter((t) => t.link === 'heard').map((t) => t.root));
  const knowing = told.filter((t) => t.link === 'saw' || (t.link === 'quotes' && !hearsay.has(t.root)));
  if (knowing.length === 0) return 'rumour';
  const roots = new Set(knowing.filter((t) => t.link === 'saw' || t.root !== t.id).map((t) => t.root));
  if (roots.size > 1) return 'several-independent';
  return new Set(told.map((t) => t.id)).size > 1 ? 'several-dependent' : 'single';
}
