import { ANSWER_EN } from './answer-en.ts';
import { ANSWER_KK } from './answer-kk.ts';
import { ANSWER_RU } from './answer-ru.ts';
import type { Language } from './words.ts';

/** Why an answer moved nothing, where that is no state of the alarm. */
export const ANSWER_FAULTS = ['unclear', 'too-often', 'too-many', 'not-kept'] as const;
export type AnswerFault = (typeof ANSWER_FAULTS)[number];

/** The page on which one person answers an alarm. What is said of the alarm itself stands in `AlarmWords`. */
export type AnswerWords = {
  /** Stands first where the alarm is no drill. */
  readonly real: string;
  readonly drillSays: string;
  /** Beside where people are asked to come. */
  readonly safely: string;
  readonly seen: { readonly question: string; readonly confirm: string; readonly refute: string };
  readonly come: {
    readonly question: string;
    readonly inMinutes: (minutes: number) => string;
    readonly other: string;
    readonly coming: string;
    readonly cannot: string;
  };
  /** What this person said last. */
  readonly last: {
    readonly heading: string;
    readonly none: string;
    readonly coming: (minutes: number | undefined) => string;
    readonly cannot: string;
    readonly confirm: string;
    readonly refute: string;
    readonly changes: string;
  };
  /** Below how it ended. */
  readonly noMore: string;
  readonly faults: Readonly<Record<AnswerFault, string>>;
  readonly foot: string;
};

export const ANSWER_WORDS: Readonly<Record<Language, AnswerWords>> = {
  kk: ANSWER_KK,
  ru: ANSWER_RU,
  en: ANSWER_EN,
};
