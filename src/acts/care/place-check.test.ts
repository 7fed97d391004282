import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { placePlan } from '../../../test/making/place-plans.ts';
import type { Json } from '../../base/canonical-json.ts';
import { placeAdvice, PLACE_WORDS } from '../words/place-words.ts';
import { LANGUAGES } from '../words/words.ts';
import { checkPlace, isPlaceUnsafe } from './place-check.ts';
import type { PlaceFinding } from './place-check.ts';

type Change = { readonly [field: string]: Json | undefined };

/** The three cells of the sound place with something changed in the first. */
function cells(over: { readonly [field: string]: Json }): Change {
  const first = {
    code: 'c1',
    zone: 'north',
    homes: 'N1..N24',
    people: 45,
    wardens: ['w1', 'w2'],
    deputies: ['w3'],
  };
  return {
    cells: [
      { ...first, ...over },
      { code: 'c2', zone: 'north', homes: ['N25..N40', 'N42'], people: 30, wardens: ['w3', 'w4'] },
      { code: 'c3', zone: 'south', homes: 'S1..S12', people: 25, wardens: ['w5', 'w6'] },
    ],
  };
}

const organiser = (over: { readonly [field: string]: Json }): Change => ({
  organisers: [{ handle: 'o1', checkIns: ['08:00'], deputies: ['w1'], ...over }],
});
const keyholders = (...handles: readonly string[]): Change => ({
  keyholders: handles.map((handle, i) => ({ n: i + 1, handle })),
});
const outside = (lat: number, lon: number): Change => ({ outside: { code: 'yard', lat, lon } });
const ways = (...zones: readonly string[]): Change => ({ approaches: [{ code: 'north-road', zones }] });
const points = (...list: readonly Json[]): Change => ({ points: list });
const named = (handle: string): Change => organiser({ deputies: [handle] });
const deputyNamed: PlaceFinding = { kind: 'person-named', field: 'organisers[0].deputies[0]' };

/** What is found, the change that brings it out, and a neighbour of that change that does not. */
const RULES: readonly (readonly [PlaceFinding, Change, Change])[] = [
  [{ kind: 'no-cells' }, { cells: [] }, cells({})],
  [{ kind: 'cell-small', cell: 'c1', homes: 9 }, cells({ homes: 'N1..N9' }), cells({ homes: 'N1..N10' })],
  [{ kind: 'cell-large', cell: 'c1', homes: 41 }, cells({ homes: 'M1..M41' }), cells({ homes: 'M1..M40' })],
  [{ kind: 'cell-no-warden', cell: 'c1' }, cells({ wardens: [] }), cells({ wardens: ['w8', 'w9'] })],
  [{ kind: 'cell-one-warden', cell: 'c1' }, cells({ wardens: ['w1'] }), cells({ wardens: ['w1', 'w2'] })],
  [
    { kind: 'warden-many-cells', handle: 'w1', cells: 'c1, c2, c3' },
    { cells: ['c1', 'c2', 'c3'].map((code) => manned(code, 'w1')) },
    { cells: ['c1', 'c2'].map((code) => manned(code, 'w1')) },
  ],
  [
    { kind: 'warden-own-deputy', handle: 'w2', cell: 'c1' },
    cells({ deputies: ['w2'] }),
    cells({ deputies: ['w4'] }),
  ],
  [
    { kind: 'homes-twice', cells: 'c1, c2', homes: 'N25, N26' },
    cells({ homes: 'N1..N26' }),
    cells({ homes: ['N1..N24', 'N41'] }),
  ],
  [
    { kind: 'homes-twice', cells: 'c1, c2', homes: 'N25, N26, N27, N28, N29 …' },
    cells({ homes: 'N1..N30' }),
    cells({ homes: 'N1..N23' }),
  ],
  [
    { kind: 'keyholders-few', keyholders: 4 },
    keyholders('k1', 'k2', 'k3', 'k4'),
    keyholders('k1', 'k2', 'k3', 'k4', 'w1'),
  ],
  [{ kind: 'keyholders-few', keyholders: 0 }, { keyholders: undefined }, {}],
  [
    { kind: 'keyholder-number-twice', n: 5 },
    { keyholders: [1, 2, 3, 4, 5, 5].map((n, i) => ({ n, handle: `k${i}` })) },
    {},
  ],
  [
    { kind: 'keyholder-is-organiser', handle: 'o1' },
    keyholders('o1', 'k2', 'k3', 'k4', 'k5'),
    keyholders('w1', 'k2', 'k3', 'k4', 'k5'),
  ],
  [{ kind: 'no-points' }, points(), points({ code: 'yard', approach: 'north-road' })],
  [
    { kind: 'point-no-approach', point: 'kiosk' },
    points({ code: 'yard', approach: 'north-road' }, { code: 'kiosk' }),
    points({ code: 'yard', approach: 'north-road' }),
  ],
  [{ kind: 'no-outside' }, { outside: undefined }, { outside: { code: 'yard' } }],
  [{ kind: 'outside-inside', code: 'c2' }, { outside: { code: 'c2' } }, { outside: { code: 'c9' } }],
  [{ kind: 'outside-inside', code: 'N7' }, { outside: { code: 'N7' } }, { outside: { code: 'N70' } }],
  // Ninety metres from the north zone, and a hundred and twelve.
  [
    { kind: 'outside-inside', code: 'yard' },
    outside(43_300_809, 76_800_000),
    outside(43_301_007, 76_800_000),
  ],
  [{ kind: 'no-viewing' }, { viewing: undefined }, {}],
  [{ kind: 'no-press' }, { press: undefined }, {}],
  [{ kind: 'no-organiser' }, { organisers: [] }, organiser({})],
  [
    { kind: 'organiser-no-check-in', handle: 'o1' },
    { organisers: [{ handle: 'o1', deputies: ['w1'] }] },
    organiser({}),
  ],
  [{ kind: 'organiser-no-deputy', handle: 'o1' }, organiser({ deputies: [] }), organiser({})],
  [
    { kind: 'approach-nowhere', approach: 'canal-path' },
    { approaches: [{ code: 'north-road', zones: ['north', 'south'] }, { code: 'canal-path' }] },
    { approaches: [{ code: 'north-road', zones: ['north', 'south'] }] },
  ],
  [{ kind: 'zone-no-approach', zone: 'south' }, ways('north'), ways('south', 'north')],
  [deputyNamed, named('87011234567'), named('warden-870112')],
  [deputyNamed, named('8-701-123-45-67'), named('8-zone-701-1')],
  [deputyNamed, named('Aigul-Serikova'), named('Aigul-7')],
  [deputyNamed, named('АйгүлСерікова'), named('Айгүл')],
  [deputyNamed, named('serik-maratovich'), named('serik-marat')],
  [deputyNamed, named('сәуле-маратқызы'), named('сәуле-марат')],
  [
    { kind: 'person-named', field: 'outside.name' },
    { outside: { code: 'yard', name: 'yard, call +7 701 123 45 67' } },
    { outside: { code: 'yard', name: 'School Yard 7, house 12, floor 34' } },
  ],
  [
    { kind: 'person-named', field: 'points[0].name' },
    points({ code: 'yard', approach: 'north-road', name: 'ask +7 701 123 45 67' }),
    points({ code: 'yard', approach: 'north-road', name: 'the yard behind house 12' }),
  ],
  [
    { kind: 'person-named', field: 'press.handle' },
    { press: { handle: 'Aigul-Serikova', address: 'press@example.org' } },
    { press: { handle: 'press-1', address: '+7 701 123 45 67' } },
  ],
  [
    { kind: 'person-named', field: 'cells[0].wardens[1]' },
    cells({ wardens: ['w1', 'AigulSerikova'] }),
    cells({}),
  ],
];

