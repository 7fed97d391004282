import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { placeOf, resorted } from './sorted.ts';

const byNumber = (a: number, b: number): number => a - b;
const anySorted = (most: number): fc.Arbitrary<readonly number[]> =>
  fc.uniqueArray(fc.nat(400), { maxLength: most }).map((list) => list.sort(byNumber));

describe('a sorted list with changes', () => {
  test('is the list sorted anew, whether few or many have changed', () => {
    fc.assert(
      fc.property(
        anySorted(120),
        fc.array(fc.nat(400), { maxLength: 6 }),
        fc.boolean(),
        (list, touched, isMany) => {
          const gone = list.filter((n) => touched.includes(n) || (isMany && n % 3 === 0));
          const added = [...new Set(touched)].map((n) => n + 0.5);
          const before = [...list];
          const expected = [...list.filter((n) => !gone.includes(n)), ...added].sort(byNumber);
          assert.deepEqual(resorted(list, gone, added, byNumber), expected);
          assert.deepEqual(list, before);
        },
      ),
    );
  });

  test('takes one for another that compares the same', () => {
    const list = Array.from({ length: 100 }, (_, n) => ({ n, is: 'old' }));
    const [old, now] = [list[40]!, { n: 40, is: 'new' }];
    const next = resorted(list, [old], [now], (a, b) => a.n - b.n);
    assert.deepEqual([next.length, next[40]], [100, now]);
  });
});

test('a place in a sorted list is before the first that is not less', () => {
  fc.assert(
    fc.property(anySorted(40), fc.nat(400), (list, n) => {
      assert.equal(
        placeOf(list, (other) => other - n),
        list.filter((other) => other < n).length,
      );
    }),
  );
});
