import { err, ok } from './result.ts';
import type { Result } from './result.ts';

/** A number as people give it: at least `lo`, at most `hi` (absent: nobody says), in these words. Non-negative integers. */
export type NumberRange = { readonly lo: number; readonly hi?: number; readonly words: string };

export type NumberError = { readonly kind: 'number-unreadable'; readonly text: string; readonly why: string };

export const WORDS_CHARS_MAX = 80;
const NUMBER_MAX = 1_000_000_000;

// Conventions for words (vocabulary of the record; hundreds and thousands after the Crowd Counting
// Consortium's lower ends). Russian "десятки" and Kazakh "ондаған" count tens, not twelves.
const WORD_RANGES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ...spread(['several', 'несколько', 'бірнеше'], 3, 9),
  ...spread(['dozens'], 24, 99),
  ...spread(['десятки', 'ондаған'], 20, 99),
  ...spread(['scores'], 40, 99),
  ...spread(['hundreds', 'сотни', 'жүздеген'], 200, 999),
  ...spread(['thousands', 'тысячи', 'мыңдаған'], 2000, 9999),
  ...spread(['tens of thousands', 'десятки тысяч', 'ондаған мың'], 20_000, 99_999),
  ...spread(['a dozen', 'дюжина'], 12, 12),
  ...spread(['a couple', 'пара'], 2, 2),
  ...spread(['none', 'nobody', 'никого', 'ешкім'], 0, 0),
]);

function spread(words: readonly string[], lo: number, hi: number): [string, readonly [number, number]][] {
  return words.map((word) => [word, [lo, hi]]);
}

const DIGITS = String.raw`(\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d+)`;
const FORMS: readonly (readonly [RegExp, (a: number, b: number) => readonly [number, number | undefined]])[] =
  [
    [form('', DIGITS, ''), (n) => [n, n]],
    [form('', `${DIGITS}\\s*(?:-|–|—|to|до)\\s*${DIGITS}`, ''), (a, b) => [a, b]],
    [form('between\\s+', `${DIGITS}\\s+and\\s+${DIGITS}`, ''), (a, b) => [a, b]],
    [form('от\\s+', `${DIGITS}\\s+до\\s+${DIGITS}`, ''), (a, b) => [a, b]],
    [form('(?:more than|over|above|более|больше|свыше)\\s+', DIGITS, ''), (n) => [n + 1, undefined]],
    [form('', DIGITS, '(?:-?(?:нан|нен|дан|ден|тан|тен))?\\s+(?:астам|артық)'), (n) => [n + 1, undefined]],
    [form('(?:at least|no fewer than|не менее|кемінде)\\s+', DIGITS, ''), (n) => [n, undefined]],
    [form('', DIGITS, '\\+'), (n) => [n, undefined]],
    [form('(?:up to|at most|no more than|не более|до)\\s+', DIGITS, ''), (n) => [0, n]],
    [form('(?:fewer than|less than|under|менее|меньше)\\s+', DIGITS, ''), (n) => [0, Math.max(0, n - 1)]],
    [form('(?:about|around|some|approximately|около|примерно|шамамен)\\s+', DIGITS, ''), aboutRange],
  ];

function form(before: string, middle: string, after: string): RegExp {
  return new RegExp(`^${before}${middle}${after}$`, 'u');
}

/** "About n" is read as within a tenth of n, at least one either way: our own convention, no source states one. */
function aboutRange(n: number): readonly [number, number] {
  const slack = Math.max(1, Math.round(n / 10));
  return [Math.max(0, n - slack), n + slack];
}

/**
 * Reads a number as written in English, Russian or Kazakh, keeping the words. A unit ("a battalion") is
 * not a number and is refused: it belongs in the unit field.
 */
export function parseNumberWords(words: string): Result<NumberRange, NumberError> {
  const fail = (why: string): Result<NumberRange, NumberError> =>
    err({ kind: 'number-unreadable', text: words.slice(0, WORDS_CHARS_MAX), why });
  if (words.length > WORDS_CHARS_MAX) return fail(`longer than ${WORDS_CHARS_MAX} characters`);
  const text = words.trim().toLowerCase();
  const named = WORD_RANGES.get(text);
  if (named) return ok({ lo: named[0], hi: named[1], words });
  for (const [pattern, range] of FORMS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const [lo, hi] = range(digits(match[1]), digits(match[2]));
    return numberRange(lo, hi, words);
  }
  return fail('not a number, a range or a known word such as "dozens"; a unit belongs in the unit field');
}

function digits(text: string | undefined): number {
  return Number((text ?? '0').replaceAll(/[ ,\u00a0\u202f]/g, ''));
}

/** Checks and makes a range. Refuses negatives, fractions, numbers over a thousand million and lo > hi. */
export function numberRange(
  lo: number,
  hi: number | undefined,
  words: string,
): Result<NumberRange, NumberError> {
  const fail = (why: string): Result<NumberRange, NumberError> =>
    err({ kind: 'number-unreadable', text: words.slice(0, WORDS_CHARS_MAX), why });
  if (words.length > WORDS_CHARS_MAX) return fail(`the words are longer than ${WORDS_CHARS_MAX} characters`);
  if (![lo, hi ?? lo].every((n) => Number.isInteger(n) && n >= 0 && n <= NUMBER_MAX))
    return fail('numbers are whole, from 0 to a thousand million');
  if (hi !== undefined && hi < lo) return fail('the upper end is below the lower end');
  return ok({ lo, ...(hi !== undefined && { hi }), words });
}

/** A plain count. */
export function exactly(n: number): NumberRange {
  return { lo: n, hi: n, words: String(n) };
}

/** Sum of independent ranges: open stays open. */
export function addRanges(ranges: readonly NumberRange[]): NumberRange {
  let lo = 0;
  let hi: number | undefined = 0;
  for (const range of ranges) {
    lo += range.lo;
    hi = hi === undefined || range.hi === undefined ? undefined : hi + range.hi;
  }
  return { lo, ...(hi !== undefined && { hi }), words: rangeWords(lo, hi) };
}

export function rangeWords(lo: number, hi: number | undefined): string {
  if (hi === undefined) return `${lo}+`;
  return lo === hi ? String(lo) : `${lo}-${hi}`;
}
