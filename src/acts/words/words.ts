import type {
  Act,
  Answer,
  ApproachState,
  BodyCode,
  Counted,
  HomeState,
  Lane,
  Link,
  Modality,
  Relation,
  Stance,
} from '../../record/kinds/vocabulary.ts';

/** The languages every message exists in. A missing message does not compile. */
export const LANGUAGES = ['kk', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * One act in the three forms the sentences need. `noun`: a short label ("break-through"). `did`: what a plural
 * subject did, past tense ("tried the line"). `to`: the form that follows "tried", "were ordered": English
 * bare infinitive, Russian infinitive, Kazakh verbal noun in the dative ("бұзуға").
 */
export type ActForms = { readonly noun: string; readonly did: string; readonly to: string };

/** The closed vocabularies in one language, lower case, ready for the middle of a sentence. */
export type Terms = {
  readonly lanes: Readonly<Record<Lane, string>>;
  readonly bodies: Readonly<Record<BodyCode, string>>;
  readonly acts: Readonly<Record<Act, ActForms>>;
  /** A word that qualifies a label: "attempted", "threatened". Empty for `done`. */
  readonly modalities: Readonly<Record<Modality, string>>;
  /** What a plural subject did, given modality: `did` as it is for done, "tried to …" for attempted, and so on. */
  readonly clauses: Readonly<Record<Modality, (act: ActForms) => string>>;
  readonly homeStates: Readonly<Record<HomeState, string>>;
  readonly answers: Readonly<Record<Answer, string>>;
  readonly stances: Readonly<Record<Stance, string>>;
  readonly links: Readonly<Record<Link, string>>;
  readonly relations: Readonly<Record<Relation, string>>;
  readonly approachStates: Readonly<Record<ApproachState, string>>;
  /** "12 homes", "24–99 people": `text` is the number as printed, `n` the number that decides the plural. */
  readonly counted: Readonly<Record<Counted, (text: string, n: number) => string>>;
  /** Unit words that may stand in a sentence; any other is free text and stays out. */
  readonly units: Readonly<Record<string, string>>;
  /** What claims are about, where a code occurs often; others are shown as written. */
  readonly topics: Readonly<Record<string, string>>;
  /** Names of ordered groups and threats that often occur; the board shows others as written. */
  readonly groups: Readonly<Record<string, string>>;
  readonly threats: Readonly<Record<string, string>>;
};

/** Plural category of a whole number (Unicode CLDR 46, cardinal rules for en, ru and kk). */
export function pluralCategory(language: Language, n: number): 'one' | 'few' | 'many' | 'other' {
  if (language !== 'ru') return n === 1 ? 'one' : 'other';
  const [ten, hundred] = [n % 10, n % 100];
  if (ten === 1 && hundred !== 11) return 'one';
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 'few' : 'many';
}
