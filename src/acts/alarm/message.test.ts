import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isCode } from '../../record/kinds/fields.ts';
import { STANDBY_CAUSES } from '../../record/kinds/standby.ts';
import { ACTS } from '../../record/kinds/vocabulary.ts';
import { ALARM_ACTS, ALARM_WORDS, alarmActWords, CALLED, ALARM_ENDS } from '../words/alarm-words.ts';
import { LANGUAGES } from '../words/words.ts';
import { parseAnswerCode } from './answer-code.ts';
import type { AnswerCode } from './answer-code.ts';
import { TEXT_MAX } from './fit-text.ts';
import { renderMessage } from './message.ts';
import type { AlarmSaying, OtherSaying, Saying, StandbySaying } from './message.ts';
import { parseSmsAnswer } from './sms-answer.ts';

const KAZAKH = /[әіңғүұқөһ]/iu;
// As no name of ours: neither letters of a language nor anything else that could pass for its words.
const NAMELESS = '#';
const LONG_NAME = 'Ш'.repeat(200);
const LONG_CODE = 'x'.repeat(32);
// Longer than any point of a day file.
const USUAL_CODE = 'school-yard-2';

function codeOf(text: string): AnswerCode {
  const code = parseAnswerCode(text);
  assert.ok(code);
  return code;
}

const CODES = [undefined, codeOf('K7M2'), codeOf('HMKMX9')];
const POINTS = [undefined, 'a1', USUAL_CODE, LONG_CODE];
const CELLS = ['c1', 'cell-12', LONG_CODE];
const SAMPLE_CODES = [...CODES, ...POINTS, ...CELLS].filter((code) => code !== undefined);
const STANDBYS: readonly StandbySaying[] = [
  ...STANDBY_CAUSES.map((cause) => ({ kind: 'ready' as const, cause })),
  ...(['here', 'heard', 'over'] as const).map((as) => ({ kind: 'ready-over' as const, as })),
];
const OTHERS: readonly OtherSaying[] = [{ kind: 'verify', digits: '123456' }, { kind: 'removed' }];
const TEST: Saying = { kind: 'test' };

function alarmSayings(mode: 'real' | 'drill'): readonly AlarmSaying[] {
  const news = [...ACTS, undefined].map((act) => ({ mode, ...(act !== undefined && { act }) }));
  const coded = CODES.map((code) => (code === undefined ? {} : { code }));
  const placed = POINTS.map((point) => (point === undefined ? {} : { point }));
  return [
    ...news.flatMap((about): AlarmSaying[] => [
      ...coded.map((code) => ({ kind: 'ask' as const, ...about, ...code })),
      ...coded.flatMap((code) =>
        placed.flatMap((place) =>
          CALLED.map((whom) => ({ kind: 'call' as const, whom, ...about, ...code, ...place })),
        ),
      ),
      { kind: 'abroad', ...about },
      ...CELLS.map((cell) => ({ kind: 'task' as const, cell, ...about })),
    ]),
    ...placed.map((place) => ({ kind: 'redirect' as const, mode, ...place })),
    ...ALARM_ENDS.flatMap((as): AlarmSaying[] => [
      { kind: 'over', mode, as },
      ...CELLS.map((cell) => ({ kind: 'task-over' as const, mode, as, cell })),
    ]),
  ];
}

const DRILLS = alarmSayings('drill');
const ALL: readonly Saying[] = [...alarmSayings('real'), ...DRILLS, ...STANDBYS, ...OTHERS, TEST];

function textsOf(sayings: readonly Saying[], name: string): readonly (readonly [Saying, string])[] {
  return sayings.flatMap((saying) =>
    LANGUAGES.map((language) => [saying, renderMessage(saying, name, language).text] as const),
  );
}

