import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { VOCABULARY_PAGE, vocabularyPage } from '../../../test/making/vocabulary-page.ts';
import { TERMS_EN } from './terms-en.ts';
import { TERMS_KK } from './terms-kk.ts';
import { TERMS_RU } from './terms-ru.ts';
import { LANGUAGES, pluralCategory } from './words.ts';
import type { Language, Terms } from './words.ts';

const TERMS: Readonly<Record<Language, Terms>> = { kk: TERMS_KK, ru: TERMS_RU, en: TERMS_EN };
const SAMPLES = [1, 2, 5, 11, 21, 22, 112];

/** Every text of one language by its path: clauses applied to every act, counted nouns to every sample. */
function texts(terms: Terms): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  const { acts, clauses, counted, ...plain } = terms;
  for (const [record, words] of Object.entries(plain)) {
    for (const [key, word] of Object.entries(words)) all.set(`${record}/${key}`, word);
  }
  for (const [code, forms] of Object.entries(acts)) {
    for (const [form, word] of Object.entries(forms)) all.set(`acts/${code}/${form}`, word);
    for (const [modality, clause] of Object.entries(clauses))
      all.set(`clauses/${modality}/${code}`, clause(forms));
  }
  for (const [key, count] of Object.entries(counted)) {
    for (const n of SAMPLES) all.set(`counted/${key}/${n}`, count(String(n), n));
  }
  return all;
}

for (const language of LANGUAGES) {
  const terms = TERMS[language];

  test(`${language}: the same keys, in the same order, as English`, () => {
    assert.deepEqual(Object.keys(terms), Object.keys(TERMS_EN));
    assert.deepEqual([...texts(terms).keys()], [...texts(TERMS_EN).keys()]);
  });

  test(`${language}: nothing is empty but the word for done`, () => {
    const empty = [...texts(terms)].filter(([, text]) => text.trim() === '').map(([path]) => path);
    assert.deepEqual(empty, ['modalities/done']);
  });

  test(`${language}: no text has outer or double spaces`, () => {
    assert.deepEqual(
      [...texts(terms)].filter(([, text]) => text !== text.trim() || text.includes('  ')),
      [],
    );
  });

  test(`${language}: act labels fit a board cell`, () => {
    assert.deepEqual(
      Object.values(terms.acts)
        .map((forms) => forms.noun)
        .filter((noun) => noun.length > 26),
      [],
    );
  });
}

for (const language of ['ru', 'kk'] as const) {
  test(`${language}: no Latin letter, also no look-alike`, () => {
    assert.deepEqual(
      [...texts(TERMS[language])].filter(([, text]) => /\p{Script=Latin}/u.test(text)),
      [],
    );
  });
}

test('ru: no Kazakh letter', () => {
  assert.deepEqual(
    [...texts(TERMS_RU)].filter(([, text]) => /[әіңғүұқөһ]/iu.test(text)),
    [],
  );
});

test('ru: plural categories follow CLDR', () => {
  const rules = new Intl.PluralRules('ru');
  for (const n of SAMPLES) assert.equal(pluralCategory('ru', n), rules.select(n), String(n));
});

test('ru: counted nouns', () => {
  const all = (count: (text: string, n: number) => string): readonly string[] =>
    SAMPLES.map((n) => count(String(n), n));
  const { people, homes, vehicles, attempts, quarters } = TERMS_RU.counted;
  assert.deepEqual(all(people), [
    '1 человек',
    '2 человека',
    '5 человек',
    '11 человек',
    '21 человек',
    '22 человека',
    '112 человек',
  ]);
  assert.deepEqual(all(homes), ['1 дом', '2 дома', '5 домов', '11 домов', '21 дом', '22 дома', '112 домов']);
  assert.deepEqual(all(vehicles), [
    '1 машина',
    '2 машины',
    '5 машин',
    '11 машин',
    '21 машина',
    '22 машины',
    '112 машин',
  ]);
  assert.deepEqual(all(attempts), [
    '1 попытка',
    '2 попытки',
    '5 попыток',
    '11 попыток',
    '21 попытка',
    '22 попытки',
    '112 попыток',
  ]);
  assert.deepEqual(all(quarters), [
    '1 квартал',
    '2 квартала',
    '5 кварталов',
    '11 кварталов',
    '21 квартал',
    '22 квартала',
    '112 кварталов',
  ]);
  assert.equal(people('24–99', 99), '24–99 человек');
});

test('kk: counted nouns take no plural', () => {
  for (const n of SAMPLES) assert.equal(TERMS_KK.counted.homes(String(n), n), `${n} үй`);
});

test('kk: `to` is a verbal noun in the dative, `did` ends in the third person past', () => {
  for (const [code, forms] of Object.entries(TERMS_KK.acts)) {
    assert.match(forms.to, /[ую](?:ға|ге)$/u, code);
    assert.match(forms.did, /[дт][ыі]$/u, code);
  }
});

test('kk: clauses put the verbal noun in the case the verb asks for', () => {
  const [demolish, arrive] = [TERMS_KK.acts['evict.demolish'], TERMS_KK.acts['force.arrive']];
  assert.equal(TERMS_KK.clauses.attempted(demolish), 'үйлерді бұзуға әрекеттенді');
  assert.equal(TERMS_KK.clauses.ordered(demolish), 'үйлерді бұзуға бұйрық алды');
  assert.equal(TERMS_KK.clauses.refused(demolish), 'үйлерді бұзудан бас тартты');
  assert.equal(TERMS_KK.clauses.refused(arrive), 'келуден бас тартты');
  assert.equal(TERMS_KK.clauses.planned(demolish), 'үйлерді бұзуды жоспарлады');
  assert.equal(TERMS_KK.clauses.planned(arrive), 'келуді жоспарлады');
  assert.equal(TERMS_KK.clauses.threatened(demolish), 'үйлерді бұзумен қорқытты');
});

test('docs/vocabulary.md says them all (node test/making/vocabulary-page.ts)', () => {
  assert.equal(readFileSync(VOCABULARY_PAGE, 'utf8'), vocabularyPage());
});
