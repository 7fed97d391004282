import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { edtfExtent, parseEdtf, printEdtf, statesYear } from './edtf.ts';
import type { Bounds, Edtf, Extent } from './edtf.ts';
import { daysInMonth } from './wall.ts';

const NOMINAL_YEAR = 2026;

function read(text: string): Edtf {
  const parsed = parseEdtf(text);
  assert.ok(parsed.ok, parsed.ok ? '' : `${text}: ${parsed.error.why}`);
  return parsed.value;
}

/** `2026-04-05T10:30`, with `:59.999` at the end of a day; `?` for a side nobody knows. */
function showBounds({ lo, hi }: Bounds): string {
  const show = (ms: number | undefined): string =>
    ms === undefined ? '?' : new Date(ms).toISOString().replace(/(:00\.000)?Z$/, '');
  return lo !== undefined && lo === hi ? show(lo) : `${show(lo)} .. ${show(hi)}`;
}

function show(extent: Extent): string {
  const start = showBounds(extent.start);
  if (extent.shape === 'moment') return start;
  return `${start} until ${extent.isOpen ? 'open' : showBounds(extent.end)}`;
}

const MOMENTS: readonly (readonly [text: string, extent: string])[] = [
  ['2031-05-17T10:30', '2031-05-17T10:30'],
  ['2031-05-17T10:30:15', '2031-05-17T10:30:15.000'],
  ['2031-05-17', '2031-05-17T00:00 .. 2031-05-17T23:59:59.999'],
  ['2031-05', '2031-05-01T00:00 .. 2031-05-31T23:59:59.999'],
  ['2031', '2031-01-01T00:00 .. 2031-12-31T23:59:59.999'],
  ['2024-02', '2024-02-01T00:00 .. 2024-02-29T23:59:59.999'],
  ['2023-02', '2023-02-01T00:00 .. 2023-02-28T23:59:59.999'],
  ['XXXX-05-17T10:30', '2026-05-17T10:30'],
  ['XXXX-05-17', '2026-05-17T00:00 .. 2026-05-17T23:59:59.999'],
  ['XXXX', '2026-01-01T00:00 .. 2026-12-31T23:59:59.999'],
  ['203X', '2030-01-01T00:00 .. 2039-12-31T23:59:59.999'],
  ['2031-XX-17', '2031-01-17T00:00 .. 2031-12-17T23:59:59.999'],
  ['2031-05-XX', '2031-05-01T00:00 .. 2031-05-31T23:59:59.999'],
  ['2031-05-1X', '2031-05-10T00:00 .. 2031-05-19T23:59:59.999'],
  ['2031-XX-XX', '2031-01-01T00:00 .. 2031-12-31T23:59:59.999'],
  ['2031-0X-31', '2031-01-31T00:00 .. 2031-08-31T23:59:59.999'],
  ['2031-XX-3X', '2031-01-30T00:00 .. 2031-12-31T23:59:59.999'],
  ['202X-02-29', '2020-02-29T00:00 .. 2028-02-29T23:59:59.999'],
  ['XXXX-02-29', '2026-02-28T00:00 .. 2026-02-28T23:59:59.999'],
  ['2031-05-17?', '2031-05-17T00:00 .. 2031-05-17T23:59:59.999'],
  ['2031-05-17T10:30?', '2031-05-17T10:30'],
  ['2031-05-17T10:30~', '2031-05-17T10:15 .. 2031-05-17T10:45'],
  ['2031-05-17T10:30%', '2031-05-17T10:15 .. 2031-05-17T10:45'],
  ['[..2031-05-17T12:00]', '? .. 2031-05-17T12:00'],
  ['[2031-05-17T12:00..]', '2031-05-17T12:00 .. ?'],
  ['[2031-05-17T12:00..2031-05-17T13:00]', '2031-05-17T12:00 .. 2031-05-17T13:00'],
  ['[XXXX-05-17..XXXX-05-18]', '2026-05-17T00:00 .. 2026-05-18T23:59:59.999'],
  ['0000', '0000-01-01T00:00 .. 0000-12-31T23:59:59.999'],
  ['9999-12-31T23:59:59', '9999-12-31T23:59:59.000'],
];

