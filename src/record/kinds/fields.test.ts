import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codesIn } from './code-range.ts';
import { fieldsOf } from './fields.ts';

test('all that is wrong in an object is told, each field once and the first fault first', () => {
  const f = fieldsOf({
    n: 11,
    list: [{ code: 'a b' }, { code: 'c', more: 1 }, 7],
    codes: ['x', 'y'],
    odd: 1,
  });
  f.whole('n', -10, 10);
  f.words('name');
  f.list('list', (inner) => inner.code('code'), 3);
  f.codes('codes', 1);
  assert.deepEqual(
    f.faults().map(({ field, why }) => `${field} ${why}`),
    [
      'n is not a whole number from -10 to 10',
      'name is missing',
      'list[0].code is not a code of letters, digits and hyphens (at most 32)',
      'list[1].more is not a field this version reads',
      'list[2] is not an object',
      'codes is not a list of codes (at most 1)',
      'odd is not a field this version reads',
    ],
  );
  assert.deepEqual(f.fault(), f.faults()[0]);
});

test('a range of codes stands for each of them', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['N1..N3', 'N1 N2 N3'],
    ['N09..N11', 'N09 N10 N11'],
    ['7..8', '7 8'],
    ['N1', 'N1'],
    ['N3..N1', 'runs backwards or names more than 9'],
    ['N1..N10', 'runs backwards or names more than 9'],
    ['N1..M3', 'is not a range such as N1..N24: N and M differ'],
    ['N 1', 'is not a code of letters, digits and hyphens (at most 32)'],
    ['', 'is not a code of letters, digits and hyphens (at most 32)'],
  ];
  for (const [text, says] of rows) {
    const codes = codesIn(text, 9);
    assert.equal(codes.ok ? codes.value.join(' ') : codes.error, says, text);
  }
});
