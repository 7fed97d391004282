import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { placePlan, placeWith, SOUND_PLACE } from '../../../test/making/place-plans.ts';
import { soakCount } from '../../../test/soak-count.ts';
import type { Json } from '../../base/canonical-json.ts';
import { CELLS_MAX, parsePlacePlan } from './place-plan.ts';

function faultsOf(value: Json): readonly string[] {
  const read = parsePlacePlan(value);
  return read.ok ? [] : read.error.map(({ field, why }) => `${field} ${why}`);
}

describe('a place plan', () => {
  const plan = placePlan();

  test('gives cells with their homes, points, check-ins in order and wishes', () => {
    assert.equal(plan.offsetMinutes, 300);
    assert.deepEqual(
      plan.cells.map(({ homes, deputies }) => [homes.length, homes.at(-1), deputies.length]),
      [
        [24, 'N24', 1],
        [17, 'N42', 0],
        [12, 'S12', 1],
      ],
    );
    assert.deepEqual(plan.organisers[0], {
      handle: 'o1',
      checkIns: [480, 1200],
      graceMin: 20,
      deputies: ['o2', 'w1'],
    });
    assert.equal(plan.organisers[1]?.graceMin, 30);
    assert.deepEqual(plan.outside, {
      code: 'school-yard',
      name: 'the school yard',
      at: { latE6: 43_290_000, lonE6: 76_810_000 },
    });
    assert.deepEqual(plan.alarm, { lapseAfterMin: 20, targetComing: 200, widenAfterMin: 30 });
  });

  test('may leave out whatever is not decided yet', () => {
    const { settlement, offset, languages } = SOUND_PLACE;
    const bare = parsePlacePlan({ settlement, offset, languages, zones: [], cells: [] } as Json);
    assert.ok(bare.ok);
    assert.deepEqual(bare.value.alarm, {});
    assert.deepEqual([bare.value.organisers, bare.value.approaches, bare.value.keyholders], [[], [], []]);
  });

  test('takes zones that are next to each other, and a point south and west of nought', () => {
    const zones = placePlan({
      zones: [
        { code: 'north', next: ['south'], lat: -1, lon: -180_000_000 },
        { code: 'south', next: ['north'] },
      ],
    }).zones;
    assert.deepEqual(zones[0]?.at, { latE6: -1, lonE6: -180_000_000 });
  });
});

const cell = (over: { readonly [field: string]: Json }): Json => ({
  code: 'c1',
  zone: 'north',
  homes: 'N1..N24',
  people: 1,
  ...over,
});
const chain = (deputies: Readonly<Record<string, readonly string[]>>): Json =>
  Object.entries(deputies).map(([handle, each]) => ({ handle, deputies: each }));

