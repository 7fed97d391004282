import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { anyPlainObject } from '../../test/vectors/any-draft.ts';
import { parseJson } from '../base/canonical-json.ts';
import { isPlainObject, subsetFault } from './subset.ts';

describe('the record takes of JSON', () => {
  const taken = [
    '{}',
    '[]',
    '""',
    '"\\u0000ғ🚜"',
    '0',
    '-9007199254740991',
    '9007199254740991',
    'true',
    '{"aB_9":[{"b":[]}]}',
    `{"${'k'.repeat(32)}":1}`,
    '[[[[[[[[]]]]]]]]',
  ];
  for (const text of taken) test(text, () => assert.equal(subsetFault(parseJson(text) ?? null), undefined));

  test('whatever a writer may put together', () => {
    fc.assert(fc.property(anyPlainObject, (value) => assert.equal(subsetFault(value), undefined)));
  });
});

describe('the record does not take, and says where it stands,', () => {
  const refused: readonly (readonly [what: string, text: string, fault: RegExp])[] = [
    ['null', '{"a":[1,null]}', /^\$\.a\[1\]: null$/],
    ['a fraction', '[0.5]', /^\$\[0\]: not a whole number/],
    ['a number over 2^53-1', '9007199254740992', /^\$: not a whole number/],
    ['a number under -(2^53-1)', '-9007199254740992', /not a whole number/],
    ['a number too large for a double', '1e999', /not a whole number/],
    ['a lone surrogate', '{"a":{"b":"\\udc00"}}', /^\$\.a\.b: broken Unicode$/],
    ['an empty key', '{"":1}', /^\$: key "" is not allowed$/],
    ['a key with a capital in front', '{"a":{"B":1}}', /^\$\.a: key "B"/],
    ['a key with a digit in front', '{"9a":1}', /key "9a"/],
    ['a key with a hyphen', '{"a-b":1}', /key "a-b"/],
    ['a key outside ASCII', '{"ғ":1}', /key "ғ"/],
    ['a key with a line feed behind', '{"a\\n":1}', /is not allowed/],
    ['__proto__ as a key', '{"__proto__":{}}', /key "__proto__"/],
    ['a key of 33 characters', `{"${'k'.repeat(33)}":1}`, /is not allowed/],
    ['nine levels', '[[[[[[[[[[]]]]]]]]]]', /nested deeper than 8/],
  ];
  for (const [what, text, fault] of refused)
    test(what, () => assert.match(subsetFault(parseJson(text) ?? null) ?? '', fault));

  test('nesting as deep as a megabyte allows, without a cost', () => {
    const deep = parseJson('['.repeat(100_000) + ']'.repeat(100_000));
    assert.match(subsetFault(deep ?? null) ?? '', /nested deeper/);
  });
});

test('only an object within the subset is a plain object', () => {
  for (const text of ['[]', '"a"', '1', 'null', '{"a":null}'])
    assert.equal(isPlainObject(parseJson(text)), false, text);
  assert.equal(isPlainObject(undefined), false);
  assert.equal(isPlainObject({ a: [1] }), true);
});
