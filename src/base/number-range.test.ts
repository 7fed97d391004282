import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { addRanges, exactly, numberRange, parseNumberWords, rangeWords } from './number-range.ts';
import type { NumberRange } from './number-range.ts';

/** `hi` absent: nobody says. */
type Row = readonly [words: string, lo: number, hi?: number];

const ENGLISH: readonly Row[] = [
  ['0', 0, 0],
  ['42', 42, 42],
  ['10,000', 10_000, 10_000],
  ['10 000', 10_000, 10_000],
  ['10\u00a0000', 10_000, 10_000],
  ['1\u202f000\u202f000', 1_000_000, 1_000_000],
  ['20-30', 20, 30],
  ['20 – 30', 20, 30],
  ['20—30', 20, 30],
  ['20 to 30', 20, 30],
  ['between 20 and 30', 20, 30],
  ['more than 200', 201],
  ['over 200', 201],
  ['above 200', 201],
  ['at least 200', 200],
  ['no fewer than 200', 200],
  ['200+', 200],
  ['up to 50', 0, 50],
  ['at most 50', 0, 50],
  ['no more than 50', 0, 50],
  ['fewer than 50', 0, 49],
  ['less than 50', 0, 49],
  ['under 50', 0, 49],
  ['fewer than 0', 0, 0],
  ['about 100', 90, 110],
  ['around 100', 90, 110],
  ['some 100', 90, 110],
  ['approximately 100', 90, 110],
  ['about 3', 2, 4],
  ['about 0', 0, 1],
  ['several', 3, 9],
  ['dozens', 24, 99],
  ['scores', 40, 99],
  ['hundreds', 200, 999],
  ['thousands', 2000, 9999],
  ['tens of thousands', 20_000, 99_999],
  ['a dozen', 12, 12],
  ['a couple', 2, 2],
  ['none', 0, 0],
  ['nobody', 0, 0],
  ['  Hundreds ', 200, 999],
  ['1,000,000,000', 1_000_000_000, 1_000_000_000],
];

const RUSSIAN: readonly Row[] = [
  ['от 20 до 30', 20, 30],
  ['20 до 30', 20, 30],
  ['более 200', 201],
  ['больше 200', 201],
  ['свыше 1 000', 1001],
  ['не менее 200', 200],
  ['не более 50', 0, 50],
  ['до 50', 0, 50],
  ['менее 50', 0, 49],
  ['меньше 50', 0, 49],
  ['около 100', 90, 110],
  ['примерно 100', 90, 110],
  ['несколько', 3, 9],
  ['десятки', 20, 99],
  ['сотни', 200, 999],
  ['тысячи', 2000, 9999],
  ['десятки тысяч', 20_000, 99_999],
  ['дюжина', 12, 12],
  ['пара', 2, 2],
  ['никого', 0, 0],
  ['СОТНИ', 200, 999],
];

const KAZAKH: readonly Row[] = [
  ['200-ден астам', 201],
  ['300-нан астам', 301],
  ['100-ден артық', 101],
  ['200 астам', 201],
  ['кемінде 200', 200],
  ['шамамен 100', 90, 110],
  ['бірнеше', 3, 9],
  ['ондаған', 20, 99],
  ['жүздеген', 200, 999],
  ['мыңдаған', 2000, 9999],
  ['ондаған мың', 20_000, 99_999],
  ['ешкім', 0, 0],
];

const REFUSED: readonly (readonly [why: string, words: string])[] = [
  ['nothing', ''],
  ['a unit', 'a battalion'],
  ['a number with a unit', '3 buses'],
  ['a negative number', '-5'],
  ['a fraction', '1.5'],
  ['a fraction with a comma', '1,5'],
  ['a group of two digits', '10,00'],
  ['a range the wrong way round', '30-20'],
  ['the wrong way round in words', 'between 30 and 20'],
  ['three numbers', '1-2-3'],
  ['over a thousand million', '1000000001'],
  ['more than a thousand million', 'more than 1000000000'],
  ['digits of another script', '٤٢'],
  ['more than 80 characters', `about ${' '.repeat(80)}5`],
  ['an unknown word', 'plenty'],
  ['a word with more after it', 'dozens of them'],
];

describe('numbers as people write them', () => {
  for (const [language, rows] of Object.entries({ English: ENGLISH, Russian: RUSSIAN, Kazakh: KAZAKH })) {
    for (const [words, lo, hi] of rows) {
      test(`${language}: "${words}" is ${rangeWords(lo, hi)}, with its words kept`, () => {
        const read = parseNumberWords(words);
        assert.deepEqual(read, { ok: true, value: { lo, ...(hi !== undefined && { hi }), words } });
      });
    }
  }

  for (const [why, words] of REFUSED) {
    test(`${why} is refused`, () => {
      const read = parseNumberWords(words);
      assert.ok(!read.ok);
      assert.equal(read.error.kind, 'number-unreadable');
      assert.equal(read.error.text, words.slice(0, 80));
    });
  }

  test('a range printed is read back', () => {
    const pair = fc.tuple(fc.nat(1_000_000_000), fc.option(fc.nat(1_000_000_000), { nil: undefined }));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const [lo, hi] = b === undefined ? [a, undefined] : [Math.min(a, b), Math.max(a, b)];
        const words = rangeWords(lo, hi);
        assert.deepEqual(parseNumberWords(words), numberRange(lo, hi, words));
      }),
    );
  });

  test('any text is read in a moment, and never throws', () => {
    const bits = fc.constantFrom(
      '1',
      '000',
      ' ',
      '  ',
      ',',
      '-',
      ' to ',
      ' до ',
      'more than ',
      '-ден астам',
      '+',
      'a',
      '\u00a0',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(bits, { maxLength: 40 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => void parseNumberWords(text)),
      { numRuns: 2_000 },
    );
  });
});

describe('ranges', () => {
  const range = (lo: number, hi?: number): NumberRange => ({
    lo,
    ...(hi !== undefined && { hi }),
    words: '',
  });

  test('refuse negatives, fractions, more than a thousand million and an end below the start', () => {
    for (const [lo, hi] of [
      [-1, 5],
      [0.5, 5],
      [0, 1.5],
      [0, 1_000_000_001],
      [2_000_000_000, undefined],
      [5, 4],
      [Number.NaN, 1],
    ] as const) {
      assert.equal(numberRange(lo, hi, 'x').ok, false, `${lo} ${hi}`);
    }
    assert.equal(numberRange(1, 2, 'x'.repeat(81)).ok, false);
    assert.deepEqual(numberRange(3, undefined, 'x'), { ok: true, value: { lo: 3, words: 'x' } });
  });

  test('add end by end, and stay open once one is', () => {
    assert.deepEqual(addRanges([range(1, 2), range(10, 20)]), { lo: 11, hi: 22, words: '11-22' });
    assert.deepEqual(addRanges([range(1, 2), range(10), range(0, 0)]), { lo: 11, words: '11+' });
    assert.deepEqual(addRanges([]), { lo: 0, hi: 0, words: '0' });
    assert.deepEqual(exactly(7), { lo: 7, hi: 7, words: '7' });
  });
});
