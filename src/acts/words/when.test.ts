import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { edtfExtent, parseEdtf } from '../../base/edtf.ts';
import type { Extent } from '../../base/edtf.ts';
import { DAY_MS } from '../../base/instant.ts';
import { civilToWall, wall } from '../../base/wall.ts';
import { dateText, momentText, whenText } from './when.ts';
import { LANGUAGES } from './words.ts';
import type { Language } from './words.ts';

const DAY = civilToWall({ year: 2000, month: 5, day: 17, hour: 0, minute: 0, second: 0 });

function extent(text: string): Extent {
  const parsed = parseEdtf(text.replaceAll(/@(\d\d:\d\d)/g, 'XXXX-05-17T$1').replaceAll('@', 'XXXX-05-17'));
  assert.ok(parsed.ok, text);
  return edtfExtent(parsed.value, 2000);
}

// `@` is the day; `@10:30` a time of it.
const SHAPES: readonly (readonly [edtf: string, en: string, ru: string, kk: string])[] = [
  ['@10:30', '10:30', '10:30', '10:30'],
  ['@10:30~', 'between 10:15 and 10:45', 'между 10:15 и 10:45', '10:15–10:45 аралығында'],
  ['[..@12:00]', 'by 12:00', 'к 12:00', '12:00-ге қарай'],
  ['[@12:00..]', 'after 12:00', 'после 12:00', '12:00-ден кейін'],
  ['[@12:00..@13:00]', 'between 12:00 and 13:00', 'между 12:00 и 13:00', '12:00–13:00 аралығында'],
  ['@12:00/@13:25', '12:00–13:25', '12:00–13:25', '12:00–13:25'],
  ['@10:37/..', 'from 10:37', 'с 10:37', '10:37-ден бастап'],
  ['@10:37/', 'from 10:37', 'с 10:37', '10:37-ден бастап'],
  ['../@14:40', 'until 14:40', 'до 14:40', '14:40-қа дейін'],
  ['@', 'that day', 'в тот день', 'сол күні'],
  ['@/@', 'all day', 'весь день', 'күні бойы'],
];

describe('a time in words', () => {
  for (const [edtf, ...texts] of SHAPES) {
    test(`${edtf} is ${texts[0]}`, () => {
      const inOrder: readonly Language[] = ['en', 'ru', 'kk'];
      assert.deepEqual(
        inOrder.map((language) => whenText(extent(edtf), language)),
        texts,
      );
    });
  }

  test('that nobody can narrow down says so, in every language another way', () => {
    const unknown: Extent = { shape: 'interval', start: {}, end: {}, isOpen: false };
    const moment: Extent = { shape: 'moment', start: {}, end: {}, isOpen: false };
    assert.deepEqual(
      LANGUAGES.map((language) => whenText(unknown, language)),
      ['уақыты айтылмаған', 'время не указано', 'time not stated'],
    );
    assert.deepEqual(
      LANGUAGES.map((language) => whenText(moment, language)),
      ['уақыты айтылмаған', 'время не указано', 'time not stated'],
    );
  });

  test('a year or a decade is no day', () => {
    for (const edtf of ['199X', '1998', 'XXXX'])
      assert.equal(whenText(extent(edtf), 'en'), 'time not stated');
  });

  test('on another day has its date in front', () => {
    assert.equal(whenText(extent('XXXX-05-18T00:10'), 'en', DAY), '18.05 00:10');
    assert.equal(whenText(extent('@23:50/XXXX-05-18T00:10'), 'ru', DAY), '23:50–18.05 00:10');
    assert.equal(whenText(extent('[..XXXX-05-18T16:00]'), 'kk', DAY), '18.05 16:00-ға қарай');
    assert.equal(whenText(extent('@10:30'), 'en', wall(DAY + DAY_MS - 1)), '10:30');
  });
});

describe('Kazakh case endings follow the last numeral as it is spoken', () => {
  const ENDINGS: readonly (readonly [time: string, spoken: string, dative: string, ablative: string])[] = [
    ['10:30', 'отыз', 'ға', 'дан'],
    ['12:00', 'он екі', 'ге', 'ден'],
    ['13:00', 'он үш', 'ке', 'тен'],
    ['14:40', 'қырық', 'қа', 'тан'],
    ['09:05', 'бес', 'ке', 'тен'],
    ['16:00', 'он алты', 'ға', 'дан'],
    ['10:00', 'он', 'ға', 'нан'],
    ['20:00', 'жиырма', 'ға', 'дан'],
    ['14:50', 'елу', 'ге', 'ден'],
    ['11:11', 'он бір', 'ге', 'ден'],
    ['14:00', 'он төрт', 'ке', 'тен'],
    ['07:00', 'жеті', 'ге', 'ден'],
    ['08:00', 'сегіз', 'ге', 'ден'],
    ['19:00', 'он тоғыз', 'ға', 'дан'],
    ['00:00', 'нөл', 'ге', 'ден'],
  ];
  for (const [time, spoken, dative, ablative] of ENDINGS) {
    test(`${time}, ${spoken}: ${dative}, ${ablative}`, () => {
      assert.equal(whenText(extent(`[..@${time}]`), 'kk'), `${time}-${dative} қарай`);
      assert.equal(whenText(extent(`../@${time}`), 'kk'), `${time}-${dative} дейін`);
      assert.equal(whenText(extent(`@${time}/..`), 'kk'), `${time}-${ablative} бастап`);
      if (time !== '00:00') assert.equal(whenText(extent(`[@${time}..]`), 'kk'), `${time}-${ablative} кейін`);
    });
  }
});

test('a moment is hour and minute, with two figures each', () => {
  const at = civilToWall({ year: 2000, month: 5, day: 17, hour: 9, minute: 5, second: 59 });
  assert.equal(momentText(at), '09:05');
  assert.equal(momentText(at, DAY), '09:05');
  assert.equal(momentText(at, wall(DAY - DAY_MS)), '17.05 09:05');
});

describe('a date for a heading', () => {
  test('has no year where none is stated', () => {
    assert.deepEqual(
      LANGUAGES.map((language) => dateText('XXXX-04-05', language)),
      ['5 сәуір', '5 апреля', '5 April'],
    );
    assert.equal(dateText('203X-04-05', 'en'), '5 April');
  });

  test('has the year where it is', () => {
    assert.equal(dateText('2031-05-17', 'ru'), '17 мая 2031');
    assert.equal(dateText('2031-05', 'en'), 'May 2031');
  });

  test('is as it was written where it names no month', () => {
    for (const date of ['2031', 'XXXX', '2031-XX-XX']) assert.equal(dateText(date, 'en'), date);
  });
});

describe('what must not slip into the words for times', () => {
  test('a month, or a week, is no day', () => {
    assert.notEqual(whenText(extent('2031-05'), 'en'), 'that day');
    assert.notEqual(whenText(extent('[XXXX-05-12..XXXX-05-18]'), 'en'), 'that day');
    assert.notEqual(whenText(extent('XXXX-05-16/XXXX-05-18'), 'en'), 'all day');
  });

  test('a whole day that is not the day has its date', () => {
    assert.match(whenText(extent('XXXX-05-18'), 'en', DAY), /18\.05/);
  });

  test('a day in a decade nobody states is no date for a heading', () => {
    assert.doesNotMatch(dateText('2031-05-XX', 'en'), /NaN/);
  });
});
