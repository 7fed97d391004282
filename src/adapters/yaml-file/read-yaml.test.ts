import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { faultAt } from './fault-at.ts';
import { readYaml, YAML_BYTES_MAX } from './read-yaml.ts';

describe('a YAML file', () => {
  test('says of every value where it stands', () => {
    const text = 'name: x\nlist:\n  - { a: 1, b: two }\n  - 7\n';
    const read = readYaml(text, 'any.yaml', (root) => {
      const [first, second] = root.at('list').items();
      return [root.at('name'), first?.at('b'), second].map(
        (spot) => `${spot?.line}:${spot?.column} ${spot?.path} ${String(spot?.value)}`,
      );
    });
    assert.deepEqual(read, { ok: true, value: ['1:1 name x', '3:13 list[0].b two', '4:5 list[1] 7'] });
  });

  test('gives plain values that reach no prototype', () => {
    const read = readYaml('{ __proto__: { x: 1 }, a: [1, { b: yes }] }', 'any.yaml', ({ value }) => value);
    assert.ok(read.ok);
    assert.equal(JSON.stringify(read.value), '{"__proto__":{"x":1},"a":[1,{"b":"yes"}]}');
    assert.equal(Object.getPrototypeOf(read.value), Object.prototype);
  });
});

/** What is refused, at which line and column, and why. */
const FAULTS: readonly (readonly [string, string, RegExp])[] = [
  ['', '1:1', /is empty/],
  ['x'.repeat(YAML_BYTES_MAX + 1), '1:1', /is larger than such a file may be/],
  ['a: 1\nb: [', '2:5', /is not YAML/],
  ['a: 1\n---\nb: 2\n', '2:1', /second document/],
  ['a: 1\nb: &x 2\n', '2:1', /has an anchor \(&x\)/],
  ['a: 1\nb:\n  - !x 2\n', '3:8', /has a tag \(!x\)/],
  ['a: 1\nc: { d: 1, a: 2, a: 3 }\n', '2:18', /is there twice/],
  ['a:\n', '1:1', /has no value/],
  ['a: "\\u0007"\n', '1:1', /cannot be shown/],
];

describe('what people cannot read in a file, or read in two ways, is refused by line and column:', () => {
  for (const [text, at, why] of FAULTS) {
    test(JSON.stringify(text.slice(0, 30)), () => {
      const read = readYaml(text, 'any.yaml', ({ value }) => value);
      if (read.ok) assert.fail('it was read');
      assert.equal(`${read.error.line}:${read.error.column}`, at);
      assert.match(read.error.why, why);
    });
  }
});

test('what is found wrong later stands at its field, or where that is missing, at what should hold it', () => {
  const text = 'list:\n  - { a: 1, b: [x, y] }\n  - "c\\td": 1\n';
  const rows: readonly (readonly [string, string])[] = [
    ['list[0].b[1]', '2:20'],
    ['list[0].b[7]', '2:13'],
    ['list[0].none.a', '2:5'],
    ['list[1].c\td', '3:5'],
    ['list.a', '1:1'],
    ['none', '1:1'],
    ['', '1:1'],
    ['constructor', '1:1'],
  ];
  for (const [field, at] of rows) {
    const read = readYaml(text, 'any.yaml', (root) => faultAt(root, 'any.yaml', field, `${field} is odd`));
    assert.ok(read.ok);
    const { line, column, why } = read.value;
    assert.equal(`${line}:${column}`, at, field);
    assert.equal(why, `${field.replace('\t', '\u{FFFD}')} is odd`);
  }
});
