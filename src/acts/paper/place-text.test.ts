import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { parsePlacePlan } from '../alarm/place-plan.ts';
import { checkPlace } from '../care/place-check.ts';
import { PLACE_WORDS } from '../words/place-words.ts';
import { LANGUAGES } from '../words/words.ts';
import { placeTemplate } from './place-text.ts';

const TO_FILL_IN = [
  'cell-no-warden',
  'organiser-no-check-in',
  'organiser-no-deputy',
  'keyholders-few',
  'approach-nowhere',
  'zone-no-approach',
  'no-points',
  'no-outside',
  'no-viewing',
  'no-press',
];

for (const language of LANGUAGES) {
  const text = placeTemplate(PLACE_WORDS[language]);

  test(`a new plan (${language}) can be read, and its check names what is to be filled in`, () => {
    const plan = parsePlacePlan(parse(text));
    assert.ok(plan.ok);
    assert.deepEqual(
      checkPlace(plan.value).map(({ kind }) => kind),
      TO_FILL_IN,
    );
  });

  test(`its samples (${language}) can be taken in as they stand`, () => {
    const taken = text.replaceAll(
      /^# (?=(?:outside|viewing|press|alarm): \{|(?:keyholders|points):$| {2}- \{)/gm,
      '',
    );
    assert.ok(taken.split('\n').filter((line) => !line.startsWith('#')).length > 25, taken);
    const plan = parsePlacePlan(parse(taken));
    assert.ok(plan.ok, JSON.stringify(plan));
    assert.equal(plan.value.organisers.length, 2);
    assert.deepEqual(
      checkPlace(plan.value).filter(({ kind }) => kind.startsWith('no-')),
      [],
    );
  });
}
