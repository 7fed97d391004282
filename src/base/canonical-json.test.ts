import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, isJsonObject, parseJson } from './canonical-json.ts';

// The vectors of RFC 8785's author (cyberphone/json-canonicalization, Apache-2.0). Not kept here.
const VECTORS = join(import.meta.dirname, '../../../shared/data/vectors/jcs');

describe('canonicalJson', () => {
  const skip = !existsSync(VECTORS) && "the JCS author's vectors are not on this machine";
  test('every published JCS vector comes out byte for byte', { skip }, () => {
    const names = readdirSync(join(VECTORS, 'input'));
    assert.ok(names.length >= 6);
    for (const name of names) {
      const text = canonicalJson(parseJson(readFileSync(join(VECTORS, 'input', name), 'utf8')) ?? null);
      assert.equal(text, readFileSync(join(VECTORS, 'output', name), 'utf8'), name);
      const hex = readFileSync(join(VECTORS, 'outhex', name.replace('.json', '.txt')), 'utf8');
      assert.equal(Buffer.from(text).toString('hex'), hex.replaceAll(/\s/g, ''), name);
    }
  });

  const cases: readonly (readonly [what: string, input: string, output: string])[] = [
    ['white space goes', ' { "b" : [ 1 , 2 ] ,\n"a" : true } ', '{"a":true,"b":[1,2]}'],
    [
      'keys sort by UTF-16 code units, not by code points',
      '{"\\uffff":1,"\\ud800\\udc00":2}',
      '{"\ud800\udc00":2,"\uffff":1}',
    ],
    ['capitals come before small letters', '{"a":1,"B":2,"_":3}', '{"B":2,"_":3,"a":1}'],
    ['digits sort as text', '{"10":1,"9":2,"1":3}', '{"1":3,"10":1,"9":2}'],
    ['a shorter key comes before one it begins', '{"ab":1,"a":2,"":3}', '{"":3,"a":2,"ab":1}'],
    [
      'numbers take their ECMAScript form',
      '[1.0,1e3,-0,0.1e-6,1e21,123456789012345680000]',
      '[1,1000,0,1e-7,1e+21,123456789012345680000]',
    ],
    ['only what must be escaped is', '"\\u0041\\/\\u001f\\t\\u007f\\"\\\\"', '"A/\\u001f\\t\x7f\\"\\\\"'],
    ['Kazakh and emoji stay as they are', '"\\u0493 \\ud83d\\ude9c"', '"ғ 🚜"'],
    ['text is not normalised', '"A\\u030a"', '"A\u030a"'],
    ['__proto__ is a key like any other', '{"b":1,"__proto__":{"a":2}}', '{"__proto__":{"a":2},"b":1}'],
    ['of a key given twice the last stays, so the text differs', '{"a":1,"a":2}', '{"a":2}'],
    ['empty things stay', '[{},[],"",null]', '[{},[],"",null]'],
  ];
  for (const [what, input, output] of cases) {
    test(what, () => assert.equal(canonicalJson(parseJson(input) ?? null), output));
  }

  test('its own output is its own input, and means the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const json = parseJson(JSON.stringify(value)) ?? null;
        const text = canonicalJson(json);
        assert.deepEqual(parseJson(text), json);
        assert.equal(canonicalJson(parseJson(text) ?? null), text);
      }),
    );
  });

  test('the order in which members were added does not matter', () => {
    const members = fc.uniqueArray(fc.tuple(fc.string(), fc.integer()), { selector: ([key]) => key });
    fc.assert(
      fc.property(members, (list) => {
        assert.equal(
          canonicalJson(Object.fromEntries(list)),
          canonicalJson(Object.fromEntries(list.toReversed())),
        );
      }),
    );
  });
});

test('parseJson gives undefined for what is no JSON, and never throws', () => {
  for (const text of ['', '{', '{"a":1,}', "{'a':1}", 'undefined', 'NaN', '[1] 2', '\ufeff1', '01'])
    assert.equal(parseJson(text), undefined);
  assert.equal(parseJson('null'), null);
});

test('only an object is a JSON object', () => {
  for (const text of ['null', '[]', '"{}"', '1', 'true']) assert.equal(isJsonObject(parseJson(text)), false);
  assert.equal(isJsonObject(undefined), false);
  assert.equal(isJsonObject({}), true);
});
