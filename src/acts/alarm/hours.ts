import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { instant, MINUTE_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';

/**
 * From when to when on each day somebody may be told, on the clock of the place: minutes since midnight, whole half hours.
 * Where the end is before the beginning it goes over midnight.
 */
export type HourSpan = { readonly from: number; readonly to: number };

/** Nobody's day has more parts, and a page must show them all. */
export const HOUR_SPANS_MAX = 4;
const HALF_HOUR_MIN = 30;
const HALF_HOUR_MS: number = HALF_HOUR_MIN * MINUTE_MS;
const DAY_MIN: number = 24 * 60;
/** Half hours in a day. */
export const HALF_HOURS: number = DAY_MIN / HALF_HOUR_MIN;

/** Refuses more spans than `HOUR_SPANS_MAX`, none at all, one that ends where it begins, and what is no half hour of a day. */
export function parseHours(value: Json | undefined): readonly HourSpan[] | undefined {
  if (!isJsonArray(value) || value.length === 0 || value.length > HOUR_SPANS_MAX) return undefined;
  const spans = value.flatMap((item) => readSpan(item) ?? []);
  return spans.length === value.length ? spans : undefined;
}

function readSpan(value: Json): HourSpan | undefined {
  if (!isJsonObject(value)) return undefined;
  const { from, to } = value;
  return isHalfHour(from) && isHalfHour(to) && from !== to ? { from, to } : undefined;
}

function isHalfHour(value: Json | undefined): value is number {
  return typeof value === 'number' && value >= 0 && value < DAY_MIN && value % HALF_HOUR_MIN === 0;
}

/** The half hours of a day that lie in any of the spans, counted from midnight. */
export function halfHoursOf(spans: readonly HourSpan[]): readonly number[] {
  const isIn = (minute: number): boolean =>
    spans.some(({ from, to }) => (from < to ? from <= minute && minute < to : from <= minute || minute < to));
  return Array.from({ length: HALF_HOURS }, (_, n) => n).filter((n) => isIn(n * HALF_HOUR_MIN));
}

/** Which half hour of the day it is where clocks are so many minutes before UTC. */
export function halfHourAt(asOf: Instant, offsetMinutes: number): number {
  const since = Math.floor((asOf + offsetMinutes * MINUTE_MS) / HALF_HOUR_MS) % HALF_HOURS;
  return since < 0 ? since + HALF_HOURS : since;
}

/** When the `n`th half hour after the one of this moment begins. */
export function halfHourLater(asOf: Instant, n: number, offsetMinutes: number): Instant {
  const local = asOf + offsetMinutes * MINUTE_MS;
  return instant((Math.floor(local / HALF_HOUR_MS) + n) * HALF_HOUR_MS - offsetMinutes * MINUTE_MS);
}
