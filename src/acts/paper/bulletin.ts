import type { Extent } from '../../base/edtf.ts';
import { DAY_MS, HOUR_MS } from '../../base/instant.ts';
import { rangeWords } from '../../base/number-range.ts';
import { wall, wallToCivil } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import { HOME_STATES } from '../../record/kinds/vocabulary.ts';
import type { Claim, Version } from '../../situation/claims.ts';
import type { HomeClaim } from '../../situation/homes.ts';
import type { Situation } from '../../situation/situation.ts';
import { BULLETIN_WORDS } from '../words/bulletin-words.ts';
import { TERMS } from '../words/sentence-words.ts';
import { dateText, momentText } from '../words/when.ts';
import type { Language } from '../words/words.ts';
import { newNotes } from './bulletin-notes.ts';
import type { Note, Notes } from './bulletin-notes.ts';
import { summaryOf } from './bulletin-summary.ts';
import { sentenceOf } from './sentence.ts';

/** A sentence and the numbers of the notes that carry it. */
export type Line = { readonly text: string; readonly notes: readonly number[] };

/** The day on paper, before it is Markdown or HTML. */
export type Bulletin = {
  readonly language: Language;
  readonly title: string;
  readonly standing: string;
  readonly summary: readonly Line[];
  readonly sections: readonly Section[];
  readonly notes: readonly Note[];
  readonly notesHeading: string;
};

type Section = { readonly heading: string; readonly lines: readonly Line[] };

/**
 * The bulletin of a day, hour by hour, every sentence from coded fields with notes to its entries. Opinions stay
 * out; groups that refused are never more than a group.
 */
export function bulletinOf(situation: Situation, language: Language): Bulletin {
  const words = BULLETIN_WORDS[language];
  const notes = newNotes(situation, language);
  const date = situation.date === undefined ? '' : `, ${dateText(situation.date, language)}`;
  // In the order of reading, which is the order of the notes.
  const summary = summaryOf(situation, language, notes);
  const sections = [
    ...toldSections(situation, language, notes),
    ...saidDifferently(situation, language, notes),
  ];
  return {
    language,
    title: `${situation.settlement ?? words.unnamed}${date}`,
    standing: [
      words.standing(momentText(situation.asOf)),
      ...(situation.isYearStated ? [] : [words.yearNotStated]),
      ...(situation.isOffsetStated ? [] : [words.offsetUnknown]),
    ].join(' '),
    summary,
    sections,
    notes: notes.all(),
    notesHeading: words.notes,
  };
}

function toldSections(situation: Situation, language: Language, notes: Notes): readonly Section[] {
  const words = BULLETIN_WORDS[language];
  const day = situation.clock.startedAt?.lo ?? situation.clock.startedAt?.hi;
  const claims = situation.lanes
    .flatMap((l) => l.claims)
    .filter((c) => c.modality !== 'opinion' && c.act !== 'opinion');
  const line = (claim: Claim): Line => ({
    text: sentenceOf(claim, { language, withPlaceNames: false, ...(day !== undefined && { day }) }),
    notes: [notes.of(claim.entries)],
  });
  const [background, ofTheDay] = [true, false].map((is) =>
    claims.filter((c) => (c.modality === 'background') === is),
  );
  const told = Map.groupBy(ofTheDay ?? [], (c) => hourOf(c.when));
  const homes = Map.groupBy(
    situation.homes.list.flatMap((h) => h.claims.map((claim) => ({ code: h.code, ...claim }))),
    (c) => hourOf(c.when),
  );
  const hours = [...new Set([...told.keys(), ...homes.keys()])]
    .filter((hour) => hour !== undefined)
    .sort((a, b) => a - b);
  const section = (
    heading: string,
    list: readonly Claim[],
    said: readonly SaidOfHome[],
  ): readonly Section[] => {
    if (list.length + said.length === 0) return [];
    return [{ heading, lines: [...list.map(line), ...homeLines(said, language, notes)] }];
  };
  return [
    ...hours.flatMap((hour) => section(hourText(hour), told.get(hour) ?? [], homes.get(hour) ?? [])),
    ...section(words.untimed, told.get(undefined) ?? [], homes.get(undefined) ?? []),
    ...section(words.background, background ?? [], []),
  ];
}

/** The hour a claim is told under: that of the latest moment it can have begun; whole-day claims have none. */
export function hourOf(when: Extent): Wall | undefined {
  const { lo, hi } = when.start;
  // From some midnight on: a day is known, an hour is not.
  if (hi === undefined && lo !== undefined && lo % DAY_MS === 0) return undefined;
  if (lo !== undefined && hi !== undefined && hi - lo >= DAY_MS / 2) return undefined;
  const isWholeDay = lo !== undefined && lo % DAY_MS === 0 && (when.end.hi ?? 0) - lo >= DAY_MS - HOUR_MS;
  const at = isWholeDay ? undefined : (hi ?? lo ?? when.end.hi);
  return at === undefined ? undefined : wall(Math.floor(at / HOUR_MS) * HOUR_MS);
}

type SaidOfHome = HomeClaim & { readonly code: string };

/** What was said of homes, by state: how many, never which. */
function homeLines(said: readonly SaidOfHome[], language: Language, notes: Notes): readonly Line[] {
  return [...Map.groupBy(said, (c) => c.state)].map(([state, claims]) => ({
    text: BULLETIN_WORDS[language].homesInHour(
      TERMS[language].homeStates[state],
      new Set(claims.map((c) => c.code)).size,
    ),
    notes: [notes.of(claims.map((c) => c.entry))],
  }));
}

/** `10:00–11:00`. */
export function hourText(hour: Wall): string {
  const from = wallToCivil(hour).hour;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(from)}:00–${two((from + 1) % 24)}:00`;
}

function saidDifferently(s: Situation, language: Language, notes: Notes): readonly Section[] {
  if (s.contradictions.length === 0) return [];
  const lines = s.contradictions.map(({ episode, versions }): Line => {
    const sides = versions.map(
      (v) => `${versionText(v, language)} (${TERMS[language].stances[v.source.stance]})`,
    );
    const what = episode ? TERMS[language].acts[episode.act].noun : BULLETIN_WORDS[language].aHome;
    return {
      text: `${what}: ${[...new Set(sides)].join(' · ')}.`,
      notes: [notes.of(versions.map((v) => v.entry))],
    };
  });
  return [{ heading: BULLETIN_WORDS[language].differently, lines }];
}

function versionText({ number, state, modality }: Version, language: Language): string {
  const terms = TERMS[language];
  if (number !== undefined) return rangeWords(number.lo, number.hi);
  const known = HOME_STATES.find((s) => s === state);
  if (known !== undefined) return terms.homeStates[known];
  const said = modality === undefined ? '' : terms.modalities[modality];
  return said === '' ? BULLETIN_WORDS[language].happened : said;
}
