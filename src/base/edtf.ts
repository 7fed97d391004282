import { err, ok } from './result.ts';
import type { Result } from './result.ts';
import { MINUTE_MS, SECOND_MS } from './instant.ts';
import { civilToWall, daysInMonth, isLeapYear, wall } from './wall.ts';
import type { Civil, Wall } from './wall.ts';

/**
 * Dates and times as people know them: Extended Date/Time Format (ISO 8601-2:2019, annex A; Library of
 * Congress EDTF, levels 0 and 1, and from level 2 unspecified digits anywhere and the "one of" range).
 * Times are local wall time; a zone offset is kept beside the text, never inside it.
 * Left out on purpose: seasons, years of more than four digits, list sets, partial qualifiers.
 */
export type Edtf =
  | { readonly kind: 'moment'; readonly at: Moment }
  | { readonly kind: 'interval'; readonly from: End; readonly to: End }
  | { readonly kind: 'one-of'; readonly from?: Moment; readonly to?: Moment };

/** `open`: it goes on (`..`). `unknown`: there is an end, nobody says when (nothing written). */
export type End = Moment | 'open' | 'unknown';

/** `?` uncertain, `~` approximate, `%` both. */
export type Qualifier = '?' | '~' | '%';

/** Digit masks as written: `X` stands for a digit nobody states. */
export type Moment = {
  readonly year: string;
  readonly month?: string;
  readonly day?: string;
  readonly time?: { readonly hour: number; readonly minute: number; readonly second?: number };
  readonly qualifier?: Qualifier;
};

export type EdtfError = { readonly kind: 'edtf-unreadable'; readonly text: string; readonly why: string };

const EDTF_CHARS_MAX = 64;
const MOMENT = /^([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?)?)?([?~%])?$/;

/** Reads one EDTF expression. Refuses what is outside the subset or can never be a date, saying why. */
export function parseEdtf(text: string): Result<Edtf, EdtfError> {
  const fail = (why: string): Result<Edtf, EdtfError> =>
    err({ kind: 'edtf-unreadable', text: text.slice(0, EDTF_CHARS_MAX), why });
  if (text.length > EDTF_CHARS_MAX) return fail(`longer than ${EDTF_CHARS_MAX} characters`);
  if (text.startsWith('[')) return parseOneOf(text, fail);
  const slash = text.indexOf('/');
  if (slash < 0) {
    const at = parseMoment(text);
    return typeof at === 'string' ? fail(at) : ok({ kind: 'moment', at });
  }
  const from = parseEnd(text.slice(0, slash));
  const to = parseEnd(text.slice(slash + 1));
  if ('why' in from) return fail(from.why);
  if ('why' in to) return fail(to.why);
  if (typeof from.end === 'string' && typeof to.end === 'string')
    return fail('an interval needs at least one known end');
  if (isAfter(from.end, to.end)) return fail('the interval ends before it starts');
  return ok({ kind: 'interval', from: from.end, to: to.end });
}

type Fail = (why: string) => Result<Edtf, EdtfError>;

function parseOneOf(text: string, fail: Fail): Result<Edtf, EdtfError> {
  const inner = /^\[(.*)\.\.(.*)\]$/.exec(text);
  if (inner === null) return fail('only [..x], [x..] and [x..y] are read');
  const [, left = '', right = ''] = inner;
  if (left === '' && right === '') return fail('[..] says nothing');
  const from = left === '' ? undefined : parseMoment(left);
  const to = right === '' ? undefined : parseMoment(right);
  if (typeof from === 'string') return fail(from);
  if (typeof to === 'string') return fail(to);
  if (from && to && isAfter(from, to)) return fail('the range ends before it starts');
  return ok({ kind: 'one-of', ...(from && { from }), ...(to && { to }) });
}

function parseEnd(text: string): { readonly end: End } | { readonly why: string } {
  if (text === '..') return { end: 'open' };
  if (text === '') return { end: 'unknown' };
  const at = parseMoment(text);
  return typeof at === 'string' ? { why: at } : { end: at };
}

