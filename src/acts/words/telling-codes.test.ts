import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupWords, TERMS, topicWords } from './sentence-words.ts';
import { mayNumberSomebody, PLACE_DIGITS } from './telling-codes.ts';
import { LANGUAGES } from './words.ts';

test('plates, badges, units and telephone numbers may number somebody; words and single digits do not', () => {
  for (const code of ['A417KZ', '02-KTA-417', 'б-4417', 'unit-47', '77011234567', '4417-22', '٤٤١٧٢'])
    assert.equal(mayNumberSomebody(code), true, code);
  for (const code of ['drivers', 'two-drivers', 'crew-2', '2031', '10-30'])
    assert.equal(mayNumberSomebody(code), false, code);
  assert.equal(mayNumberSomebody('k12', PLACE_DIGITS), false);
  assert.equal(mayNumberSomebody('k1234', PLACE_DIGITS), true);
});

test('a group without words of ours is some group; one that may number somebody is marked, as a topic is', () => {
  for (const language of LANGUAGES) {
    assert.match(groupWords('a417kz', language), /^[^\d[]+\[[^\d]+\]$/);
    assert.match(topicWords('badge-4417', language), /^\[[^\d]+\]$/);
    assert.equal(groupWords('seitkali', language), TERMS[language].groups['ordered-group']);
    assert.equal(topicWords('night-crew', language), 'night crew');
  }
});

test('a code that every object knows is a word like any other', () => {
  assert.equal(groupWords('constructor', 'en'), 'an ordered group');
  assert.equal(topicWords('toString', 'en'), 'toString');
});
