import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DAY_MS, instant, MINUTE_MS } from '../../base/instant.ts';
import { HALF_HOURS, halfHourAt, halfHourLater, halfHoursOf, HOUR_SPANS_MAX, parseHours } from './hours.ts';
import { newRoster } from './roster.ts';

const HALF_HOUR = fc.nat(HALF_HOURS - 1).map((n) => n * 30);
const SPAN = fc.record({ from: HALF_HOUR, to: HALF_HOUR }).filter(({ from, to }) => from !== to);
const SPANS = fc.array(SPAN, { minLength: 1, maxLength: HOUR_SPANS_MAX });
const MOMENT = fc.integer({ min: -2 * DAY_MS, max: 40_000 * DAY_MS }).map(instant);
const OFFSET = fc.integer({ min: -14 * 60, max: 14 * 60 });

describe('hours', () => {
  test('are read as they were written, and nothing else is', () => {
    fc.assert(
      fc.property(SPANS, (spans) =>
        assert.deepEqual(
          parseHours(spans),
          spans.map((each) => ({ ...each })),
        ),
      ),
    );
    for (const odd of [
      undefined,
      [],
      'day',
      [{ from: 0, to: 0 }],
      [{ from: 0, to: 1_440 }],
      [{ from: -30, to: 60 }],
      [{ from: 15, to: 60 }],
      [{ from: '0', to: 60 }],
      [{ from: 0 }],
      [{ from: 0, to: 60 }, null],
      Array.from({ length: HOUR_SPANS_MAX + 1 }, () => ({ from: 0, to: 60 })),
    ])
      assert.equal(parseHours(odd), undefined, JSON.stringify(odd));
    fc.assert(fc.property(fc.jsonValue(), (value) => void parseHours(JSON.parse(JSON.stringify(value)))));
  });

  test('go over midnight where they end before they begin', () => {
    assert.deepEqual(halfHoursOf([{ from: 1_380, to: 60 }]), [0, 1, 46, 47]);
    assert.deepEqual(halfHoursOf([{ from: 1_080, to: 0 }]).length, 12);
  });

  test('let somebody be called in exactly the half hours they hold, on the clock of the place', () => {
    fc.assert(
      fc.property(SPANS, MOMENT, OFFSET, (hours, asOf, offsetMinutes) => {
        const roster = newRoster();
        roster.put(3, { role: 'press', channels: ['sms'], hours });
        const minute = Math.floor((asOf + offsetMinutes * MINUTE_MS) / MINUTE_MS) % 1_440;
        const at = (minute + 1_440) % 1_440;
        const since = (from: number, to: number): number => (to - from + 1_440) % 1_440;
        const isIn = hours.some(({ from, to }) => since(from, at) < since(from, to));
        assert.equal(roster.mayCall(3, halfHourAt(asOf, offsetMinutes)), isIn);
      }),
    );
  });

  test('begin with a half hour of the clock of the place', () => {
    fc.assert(
      fc.property(MOMENT, OFFSET, fc.nat(HALF_HOURS), (asOf, offsetMinutes, n) => {
        const later = halfHourLater(asOf, n, offsetMinutes);
        assert.equal(halfHourAt(later, offsetMinutes), (halfHourAt(asOf, offsetMinutes) + n) % HALF_HOURS);
        assert.notEqual(halfHourAt(instant(later - 1), offsetMinutes), halfHourAt(later, offsetMinutes));
        assert.ok(later - asOf > (n - 1) * 30 * MINUTE_MS && later - asOf <= n * 30 * MINUTE_MS);
      }),
    );
  });
});
