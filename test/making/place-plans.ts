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
