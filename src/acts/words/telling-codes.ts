/** Digits beside letters from which a code may be a plate, a badge or a unit number. */
const DIGITS = 2;
/** Places are numbered by their planners (`k12`), so it takes one more. */
export const PLACE_DIGITS = 3;
/** Digits without letters from which a code may be a telephone or identity number. */
const BARE_DIGITS = 5;

/**
 * Whether a free code may be a plate, a badge, a unit or a telephone number: two or more digits beside letters, or five
 * or more digits. Digits of every script count. It does not know names: a name written as a code passes.
 */
export function mayNumberSomebody(code: string, digitsBesideLetters: number = DIGITS): boolean {
  const digits = code.match(/\p{N}/gu)?.length ?? 0;
  return digits >= BARE_DIGITS || (digits >= digitsBesideLetters && /\p{L}/u.test(code));
}