/** A moment, or why the text is none. */
function parseMoment(text: string): Moment | string {
  const match = MOMENT.exec(text);
  if (match === null) return `"${text}" is not YYYY[-MM[-DD[Thh:mm[:ss]]]] (X for an unstated digit)`;
  const [, year = '', month, day, hour, minute, second, qualifier] = match;
  const moment: Moment = {
    year,
    ...(month !== undefined && { month }),
    ...(day !== undefined && { day }),
    ...(hour !== undefined && minute !== undefined && { time: clock(hour, minute, second) }),
    ...(isQualifier(qualifier) && { qualifier }),
  };
  return momentFault(moment) ?? moment;
}

function clock(hour: string, minute: string, second: string | undefined): NonNullable<Moment['time']> {
  return {
    hour: Number(hour),
    minute: Number(minute),
    ...(second !== undefined && { second: Number(second) }),
  };
}

function isQualifier(text: string | undefined): text is Qualifier {
  return text === '?' || text === '~' || text === '%';
}

function momentFault(m: Moment): string | undefined {
  if (m.month !== undefined && fitting(m.month, 1, 12).length === 0) return `there is no month ${m.month}`;
  if (m.day !== undefined && fitting(m.day, 1, maxDay(m)).length === 0)
    return `there is no day ${m.day} in that month`;
  if (m.time && (m.time.hour > 23 || m.time.minute > 59 || (m.time.second ?? 0) > 59))
    return 'hours run to 23, minutes and seconds to 59';
  if (m.time && `${m.month}${m.day}`.includes('X')) return 'an hour needs a stated month and day';
  return undefined;
}

/** The longest the month can be, given what is not stated. */
function maxDay(m: Moment): number {
  const months = fitting(m.month ?? 'XX', 1, 12);
  const years = yearsOf(m.year, LEAP_YEAR);
  const year = years.find(isLeapYear) ?? years[0] ?? LEAP_YEAR;
  return Math.max(...months.map((month) => daysInMonth(year, month)));
}

const LEAP_YEAR = 2000;

/** Years that match the mask, rising; a wholly unstated one is the nominal year. */
function yearsOf(mask: string, nominalYear: number): readonly number[] {
  if (mask === 'XXXX') return [nominalYear];
  const digits = (c: string): readonly number[] => (c === 'X' ? DIGITS : [Number(c)]);
  return [...mask].reduce<readonly number[]>(
    (years, c) => years.flatMap((y) => digits(c).map((d) => 10 * y + d)),
    [0],
  );
}

const DIGITS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Numbers in lo..hi whose two digits match the mask. */
function fitting(mask: string, lo: number, hi: number): readonly number[] {
  const stated = Number(mask);
  if (!Number.isNaN(stated)) return stated >= lo && stated <= hi ? [stated] : [];
  const out: number[] = [];
  for (let n = lo; n <= hi; n++) {
    const digits = String(n).padStart(mask.length, '0');
    if ([...mask].every((c, i) => c === 'X' || c === digits.charAt(i))) out.push(n);
  }
  return out;
}

/** Lower and upper limit of something, both included; a missing one is not known. */
export type Bounds = { readonly lo?: Wall; readonly hi?: Wall };

/**
 * Where a time lies on the wall clock of its place. A `moment` happened once within `start` (`end` is
 * the same); an `interval` began within `start` and ended within `end`; `isOpen`: it had not ended.
 */
export type Extent = {
  readonly shape: 'moment' | 'interval';
  readonly start: Bounds;
  readonly end: Bounds;
  readonly isOpen: boolean;
};

/** Whether the year is stated in full. */
export function statesYear(edtf: Edtf): boolean {
  const ends = edtf.kind === 'moment' ? [edtf.at] : [edtf.from, edtf.to];
  return ends.every((e) => e === undefined || typeof e === 'string' || !e.year.includes('X'));
}

