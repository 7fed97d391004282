import { DAY_MS, SECOND_MS } from './instant.ts';
import type { Instant } from './instant.ts';
import { civilToWall, daysInMonth } from './wall.ts';

/** However long somebody asks us to wait, more than a day is never waited: an ill server must not silence us for years. */
export const RETRY_AFTER_MS_MAX: number = DAY_MS;

/**
 * How long a `Retry-After` header (RFC 9110, 10.2.3) asks to wait: milliseconds from `now`, 0 for a moment already past,
 * at most `RETRY_AFTER_MS_MAX`. It is whole seconds or a date as IMF-fixdate (5.6.7); `undefined` for anything else, the
 * two obsolete forms of a date among it. It does not check that the day of the week belongs to the date.
 */
export function parseRetryAfter(text: string, now: Instant): number | undefined {
  if (text.length > HEADER_CHARS_MAX) return undefined;
  const trimmed = text.trim();
  const ms = DIGITS.test(trimmed) ? Number(trimmed) * SECOND_MS : waitUntil(trimmed, now);
  return ms === undefined ? undefined : Math.min(Math.max(ms, 0), RETRY_AFTER_MS_MAX);
}

// A date has 29 characters, a number of seconds no reason to have more.
const HEADER_CHARS_MAX = 64;
const DIGITS = /^\d+$/;
const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function waitUntil(text: string, now: Instant): number | undefined {
  const [, dayText, monthText = '', ...rest] = IMF_FIXDATE.exec(text) ?? [];
  const month = MONTHS.indexOf(monthText) + 1;
  const day = Number(dayText);
  const [year = 0, hour = 0, minute = 0, second = 0] = rest.map(Number);
  if (month === 0 || day < 1 || day > daysInMonth(year, month)) return undefined;
  // 60 is a leap second.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  // On the wall in Greenwich it is UTC.
  return civilToWall({ year, month, day, hour, minute, second }) - now;
}
