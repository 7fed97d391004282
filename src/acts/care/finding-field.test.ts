import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placePlan, SOUND_PLACE } from '../../../test/making/place-plans.ts';
import type { Json } from '../../base/canonical-json.ts';
import { PLACE_WORDS } from '../words/place-words.ts';
import { findingField } from './finding-field.ts';
import { checkPlace } from './place-check.ts';

type Change = { readonly [field: string]: Json | undefined };

const cell = (code: string, over: { readonly [field: string]: Json } = {}): Json => ({
  code,
  zone: 'north',
  homes: `${code}-1..${code}-12`,
  people: 20,
  wardens: [`${code}-w1`, `${code}-w2`],
  ...over,
});
const cells = (...list: readonly Json[]): Change => ({ cells: list });
const sound = cell('c1');
const keyholders = (...list: readonly (readonly [number, string])[]): Change => ({
  keyholders: list.map(([n, handle]) => ({ n, handle })),
});

/** A change of the sound place, and where each finding it brings out is mended. */
const LEADS: readonly (readonly [Change, Readonly<Record<string, string>>])[] = [
  [cells(), { 'no-cells': 'cells' }],
  [cells(sound, cell('c2', { homes: 'A1' })), { 'cell-small': 'cells[1].homes' }],
  [cells(sound, cell('c2', { homes: 'A1..A41' })), { 'cell-large': 'cells[1].homes' }],
  [cells(sound, cell('c2', { wardens: [] })), { 'cell-no-warden': 'cells[1].wardens' }],
  [cells(sound, cell('c2', { wardens: ['w1'] })), { 'cell-one-warden': 'cells[1].wardens' }],
  [
    cells(...['c1', 'c2', 'c3'].map((code) => cell(code, { wardens: ['w1', `${code}-w`] })), cell('c4')),
    { 'warden-many-cells': 'cells[2].wardens' },
  ],
  [cells(sound, cell('c2', { deputies: ['c2-w1'] })), { 'warden-own-deputy': 'cells[1].deputies' }],
  [cells(sound, cell('c2', { homes: 'c1-3..c1-12' }), cell('c3')), { 'homes-twice': 'cells[1].homes' }],
  [{ organisers: [] }, { 'no-organiser': 'organisers' }],
  [
    { organisers: [{ handle: 'o1', checkIns: ['08:00'], deputies: ['w1'] }, { handle: 'o2' }] },
    {
      'organiser-no-check-in': 'organisers[1].checkIns',
      'organiser-no-deputy': 'organisers[1].deputies',
    },
  ],
  [
    keyholders([1, 'k1'], [2, 'o2'], [3, 'k1'], [3, 'k4']),
    {
      'keyholders-few': 'keyholders',
      'keyholder-twice': 'keyholders[2].handle',
      'keyholder-number-twice': 'keyholders[3].n',
      'keyholder-is-organiser': 'keyholders[1].handle',
    },
  ],
  [
    { approaches: [{ code: 'north-road', zones: ['north'] }, { code: 'path' }] },
    { 'approach-nowhere': 'approaches[1].zones', 'zone-no-approach': 'approaches' },
  ],
  [{ points: [] }, { 'no-points': 'points' }],
  [
    { points: [{ code: 'yard', approach: 'north-road' }, { code: 'kiosk' }] },
    { 'point-no-approach': 'points[1].approach' },
  ],
  [
    { outside: undefined, viewing: undefined, press: undefined },
    { 'no-outside': 'outside', 'no-viewing': 'viewing', 'no-press': 'press' },
  ],
  [{ outside: { code: 'c1' } }, { 'outside-inside': 'outside.code' }],
  [{ press: { handle: 'Aigul-Serikova', address: 'press@example.org' } }, { 'person-named': 'press.handle' }],
];

test('every finding leads to the field at which it is mended', () => {
  const led = new Set<string>();
  for (const [change, leads] of LEADS) {
    const plan = placePlan(change);
    const found = checkPlace(plan).map((each) => [each.kind, findingField(each, plan)] as const);
    assert.deepEqual(Object.fromEntries(found), leads);
    for (const [kind] of found) led.add(kind);
  }
  assert.deepEqual([...led].toSorted(), Object.keys(PLACE_WORDS.en.findings).toSorted());
  assert.deepEqual(checkPlace(placePlan(SOUND_PLACE)), []);
});