const INTERVALS: readonly (readonly [text: string, extent: string])[] = [
  ['2031-05-17T10:30/2031-05-17T11:00', '2031-05-17T10:30 until 2031-05-17T11:00'],
  ['2031-05-17T10:30/2031-05-17T10:30', '2031-05-17T10:30 until 2031-05-17T10:30'],
  ['XXXX-05-17T10:30/..', '2026-05-17T10:30 until open'],
  ['XXXX-05-17T10:30/', '2026-05-17T10:30 until ? .. ?'],
  ['../2031-05-17T10:30', '? .. ? until 2031-05-17T10:30'],
  ['/2031-05-17T10:30', '? .. ? until 2031-05-17T10:30'],
  ['2031-05-17/2031-05-17T10:30', '2031-05-17T00:00 .. 2031-05-17T23:59:59.999 until 2031-05-17T10:30'],
  ['2031-05-17T10:30~/2031-05-17T10:20', '2031-05-17T10:15 .. 2031-05-17T10:45 until 2031-05-17T10:20'],
  [
    '2031-05-17/XXXX-05-16',
    '2031-05-17T00:00 .. 2031-05-17T23:59:59.999 until 2026-05-16T00:00 .. 2026-05-16T23:59:59.999',
  ],
  [
    'XXXX-05-17/1999-05-18',
    '2026-05-17T00:00 .. 2026-05-17T23:59:59.999 until 1999-05-18T00:00 .. 1999-05-18T23:59:59.999',
  ],
];

const REFUSED: readonly (readonly [text: string, why: RegExp])[] = [
  ['', /is not YYYY/],
  ['today', /is not YYYY/],
  ['31', /is not YYYY/],
  ['20310', /is not YYYY/],
  ['-031', /is not YYYY/],
  ['2031-5-17', /is not YYYY/],
  ['2031-05-17 10:30', /is not YYYY/],
  ['2031-05-17T10', /is not YYYY/],
  ['2031-05-17T10:30Z', /is not YYYY/],
  ['2031-05-17T10:30+05:00', /is not YYYY/],
  ['2031-05-17T1X:30', /is not YYYY/],
  ['2031-05T10:30', /is not YYYY/],
  ['2031-05-17??', /is not YYYY/],
  ['2031?-05-17', /is not YYYY/],
  ['2031-05-17\n', /is not YYYY/],
  ['xxxx-05-17', /is not YYYY/],
  ['2031-21', /no month 21/],
  ['2031-13-01', /no month 13/],
  ['2031-00-01', /no month 00/],
  ['2031-2X-01', /no month 2X/],
  ['2031-05-00', /no day 00/],
  ['2031-05-32', /no day 32/],
  ['2031-04-31', /no day 31/],
  ['2031-02-29', /no day 29/],
  ['2031-02-3X', /no day 3X/],
  ['XXXX-02-30', /no day 30/],
  ['202X-02-30', /no day 30/],
  ['XXX1-02-29', /no day 29/],
  ['2031-05-17T24:00', /hours run to 23/],
  ['2031-05-17T10:60', /hours run to 23/],
  ['2031-05-17T10:30:60', /hours run to 23/],
  ['2031-05-XXT10:30', /an hour needs/],
  ['2031-XX-17T10:30', /an hour needs/],
  ['/', /at least one known end/],
  ['../..', /at least one known end/],
  ['/..', /at least one known end/],
  ['2031-05-17T11:00/2031-05-17T10:59', /ends before it starts/],
  ['XXXX-05-18/XXXX-05-17', /ends before it starts/],
  ['2032/2031', /ends before it starts/],
  ['2031/2032/2033', /is not YYYY/],
  ['[..]', /says nothing/],
  ['[2031]', /only \[\.\.x\]/],
  ['[2031,2032]', /only \[\.\.x\]/],
  ['{2031..2032}', /is not YYYY/],
  ['[2032..2031]', /ends before it starts/],
  ['[2031..x]', /is not YYYY/],
  ['[x..2031]', /is not YYYY/],
  ['[2031..2032', /only \[\.\.x\]/],
  ['[2031..2032]?', /only \[\.\.x\]/],
  [`2031${'0'.repeat(61)}`, /longer than 64/],
];

describe('a moment lies on the wall where its text says', () => {
  for (const [text, extent] of MOMENTS) {
    test(`${text} is ${extent}`, () => assert.equal(show(edtfExtent(read(text), NOMINAL_YEAR)), extent));
  }
});

describe('an interval lies on the wall where its text says', () => {
  for (const [text, extent] of INTERVALS) {
    test(`${text} is ${extent}`, () => assert.equal(show(edtfExtent(read(text), NOMINAL_YEAR)), extent));
  }
});

describe('what is outside the subset, or can never be, is refused with a reason', () => {
  for (const [text, why] of REFUSED) {
    test(JSON.stringify(text), () => {
      const parsed = parseEdtf(text);
      assert.ok(!parsed.ok);
      assert.equal(parsed.error.kind, 'edtf-unreadable');
      assert.match(parsed.error.why, why);
      assert.equal(parsed.error.text, text.slice(0, 64));
    });
  }
});

