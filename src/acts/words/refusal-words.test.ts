import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EntryError } from '../../record/verify.ts';
import type { WireError } from '../../record/wire.ts';
import { refusalText } from './refusal-words.ts';
import { LANGUAGES } from './words.ts';

type Refused = EntryError | WireError;

// One of each: a new kind of error does not compile until it stands here.
const ERRORS: { readonly [K in Refused['kind']]: Extract<Refused, { readonly kind: K }> } = {
  'wire-shape': { kind: 'wire-shape', why: 'e, the core text, is missing' },
  'core-too-large': { kind: 'core-too-large', bytes: 20_000 },
  'core-not-utf8': { kind: 'core-not-utf8' },
  'core-not-json': { kind: 'core-not-json' },
  'core-not-canonical': { kind: 'core-not-canonical' },
  'core-outside-subset': { kind: 'core-outside-subset', why: '$.s: null' },
  'core-field': { kind: 'core-field', field: 'at.edtf', why: 'is missing' },
  'key-refused': { kind: 'key-refused', why: 'torsion' },
  'signature-refused': { kind: 'signature-refused', why: 'length' },
  'signature-wrong': { kind: 'signature-wrong', bytesSha256: '00' },
};

describe('whoever sends what is refused is told what happened', () => {
  for (const error of Object.values(ERRORS)) {
    test(`${error.kind}: in every language, whole sentences`, () => {
      const texts = LANGUAGES.map((language) => refusalText(error, language));
      assert.equal(new Set(texts).size, LANGUAGES.length);
      for (const text of texts) assert.match(text, /^\p{Lu}.*[.)]$/u);
    });
  }

  test('Kazakh and Russian are not each other', () => {
    const text = (language: 'kk' | 'ru'): string =>
      Object.values(ERRORS)
        .map((error) => refusalText(error, language))
        .join(' ');
    assert.match(text('kk'), /[әіңғүұқөһ]/u);
    assert.doesNotMatch(text('ru'), /[әіңғүұқөһ]/u);
  });

  test('each kind has its own words', () => {
    for (const language of LANGUAGES) {
      assert.equal(
        new Set(Object.values(ERRORS).map((error) => refusalText(error, language))).size,
        Object.keys(ERRORS).length,
      );
    }
  });

  test('with the field and the reason, where the error has them', () => {
    assert.match(refusalText(ERRORS['core-field'], 'en'), / \(at\.edtf is missing\)$/);
    assert.match(refusalText(ERRORS['wire-shape'], 'ru'), / \(e, the core text, is missing\)$/);
    assert.doesNotMatch(refusalText(ERRORS['signature-wrong'], 'en'), /\(/);
  });
});
