import { rangeWords } from '../../base/number-range.ts';
import type { NumberRange } from '../../base/number-range.ts';
import type { Claim } from '../../situation/claims.ts';
import type { Situation } from '../../situation/situation.ts';
import { BULLETIN_WORDS } from '../words/bulletin-words.ts';
import { TERMS } from '../words/sentence-words.ts';
import { whenText } from '../words/when.ts';
import type { Language } from '../words/words.ts';
import type { Line } from './bulletin.ts';
import type { Notes } from './bulletin-notes.ts';
import { clauseOf } from './sentence.ts';

/** The day in a few lines: time, people, homes, ring, and what each ordered group answered last. */
export function summaryOf(s: Situation, language: Language, notes: Notes): readonly Line[] {
  const words = BULLETIN_WORDS[language];
  const lines: Line[] = [];
  if (s.clock.entries.length > 0) {
    const minutes = rangeWords(s.clock.gained.loMin, s.clock.gained.hiMin);
    lines.push({ text: words.gained(minutes), notes: [notes.of(s.clock.entries)] });
  }
  const called = [...s.reach.cells, ...s.reach.points].flatMap((p) => p.entries);
  if (called.length > 0) lines.push({ text: reachText(s, language), notes: [notes.of(called)] });
  const homes = s.homes.list.flatMap((h) => h.claims.map((c) => c.entry));
  lines.push({ text: words.homes(homesText(s, language)), notes: homes.length > 0 ? [notes.of(homes)] : [] });
  if (s.ring.state !== 'none') {
    const since = s.ring.since ? whenText(s.ring.since, language) : '';
    lines.push({ text: words.ring(s.ring.state, since), notes: [notes.of(s.ring.entries)] });
  }
  return [...lines, ...answerLines(s, language, notes)];
}

function reachText({ reach }: Situation, language: Language): string {
  const range = (n: NumberRange): string => rangeWords(n.lo, n.hi);
  return BULLETIN_WORDS[language].reach(range(reach.told), range(reach.acknowledged), range(reach.checkedIn));
}

function homesText({ homes: { counts, total } }: Situation, language: Language): string {
  const words = BULLETIN_WORDS[language];
  const states = (['standing', 'reached', 'demolished', 'unknown'] as const)
    .filter((state) => state !== 'unknown' || counts.unknown > 0)
    .map((state) => `${TERMS[language].homeStates[state]} ${counts[state]}`);
  return [...states, total ? words.total(rangeWords(total.lo, total.hi)) : words.totalUnknown].join(', ');
}

/** The last answer of each group, in the words of the claim that tells it: a rumour stays one here too. */
function answerLines(s: Situation, language: Language, notes: Notes): readonly Line[] {
  const claims = new Map<string, Claim>(
    s.lanes.flatMap((l) => l.claims.flatMap((claim) => claim.entries.map((id) => [id, claim] as const))),
  );
  return s.refusals.flatMap(({ steps, entries }): readonly Line[] => {
    const last = steps.at(-1);
    const claim = last && claims.get(last.entry);
    if (claim === undefined) return [];
    const text = clauseOf(claim, language);
    return [{ text: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`, notes: [notes.of(entries)] }];
  });
}
