import type { Link, Stance } from '../record/kinds/vocabulary.ts';
import type { SourceRef } from '../record/kinds/event.ts';

/** How well a claim stands, weakest first (vocabulary of the record). */
export const GRADES = ['rumour', 'single', 'several-dependent', 'several-independent', 'documented'] as const;
export type Grade = (typeof GRADES)[number];

/** Who says so, as shown beside a claim. `root`: the source it comes down to after following what it quotes. */
export type Told = { readonly id: string; readonly stance: Stance; readonly link: Link; readonly root: string };

/** Which source repeats which: two copies of one report are one source. */
export type Sources = {
  readonly learn: (source: SourceRef) => void;
  readonly rootOf: (id: string) => string;
};

export function newSources(): Sources {
  const quotes = new Map<string, Set<string>>();
  return {
    learn: ({ id, quotes: quoted }) => {
      if (quoted === undefined || quoted === id) return;
      const known = quotes.get(id) ?? new Set();
      quotes.set(id, known.add(quoted));
    },
    rootOf: (id) => {
      // Sources may quote in a circle: then all of them are one source, named by the first in the alphabet.
      const seen = new Set<string>([id]);
      const roots: string[] = [];
      const walk = (from: string): void => {
        const next = quotes.get(from);
        if (next === undefined) return void roots.push(from);
        for (const one of next) {
          if (seen.has(one)) continue;
          seen.add(one);
          walk(one);
        }
      };
      walk(id);
      return (roots.length > 0 ? roots : [...seen]).sort()[0] ?? id;
    },
  };
}

/** Grades a claim by who tells it. Hearsay alone is a rumour however often it is repeated. */
export function gradeOf(told: readonly Told[]): Grade {
  if (told.some((t) => t.link === 'document')) return 'documented';
  const knowing = told.filter((t) => t.link !== 'heard');
  if (knowing.length === 0) return 'rumour';
  const roots = new Set(knowing.map((t) => t.root));
  if (roots.size > 1) return 'several-independent';
  return new Set(told.map((t) => t.id)).size > 1 ? 'several-dependent' : 'single';
}