function manned(code: string, warden: string): Json {
  return { code, zone: 'north', homes: `${code}-1..${code}-12`, people: 20, wardens: [warden, `${code}-w`] };
}

describe('the check of a place', () => {
  test('finds nothing where nothing is missing', () => assert.deepEqual(checkPlace(placePlan()), []));

  for (const [finding, change, neighbour] of RULES) {
    test(`finds ${JSON.stringify(finding)}, and not in its neighbour`, () => {
      assert.deepEqual(checkPlace(placePlan(change)), [finding]);
      assert.deepEqual(checkPlace(placePlan(neighbour)), []);
    });
  }

  test('finds a keyholder twice, and that there are only four then', () => {
    assert.deepEqual(checkPlace(placePlan(keyholders('k1', 'k2', 'k3', 'k4', 'k1'))), [
      { kind: 'keyholders-few', keyholders: 4 },
      { kind: 'keyholder-twice', handle: 'k1' },
    ]);
  });

  test('knows a point with zones all around it as inside, and one beside them as outside', () => {
    const zones = [
      [43_300_000, 76_800_000],
      [43_310_000, 76_800_000],
      [43_305_000, 76_815_000],
    ].map(([lat = 0, lon = 0], i) => ({ code: `z${i}`, lat, lon }));
    const place = {
      zones,
      cells: [manned('c1', 'w1')].map((cell) => ({ ...(cell as object), zone: 'z0' })) as Json,
      ...ways('z0', 'z1', 'z2'),
    };
    const found = (lat: number, lon: number): readonly PlaceFinding[] =>
      checkPlace(placePlan({ ...place, ...outside(lat, lon) }));
    assert.deepEqual(found(43_305_000, 76_805_000), [{ kind: 'outside-inside', code: 'yard' }]);
    // In the box around the zones, but not between them.
    assert.deepEqual(found(43_309_000, 76_813_000), []);
    assert.deepEqual(found(43_305_000, 76_790_000), []);
  });

  test('says everything in three languages, each with what to do', () => {
    const kinds = new Set(RULES.map(([{ kind }]) => kind)).add('keyholder-twice');
    assert.equal(kinds.size, Object.keys(PLACE_WORDS.en.findings).length);
    for (const [finding] of [...RULES, [{ kind: 'keyholder-twice', handle: 'k1' } as const]]) {
      const said = LANGUAGES.map((language) => placeAdvice(finding, language));
      for (const { says, todo } of said) {
        assert.match(says, /^\S.*[.]$/su);
        assert.match(todo, /^\p{Lu}.*\.$/su);
        for (const figure of Object.entries(finding).filter(([name]) => name !== 'kind'))
          assert.ok(says.includes(String(figure[1])), says);
      }
      assert.equal(new Set(said.map(({ says }) => says)).size, LANGUAGES.length);
    }
  });

  test('holds an alarm that cannot reach people for unsafe, and what is only inconvenient for a note', () => {
    const notes = RULES.map(([finding]) => finding).filter((finding) => !isPlaceUnsafe(finding));
    assert.deepEqual(
      notes.map(({ kind }) => kind),
      ['cell-small', 'no-viewing', 'no-press'],
    );
  });
});
