import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aTemplate } from '../../../test/making/feed-samples.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { ALARM_ENDS } from '../words/alarm-words.ts';
import { SURENESSES } from '../words/cap-words.ts';
import { ACTS } from '../../record/kinds/vocabulary.ts';
import { LANGUAGES } from '../words/words.ts';
import { feedSentences, feedTemplate, feedVoice, isOwnWords } from './feed-voice.ts';
import type { FeedFacts, Way } from './feed-voice.ts';

const { sha256 } = cryptoNode();

describe('the words of the feed', () => {
  test('are all shown before they are approved: nothing is said that does not stand in them', () => {
    const facts = aTemplate();
    const ways: readonly Way[] = [
      ...['B2', 'school', 'elsewhere'].flatMap((point) => [
        { kind: 'meet' as const, point },
        { kind: 'outside' as const, point },
      ]),
      { kind: 'nowhere' },
      { kind: 'follow' },
    ];
    for (const language of LANGUAGES) {
      const voice = feedVoice(facts, language);
      const shown = feedSentences(facts, language).flat();
      const said = [
        voice.title,
        ...[...ACTS, undefined].map(voice.headline),
        ...SURENESSES.map(voice.certainty),
        ...ways.map(voice.instruction),
        ...ALARM_ENDS.map(voice.over).map(({ headline, says }) => `${headline}. ${says}`),
      ];
      for (const sentence of said) assert.ok(shown.includes(sentence), sentence);
      // What stands by itself in a message stands in a headline on the page.
      for (const act of [...ACTS, undefined])
        assert.equal(voice.headline(act), `${voice.area}: ${voice.tells(act)}`);
      assert.equal(new Set(shown).size, shown.length);
    }
  });

  test('are other words as soon as anything is otherwise', () => {
    const others: readonly Partial<FeedFacts>[] = [
      {},
      { settlement: 'Шаңырақ-2' },
      { offsetMinutes: 360 },
      { points: [] },
      { points: [{ code: 'B2', name: 'the other yard' }, { code: 'school' }] },
      { circle: { latE2: 4_324, lonE2: 7_689, radiusKm: 2 } },
    ];
    assert.equal(new Set(others.map((more) => aTemplate(more).words)).size, others.length);
    assert.equal(aTemplate().words, aTemplate().words);
  });

  test('are this program’s own only with the hash that it reckons itself', () => {
    const { words, ...facts } = aTemplate();
    assert.ok(isOwnWords({ ...facts, words }, sha256));
    assert.ok(!isOwnWords({ ...facts, words, settlement: 'Other' }, sha256));
    assert.ok(!isOwnWords({ ...facts, words: feedTemplate({ ...facts, points: [] }, sha256).words }, sha256));
  });
});
