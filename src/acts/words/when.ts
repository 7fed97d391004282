import type { Bounds, Extent } from '../../base/edtf.ts';
import { DAY_MS, MINUTE_MS } from '../../base/instant.ts';
import { wallToCivil } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import type { Language } from './words.ts';

type WhenWords = {
  readonly by: (t: string) => string;
  readonly after: (t: string) => string;
  readonly between: (a: string, b: string) => string;
  readonly from: (t: string) => string;
  readonly until: (t: string) => string;
  readonly thatDay: string;
  readonly dayOrLater: string;
  readonly allDay: string;
  readonly unknown: string;
};

const WHEN: Readonly<Record<Language, WhenWords>> = {
  en: {
    by: (t) => `by ${t}`,
    after: (t) => `after ${t}`,
    between: (a, b) => `between ${a} and ${b}`,
    from: (t) => `from ${t}`,
    until: (t) => `until ${t}`,
    thatDay: 'that day',
    dayOrLater: 'that day or later',
    allDay: 'all day',
    unknown: 'time not stated',
  },
  ru: {
    by: (t) => `к ${t}`,
    after: (t) => `после ${t}`,
    between: (a, b) => `между ${a} и ${b}`,
    from: (t) => `с ${t}`,
    until: (t) => `до ${t}`,
    thatDay: 'в тот день',
    dayOrLater: 'в тот день или позже',
    allDay: 'весь день',
    unknown: 'время не указано',
  },
  kk: {
    by: (t) => `${t}-${DATIVE[lastNumeral(t)]} қарай`,
    after: (t) => `${t}-${ABLATIVE[lastNumeral(t)]} кейін`,
    between: (a, b) => `${a}–${b} аралығында`,
    from: (t) => `${t}-${ABLATIVE[lastNumeral(t)]} бастап`,
    until: (t) => `${t}-${DATIVE[lastNumeral(t)]} дейін`,
    thatDay: 'сол күні',
    dayOrLater: 'сол күні не кейінірек',
    allDay: 'күні бойы',
    unknown: 'уақыты айтылмаған',
  },
};

// Kazakh case endings follow the last numeral as spoken (vowel harmony): он екіге, отызға, үштен.
const DATIVE: Readonly<Record<number, string>> = {
  0: 'ге',
  1: 'ге',
  2: 'ге',
  3: 'ке',
  4: 'ке',
  5: 'ке',
  6: 'ға',
  7: 'ге',
  8: 'ге',
  9: 'ға',
  10: 'ға',
  20: 'ға',
  30: 'ға',
  40: 'қа',
  50: 'ге',
};
const ABLATIVE: Readonly<Record<number, string>> = {
  0: 'ден',
  1: 'ден',
  2: 'ден',
  3: 'тен',
  4: 'тен',
  5: 'тен',
  6: 'дан',
  7: 'ден',
  8: 'ден',
  9: 'дан',
  10: 'нан',
  20: 'дан',
  30: 'дан',
  40: 'тан',
  50: 'ден',
};

/** The numeral a clock time ends with when read aloud; on the hour it is the hour's. */
function lastNumeral(time: string): number {
  const [hour = 0, minute = 0] = time.slice(-5).split(':').map(Number);
  const spoken = minute === 0 ? hour : minute;
  return spoken % 10 === 0 ? spoken : spoken % 10;
}

// A year or a decade: which day of it nobody says, and a stated year stands elsewhere.
const NEARLY_A_YEAR_MS: number = 300 * DAY_MS;

/** A time in words, never more exact than it is known. Other days than `day` get their date in front. */
export function whenText(when: Extent, language: Language, day?: Wall): string {
  const words = WHEN[language];
  const text = (at: Wall): string => momentText(at, day);
  if (spanMs(when) > NEARLY_A_YEAR_MS) return words.unknown;
  const days = wholeDays(when);
  if (days !== undefined) return daysText(days, when, words, day);
  if (when.shape === 'moment') return boundsText(when.start, words, text);
  const from = when.start.lo ?? when.start.hi;
  const to = when.end.hi ?? when.end.lo;
  if (from !== undefined && to !== undefined && !when.isOpen) return `${text(from)}–${text(to)}`;
  if (from !== undefined) return words.from(text(from));
  return to === undefined ? words.unknown : words.until(text(to));
}

function boundsText({ lo, hi }: Bounds, words: WhenWords, text: (at: Wall) => string): string {
  if (lo === undefined) return hi === undefined ? words.unknown : words.by(text(hi));
  if (hi === undefined) return lo % DAY_MS === 0 ? words.dayOrLater : words.after(text(lo));
  return hi - lo < MINUTE_MS ? text(lo) : words.between(text(lo), text(hi));
}

/** How far apart the earliest and the latest possible moment lie; 0 where either is not known. */
function spanMs({ start, end }: Extent): number {
  return start.lo === undefined || end.hi === undefined ? 0 : end.hi - start.lo;
}

type Days = { readonly first: Wall; readonly last: Wall };

/** The days an extent covers from midnight to midnight, or `undefined` when it is of hours. */
function wholeDays({ start, end }: Extent): Days | undefined {
  const isWhole =
    start.lo !== undefined &&
    end.hi !== undefined &&
    start.lo % DAY_MS === 0 &&
    (end.hi + 1) % DAY_MS < MINUTE_MS;
  return isWhole && start.lo !== undefined && end.hi !== undefined
    ? { first: start.lo, last: end.hi }
    : undefined;
}

function daysText({ first, last }: Days, when: Extent, words: WhenWords, day: Wall | undefined): string {
  if (dayOf(first) !== dayOf(last)) return `${dayText(first)}–${dayText(last)}`;
  if (day !== undefined && dayOf(first) !== dayOf(day)) return dayText(first);
  return when.shape === 'interval' ? words.allDay : words.thatDay;
}

function dayOf(at: Wall): number {
  return Math.floor(at / DAY_MS);
}

/** `06.04`. */
function dayText(at: Wall): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const { day, month } = wallToCivil(at);
  return `${two(day)}.${two(month)}`;
}

/** `10:30`, or `06.04 10:30` when it is another day than `day`. */
export function momentText(at: Wall, day?: Wall): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const c = wallToCivil(at);
  const time = `${two(c.hour)}:${two(c.minute)}`;
  return day !== undefined && dayOf(at) !== dayOf(day) ? `${dayText(at)} ${time}` : time;
}

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  ru: [
    'января',
    'февраля',
    'марта',
    'апреля',
    'мая',
    'июня',
    'июля',
    'августа',
    'сентября',
    'октября',
    'ноября',
    'декабря',
  ],
  kk: [
    'қаңтар',
    'ақпан',
    'наурыз',
    'сәуір',
    'мамыр',
    'маусым',
    'шілде',
    'тамыз',
    'қыркүйек',
    'қазан',
    'қараша',
    'желтоқсан',
  ],
};

/** An EDTF date for a heading: `5 April`, with the year only where it is stated. */
export function dateText(date: string, language: Language): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const name = MONTHS[language][Number(month) - 1];
  if (name === undefined) return date;
  const stated = year.includes('X') ? '' : ` ${year}`;
  return Number.isNaN(Number(day)) || day === '' ? `${name}${stated}` : `${Number(day)} ${name}${stated}`;
}
