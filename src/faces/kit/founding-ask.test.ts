import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readAsking } from './founding-ask.ts';
import type { Asking } from './founding-ask.ts';

const ASKING: Asking = {
  settlement: '  East field ',
  languages: ['en', 'kk'],
  keyholders: 5,
  wardens: 3,
  cells: ['c1', 'ұя-2'],
};

describe('what a place is founded with', () => {
  test('is read with its name trimmed, its languages in our order and its cells in turn', () => {
    assert.deepEqual(readAsking(ASKING), {
      ok: true,
      value: {
        settlement: 'East field',
        languages: ['kk', 'en'],
        keyholders: 5,
        cells: ['c1', 'ұя-2', 'c1'],
      },
    });
  });

  for (const [change, faults] of [
    [{ settlement: ' ' }, ['settlement-length']],
    [{ settlement: 'x'.repeat(201) }, ['settlement-length']],
    [{ languages: [] }, ['languages-wrong']],
    [{ languages: ['kk', 'de'] }, ['languages-wrong']],
    [{ languages: ['kk', 'kk'] }, ['languages-wrong']],
    [{ keyholders: 1 }, ['keyholders-number']],
    [{ keyholders: 6 }, ['keyholders-number']],
    [{ keyholders: Number.NaN }, ['keyholders-number']],
    [{ wardens: 61 }, ['wardens-many']],
    [{ wardens: 0 }, ['wardens-without-cells']],
    [{ cells: [] }, ['wardens-without-cells']],
    [{ cells: ['c 1'] }, ['cells-wrong']],
    [
      { settlement: '', keyholders: 0, cells: ['!'] },
      ['settlement-length', 'keyholders-number', 'cells-wrong'],
    ],
  ] as const)
    test(`is refused with all that is wrong: ${JSON.stringify(change)}`, () => {
      assert.deepEqual(readAsking({ ...ASKING, ...change }), { ok: false, error: faults });
    });
});