/** Lays the expression on the wall clock. A wholly unstated year (`XXXX`) is laid into `nominalYear`. */
export function edtfExtent(edtf: Edtf, nominalYear: number): Extent {
  if (edtf.kind === 'interval') {
    const start = endBounds(edtf.from, nominalYear);
    const end = endBounds(edtf.to, nominalYear);
    return { shape: 'interval', start, end, isOpen: edtf.to === 'open' };
  }
  if (edtf.kind === 'one-of') {
    const lo = edtf.from && momentBounds(edtf.from, nominalYear).lo;
    const hi = edtf.to && momentBounds(edtf.to, nominalYear).hi;
    const within = { ...(lo !== undefined && { lo }), ...(hi !== undefined && { hi }) };
    return { shape: 'moment', start: within, end: within, isOpen: false };
  }
  const within = momentBounds(edtf.at, nominalYear);
  return { shape: 'moment', start: within, end: within, isOpen: false };
}

function endBounds(end: End, nominalYear: number): Bounds {
  return typeof end === 'string' ? {} : momentBounds(end, nominalYear);
}

// "About" widens a clock time by a quarter of an hour each way: people round to the quarter.
const ABOUT_MS: number = 15 * MINUTE_MS;

/** A stated minute is the point at its start: people name minutes, they do not measure seconds. */
function momentBounds(m: Moment, nominalYear: number): Required<Bounds> {
  const slack = m.time && m.qualifier !== undefined && m.qualifier !== '?' ? ABOUT_MS : 0;
  const years = yearsOf(m.year, nominalYear);
  return { lo: wall(edge(m, years, 'lo') - slack), hi: wall(edge(m, years, 'hi') + slack) };
}

function edge(m: Moment, years: readonly number[], side: 'lo' | 'hi'): Wall {
  const { year, month, day } = edgeDay(m, years, side);
  if (m.time)
    return civilToWall({
      year,
      month,
      day,
      hour: m.time.hour,
      minute: m.time.minute,
      second: m.time.second ?? 0,
    });
  const isLow = side === 'lo';
  const at = civilToWall({
    year,
    month,
    day,
    hour: isLow ? 0 : 23,
    minute: isLow ? 0 : 59,
    second: isLow ? 0 : 59,
  });
  return isLow ? at : wall(at + SECOND_MS - 1);
}

/** The first or last day that fits: not every year has a 29 February, nor every month a 31st. */
function edgeDay(
  m: Moment,
  years: readonly number[],
  side: 'lo' | 'hi',
): Pick<Civil, 'year' | 'month' | 'day'> {
  const fromSide = (list: readonly number[]): readonly number[] => (side === 'lo' ? list : list.toReversed());
  const months = fromSide(fitting(m.month ?? 'XX', 1, 12));
  for (const year of fromSide(years)) {
    for (const month of months) {
      const day = fromSide(fitting(m.day ?? 'XX', 1, daysInMonth(year, month)))[0];
      if (day !== undefined) return { year, month, day };
    }
  }
  // Left over: 29 February, laid into a nominal year that has none.
  return { year: years[0] ?? LEAP_YEAR, month: 2, day: 28 };
}

function isAfter(from: End, to: End): boolean {
  if (typeof from === 'string' || typeof to === 'string') return false;
  // A wholly unstated year may be any, so it contradicts no stated one.
  if ((from.year === 'XXXX') !== (to.year === 'XXXX')) return false;
  return momentBounds(from, LEAP_YEAR).lo > momentBounds(to, LEAP_YEAR).hi;
}

/** The text of an expression; `parseEdtf(printEdtf(e))` gives `e`. */
export function printEdtf(edtf: Edtf): string {
  if (edtf.kind === 'moment') return printMoment(edtf.at);
  if (edtf.kind === 'one-of')
    return `[${edtf.from ? printMoment(edtf.from) : ''}..${edtf.to ? printMoment(edtf.to) : ''}]`;
  return `${printEnd(edtf.from)}/${printEnd(edtf.to)}`;
}

function printEnd(end: End): string {
  if (end === 'open') return '..';
  return end === 'unknown' ? '' : printMoment(end);
}

function printMoment(m: Moment): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const date = [m.year, m.month, m.day].filter((p) => p !== undefined).join('-');
  const time = m.time ? `T${two(m.time.hour)}:${two(m.time.minute)}` : '';
  const second = m.time?.second === undefined ? '' : `:${two(m.time.second)}`;
  return `${date}${time}${second}${m.qualifier ?? ''}`;
}
