import type { Wall } from '../../base/wall.ts';
import type { NumberOf, PlaceRef } from '../../record/kinds/event.ts';
import type { Claim } from '../../situation/claims.ts';
import { mayNumberSomebody, PLACE_DIGITS } from '../words/telling-codes.ts';
import {
  codeWords,
  groupWords,
  isGroupWord,
  SENTENCES,
  TERMS,
  topicWords,
  withheld,
} from '../words/sentence-words.ts';
import type { Language } from '../words/words.ts';
import { whenText } from '../words/when.ts';

/** What may stand in a sentence besides coded fields. Outside the circle of readers: nothing. */
export type SentenceOptions = {
  readonly language: Language;
  readonly day?: Wall;
  readonly withPlaceNames: boolean;
};

/** What a clause is made of: coded fields, and how well they stand. */
export type Clause = Pick<
  Claim,
  'act' | 'modality' | 'lane' | 'actors' | 'group' | 'threat' | 'answer' | 'all' | 'order' | 'topic' | 'grade'
> & { readonly deniedBy: readonly unknown[] };

/**
 * One claim as a sentence built from its coded fields only: never from free text, never naming a person. The
 * wording is no stronger than the modality and the grade allow.
 */
export function sentenceOf(claim: Claim, options: SentenceOptions): string {
  const { language, day } = options;
  const unit = claim.unit === undefined ? undefined : TERMS[language].units[claim.unit.toLowerCase()];
  const extras = [
    ...claim.numbers.map(({ number }) => numberText(number, language)),
    ...(unit === undefined ? [] : [unit]),
    ...claim.places.flatMap((place) => placeText(place, options)),
  ];
  const tail = extras.length > 0 ? ` (${[...new Set(extras)].join('; ')})` : '';
  return `${capital(whenText(claim.when, language, day))}: ${clauseOf(claim, language)}${tail}.`;
}

/** Who did what, with all that makes it weaker: denied, alleged, only a rumour, denied by others. */
export function clauseOf(claim: Clause, language: Language): string {
  const words = SENTENCES[language];
  const weaker = [
    ...(saysModality(claim) ? [] : [TERMS[language].modalities[claim.modality]]),
    ...(claim.grade === 'rumour' ? [words.rumour] : []),
    ...(claim.deniedBy.length > 0 ? [words.deniedByOthers] : []),
  ];
  return `${mainClause(claim, language)}${weaker.length > 0 ? ` (${weaker.join('; ')})` : ''}`;
}

// What an order, a threat or an answer says by itself.
const PLAIN: ReadonlySet<string> = new Set(['done', 'ongoing', 'refused', 'ordered', 'threatened']);

/** Whether the clause itself carries the modality; claims of aim, gain and outcome are alleged by nature. */
function saysModality({ act, modality, group, answer, threat }: Clause): boolean {
  if (act.startsWith('claim.'))
    return PLAIN.has(modality) || modality === 'alleged' || modality === 'background';
  const isOfGroup = group !== undefined && (answer !== undefined || threat !== undefined);
  return !isOfGroup || PLAIN.has(modality);
}

function mainClause(claim: Clause, language: Language): string {
  const terms = TERMS[language];
  const words = SENTENCES[language];
  const group = claim.group === undefined ? undefined : groupWords(claim.group, language);
  if (group !== undefined && claim.answer !== undefined)
    return words.answered(group, claim.answer, claim.all && isGroupWord(claim.group ?? ''));
  if (group !== undefined && claim.threat !== undefined)
    return words.threatened(group, codeWords(claim.threat, terms.threats, language));
  if (group !== undefined && claim.modality === 'ordered')
    return words.ordered(group, terms.acts[claim.order ?? claim.act]);
  const subject = subjectText(claim, language);
  const topic = claim.topic === undefined ? '' : `: ${topicWords(claim.topic, language)}`;
  if (claim.act === 'claim.outcome') return `${terms.acts[claim.act].noun} (${subject})${topic}`;
  // These acts are claims by nature: "is said to", whatever the modality adds.
  if (claim.act.startsWith('claim.')) return `${subject} ${terms.acts[claim.act].did}${topic}`;
  return `${subject} ${terms.clauses[claim.modality](terms.acts[claim.act])}${TOPIC_SHOWN.has(claim.act) ? topic : ''}`;
}

// Where the act alone says too little.
const TOPIC_SHOWN: ReadonlySet<string> = new Set([
  'need',
  'offer',
  'picket',
  'protest.address',
  'promise',
  'negotiate',
]);

function subjectText({ actors, lane }: Clause, language: Language): string {
  const names = actors.map((code) => TERMS[language].bodies[code]);
  if (names.length === 0) return TERMS[language].lanes[lane];
  const last = names.at(-1) ?? '';
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} ${SENTENCES[language].and} ${last}`;
}

/** A number as it was told: a range in figures, with the count's noun. */
export function numberText(number: Pick<NumberOf, 'lo' | 'hi' | 'of'>, language: Language): string {
  const { lo, hi, of } = number;
  const figures = hi === undefined ? `${lo}+` : lo === hi ? String(lo) : `${lo}–${hi}`;
  return TERMS[language].counted[of](figures, hi ?? lo);
}

function placeText(place: PlaceRef, { language, withPlaceNames }: SentenceOptions): readonly string[] {
  const shown = (code: string): string => (mayNumberSomebody(code, PLACE_DIGITS) ? withheld(language) : code);
  const codes = [place.zone, place.cell, place.point].filter((code) => code !== undefined).map(shown);
  const approach = place.approach === undefined ? [] : [SENTENCES[language].approach(shown(place.approach))];
  return [...codes, ...approach, ...(withPlaceNames && place.name !== undefined ? [place.name] : [])];
}

/** With a capital letter in front. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
