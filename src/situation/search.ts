import type { Entry } from '../record/entry.ts';
import type { EntryId } from '../record/names.ts';
import type { Gathered } from './gather.ts';

/** What was searched for, and the entries that say it, the newest first. `isCut`: there are more. */
export type Found = {
  readonly words: readonly string[];
  readonly entries: readonly EntryId[];
  readonly isCut: boolean;
};

const QUERY_CHARS_MAX = 200;
const WORDS_MAX = 8;
const FOUND_MAX = 200;

/**
 * The entries in whose words every word asked for begins one, whatever their case, in any of the texts people wrote: their
 * own words, quotes, names of places and their spellings. There is no index: ten thousand entries are read in a few
 * milliseconds, and what is erased is nowhere else to be found. An empty question finds nothing.
 */
export function searchEntries(g: Gathered, query: string): Found {
  const words = wordsOf(query.slice(0, QUERY_CHARS_MAX)).slice(0, WORDS_MAX);
  if (words.length === 0) return { words, entries: [], isCut: false };
  const found: EntryId[] = [];
  const newestFirst = [...g.byId.values()].sort((a, b) => (b.index ?? Infinity) - (a.index ?? Infinity));
  for (const { entry } of newestFirst) {
    const text = searchedText(entry);
    if (!words.every((word) => text.includes(` ${word}`))) continue;
    if (found.length === FOUND_MAX) return { words, entries: found, isCut: true };
    found.push(entry.id);
  }
  return { words, entries: found, isCut: false };
}

const TEXTS = new WeakMap<Entry, string>();

/** What can be searched of an entry, folded once and kept as long as the entry is. */
function searchedText(entry: Entry): string {
  const known = TEXTS.get(entry);
  if (known !== undefined) return known;
  const text = ` ${wordsOf(textsOf(entry).join(' ')).join(' ')}`;
  TEXTS.set(entry, text);
  return text;
}

function textsOf({ body }: Entry): readonly string[] {
  if (body?.type === 'home') return [body.text ?? '', ...body.homes];
  if (body?.type !== 'event') return [];
  const { text = '', quote = '', place, spellings, topic = '', group = '' } = body;
  const { name = '', zone = '', cell = '', home = '', approach = '', point = '' } = place ?? {};
  return [text, quote, topic, group, name, zone, cell, home, approach, point, ...(spellings?.as ?? [])];
}

/** Letters and digits in runs, folded: compatibility forms, case, and the dots of ё, which most people leave out. */
function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
