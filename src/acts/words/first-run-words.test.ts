import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_RUN_WORDS } from './first-run-words.ts';
import { LANGUAGES } from './words.ts';

/** Every text of a language by its path; functions are called with plain arguments. */
function texts(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function')
    return [[path, String((value as (...args: readonly unknown[]) => unknown)(2, 3))]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => texts(each, `${path}.${name}`));
}

test('the first run says everything in each language, and nowhere the same twice', () => {
  const all = LANGUAGES.map((language) => new Map(texts(FIRST_RUN_WORDS[language])));
  const [first] = all;
  assert.ok(first && first.size > 90, `${first?.size} texts`);
  for (const path of first.keys()) {
    const said = all.map((words) => words.get(path) ?? '');
    for (const text of said) assert.notEqual(text.trim(), '', path);
    assert.equal(new Set(said).size, LANGUAGES.length, path);
  }
});

test('what stopped a founding is told in whole sentences, with what to do next', () => {
  for (const language of LANGUAGES)
    for (const text of Object.values(FIRST_RUN_WORDS[language].stopped.by)) {
      assert.match(text, /^\p{Lu}.*\.$/u);
      assert.ok((text.match(/[.:;](\s|$)/gu) ?? []).length >= 2, text);
    }
});
