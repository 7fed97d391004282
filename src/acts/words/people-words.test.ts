import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BODY_SAMPLES } from '../../../test/vectors/bodies.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { parseBody, PEOPLE_KINDS } from '../../record/kinds/body.ts';
import type { PeopleBody } from '../../record/kinds/body.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import { PEOPLE_REFUSALS } from '../../situation/people-refusals.ts';
import {
  ERASE_HINDRANCES,
  erasingText,
  oneMoreText,
  peopleActName,
  peopleRefusalText,
  roleName,
} from './people-words.ts';
import { LANGUAGES } from './words.ts';

const KAZAKH = /[әіңғүұқөһ]/u;

const ACTS: readonly PeopleBody['type'][] = PEOPLE_KINDS.map((kind) => {
  const parsed = parseBody(kind, canonicalJson(BODY_SAMPLES[kind] ?? {}));
  assert.ok(parsed.ok);
  return parsed.value.type as PeopleBody['type'];
});

describe('whoever wrote an act without effect is told why, in every language', () => {
  for (const reason of PEOPLE_REFUSALS) {
    test(`${reason}: kept, what happened, what to do next`, () => {
      const texts = LANGUAGES.map((language) => peopleRefusalText(reason, language));
      assert.equal(new Set(texts).size, LANGUAGES.length);
      for (const text of texts) {
        assert.match(text, /^\p{Lu}.*\.$/u);
        // What was kept, what happened, what to do: at least three sentences or clauses.
        assert.ok((text.match(/[.;](\s|$)/gu) ?? []).length >= 3, text);
      }
    });
  }

  test('what keeps an entry from being erased, each in its own words', () => {
    for (const why of ERASE_HINDRANCES) {
      const texts = LANGUAGES.map((language) => erasingText(why, language));
      assert.equal(new Set(texts).size, LANGUAGES.length);
      for (const text of texts) assert.match(text, /^\p{Lu}.*\.$/u);
    }
  });

  test('each reason in its own words', () => {
    for (const language of LANGUAGES) {
      const texts = PEOPLE_REFUSALS.map((reason) => peopleRefusalText(reason, language));
      assert.equal(new Set(texts).size, PEOPLE_REFUSALS.length);
    }
  });
});

test('roles and acts have a name each, in lower case, in every language', () => {
  for (const language of LANGUAGES) {
    for (const names of [
      ROLES.map((role) => roleName(role, language)),
      ACTS.map((act) => peopleActName(act, language)),
    ]) {
      assert.equal(new Set(names).size, names.length);
      for (const name of names) assert.match(name, /^\p{Ll}/u);
    }
  }
});

test('Kazakh and Russian are not each other', () => {
  const all = (language: 'kk' | 'ru'): readonly string[] => [
    ...PEOPLE_REFUSALS.map((reason) => peopleRefusalText(reason, language)),
    ...ACTS.map((act) => peopleActName(act, language)),
    ...ROLES.map((role) => roleName(role, language)),
  ];
  for (const text of all('ru')) assert.doesNotMatch(text, KAZAKH);
  assert.match(all('kk').join(' '), KAZAKH);
});

test('who is still needed is named', () => {
  assert.equal(oneMoreText(['keyholder'], 'en'), 'One more must say so: keyholder.');
  assert.equal(oneMoreText(['keyholder', 'warden'], 'en'), 'One more must say so: keyholder or warden.');
  assert.match(oneMoreText(['keyholder', 'warden'], 'ru'), /хранитель ключа или старший по ячейке\.$/);
  assert.match(oneMoreText(['keyholder', 'warden'], 'kk'), /кілт сақтаушы немесе ұя жетекшісі\.$/);
});