describe('every message in every language', () => {
  test('fits one part of an SMS, whatever the place is called and its codes are', () => {
    for (const name of ['Шаңырақ', LONG_NAME, 'Ай', ''])
      for (const [saying, text] of textsOf(ALL, name))
        assert.ok(text.length <= TEXT_MAX, `${text.length}: ${text} ${JSON.stringify(saying)}`);
  });

  test('says the whole name where its codes are as long as they usually are', () => {
    const isUsual = (saying: Saying): boolean => !JSON.stringify(saying).includes(LONG_CODE);
    for (const [, text] of textsOf(ALL.filter(isUsual), 'Шаңырақ')) assert.match(text, /Шаңырақ/u);
  });

  test('cuts a name with an ellipsis, leaving five letters of it or more', () => {
    for (const [, text] of textsOf(ALL, LONG_NAME)) assert.match(text, /Ш{5,}…/u);
  });

  test('is in its own language', () => {
    for (const saying of ALL) {
      const [kk, ru, en] = LANGUAGES.map((language) => renderMessage(saying, NAMELESS, language));
      assert.ok(kk && ru && en);
      assert.equal(new Set([kk.text, ru.text, en.text]).size, 3);
      assert.equal(new Set([kk.title, ru.title, en.title]).size, 3);
      assert.match(kk.text, KAZAKH);
      for (const said of [ru.title, ru.text]) assert.doesNotMatch(said, KAZAKH);
      for (const said of [ru.text, kk.text])
        assert.doesNotMatch(
          SAMPLE_CODES.reduce((text, code) => text.replaceAll(code, ''), said),
          /[a-z]/iu,
        );
      assert.doesNotMatch(en.text, /\p{Script=Cyrillic}/u);
    }
  });

  test('says what happens in its own language too', () => {
    for (const act of [...ALARM_ACTS, undefined])
      for (const key of ['tells', 'asks'] as const) {
        const [kk = '', ru = '', en = ''] = LANGUAGES.map((language) => alarmActWords(act, language)[key]);
        assert.match(kk, KAZAKH);
        assert.match(ru, /^[а-яё ?]+$/u);
        assert.match(en, /^[a-z ?]+$/u);
      }
  });

  test('holds no address, and no number but answers and codes', () => {
    for (const [, text] of textsOf(ALL, NAMELESS)) {
      assert.doesNotMatch(text, /https?:|www\.|@|\+\d/i);
      assert.doesNotMatch(text.replace('123456', ''), /\d{3,}/);
    }
  });
});

describe('what must come first, comes first', () => {
  test('the word for a drill, in text and title', () => {
    for (const saying of [...DRILLS, TEST])
      for (const language of LANGUAGES) {
        const { title, text } = renderMessage(saying, 'Шаңырақ', language);
        for (const said of [title, text]) assert.ok(said.startsWith(ALARM_WORDS[language].drill), said);
      }
  });

  test('and stands nowhere in what is real', () => {
    for (const saying of [...alarmSayings('real'), ...STANDBYS, ...OTHERS])
      for (const language of LANGUAGES) {
        const { title, text } = renderMessage(saying, NAMELESS, language);
        assert.ok(!`${title} ${text}`.includes(ALARM_WORDS[language].drill));
      }
  });

  test('that people are to be ready, or need not be any more', () => {
    for (const saying of STANDBYS)
      for (const language of LANGUAGES) {
        const { ready, readyOver } = ALARM_WORDS[language];
        const status = saying.kind === 'ready' ? ready : readyOver;
        const { title, text } = renderMessage(saying, LONG_NAME, language);
        assert.ok(title.startsWith(status) && text.startsWith(`${status}: `), text);
      }
  });

  test('how it ended, for who was told and for the warden who tells them', () => {
    for (const as of ALARM_ENDS)
      for (const language of LANGUAGES) {
        const status = ALARM_WORDS[language].overAs[as];
        for (const saying of [
          { kind: 'over', mode: 'real', as },
          { kind: 'task-over', mode: 'real', as, cell: LONG_CODE },
        ] as const) {
          const { title, text } = renderMessage(saying, LONG_NAME, language);
          assert.ok(title.startsWith(status) && text.startsWith(`${status}: `));
        }
      }
  });
});

