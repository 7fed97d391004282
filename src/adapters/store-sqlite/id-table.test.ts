import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rowOf } from '../../../test/vectors/rows.ts';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import { newIdTable } from './id-table.ts';

/** An id that begins with these 16 hex digits. */
function idWith(start: string, end: number): EntryId {
  const id = parseEntryId(start + end.toString(16).padStart(48, '0'));
  assert.ok(id);
  return id;
}

test('an empty table knows no candidates', () => {
  assert.deepEqual(newIdTable().candidates(rowOf(0).id), []);
});

test('every id is found at its index, through every growth of the table', () => {
  const table = newIdTable();
  for (let n = 0; n < 20_000; n++) {
    table.add(rowOf(n).id, n);
    if (n % 997 === 0) assert.deepEqual(table.candidates(rowOf(n).id), [n]);
  }
  for (let n = 0; n < 20_000; n += 7) assert.deepEqual(table.candidates(rowOf(n).id), [n]);
  for (let n = 20_000; n < 20_100; n++) assert.deepEqual(table.candidates(rowOf(n).id), []);
});

test('ids with the same first eight bytes are all candidates', () => {
  const table = newIdTable();
  for (let n = 0; n < 5_000; n++) table.add(idWith('ffffffffffffffff', n), n);
  assert.deepEqual(
    table.candidates(idWith('ffffffffffffffff', 9)).toSorted((a, b) => a - b),
    Array.from({ length: 5_000 }, (_, n) => n),
  );
  assert.deepEqual(table.candidates(idWith('fffffffffffffffe', 9)), []);
});

test('whatever the ids, candidates hold every index of an id and nothing that begins otherwise', () => {
  const start = fc.constantFrom(
    '0000000000000000',
    '00000000ffffffff',
    'ffffffff00000000',
    '0000100000000000',
    '8000000080000000',
  );
  fc.assert(
    fc.property(fc.array(start, { maxLength: 200 }), (starts) => {
      const table = newIdTable();
      for (const [index, each] of starts.entries()) table.add(idWith(each, index), index);
      for (const each of new Set(starts)) {
        const expected = starts.flatMap((other, index) => (other === each ? [index] : []));
        assert.deepEqual(
          table.candidates(idWith(each, 0)).toSorted((a, b) => a - b),
          expected,
        );
      }
    }),
  );
});
