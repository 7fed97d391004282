import fc from 'fast-check';
import { assert } from '../../src/base/assert.ts';
import type { Json } from '../../src/base/canonical-json.ts';
import { parsePlacePlan } from '../../src/acts/alarm/place-plan.ts';
import type { PlacePlan } from '../../src/acts/alarm/place-plan.ts';

type Plan = { readonly [field: string]: Json };

/** A place of three cells in two zones, in which nothing is missing. */
export const SOUND_PLACE: Plan = {
  settlement: 'Example field',
  offset: '+05:00',
  languages: ['kk', 'ru'],
  zones: [
    { code: 'north', next: ['south'], lat: 43_300_000, lon: 76_800_000 },
    { code: 'south', next: ['north'], lat: 43_296_000, lon: 76_800_000 },
  ],
  cells: [
    { code: 'c1', zone: 'north', homes: 'N1..N24', people: 45, wardens: ['w1', 'w2'], deputies: ['w3'] },
    { code: 'c2', zone: 'north', homes: ['N25..N40', 'N42'], people: 30, wardens: ['w3', 'w4'] },
    { code: 'c3', zone: 'south', homes: 'S1..S12', people: 25, wardens: ['w5', 'w6'], deputies: ['w7'] },
  ],
  organisers: [
    { handle: 'o1', checkIns: ['20:00', '08:00'], graceMin: 20, deputies: ['o2', 'w1'] },
    { handle: 'o2', checkIns: ['09:00'], deputies: ['w5'] },
  ],
  approaches: [{ code: 'north-road', zones: ['north', 'south'] }],
  points: [{ code: 'mosque-yard', approach: 'north-road' }],
  outside: { code: 'school-yard', name: 'the school yard', lat: 43_290_000, lon: 76_810_000 },
  viewing: { code: 'hill' },
  press: { handle: 'press-1', address: 'press@example.org' },
  keyholders: [1, 2, 3, 4, 5].map((n) => ({ n, handle: `k${n}` })),
  alarm: { lapseAfterMin: 20, targetComing: 200, widenAfterMin: 30 },
};

/** The sound place with some fields changed, or taken away where they are `undefined`. */
export function placeWith(change: { readonly [field: string]: Json | undefined }): Plan {
  return Object.fromEntries(
    Object.entries({ ...SOUND_PLACE, ...change }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
}

/** The same, read; a plan that is refused fails the test. */
export function placePlan(change: { readonly [field: string]: Json | undefined } = {}): PlacePlan {
  const read = parsePlacePlan(placeWith(change));
  assert(read.ok, read.ok ? '' : JSON.stringify(read.error));
  return read.value;
}

const HANDLES = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7', 'w8', 'w9'] as const;
const LETTERED = fc.constantFrom('north', 'Оңтүстік', 'z-1', '7');
const CELL = fc.record(
  {
    homes: fc.integer({ min: 1, max: 60 }),
    people: fc.integer({ min: 0, max: 80 }),
    zone: fc.nat(),
    wardens: fc.uniqueArray(fc.constantFrom(...HANDLES), { maxLength: 3 }),
    deputies: fc.uniqueArray(fc.constantFrom(...HANDLES), { maxLength: 2 }),
  },
  { requiredKeys: ['homes', 'people', 'zone'] },
);

/** Any plan that is taken, sound or not: cells without wardens, no ways in, no outside point, other clocks. */
export const ANY_PLACE: fc.Arbitrary<PlacePlan> = fc
  .record({
    offset: fc.constantFrom('+05:00', '-03:30', '+00:00', '+14:00'),
    languages: fc.uniqueArray(fc.constantFrom('kk', 'ru', 'en'), { minLength: 1 }),
    zones: fc.uniqueArray(LETTERED, { minLength: 1, maxLength: 4 }),
    cells: fc.array(CELL, { minLength: 1, maxLength: 12 }),
    ways: fc.nat(3),
    points: fc.nat(2),
    organisers: fc.nat(2),
    hasOutside: fc.boolean(),
  })
  .map(({ offset, languages, zones, cells, ways, points, organisers, hasOutside }) => {
    const approaches = Array.from({ length: ways }, (_, i) => ({ code: `way-${i}` }));
    return placePlan({
      settlement: 'Кез келген мекен',
      offset,
      languages,
      zones: zones.map((code) => ({ code })),
      cells: cells.map(({ zone, homes, ...cell }, i) => ({
        code: `cell-${i}`,
        zone: zones[zone % zones.length] ?? '',
        homes: `H${100 * i + 1}..H${100 * i + homes}`,
        ...cell,
      })),
      organisers: Array.from({ length: organisers }, (_, i) => ({ handle: `o${i}` })),
      approaches,
      points: approaches.slice(0, points).map(({ code }, i) => ({ code: `point-${i}`, approach: code })),
      outside: hasOutside ? { code: 'yard' } : undefined,
      viewing: undefined,
      press: undefined,
      keyholders: undefined,
      alarm: undefined,
    });
  });
