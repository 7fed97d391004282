import { parsePhoneNumber } from '../../base/phone-number.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { isCode } from '../../record/kinds/fields.ts';
import { cleanName } from './fit-text.ts';

/**
 * One neighbour as their warden wrote them down before the day. It lies on that warden's telephone and nowhere else. Without
 * a number they are told at the door.
 */
export type Neighbour = { readonly home: string; readonly number?: string; readonly name: string };

/** As many as a cell of a place plan may have homes; a warden has about thirty. */
export const NEIGHBOURS_MAX = 200;
const LINE_CHARS_MAX = 200;
const NAME_CHARS_MAX = 60;
/** Digits without a country, as a telephone dials them; fewer is a short code, which costs what its owner likes. */
const DIALLED = /^\d{8,15}$/;
/** What people put between the digits of a number. */
const BETWEEN = '[ \\u00a0().\\u2010-\\u2013\\-]';
const LINE = new RegExp(`^([^\\s,;]+)[\\s,;]*((?:\\+|\\d)(?:\\d|${BETWEEN}|/)*)?[\\s,;]*(.*)$`, 'su');

/** Why a line tells of no neighbour: there is no home's code in front, or what stands after it is no number. */
export type LineFault = 'home' | 'number';

/**
 * Reads a home's code, a number and a name from one line, with spaces, commas or semicolons between: `N1 +7 701 234 56 78
 * Aigul`. Number and name may be missing.
 */
export function parseNeighbourLine(text: string): Result<Neighbour, LineFault> {
  if (text.length > LINE_CHARS_MAX) return err('home');
  const [, home, written, name = ''] = LINE.exec(text.trim()) ?? [];
  return neighbourOf(home ?? '', written ?? '', name);
}

/** The same from three fields; an empty number is none. */
export function neighbourOf(home: string, written: string, name: string): Result<Neighbour, LineFault> {
  const code = home.trim();
  if (!isCode(code)) return err('home');
  const called = cleanName(name).slice(0, NAME_CHARS_MAX).trim();
  if (written.trim() === '') return ok({ home: code, name: called });
  const number = parseDialled(written);
  return number === undefined ? err('number') : ok({ home: code, number, name: called });
}

/**
 * A number as the warden's own telephone dials it: of E.164 with `+` or `00` in front, else 8 to 15 digits as they are.
 * Whose country is meant that telephone knows, and nobody else needs to.
 */
export function parseDialled(written: string): string | undefined {
  const bare = written.trim().replaceAll(new RegExp(BETWEEN, 'gu'), '');
  if (bare.startsWith('+')) return parsePhoneNumber(bare);
  if (bare.startsWith('00')) return parsePhoneNumber(`+${bare.slice(2)}`);
  return DIALLED.test(bare) ? bare : undefined;
}

/** By what one line of the list is told from another. */
export function neighbourKey({ home, number }: Pick<Neighbour, 'home' | 'number'>): string {
  return `${home} ${number ?? ''}`;
}

/** The list with one more in it; the same number in the same home is the same neighbour. */
export function withNeighbour(list: readonly Neighbour[], added: Neighbour): readonly Neighbour[] {
  const others = list.filter((each) => neighbourKey(each) !== neighbourKey(added));
  return [...others, added].slice(-NEIGHBOURS_MAX);
}
