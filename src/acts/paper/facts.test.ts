import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../base/canonical-json.ts';
import { strangeId } from '../../../test/making/entries.ts';
import { factReports, matches } from './facts.ts';
import type { Fact } from './facts.ts';

describe('a value matches what is wanted', () => {
  const rows: readonly (readonly [value: unknown, wanted: unknown, isSame: boolean])[] = [
    [1, 1, true],
    [1, '1', false],
    [undefined, undefined, true],
    [null, {}, false],
    ['abc', {}, false],
    [{ a: 1, b: 2 }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: { b: [1, 2] } }, { a: { b: 2 } }, true],
    [[1, 2, 3], [3, 1], true],
    [[1, 2], [1, 4], false],
    [{ 0: 1 }, [1], false],
    [[{ a: 1 }, { a: 2, b: 3 }], { a: 2 }, true],
    [[{ a: 1 }, { b: 3 }], { a: 1, b: 3 }, false],
    [[], {}, false],
    [[], [], true],
    [{ a: 1 }, { toString: 1 }, false],
    [{}, { constructor: {} }, false],
  ];
  for (const [value, wanted, isSame] of rows) {
    test(`${JSON.stringify(value)} ${isSame ? 'has' : 'has not'} ${JSON.stringify(wanted)}`, () => {
      assert.equal(matches(value, wanted), isSame);
    });
  }

  test('everything that is not empty has itself, and less of itself', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 }), (value) => {
        assert.ok(matches(value, value));
        assert.ok(matches(value, Object.fromEntries(Object.entries(value).slice(1))));
      }),
    );
  });
});

describe('a fact is served', () => {
  const situation: Json = {
    clock: { startedBy: 'arrival' },
    lanes: { press: [{ act: 'arrive', grade: 'single' }] },
  };
  const fact = (over: Partial<Fact> = {}): Fact => ({
    n: 7,
    serves: 'it is there',
    expect: [{ at: '/lanes/press', has: { act: 'arrive' } }],
    ...over,
  });
  const entries = [strangeId('entry')];
  const report = (over: Partial<Fact> = {}, carried = entries): string => {
    const [found] = factReports([fact(over)], situation, () => carried);
    return `${found?.n} ${found?.served}: ${found?.why}`;
  };

  test('when every check holds and an entry carries it', () => {
    assert.equal(report(), '7 true: it is there');
    assert.deepEqual(factReports([fact()], situation, () => entries)[0]?.entries, entries);
  });

  test('not when one check fails: the report names it', () => {
    const expect = [
      { at: '/clock', has: { startedBy: 'arrival' } },
      { at: '/lanes/press/0/grade', has: 'several' },
    ];
    assert.equal(report({ expect }), '7 false: not found in the situation: /lanes/press/0/grade');
    assert.equal(
      report({ expect: [{ at: '/nowhere/at/all', has: 1 }] }),
      '7 false: not found in the situation: /nowhere/at/all',
    );
  });

  test('not when no entry carries it, or when it is said to be yet to come', () => {
    assert.equal(report({}, []), '7 false: no entry carries it');
    assert.equal(report({ notYet: 'comes later' }), '7 false: comes later');
  });

  test('by a pointer into lists and objects, to the whole and to a field', () => {
    assert.match(
      report({
        expect: [
          { at: '', has: { clock: {} } },
          { at: '/lanes/press/0/act', has: 'arrive' },
        ],
      }),
      /true/,
    );
  });
});
