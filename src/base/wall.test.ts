import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { assert as must, never } from './assert.ts';
import { DAY_MS, HOUR_MS, instant, INSTANT_MS_MAX, MINUTE_MS, SECOND_MS } from './instant.ts';
import {
  civilToWall,
  daysInMonth,
  instantToWall,
  isLeapYear,
  wall,
  wallToCivil,
  wallToInstant,
} from './wall.ts';
import type { Civil } from './wall.ts';

/** What the machine's own calendar says; Date.UTC reads years below 100 as 19xx, so the year is set apart. */
function byDate(c: Civil): number {
  const date = new Date(0);
  date.setUTCFullYear(c.year, c.month - 1, c.day);
  date.setUTCHours(c.hour, c.minute, c.second);
  return date.getTime();
}

const anyCivil: fc.Arbitrary<Civil> = fc
  .record({
    year: fc.integer({ min: 1, max: 9999 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    second: fc.integer({ min: 0, max: 59 }),
  })
  .map((c) => ({ ...c, day: Math.min(c.day, daysInMonth(c.year, c.month)) }));

describe('the calendar', () => {
  test('fields to milliseconds agrees with Date in the years 1 to 9999', () => {
    fc.assert(
      fc.property(anyCivil, (c) => assert.equal(civilToWall(c), byDate(c))),
      { numRuns: 2_000 },
    );
  });

  test('fields come back from milliseconds', () => {
    fc.assert(
      fc.property(anyCivil, (c) => assert.deepEqual(wallToCivil(civilToWall(c)), c)),
      { numRuns: 2_000 },
    );
  });

  test('every day from 1599 to 2401 follows the one before', () => {
    let at = civilToWall({ year: 1599, month: 1, day: 1, hour: 0, minute: 0, second: 0 });
    for (let year = 1599; year <= 2401; year++) {
      for (let month = 1; month <= 12; month++) {
        for (let day = 1; day <= daysInMonth(year, month); day++) {
          assert.equal(civilToWall({ year, month, day, hour: 0, minute: 0, second: 0 }), at);
          at = wall(at + DAY_MS);
        }
      }
    }
  });

  test('a month is as long as Date says, in leap years too', () => {
    for (const year of [1, 4, 100, 400, 1900, 1996, 2000, 2023, 2024, 2100, 9999]) {
      for (let month = 1; month <= 12; month++) {
        const last = new Date(
          byDate({
            year: month === 12 ? year + 1 : year,
            month: (month % 12) + 1,
            day: 1,
            hour: 0,
            minute: 0,
            second: 0,
          }) - 1,
        );
        assert.equal(daysInMonth(year, month), last.getUTCDate(), `${year}-${month}`);
      }
      assert.equal(isLeapYear(year), daysInMonth(year, 2) === 29);
    }
  });

  test('milliseconds within a second are left out, before 1970 too', () => {
    assert.equal(wallToCivil(wall(999)).second, 0);
    assert.deepEqual(wallToCivil(wall(-1)), {
      year: 1969,
      month: 12,
      day: 31,
      hour: 23,
      minute: 59,
      second: 59,
    });
  });

  test('a fraction of a millisecond is a bug', () => {
    assert.throws(() => wall(0.5), /bug/);
    assert.throws(() => wall(Number.NaN), /bug/);
  });
});

describe('an offset', () => {
  test('of five hours east reads five hours later on the wall', () => {
    assert.equal(instantToWall(instant(0), 300), 5 * HOUR_MS);
    assert.equal(wallToInstant(wall(0), 300), -5 * HOUR_MS);
  });

  test('goes there and back', () => {
    const ms = fc.integer({ min: -62_135_596_800_000, max: INSTANT_MS_MAX });
    fc.assert(
      fc.property(ms, fc.integer({ min: -840, max: 840 }), (at, offset) => {
        assert.equal(wallToInstant(instantToWall(instant(at), offset), offset), at);
      }),
    );
  });

  test('does not carry the last evening of 9999 out of what an instant can hold', () => {
    const last = civilToWall({ year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59 });
    assert.equal(wallToInstant(last, -600), INSTANT_MS_MAX);
  });
});

describe('an instant', () => {
  test('is an integer of milliseconds up to the end of 9999', () => {
    assert.equal(instant(INSTANT_MS_MAX), Date.UTC(9999, 11, 31, 23, 59, 59, 999));
    for (const ms of [INSTANT_MS_MAX + 1, -INSTANT_MS_MAX - 1, 0.5, Number.NaN, Infinity])
      assert.throws(() => instant(ms), /bug/);
  });

  test('counts in units that fit into each other', () => {
    assert.deepEqual([SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS], [1e3, 60e3, 3600e3, 86_400e3]);
  });
});

test('a broken assumption throws as a bug with its reason', () => {
  must(true, 'fine');
  assert.throws(() => must(0, 'the sky fell'), /^Error: bug: the sky fell$/);
  assert.throws(() => never('x' as never, 'weather'), /^Error: bug: unhandled case in weather: "x"$/);
});
