import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockAt, event, on, situationFrom, source } from '../../../test/making/days.ts';
import { writer } from '../../../test/making/entries.ts';
import { instantToWall } from '../../base/wall.ts';
import { ACTS, ANSWERS, MODALITIES } from '../../record/kinds/vocabulary.ts';
import type { Modality } from '../../record/kinds/vocabulary.ts';
import type { PlainObject } from '../../record/subset.ts';
import type { Claim } from '../../situation/claims.ts';
import { LANGUAGES } from '../words/words.ts';
import type { Language } from '../words/words.ts';
import { sentenceOf } from './sentence.ts';

const DAY = instantToWall(clockAt('00:00'), 0);

function claimOf(act: string, over: PlainObject = {}, at = on('10:30')): Claim {
  const entry = writer('reporter').says({ ...event(act, { actors: ['police'], ...over }), at });
  const [claim] = situationFrom([entry]).lanes.flatMap((lane) => lane.claims);
  assert.ok(claim);
  return claim;
}

function sentence(claim: Claim, language: Language = 'en', withPlaceNames = false): string {
  return sentenceOf(claim, { language, day: DAY, withPlaceNames });
}

const EVICT: Readonly<Record<Modality, string>> = {
  done: '10:30: police demolished homes.',
  ongoing: '10:30: police demolished homes and went on.',
  attempted: '10:30: police tried to demolish homes.',
  'attempted-failed': '10:30: police tried to demolish homes, without success.',
  prevented: '10:30: police tried to demolish homes and were prevented.',
  threatened: '10:30: police threatened to demolish homes.',
  ordered: '10:30: police were ordered to demolish homes.',
  refused: '10:30: police refused to demolish homes.',
  planned: '10:30: police planned to demolish homes.',
  denied: '10:30: police demolished homes: this is denied.',
  alleged: '10:30: police demolished homes, it is alleged.',
  background: '10:30: police demolished homes (earlier).',
  opinion: '10:30: police demolished homes (opinion).',
};

describe('a claim is worded no stronger than its modality', () => {
  for (const modality of MODALITIES) {
    test(modality, () => {
      assert.equal(sentence(claimOf('evict.demolish', { modality })), EVICT[modality]);
    });
  }

  test('in each language the thirteen are thirteen sentences', () => {
    for (const language of LANGUAGES) {
      assert.equal(
        new Set(MODALITIES.map((modality) => sentence(claimOf('evict.demolish', { modality }), language)))
          .size,
        MODALITIES.length,
        language,
      );
    }
  });

  test('every act has a sentence in every modality and language', () => {
    for (const act of ACTS.filter((a) => a !== 'spelling')) {
      for (const modality of MODALITIES) {
        const claim = claimOf(act, { modality });
        for (const language of LANGUAGES) assert.match(sentence(claim, language), /^10:30: \S.*[^ .]\.$/u);
      }
    }
  });
});

describe('a claim about a group under orders', () => {
  test('says what the group was ordered, threatened with, or answered', () => {
    const group = { group: 'fire-crews', lane: 'workers', actors: ['fire-crews'] };
    assert.equal(
      sentence(claimOf('force.use', { ...group, modality: 'ordered' })),
      '10:30: fire crews were ordered to use force.',
    );
    assert.equal(
      sentence(claimOf('order.demolish', { ...group, modality: 'ordered', order: 'evict.demolish' })),
      '10:30: fire crews were ordered to demolish homes.',
    );
    assert.equal(
      sentence(claimOf('threaten.force', { ...group, modality: 'threatened', threat: 'truncheons' })),
      '10:30: fire crews were threatened with truncheons.',
    );
    assert.equal(
      sentence(claimOf('refuse.order', { ...group, modality: 'refused', answer: 'announced' })),
      '10:30: fire crews said they would not go on.',
    );
    assert.equal(
      sentence(claimOf('refuse.order', { ...group, modality: 'refused', answer: 'refused', all: 'yes' })),
      '10:30: all fire crews refused.',
    );
  });

  test('has another sentence for each answer, in each language', () => {
    for (const language of LANGUAGES) {
      const texts = ANSWERS.map((answer) =>
        sentence(claimOf('refuse.order', { group: 'drivers', modality: 'refused', answer }), language),
      );
      assert.equal(new Set(texts).size, ANSWERS.length);
    }
  });
});

