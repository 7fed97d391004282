import type { Extent } from '../../base/edtf.ts';
import { DAY_MS, HOUR_MS } from '../../base/instant.ts';
import { wall, wallToCivil } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import { rangeWords } from '../../base/number-range.ts';
import type { EntryId } from '../../record/names.ts';
import type { Claim } from '../../situation/claims.ts';
import type { Situation } from '../../situation/situation.ts';
import { BULLETIN_WORDS } from '../words/bulletin-words.ts';
import { SENTENCES, TERMS } from '../words/sentence-words.ts';
import { dateText, momentText, whenText } from '../words/when.ts';
import type { Language } from '../words/words.ts';
import { sentenceOf } from './sentence.ts';

/** A sentence and the numbers of the notes that carry it. */
export type Line = { readonly text: string; readonly notes: readonly number[] };

/** The entries behind a note and how their sources stand to what they tell. No author, no name. */
export type Note = { readonly n: number; readonly entries: readonly EntryId[]; readonly sources: string };

/** The day on paper, before it is Markdown or HTML. */
export type Bulletin = {
  readonly language: Language;
  readonly title: string;
  readonly standing: string;
  readonly summary: readonly Line[];
  readonly sections: readonly { readonly heading: string; readonly lines: readonly Line[] }[];
  readonly notes: readonly Note[];
  readonly notesHeading: string;
};

/**
 * The bulletin of a day, hour by hour, every sentence from coded fields with notes to its entries. Opinions stay
 * out; groups that refused are never more than a group.
 */
export function bulletinOf(situation: Situation, language: Language): Bulletin {
  const words = BULLETIN_WORDS[language];
  const notes = newNotes(language);
  const claims = situation.lanes
    .flatMap((lane) => lane.claims)
    .filter((c) => c.modality !== 'opinion' && c.act !== 'opinion');
  const day = situation.clock.startedAt?.lo ?? situation.clock.startedAt?.hi;
  const line = (claim: Claim): Line => ({
    text: sentenceOf(claim, { language, withPlaceNames: false, ...(day !== undefined && { day }) }),
    notes: [notes.ofClaim(claim)],
  });
  const timed = claims.filter((c) => c.modality !== 'background' && hourOf(c.when) !== undefined);
  const homes = homeLines(situation, language, notes);
  const told = Map.groupBy(timed, (c) => hourOf(c.when) ?? wall(0));
  const hours = [...new Set([...told.keys(), ...homes.keys()])].sort((a, b) => a - b);
  const untimed = claims.filter((c) => c.modality !== 'background' && hourOf(c.when) === undefined);
  const background = claims.filter((c) => c.modality === 'background');
  const date = situation.date === undefined ? '' : `, ${dateText(situation.date, language)}`;
  return {
    language,
    title: `${situation.settlement ?? words.unnamed}${date}`,
    standing: words.standing(momentText(situation.asOf), situation.isYearStated),
    summary: summaryOf(situation, language, notes),
    sections: [
      ...hours.map((hour) => ({
        heading: hourText(hour),
        lines: [...(told.get(hour) ?? []).map(line), ...(homes.get(hour) ?? [])],
      })),
      ...(untimed.length > 0 ? [{ heading: words.untimed, lines: untimed.map(line) }] : []),
      ...(background.length > 0 ? [{ heading: words.background, lines: background.map(line) }] : []),
      ...saidDifferently(situation, language, notes),
    ],
    notes: notes.all(),
    notesHeading: words.notes,
  };
}

/** The hour a claim is told under: that of the latest moment it can have begun; whole-day claims have none. */
function hourOf(when: Extent): Wall | undefined {
  const { lo, hi } = when.start;
  // From some midnight on: a day is known, an hour is not.
  if (hi === undefined && lo !== undefined && lo % DAY_MS === 0) return undefined;
  if (lo !== undefined && hi !== undefined && hi - lo >= DAY_MS / 2) return undefined;
  const isWholeDay = lo !== undefined && lo % DAY_MS === 0 && (when.end.hi ?? 0) - lo >= DAY_MS - HOUR_MS;
  const at = isWholeDay ? undefined : (hi ?? lo ?? when.end.hi);
  return at === undefined ? undefined : wall(Math.floor(at / HOUR_MS) * HOUR_MS);
}

