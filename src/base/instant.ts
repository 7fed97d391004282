import { assert } from './assert.ts';
import type { Brand } from './brand.ts';

/** A point on the UTC time line: integer milliseconds since 1970-01-01T00:00Z, years -9999 to 9999. */
export type Instant = Brand<number, 'Instant'>;

export const INSTANT_MS_MAX = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z

/** A bug unless `ms` is an integer within the years -9999 to 9999. */
export function instant(ms: number): Instant {
  assert(Number.isInteger(ms) && Math.abs(ms) <= INSTANT_MS_MAX, 'an instant is an integer of milliseconds');
  return ms as Instant;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS: number = 60 * SECOND_MS;
export const HOUR_MS: number = 60 * MINUTE_MS;
export const DAY_MS: number = 24 * HOUR_MS;
