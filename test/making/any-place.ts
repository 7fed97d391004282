import fc from 'fast-check';
import type { Json } from '../../src/base/canonical-json.ts';
import { parsePlacePlan } from '../../src/acts/alarm/place-plan.ts';

type Plan = { readonly [field: string]: Json };

// Words that YAML takes for something else, next to plain ones: a code may be any of them.
const code = fc.oneof(
  fc.stringMatching(/^[a-zа-яәқғ0-9][a-zа-яәқғ0-9-]{0,8}$/),
  fc.constantFrom('null', 'true', 'no', 'Y', '007', '1e3', '12', 'Қалқан-7', 'n1', '0x1F', 'off'),
);
const codes = (maxLength: number): fc.Arbitrary<string[]> => fc.uniqueArray(code, { maxLength });
// What a file can hold and a page can show, in a single line.
const text = fc
  .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
  .filter((each) => !/[\p{Cc}\p{Surrogate}]/u.test(each));
const map = fc.option(
  fc.record({ lat: fc.integer({ min: -90e6, max: 90e6 }), lon: fc.integer({ min: -180e6, max: 180e6 }) }),
  { nil: {} },
);
const time = fc
  .integer({ min: 0, max: 1_439 })
  .map((m) => [Math.floor(m / 60), m % 60].map((part) => String(part).padStart(2, '0')).join(':'));

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

/** Leaves out what is `undefined`, as a file does. */
function without(fields: object): Plan {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function withMap<T extends object>(fields: fc.Arbitrary<T>): fc.Arbitrary<Plan> {
  return fc.tuple(fields, map).map(([own, at]) => without({ ...own, ...at }));
}

/** Ranges and single homes, each of a cell by another letter. */
const homes = fc.oneof(
  fc
    .tuple(fc.constantFrom('N', 'Ү', 'a-'), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 60 }))
    .map(([letter, from, more]): Json => `${letter}${from}..${letter}${from + more}`),
  fc.uniqueArray(fc.constantFrom('H1', 'H2', 'H03', 'K7..K9', 'no', '12'), { minLength: 1, maxLength: 5 }),
);

/** Any plan that is read, with whatever a plan may leave out. */
export const anyPlace: fc.Arbitrary<Plan> = fc
  .record({ zones: fc.uniqueArray(code, { minLength: 1, maxLength: 4 }), approaches: codes(3) })
  .chain(({ zones, approaches }) => {
    const ofZones = optional(fc.shuffledSubarray(zones));
    const point = withMap(fc.record({ code, name: optional(text) }));
    const zoneList = fc.tuple(
      ...zones.map((each) => withMap(fc.record({ code: fc.constant(each), next: ofZones }))),
    );
    return fc
      .record({
        settlement: text,
        offset: fc.constantFrom('+05:00', '-03:30', '+00:00', '+14:00'),
        languages: fc.shuffledSubarray(['kk', 'ru', 'en'], { minLength: 1 }),
        zones: zoneList,
        cells: rows(
          fc.record({
            code,
            zone: fc.constantFrom(...zones),
            homes,
            people: fc.integer({ min: 0, max: 10_000 }),
            wardens: optional(codes(4)),
            deputies: optional(codes(4)),
          }),
          'code',
        ),
        organisers: optional(
          rows(
            fc.record({
              handle: code,
              checkIns: optional(fc.uniqueArray(time, { minLength: 1, maxLength: 4 })),
              graceMin: optional(fc.integer({ min: 1, max: 240 })),
              deputies: optional(codes(3)),
            }),
            'handle',
          ),
        ),
        approaches: fc.tuple(
          ...approaches.map((each) => fc.record({ code: fc.constant(each), zones: ofZones }).map(without)),
        ),
        points: optional(
          rows(
            fc.record({
              code,
              name: optional(text),
              approach:
                approaches.length === 0 ? fc.constant(undefined) : optional(fc.constantFrom(...approaches)),
            }),
            'code',
          ),
        ),
        outside: optional(point),
        viewing: optional(point),
        press: optional(fc.record({ handle: code, address: text })),
        keyholders: optional(rows(fc.record({ n: fc.integer({ min: 1, max: 5 }), handle: code }))),
        alarm: optional(
          fc
            .record({
              lapseAfterMin: optional(fc.integer({ min: 5, max: 120 })),
              targetComing: optional(fc.integer({ min: 1, max: 100_000 })),
              widenAfterMin: optional(fc.integer({ min: 5, max: 240 })),
            })
            .map(without),
        ),
      })
      .map(without);
  })
  // A zone next to itself and deputies in a circle are no plan.
  .filter((plan) => parsePlacePlan(plan).ok);

function rows<T extends object>(row: fc.Arbitrary<T>, once?: keyof T): fc.Arbitrary<Plan[]> {
  const list = fc.uniqueArray(row, {
    maxLength: 4,
    ...(once !== undefined && { selector: (each: T) => each[once] }),
    ...(once === undefined && { comparator: () => false }),
  });
  return list.map((each) => each.map(without));
}
