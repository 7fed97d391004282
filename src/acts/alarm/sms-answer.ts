import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { MINUTES_MAX } from '../../record/kinds/alarm.ts';
import type { AlarmVoteBody } from '../../record/kinds/alarm.ts';
import type { Reply } from '../../record/kinds/vocabulary.ts';
import { parseAnswerCode } from './answer-code.ts';
import type { AnswerCode } from './answer-code.ts';

/** What somebody texted back: `[CODE] 1 [minutes]`, or `[CODE]` and 2, 3 or 4. What a digit says, `meaningOf` knows. */
export type SmsAnswer = {
  /** Without one an answer of a number that anybody can forge counts for nothing; whoever keeps it decides that. */
  readonly code?: AnswerCode;
  readonly digit: 1 | 2 | 3 | 4;
  /** Until there, 0 to 1440; only with 1. */
  readonly minutes?: number;
};

export type SmsAnswerRefusal = {
  readonly kind: 'answer-unreadable';
  /** `unclear`: it holds something beside an answer, or two answers. */
  readonly why: 'empty' | 'long' | 'no-answer' | 'unclear' | 'minutes';
};

// One SMS part in the Latin alphabet (3GPP TS 23.038): an answer takes a tenth of it.
const ANSWER_CHARS_MAX = 160;
const MINUTE_DIGITS_MAX = 4;

/** Words that stand for 1 and 2; Kazakh ones also as a keyboard without Kazakh letters writes them. */
const WORDS: Readonly<Record<string, SmsAnswer['digit']>> = {
  YES: 1,
  ДА: 1,
  ИӘ: 1,
  ИЯ: 1,
  ИА: 1,
  NO: 2,
  НЕТ: 2,
  ЖОҚ: 2,
  ЖОК: 2,
};
const CODE_WORDS: ReadonlySet<string> = new Set(['CODE', 'КОД']);
const MINUTE_WORDS: ReadonlySet<string> = new Set(['MIN', 'МИН']);

/** Reads the answer to any message of an alarm, however it is spaced, in any of its digits. Refuses what has more in it. */
export function parseSmsAnswer(text: string): Result<SmsAnswer, SmsAnswerRefusal> {
  if (text.length > ANSWER_CHARS_MAX) return refused('long');
  const tokens = tokensOf(text);
  if (tokens.length === 0) return refused('empty');
  if (CODE_WORDS.has(tokens[0] ?? '')) tokens.shift();
  const code = parseAnswerCode(tokens[0] ?? '');
  if (code !== undefined) tokens.shift();
  const [first, ...rest] = tokens;
  if (first === undefined) return refused('no-answer');
  const digit = digitOf(first);
  if (digit === undefined) return refused('unclear');
  // "1 да" says the same twice; "1 нет" does not.
  if (Object.hasOwn(WORDS, rest[0] ?? '') && WORDS[rest.shift() ?? ''] !== digit) return refused('unclear');
  const coded = code === undefined ? { digit } : { code, digit };
  if (rest.length === 0) return ok(coded);
  const minutes = minutesOf(rest);
  if (minutes === undefined) return refused('unclear');
  return digit === 1 && minutes <= MINUTES_MAX ? ok({ ...coded, minutes }) : refused('minutes');
}

/** What somebody said, in the words of the record; `minutes` only with `coming`. */
export type Meaning = {
  readonly answer: Exclude<Reply, 'acknowledged'> | AlarmVoteBody['vote'];
  readonly minutes?: number;
};

/**
 * What an answer says. 3 and 4 always mean "I see it too" and "it is not so"; what 1 and 2 mean depends on the message that is
 * answered, the one whose code stands in the answer: `ask` put a question, `call` asked people to come.
 */
export function meaningOf({ digit, minutes }: SmsAnswer, answered: 'ask' | 'call'): Meaning {
  if (digit === 3 || (digit === 1 && answered === 'ask')) return { answer: 'confirm' };
  if (digit === 4 || (digit === 2 && answered === 'ask')) return { answer: 'refute' };
  if (digit === 2) return { answer: 'cannot' };
  return { answer: 'coming', ...(minutes !== undefined && { minutes }) };
}

/** Upper-case words and numbers in ASCII digits, whatever stood between them. */
function tokensOf(text: string): string[] {
  return text
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - FULL_WIDTH))
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (char) => String(char.charCodeAt(0) & ARABIC_DIGIT))
    .toUpperCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((token) => token !== '');
}

// Unicode 16: full-width forms stand 0xFEE0 after ASCII; both rows of Arabic-Indic digits begin at a multiple of 16.
const FULL_WIDTH = 0xfee0;
const ARABIC_DIGIT = 0xf;

function digitOf(token: string): SmsAnswer['digit'] | undefined {
  if (Object.hasOwn(WORDS, token)) return WORDS[token];
  return ([1, 2, 3, 4] as const).find((each) => token === String(each));
}

/** "20", "20 мин", "20мин". */
function minutesOf(tokens: readonly string[]): number | undefined {
  const [, digits = '', unit = ''] = /^(\d+) ?(\p{L}*)$/u.exec(tokens.join(' ')) ?? [];
  if (digits === '' || digits.length > MINUTE_DIGITS_MAX) return undefined;
  return unit === '' || MINUTE_WORDS.has(unit) ? Number(digits) : undefined;
}

function refused(why: SmsAnswerRefusal['why']): Result<never, SmsAnswerRefusal> {
  return err({ kind: 'answer-unreadable', why });
}