/** What was said of homes in each hour, by state: how many, never which. */
function homeLines(s: Situation, language: Language, notes: Notes): ReadonlyMap<Wall, readonly Line[]> {
  const said = s.homes.list.flatMap((h) => h.claims.map((claim) => ({ code: h.code, ...claim })));
  const lines = new Map<Wall, Line[]>();
  for (const [key, claims] of Map.groupBy(said, (c) => `${hourOf(c.when) ?? ''}|${c.state}`)) {
    const [claim] = claims;
    const hour = claim && hourOf(claim.when);
    if (claim === undefined || hour === undefined || key.startsWith('|')) continue;
    const count = new Set(claims.map((c) => c.code)).size;
    const text = BULLETIN_WORDS[language].homesInHour(TERMS[language].homeStates[claim.state], count);
    lines.set(hour, [
      ...(lines.get(hour) ?? []),
      {
        text,
        notes: [
          notes.of(
            claims.map((c) => c.entry),
            '',
          ),
        ],
      },
    ]);
  }
  return lines;
}

function hourText(hour: number): string {
  const from = wallToCivil(wall(hour)).hour;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(from)}:00–${two((from + 1) % 24)}:00`;
}

function summaryOf(s: Situation, language: Language, notes: Notes): readonly Line[] {
  const words = BULLETIN_WORDS[language];
  const { counts, total } = s.homes;
  const state = (name: 'standing' | 'reached' | 'demolished'): string =>
    `${TERMS[language].homeStates[name]} ${counts[name]}`;
  const homes = [
    state('standing'),
    state('reached'),
    state('demolished'),
    total ? words.total(rangeWords(total.lo, total.hi)) : words.totalUnknown,
  ].join(', ');
  const minutes = rangeWords(s.clock.gained.loMin, s.clock.gained.hiMin);
  const homeEntries = s.homes.list.flatMap((h) => h.claims.map((c) => c.entry));
  const { told, acknowledged, checkedIn } = s.reach;
  const reachEntries = [...s.reach.cells, ...s.reach.points].flatMap((p) => p.entries);
  const lines: Line[] = [];
  if (s.clock.entries.length > 0)
    lines.push({ text: words.gained(minutes), notes: [notes.of(s.clock.entries, '')] });
  if (reachEntries.length > 0) {
    const figures = words.reach(
      rangeWords(told.lo, told.hi),
      rangeWords(acknowledged.lo, acknowledged.hi),
      rangeWords(checkedIn.lo, checkedIn.hi),
    );
    lines.push({ text: figures, notes: [notes.of(reachEntries, '')] });
  }
  lines.push({ text: words.homes(homes), notes: homeEntries.length > 0 ? [notes.of(homeEntries, '')] : [] });
  if (s.ring.state !== 'none') {
    const since = s.ring.since ? whenText(s.ring.since, language) : '';
    lines.push({ text: words.ring(s.ring.state, since), notes: [notes.of(s.ring.entries, '')] });
  }
  for (const refusal of s.refusals) {
    if (refusal.answer === undefined) continue;
    const group = TERMS[language].groups[refusal.group] ?? refusal.group;
    const text = SENTENCES[language].answered(group, refusal.answer, refusal.steps.at(-1)?.all ?? false);
    lines.push({
      text: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
      notes: [notes.of(refusal.entries, '')],
    });
  }
  return lines;
}

function saidDifferently(s: Situation, language: Language, notes: Notes): Bulletin['sections'] {
  if (s.contradictions.length === 0) return [];
  const terms = TERMS[language];
  const lines = s.contradictions.map(({ subject, episode, versions }): Line => {
    const sides = versions.map((v) => {
      const said = v.number
        ? rangeWords(v.number.lo, v.number.hi)
        : v.state !== undefined
          ? v.state
          : v.modality === undefined
            ? ''
            : terms.modalities[v.modality] || '+';
      return `${said} (${terms.stances[v.source.stance]})`;
    });
    const what = episode ? terms.acts[episode.act].noun : subject;
    return {
      text: `${what}: ${[...new Set(sides)].join(' · ')}.`,
      notes: [
        notes.of(
          versions.map((v) => v.entry),
          '',
        ),
      ],
    };
  });
  return [{ heading: BULLETIN_WORDS[language].differently, lines }];
}

type Notes = {
  readonly ofClaim: (claim: Claim) => number;
  readonly of: (entries: readonly EntryId[], sources: string) => number;
  readonly all: () => readonly Note[];
};

function newNotes(language: Language): Notes {
  const byKey = new Map<string, Note>();
  const of = (entries: readonly EntryId[], sources: string): number => {
    const distinct = [...new Set(entries)].sort();
    const key = distinct.join();
    const note = byKey.get(key) ?? { n: byKey.size + 1, entries: distinct, sources };
    byKey.set(key, note);
    return note.n;
  };
  const { stances, links } = TERMS[language];
  const grades = BULLETIN_WORDS[language].grades;
  return {
    of,
    ofClaim: (claim) => {
      const told = claim.told.map((t) => `${stances[t.stance]}, ${links[t.link]}`);
      return of(claim.entries, `${grades[claim.grade]}: ${[...new Set(told)].join('; ')}`);
    },
    all: () => [...byKey.values()],
  };
}
