import type { EntryId } from '../../record/names.ts';
import type { SourceRef } from '../../record/kinds/event.ts';
import type { Claim } from '../../situation/claims.ts';
import type { Situation } from '../../situation/situation.ts';
import { BULLETIN_WORDS } from '../words/bulletin-words.ts';
import { TERMS } from '../words/sentence-words.ts';
import type { Language } from '../words/words.ts';

/** The entries behind a note and how their sources stand to what they tell. No author, no name. */
export type Note = { readonly n: number; readonly entries: readonly EntryId[]; readonly sources: string };

/** Numbers the notes in the order in which they are asked for; the same entries get the same note. */
export type Notes = {
  readonly of: (entries: readonly EntryId[]) => number;
  readonly all: () => readonly Note[];
};

export function newNotes(situation: Situation, language: Language): Notes {
  const byKey = new Map<string, Note>();
  const sourcesOf = sourceTexts(situation, language);
  return {
    of: (entries) => {
      const distinct = [...new Set(entries)].sort();
      const key = distinct.join();
      const note = byKey.get(key) ?? { n: byKey.size + 1, entries: distinct, sources: sourcesOf(distinct) };
      byKey.set(key, note);
      return note.n;
    },
    all: () => [...byKey.values()],
  };
}

/** Says of entries how well the claims they carry stand and how their sources know; counts have no source of their own. */
function sourceTexts(situation: Situation, language: Language): (entries: readonly EntryId[]) => string {
  const { stances, links } = TERMS[language];
  const { grades } = BULLETIN_WORDS[language];
  const claims = new Map<EntryId, Claim>();
  const sources = new Map<EntryId, SourceRef>();
  for (const claim of situation.lanes.flatMap((l) => l.claims)) {
    for (const { entry, source } of claim.tellers) {
      claims.set(entry, claim);
      sources.set(entry, source);
    }
  }
  for (const { entry, source } of situation.homes.list.flatMap((h) => h.claims)) sources.set(entry, source);
  return (entries) => {
    const standing = entries.flatMap((id) => claims.get(id) ?? []).map((c) => grades[c.grade]);
    const told = entries
      .flatMap((id) => sources.get(id) ?? [])
      .map((s) => `${stances[s.stance]}, ${links[s.link]}`);
    return [[...new Set(standing)].join(', '), [...new Set(told)].join('; ')]
      .filter((t) => t !== '')
      .join(': ');
  };
}
