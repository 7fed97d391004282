import { DAY_MS, MINUTE_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { instant } from '../../base/instant.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { civilToWall, wall, wallToCivil } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import type { DayMinute } from './day.ts';
import { textOf } from './yaml-reader.ts';
import type { YamlSpot } from './yaml-reader.ts';

const MINUTES_A_DAY = 1440;
// Where no year is stated the played clock runs in a leap year; nothing it writes says which.
const NOMINAL_YEAR = 2000;

/** `10:30`, or `24:00` to `47:59` for the night after. */
export function minuteOf(spot: YamlSpot): DayMinute {
  const match = /^(\d{1,2}):([0-5]\d)$/.exec(textOf(spot));
  const minute = match === null ? Number.NaN : Number(match[1]) * 60 + Number(match[2]);
  return minute < 2 * MINUTES_A_DAY
    ? minute
    : spot.fail('is not a time such as 10:30 (up to 47:59 for the night after)');
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
export function whenOf(spot: YamlSpot, date: string): string {
  const text = textOf(spot);
  const full = toEdtf(text, date);
  const parsed = parseEdtf(full);
  return parsed.ok ? full : spot.fail(`"${text}" is not a time: ${parsed.error.why}`);
}

function toEdtf(text: string, date: string): string {
  if (text === 'day') return date;
  const expand = (part: string): string =>
    part.replace(
      /^(\d{1,2}):(\d{2})([~?%]?)$/,
      (_, h: string, m: string, q: string) => minuteToEdtf(Number(h) * 60 + Number(m), date) + q,
    );
  if (text.includes('/')) return text.split('/').map(expand).join('/');
  const range = /^(\d{1,2}:\d{2})?\.\.(\d{1,2}:\d{2})?$/.exec(text);
  return range ? `[${expand(range[1] ?? '')}..${expand(range[2] ?? '')}]` : expand(text);
}
