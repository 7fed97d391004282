import { assert } from '../../base/assert.ts';
import type { Brand } from '../../base/brand.ts';

/**
 * What an answer by SMS begins with. It shows that whoever answers has the message, since a sender's number can be forged. A
 * letter first and a digit in it, so that it is neither a number nor a word.
 */
export type AnswerCode = Brand<string, 'AnswerCode'>;

/**
 * Letters that a Latin and a Cyrillic keyboard both have, and digits; of those that look alike only one. 1 is left out, since
 * answers begin with it.
 */
const LETTERS = 'ABCEHKMPTX';
const DIGITS = '02345679';
const CODE = new RegExp(`^(?=.*\\d)[${LETTERS}][${LETTERS}${DIGITS}]{3,5}$`);

/** What people type for a character of a code, after its look: Cyrillic for Latin, and one of two look-alikes. */
const LOOKS: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  С: 'C',
  Е: 'E',
  Н: 'H',
  Һ: 'H',
  К: 'K',
  М: 'M',
  О: '0',
  Р: 'P',
  Т: 'T',
  Х: 'X',
  З: '3',
  O: '0',
  8: 'B',
};

/** A code of 4 to 6 characters in either case and alphabet; `undefined` for what can be none. */
export function parseAnswerCode(text: string): AnswerCode | undefined {
  const code = text.toUpperCase().replace(/./gu, (char) => LOOKS[char] ?? char);
  return CODE.test(code) ? (code as AnswerCode) : undefined;
}

/** How many characters a new code has: nineteen million, so that a guess hits nobody. */
const NEW_CHARS = 6;

/** A code out of bytes drawn by chance or by a secret: at least `2 * NEW_CHARS` of them. */
export function answerCodeFrom(bytes: Uint8Array): AnswerCode {
  const draw = (i: number, from: string): string => {
    // Two bytes for each of at most 18 characters: the bias is below one in three thousand.
    const number = (bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0);
    return from.charAt(number % from.length);
  };
  const inner = Array.from({ length: NEW_CHARS - 2 }, (_, i) => draw(i + 1, LETTERS + DIGITS));
  const code = parseAnswerCode([draw(0, LETTERS), ...inner, draw(NEW_CHARS - 1, DIGITS)].join(''));
  assert(code !== undefined, 'a letter first and a digit last make a code');
  return code;
}