describe('who is asked to answer', () => {
  const asked = ALL.filter((saying) => saying.kind === 'ask' || saying.kind === 'call');

  test('is told the numbers to answer with', () => {
    for (const [saying, text] of textsOf(asked, NAMELESS))
      assert.match(text, saying.kind === 'ask' ? /\b1\b.*\b2\b/u : /\b1 20\b.*\b2\b/u);
  });

  test('and the code, so that what stands after it is an answer', () => {
    for (const [saying, text] of textsOf(asked, LONG_NAME)) {
      if (!('code' in saying)) continue;
      const answer = new RegExp(`${saying.code} 1( 20)?`).exec(text)?.[0];
      const parsed = parseSmsAnswer(answer ?? '');
      assert.ok(parsed.ok, text);
      assert.deepEqual([parsed.value.code, parsed.value.digit], [saying.code, 1]);
    }
  });

  test('a question is a question, whole', () => {
    for (const saying of ALL)
      if (saying.kind === 'ask')
        for (const language of LANGUAGES) {
          const { asks } = alarmActWords(saying.act, language);
          assert.match(asks, /\?$/);
          assert.ok(renderMessage(saying, LONG_NAME, language).text.includes(`: ${asks} `));
        }
  });

  test('each act that an alarm is raised for has its own words, all others the general ones', () => {
    for (const language of LANGUAGES) {
      const words = ACTS.map((act) => alarmActWords(act, language));
      assert.equal(new Set(words).size, ALARM_ACTS.length + 1);
      for (const key of ['tells', 'asks'] as const)
        assert.equal(new Set(words.map((each) => each[key])).size, ALARM_ACTS.length + 1);
      assert.equal(alarmActWords('detain.siege', language), ALARM_WORDS[language].acts.other);
    }
  });
});

describe('a place to go to', () => {
  const placed = ALL.filter((saying) => saying.kind === 'call' || saying.kind === 'redirect');

  test('stands in the message whole, where its code is as long as they usually are', () => {
    for (const [saying, text] of textsOf(placed, LONG_NAME))
      if ('point' in saying && saying.point !== LONG_CODE)
        assert.match(text, new RegExp(`: ${saying.point}([.]|$)`));
  });

  test('is never cut: whole or not at all', () => {
    for (const [, text] of textsOf(placed, LONG_NAME)) assert.doesNotMatch(text.replace(LONG_CODE, ''), /xx/);
    const saying = { kind: 'redirect', mode: 'real', point: LONG_CODE } as const;
    assert.match(renderMessage(saying, LONG_NAME, 'en').text, new RegExp(`${LONG_CODE}$`));
  });

  test('is not made up: without one nobody is sent anywhere', () => {
    const said = (saying: Saying): string => renderMessage(saying, 'Shanyrak', 'en').text;
    assert.match(said({ kind: 'call', whom: 'neighbours', mode: 'real' }), /Ask where first/);
    assert.match(said({ kind: 'redirect', mode: 'real' }), /Do not come/);
  });
});

describe('a settlement called anything', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.string({ unit: 'grapheme', maxLength: 120 }),
    fc
      .array(
        fc.constantFrom('ш', 'е\u0301', '\u202e', '\n', '\0', '\ud800', '👾', ' ', '\u200d', 'ا', '\u3000'),
      )
      .map((parts) => parts.join('')),
  );
  const point = fc.string({ unit: 'binary', maxLength: 40 });

  test('keeps to one line of 70 characters of the Basic Multilingual Plane, without a hidden one', () => {
    fc.assert(
      fc.property(
        name,
        fc.constantFrom(...ALL),
        fc.constantFrom(...LANGUAGES),
        (settlement, saying, language) => {
          const { title, text } = renderMessage(saying, settlement, language);
          assert.ok(text.length <= TEXT_MAX);
          for (const said of [title, text]) {
            assert.doesNotMatch(said, /[\p{C}\u{10000}-\u{10ffff}\u2028\u2029]/u);
            assert.equal(said, said.trim());
          }
          assert.ok(saying.kind !== 'ask' || text.includes(alarmActWords(saying.act, language).asks));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('and so does any code of a point: said as it is, or not at all', () => {
    fc.assert(
      fc.property(point, (code) => {
        const { text } = renderMessage({ kind: 'redirect', mode: 'real', point: code }, 'Ш', 'kk');
        assert.doesNotMatch(text, /[\p{C}\u{10000}-\u{10ffff}]/u);
        assert.ok(text.length <= TEXT_MAX);
        const bmp = /^[^\p{C}\u{10000}-\u{10ffff}]*$/u.test(code) && code.normalize('NFC') === code;
        if (isCode(code) && bmp) assert.ok(text.endsWith(code));
      }),
      { numRuns: 2_000 },
    );
  });
});
