import { assert } from './assert.ts';
import type { Brand } from './brand.ts';
import { DAY_MS, HOUR_MS, instant, INSTANT_MS_MAX, MINUTE_MS, SECOND_MS } from './instant.ts';
import type { Instant } from './instant.ts';

/**
 * A wall-clock moment at one place: integer milliseconds since 1970-01-01T00:00 *as read on the
 * wall there*. Two walls compare only within one place; the offset turns one into an `Instant`.
 */
export type Wall = Brand<number, 'Wall'>;

/** Calendar fields of a wall moment, proleptic Gregorian. */
export type Civil = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

export function wall(ms: number): Wall {
  assert(Number.isInteger(ms), 'a wall moment is an integer of milliseconds');
  return ms as Wall;
}

/** Minutes east of UTC, as at the place and date in question. */
export function instantToWall(at: Instant, offsetMinutes: number): Wall {
  return wall(at + offsetMinutes * MINUTE_MS);
}

/** Kept within what an `Instant` can hold: anybody may write the last evening of the year 9999. */
export function wallToInstant(at: Wall, offsetMinutes: number): Instant {
  return instant(Math.min(INSTANT_MS_MAX, Math.max(-INSTANT_MS_MAX, at - offsetMinutes * MINUTE_MS)));
}

/** Wall moment of calendar fields that are already known to be valid. */
export function civilToWall(c: Civil): Wall {
  const days = daysFromCivil(c.year, c.month, c.day);
  return wall(days * DAY_MS + c.hour * HOUR_MS + c.minute * MINUTE_MS + c.second * SECOND_MS);
}

export function wallToCivil(at: Wall): Civil {
  const days = Math.floor(at / DAY_MS);
  const rest = at - days * DAY_MS;
  return {
    ...civilFromDays(days),
    hour: Math.floor(rest / HOUR_MS),
    minute: Math.floor((rest % HOUR_MS) / MINUTE_MS),
    second: Math.floor((rest % MINUTE_MS) / SECOND_MS),
  };
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

// Era arithmetic after H. Hinnant, "chrono-compatible low-level date algorithms": March starts the year,
// so the leap day comes last; an era is 400 years = 146,097 days; 719,468 days lie before 1970.
const ERA_YEARS = 400;
const ERA_DAYS = 146_097;
const DAYS_BEFORE_1970 = 719_468;

function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / ERA_YEARS);
  const yearOfEra = y - era * ERA_YEARS;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA_DAYS + dayOfEra - DAYS_BEFORE_1970;
}

function civilFromDays(days: number): Pick<Civil, 'year' | 'month' | 'day'> {
  const z = days + DAYS_BEFORE_1970;
  const era = Math.floor(z / ERA_DAYS);
  const doe = z - era * ERA_DAYS;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  const day = doy - Math.floor((153 * mp + 2) / 5) + 1;
  return { year: yoe + era * ERA_YEARS + (month <= 2 ? 1 : 0), month, day };
}
