import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remembered, rememberedOfList } from './remembered.ts';

test('an answer is kept with its first argument while the others are the same', () => {
  const asked: number[] = [];
  const answer = remembered((list: readonly number[], n: number) => {
    asked.push(n);
    return list.map((one) => one * n);
  });
  const list = [1, 2];
  assert.equal(answer(list, 3), answer(list, 3));
  assert.deepEqual(
    [answer(list, 4), answer(list, 3)],
    [
      [4, 8],
      [3, 6],
    ],
  );
  assert.deepEqual(asked, [3, 4, 3]);
});

test('an answer about a list is kept while its members are the same ones, and no longer', () => {
  const [a, b, c] = [{ n: 1 }, { n: 2 }, { n: 2 }];
  const sumOf = rememberedOfList((list: readonly { readonly n: number }[]) => ({
    sum: list.reduce((sum, { n }) => sum + n, 0),
  }));
  const ofTwo = sumOf([a, b]);
  assert.equal(sumOf([a, b]), ofTwo);
  assert.notEqual(sumOf([a, c]), ofTwo);
  assert.equal(sumOf([a]).sum, 1);
  assert.equal(sumOf([a, b, c]).sum, 5);
  assert.equal(sumOf([]).sum, 0);
});