test('a year is stated only if every digit of every end is', () => {
  for (const text of ['2031', '2031-XX-XX', '2031-05-17/..', '[..2031]'])
    assert.equal(statesYear(read(text)), true, text);
  for (const text of ['XXXX', '203X', 'XXXX-05-17/..', '2031/203X', '[XXXX..]'])
    assert.equal(statesYear(read(text)), false, text);
});

const two = (n: number): string => String(n).padStart(2, '0');
const qualifier = fc.constantFrom('', '?', '~', '%');

const anyDate = fc
  .record({
    year: fc.integer({ min: 0, max: 9999 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .map(
    ({ year, month, day }) =>
      [String(year).padStart(4, '0'), two(month), two(Math.min(day, daysInMonth(year, month)))] as const,
  );

/** Texts of moments: dates cut short or with digits left unstated, or whole ones with an hour. */
const anyMoment = fc.oneof(
  fc
    .tuple(anyDate, fc.integer({ min: 1, max: 3 }), fc.array(fc.nat(7), { maxLength: 4 }), qualifier)
    .map(([date, length, hidden, q]) => {
      const digits = [...date.slice(0, length).join('-')];
      for (const at of hidden) if (digits[at] !== undefined && digits[at] !== '-') digits[at] = 'X';
      return digits.join('') + q;
    }),
  fc
    .tuple(anyDate, fc.boolean(), fc.array(fc.nat(59), { minLength: 2, maxLength: 3 }), qualifier)
    .map(([date, hasYear, time, q]) => {
      const clock = [(time[0] ?? 0) % 24, ...time.slice(1)].map(two).join(':');
      return `${hasYear ? date[0] : 'XXXX'}-${date[1]}-${date[2]}T${clock}${q}`;
    }),
);

const anyExpression = fc.oneof(
  anyMoment,
  fc
    .tuple(fc.oneof(anyMoment, fc.constantFrom('', '..')), fc.oneof(anyMoment, fc.constantFrom('', '..')))
    .map(([a, b]) => `${a}/${b}`),
  fc
    .tuple(fc.oneof(anyMoment, fc.constant('')), fc.oneof(anyMoment, fc.constant('')))
    .map(([a, b]) => `[${a}..${b}]`),
);

describe('any expression', () => {
  test('prints as it was written, and reads the same again', () => {
    let readable = 0;
    fc.assert(
      fc.property(anyExpression, (text) => {
        const parsed = parseEdtf(text);
        if (!parsed.ok) return;
        readable++;
        assert.equal(printEdtf(parsed.value), text);
        assert.deepEqual(read(printEdtf(parsed.value)), parsed.value);
      }),
      { numRuns: 2_000 },
    );
    assert.ok(readable > 500, `only ${readable} of 2000 texts were readable`);
  });

  test('that is a moment is always readable', () => {
    fc.assert(
      fc.property(anyMoment, (text) => void read(text)),
      { numRuns: 1_000 },
    );
  });

  test('has limits that are not the wrong way round', () => {
    fc.assert(
      fc.property(anyExpression, (text) => {
        const parsed = parseEdtf(text);
        if (!parsed.ok) return;
        const { start, end } = edtfExtent(parsed.value, NOMINAL_YEAR);
        for (const { lo, hi } of [start, end])
          if (lo !== undefined && hi !== undefined && !text.startsWith('[')) assert.ok(lo <= hi, text);
      }),
      { numRuns: 1_000 },
    );
  });

  test('that is whole holds every moment its unstated digits leave open', () => {
    fc.assert(
      fc.property(
        anyDate,
        fc.array(fc.constantFrom(3, 5, 6, 8, 9), { maxLength: 3 }),
        ([year, month, day], hidden) => {
          const whole = `${year}-${month}-${day}`;
          const digits = [...whole];
          for (const at of hidden) digits[at] = 'X';
          const [masked, stated] = [digits.join(''), whole].map((text) =>
            edtfExtent(read(text), NOMINAL_YEAR),
          );
          assert.ok(masked && stated);
          assert.ok(
            (masked.start.lo ?? Infinity) <= (stated.start.lo ?? -Infinity),
            `${whole} in ${digits.join('')}`,
          );
          assert.ok(
            (masked.start.hi ?? -Infinity) >= (stated.start.hi ?? Infinity),
            `${whole} in ${digits.join('')}`,
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('or any other text is read without throwing', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'0129X-:T/.[]?~% '), maxLength: 70 });
    fc.assert(
      fc.property(fc.oneof(letters, fc.string()), (text) => void parseEdtf(text)),
      { numRuns: 2_000 },
    );
  });
});