/** What is changed in the sound place, and everything it is then refused for. */
const FAULTS: readonly (readonly [
  string,
  { readonly [field: string]: Json | undefined },
  readonly string[],
])[] = [
  ['a field nobody reads', { wardens: [] }, ['wardens is not a field this version reads']],
  ['no settlement', { settlement: undefined }, ['settlement is missing']],
  ['no offset', { offset: '+5' }, ['offset is not +hh:mm or -hh:mm']],
  [
    'a language no message exists in',
    { languages: ['kk', 'de'] },
    ['languages is not a list of 1 to 3, none twice, each one of kk, ru, en'],
  ],
  [
    'a cell in an unknown zone, with an unknown field and a slip in its homes',
    { cells: [cell({ zone: 'east', wardns: ['w1'], homes: 'N24..N1' })] },
    [
      'cells[0].zone there is no zone "east"',
      'cells[0].homes is not homes such as N1..N24 or [N1, N2, N7..N9], none twice, at most 200',
      'cells[0].wardns is not a field this version reads',
    ],
  ],
  [
    'a home twice in one cell',
    { cells: [cell({ homes: ['N1..N3', 'N2'] })] },
    ['cells[0].homes is not homes such as N1..N24 or [N1, N2, N7..N9], none twice, at most 200'],
  ],
  [
    'a cell there twice, and a warden',
    { cells: [cell({}), cell({ homes: 'M1', wardens: ['w1', 'w1'] })] },
    ['cells[1].wardens names "w1" twice', 'cells[1].code "c1" is there twice'],
  ],
  [
    'more homes than a cell can have',
    { cells: [cell({ homes: 'N1..N201' })] },
    ['cells[0].homes is not homes such as N1..N24 or [N1, N2, N7..N9], none twice, at most 200'],
  ],
  [
    'unknown zones, and a zone next to itself',
    {
      zones: [
        { code: 'north', next: ['north'] },
        { code: 'south', next: ['west'] },
      ],
      approaches: [{ code: 'north-road', zones: ['east'] }],
    },
    [
      'zones[0].next names the zone "north" itself',
      'zones[1].next there is no zone "west"',
      'approaches[0].zones there is no zone "east"',
    ],
  ],
  [
    'an organiser who is their own deputy',
    { organisers: chain({ o1: ['o1'] }) },
    ['organisers[0].deputies go in a circle: o1, o1'],
  ],
  [
    'deputies in a circle',
    { organisers: chain({ o0: ['o1'], o1: ['w1', 'o2'], o2: ['o3'], o3: ['o1'] }) },
    ['organisers[3].deputies go in a circle: o1, o2, o3, o1'],
  ],
  [
    'check-ins that are no times',
    { organisers: [{ handle: 'o1', checkIns: ['8:00', '24:00'], graceMin: 0 }] },
    [
      'organisers[0].checkIns is not a list of 1 to 24, none twice, each a time of day such as 08:00',
      'organisers[0].graceMin is not a whole number from 1 to 240',
    ],
  ],
  [
    'half a point, and one beyond the pole',
    { outside: { code: 'yard', lat: 1 }, viewing: { code: 'hill', lat: 90_000_001, lon: 0 } },
    ['outside.lon is missing', 'viewing.lat is not a whole number from -90000000 to 90000000'],
  ],
  [
    'a keyholder with a number there is not',
    { keyholders: [{ n: 6, handle: 'k6' }] },
    ['keyholders[0].n is not a whole number from 1 to 5'],
  ],
  [
    'a point by a way there is not',
    { points: [{ code: 'yard', approach: 'canal' }] },
    ['points[0].approach there is no approach "canal"'],
  ],
  [
    'wishes out of bounds',
    { alarm: { lapseAfterMin: 1, targetComing: 0, widenAfterMin: 4 } },
    [
      'alarm.lapseAfterMin is not a whole number from 5 to 120',
      'alarm.targetComing is not a whole number from 1 to 100000',
      'alarm.widenAfterMin is not a whole number from 5 to 240',
    ],
  ],
  [
    'a fraction',
    { cells: [cell({ people: 1.5 })] },
    ['cells[0].people is not taken: not a whole number within 2^53-1'],
  ],
  [
    'a name of a field no field has',
    { cells: [{ 'a:b c': 1 }] },
    ['cells[0] is not taken: key "a:b c" is not allowed'],
  ],
  [
    'ten thousand cells',
    { cells: Array.from({ length: 10_000 }, (_, i) => cell({ code: `c${i}` })) },
    [`cells holds 10000; at most ${CELLS_MAX}`],
  ],
];

describe('a place plan is refused for all that is wrong in it:', () => {
  for (const [title, change, faults] of FAULTS) {
    test(title, () => assert.deepEqual(faultsOf(placeWith(change)), faults));
  }

  test('something that is no group of fields', () => {
    for (const value of [null, 7, 'x', [], [{}]])
      assert.deepEqual(faultsOf(value), [
        value === null ? ' is not taken: null' : ' is not taken: not a group of fields',
      ]);
  });
});

test('deputies who have the same deputy are no circle, however many they are', () => {
  const many = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [`o${i}`, [1, 2, 3].map((n) => `o${i + n}`)]),
  );
  assert.equal(placePlan({ organisers: chain(many) }).organisers.length, 50);
});

const anyPart = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<Json>(-0, Infinity, 'N1..N9999999', '__proto__', ['N1', ['N2']], {
    handle: 'o1',
    deputies: ['o1'],
  }),
);
const FIELDS = Object.keys(SOUND_PLACE);

test('whatever JSON stands in a plan, it is read or refused with words, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FIELDS), anyPart, fc.boolean(), (field, part, isListed) => {
      const faults = faultsOf(placeWith({ [field]: (isListed ? [part] : part) as Json }));
      for (const fault of faults) assert.ok(fault.length > 10, fault);
    }),
    { numRuns: soakCount(500, 50_000) },
  );
});
