import type { CellReach } from '../alarm/reachability.ts';
import type { PlaceFinding } from '../care/place-check.ts';
import type { Advice } from './doctor-words.ts';
import { PLACE_EN } from './place-en.ts';
import { PLACE_KK } from './place-kk.ts';
import { PLACE_RU } from './place-ru.ts';
import type { Language } from './words.ts';

/** The check of a place plan, and the remarks in a new one. A finding without words does not compile. */
export type PlaceWords = {
  readonly unsafe: string;
  readonly note: string;
  readonly nothingUnsafe: string;
  readonly findings: {
    readonly [K in PlaceFinding['kind']]: (found: Extract<PlaceFinding, { readonly kind: K }>) => Advice;
  };
  /** How many people an alarm would reach now. */
  readonly reach: {
    readonly total: (reachable: number, people: number) => string;
    /** A cell of which no warden is reached. */
    readonly cutOff: (cell: CellReach) => string;
    readonly few: (cell: string, reached: number, planned: number) => string;
    readonly others: (organisers: CellReach['wardens'], keyholders: CellReach['wardens']) => string;
    readonly noRoads: string;
    /** What was counted and what was not. */
    readonly counted: (roads: string) => string;
  };
  /** Above each part of a new plan; one line each. */
  readonly template: {
    readonly head: readonly string[];
    readonly settlement: string;
    readonly zones: readonly string[];
    readonly cells: readonly string[];
    readonly organisers: readonly string[];
    readonly approaches: string;
    readonly points: readonly string[];
    readonly outside: string;
    readonly viewing: string;
    readonly press: string;
    readonly keyholders: string;
    readonly alarm: string;
  };
};

export const PLACE_WORDS: Readonly<Record<Language, PlaceWords>> = {
  en: PLACE_EN,
  ru: PLACE_RU,
  kk: PLACE_KK,
};

/** A finding in the reader's language. */
export function placeAdvice<K extends PlaceFinding['kind']>(
  found: Extract<PlaceFinding, { readonly kind: K }>,
  language: Language,
): Advice {
  const findings: {
    readonly [L in K]: (found: Extract<PlaceFinding, { readonly kind: L }>) => Advice;
  } = PLACE_WORDS[language].findings;
  const kind: K = found.kind;
  return findings[kind](found);
}
