import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseAnswerCode } from './answer-code.ts';
import { meaningOf, parseSmsAnswer } from './sms-answer.ts';
import type { SmsAnswer } from './sms-answer.ts';

/** `K7M2 1 20`: code, answer and minutes; or why it was refused. */
function read(text: string): string {
  const parsed = parseSmsAnswer(text);
  if (!parsed.ok) return parsed.error.why;
  const { code, digit, minutes } = parsed.value;
  return [code, digit, minutes].filter((each) => each !== undefined).join(' ');
}

function same(texts: readonly string[], as: string): void {
  for (const text of texts) assert.equal(read(text), as, JSON.stringify(text));
}

describe('an answer by SMS is read', () => {
  test('however it is spaced', () => {
    same(
      ['1 20', '1,20', '1-20', '1, 20', ' 1\t20\n', '1.20', '1/20', '1  20!', '1:20', '1 – 20', '1 -20'],
      '1 20',
    );
    same(['1', ' 1 ', '1.', '«1»', '1\r\n', '\ufeff1\u200f'], '1');
    same(['2', '2)'], '2');
    same(['3'], '3');
    same(['4'], '4');
  });

  test('in full-width and Arabic-Indic digits', () => {
    same(['１　２０', '١ ٢٠', '۱ ۲۰', '１，20'], '1 20');
    same(['２', '٢', '۲'], '2');
  });

  test('in words, in each language and either case, also beside the number that says the same', () => {
    same(['да', 'Да!', 'ДА', 'yes', 'YES.', 'иә', 'Иә', 'ия', '1 да', '1 = иә'], '1');
    same(['нет', 'Нет', 'no', 'жоқ', 'ЖОҚ', 'жок', '2 нет', '2=жоқ'], '2');
    same(['да 20', 'yes 20 min', 'иә, 20 мин', '1 да 20', '1 20мин'], '1 20');
  });

  test('with the code before it, in either alphabet and case', () => {
    same(
      ['K7M2 1 20', 'k7m2 1 20', 'К7М2 1 20', 'к7м2,1,20', 'K7М2-1-20', 'код K7M2 1 20', 'Code: k7m2 1 20'],
      'K7M2 1 20',
    );
    same(['HX9TM 2', 'нх9тм нет', 'Һх９тм жоқ'], 'HX9TM 2');
    same(['CA0EPB 3', 'сао\u0435рв 3', 'CAOEP8 3'], 'CA0EPB 3');
    same(['T3CT 1', 'ТЗСТ 1', 'тзст 1'], 'T3CT 1');
  });

  test('up to a day of minutes', () => {
    same(['1 0', '1 00'], '1 0');
    same(['1 1440'], '1 1440');
  });
});

describe('an answer by SMS is refused', () => {
  test('with more minutes than a day, or minutes beside anything but coming', () => {
    same(['1 1441', '1 9999', '2 20', '3 5', 'нет 20'], 'minutes');
    same(['1 99999', `1 ${'9'.repeat(100)}`, '1 20 30', '1 1e3', '1 NaN', '1 20 сағат'], 'unclear');
  });

  test('where it says two things, or another thing', () => {
    same(
      ['1 нет', '2 да', 'да нет', '1 2 3', '5', '0', '12', '1234', 'приду', 'K7M2 приду', 'нет связи'],
      'unclear',
    );
  });

  test('where only a code is there, or nothing', () => {
    same(['K7M2', 'код', 'код K7M2'], 'no-answer');
    same(['', ' ', '\n', '\u200b', '...', '👾', '\0\0\0', '\u0001\u0002\ufffe'], 'empty');
  });

  test('where it is longer than any answer', () => {
    same(['1 '.repeat(5_000), '1'.repeat(10_240), `1${' '.repeat(10_240)}`], 'long');
  });

  test('where it is anything else, without a throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
          fc
            .array(fc.constantFrom('1', '2', '20', 'K7M2', 'да', ' ', ',', '__proto__', 'constructor'))
            .map((a) => a.join(' ')),
        ),
        (text) => {
          const parsed = parseSmsAnswer(text);
          if (!parsed.ok) return;
          const { code, digit, minutes } = parsed.value;
          assert.ok([1, 2, 3, 4].includes(digit));
          assert.ok(minutes === undefined || (digit === 1 && minutes >= 0 && minutes <= 1_440));
          assert.ok(code === undefined || parseAnswerCode(code) === code);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test('no code is a number, a word, or an answer', () => {
  for (const text of [
    '1234',
    '20202',
    'TEXT',
    'СЕКТА',
    'K7M',
    'K7M2K7M',
    '7KM2',
    'K1M2',
    'да',
    '1 20',
    '',
    'K7 M2',
  ])
    assert.equal(parseAnswerCode(text), undefined, text);
});

describe('what a number means depends on the message it answers', () => {
  const meaning = (digit: SmsAnswer['digit'], answered: 'ask' | 'call', minutes?: number): string => {
    const meant = meaningOf({ digit, ...(minutes !== undefined && { minutes }) }, answered);
    return [meant.answer, meant.minutes].filter((each) => each !== undefined).join(' ');
  };

  test('1 and 2 say yes and no to a question', () => {
    assert.deepEqual([meaning(1, 'ask'), meaning(2, 'ask')], ['confirm', 'refute']);
  });

  test('1 and 2 say coming and cannot to a call', () => {
    assert.deepEqual(
      [meaning(1, 'call'), meaning(1, 'call', 0), meaning(2, 'call')],
      ['coming', 'coming 0', 'cannot'],
    );
  });

  test('3 and 4 say "I see it too" and "it is not so" to both', () => {
    for (const answered of ['ask', 'call'] as const)
      assert.deepEqual([meaning(3, answered), meaning(4, answered)], ['confirm', 'refute']);
  });

  test('minutes beside a yes do not make it a promise to come', () => {
    assert.equal(meaning(1, 'ask', 20), 'confirm');
  });
});
