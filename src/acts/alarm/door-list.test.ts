import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byCode, DOORS_A_PAGE, doorList } from './door-list.ts';

test('the list for the doors has each home once, N2 before N10, forty a sheet', () => {
  const homes = Array.from({ length: 41 }, (_, n) => `N${41 - n}`);
  const sheets = doorList(homes, [{ home: 'N7' }, { home: 'A1' }]);
  assert.deepEqual(
    sheets.map(({ length }) => length),
    [DOORS_A_PAGE, 2],
  );
  assert.deepEqual(sheets.flat().slice(0, 4), ['A1', 'N1', 'N2', 'N3']);
  assert.deepEqual(doorList([], []), []);
});

test('whatever the codes, their order is one and the same', () => {
  const code = fc.stringMatching(/^[A-Za-zЖ\d-]{1,8}$/u);
  fc.assert(
    fc.property(fc.array(code), (codes) => {
      const sheets = doorList(codes, []).flat();
      assert.deepEqual(doorList(codes.toReversed(), []).flat(), sheets);
      assert.deepEqual(sheets.toSorted(), [...new Set(codes)].sort());
    }),
  );
  fc.assert(
    fc.property(code, code, (a, b) => assert.equal(Math.sign(byCode(a, b)), -Math.sign(byCode(b, a)) + 0)),
  );
});
