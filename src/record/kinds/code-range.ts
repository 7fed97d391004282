import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { isCode } from './fields.ts';

// Two codes and two dots.
const RANGE_CHARS_MAX = 66;
const RANGE = /^(.*?)(\d+)\.\.(.*?)(\d+)$/u;
const NOT_A_CODE = 'is not a code of letters, digits and hyphens (at most 32)';

/** `A1..A30` to its thirty codes, any other code to itself; or why it is neither, or stands for more than `most`. */
export function codesIn(text: string, most: number): Result<readonly string[], string> {
  const match = text.length > RANGE_CHARS_MAX ? null : RANGE.exec(text);
  if (match === null) return isCode(text) ? ok([text]) : err(NOT_A_CODE);
  const [, name = '', first = '', otherName = '', last = ''] = match;
  if (name !== otherName) return err(`is not a range such as N1..N24: ${name} and ${otherName} differ`);
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > most) return err(`runs backwards or names more than ${most}`);
  // N01..N12 keeps its noughts.
  const digits = first.startsWith('0') ? first.length : 1;
  const codes = Array.from(
    { length: count },
    (_, i) => name + String(Number(first) + i).padStart(digits, '0'),
  );
  return codes.every(isCode) ? ok(codes) : err(NOT_A_CODE);
}
