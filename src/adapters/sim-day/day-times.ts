import { DAY_MS, MINUTE_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { instant } from '../../base/instant.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { civilToWall, wall, wallToCivil } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import type { DayMinute } from './day.ts';
import { quoted, textOf } from './spot-values.ts';
import type { FileSpot } from '../../base/file-spot.ts';

const MINUTES_A_DAY = 1440;
// Where no year is stated the played clock runs in a leap year; nothing it writes says which.
const NOMINAL_YEAR = 2000;

/** `10:30`, or `24:00` to `47:59` for the night after. */
export function minuteOf(spot: FileSpot): DayMinute {
  return minuteIn(textOf(spot)) ?? spot.fail(NO_TIME);
}

const NO_TIME = 'is not a time such as 10:30 (up to 47:59 for the night after)';
const CLOCK = /^(\d{1,2}):([0-5]\d)$/;

function minuteIn(text: string): DayMinute | undefined {
  const [, hours, minutes] = CLOCK.exec(text) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return minute < 2 * MINUTES_A_DAY ? minute : undefined;
}

/** Midnight at the start of the scenario's date, on its wall clock. */
function midnightOf(date: string): Wall {
  const [year = '', month, day] = date.split('-');
  return civilToWall({
    year: year === 'XXXX' ? NOMINAL_YEAR : Number(year),
    month: Number(month),
    day: Number(day),
    hour: 0,
    minute: 0,
    second: 0,
  });
}

export function minuteToInstant(minute: DayMinute, date: string, offsetMinutes: number): Instant {
  return instant(midnightOf(date) + (minute - offsetMinutes) * MINUTE_MS);
}

export function clockText(minute: DayMinute): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const inDay = Math.floor(minute) % MINUTES_A_DAY;
  return `${two(Math.floor(inDay / 60))}:${two(inDay % 60)}`;
}

/** The EDTF text of a minute of the day, with the year only where the date states it. */
export function minuteToEdtf(minute: DayMinute, date: string): string {
  const c = wallToCivil(wall(midnightOf(date) + Math.floor(minute / MINUTES_A_DAY) * DAY_MS));
  const two = (n: number): string => String(n).padStart(2, '0');
  const year = date.startsWith('XXXX') ? 'XXXX' : String(c.year).padStart(4, '0');
  return `${year}-${two(c.month)}-${two(c.day)}T${clockText(minute)}`;
}

/**
 * `10:30` · `..12:00` by noon · `12:00..13:00` a moment in between · `10:30..` some time after ·
 * `10:30/14:30` from–to · `10:30/..` from then on · `day` that day · or EDTF in full.
 */
export function whenOf(spot: FileSpot, date: string): string {
  const text = textOf(spot);
  if (text.length > WHEN_CHARS_MAX) spot.fail(`${quoted(text)} is not a time`);
  const full = toEdtf(text, (hour) => {
    const minute = minuteIn(hour);
    return minute === undefined ? spot.fail(`${quoted(hour)} ${NO_TIME}`) : minuteToEdtf(minute, date);
  });
  if (full === undefined) return date;
  const parsed = parseEdtf(full);
  return parsed.ok ? full : spot.fail(`${quoted(text)} is not a time: ${parsed.error.why}`);
}

// The longest form of EDTF that the record knows is half of this.
const WHEN_CHARS_MAX = 100;

/** `undefined` is the whole day. */
function toEdtf(text: string, expandHour: (hour: string) => string): string | undefined {
  if (text === 'day') return undefined;
  // Whatever looks like an hour on its own must be one: 10:75 is not 11:15.
  const expand = (part: string): string => {
    const [, hour, qualifier = ''] = /^(\d+:\d+)([~?%]?)$/.exec(part) ?? [];
    return hour === undefined ? part : expandHour(hour) + qualifier;
  };
  if (text.includes('/')) return text.split('/').map(expand).join('/');
  const range = /^(\d+:\d+)?\.\.(\d+:\d+)?$/.exec(text);
  return range ? `[${expand(range[1] ?? '')}..${expand(range[2] ?? '')}]` : expand(text);
}