describe('what stands beside the claim', () => {
  test('is the number as a range, with its noun', () => {
    const people = (lo: number, hi?: number): string =>
      sentence(
        claimOf('assemble', {
          number: { of: 'people', lo, ...(hi !== undefined && { hi }), words: 'as told' },
        }),
      );
    assert.equal(people(24, 99), '10:30: police gathered (24–99 people).');
    assert.equal(people(201), '10:30: police gathered (201+ people).');
    assert.equal(people(1, 1), '10:30: police gathered (1 person).');
    const dozens = claimOf('assemble', { number: { of: 'people', lo: 21, hi: 25, words: 'as told' } });
    assert.match(sentence(dozens, 'ru'), /\(21–25 человек\)\.$/);
  });

  test('is that it is a rumour', () => {
    const rumour = claimOf('death', {
      actors: [],
      lane: 'residents',
      source: source('gossip', { link: 'heard' }),
    });
    assert.equal(sentence(rumour), '10:30: residents died (not confirmed: rumour).');
    assert.match(sentence(rumour, 'ru'), /\(не подтверждено: слух\)\.$/);
    assert.match(sentence(rumour, 'kk'), /\(расталмаған: қауесет\)\.$/);
  });

  test('is the place by its codes; its name only inside the circle', () => {
    const claim = claimOf('arrest', {
      place: { zone: 'north', cell: 'c3', home: 'h-17', approach: 'canal-path', name: 'у дома Иванова' },
    });
    assert.equal(sentence(claim), '10:30: police arrested people (north; c3; approach canal-path).');
    assert.match(sentence(claim, 'en', true), /у дома Иванова/);
  });

  test('is never free text, a quote, or who wrote it', () => {
    const claim = claimOf('arrest', {
      text: 'Ivan Ivanov was taken',
      quote: '«Забрали Ивана»',
      lang: 'ru',
      source: source('ivan-source'),
    });
    for (const language of LANGUAGES) assert.doesNotMatch(sentence(claim, language), /ivan|Иван/i);
  });

  test('several actors are told as one list', () => {
    const claim = claimOf('force.arrive', { actors: ['police', 'riot-police', 'bailiff'] });
    assert.equal(sentence(claim), '10:30: bailiffs, police and riot police arrived.');
    assert.equal(sentence(claimOf('force.arrive', { actors: [] })), '10:30: authorities arrived.');
  });
});

describe('what must not slip into sentences', () => {
  const answered = (modality: Modality): string =>
    sentence(claimOf('refuse.order', { group: 'drivers', modality, answer: 'refused' }));

  test('an answer, a threat or an outcome that is denied or alleged is not told as a fact', () => {
    for (const modality of ['denied', 'alleged', 'planned'] as const)
      assert.notEqual(answered(modality), answered('refused'), modality);
    const outcome = (modality: Modality): string =>
      sentence(claimOf('claim.outcome', { modality, topic: 'turned-back' }));
    assert.notEqual(outcome('denied'), outcome('done'));
  });

  test('a unit is a word from a list, never free text', () => {
    assert.doesNotMatch(
      sentence(claimOf('force.arrive', { unit: 'under Captain Ivan Ivanov, badge 123' })),
      /Ivan|123/,
    );
  });

  test('a claim that others deny says so beside it', () => {
    const arrest = writer('reporter').says({ ...event('arrest', { actors: ['police'] }), at: on('10:30') });
    const denial = writer('official').says({
      ...event('promise', { relation: 'denies' }),
      at: on('14:00'),
      about: [arrest],
    });
    const claim = situationFrom([arrest, denial])
      .lanes.flatMap((lane) => lane.claims)
      .find((c) => c.act === 'arrest');
    assert.ok(claim);
    assert.match(sentence(claim), /denied/);
  });
});
