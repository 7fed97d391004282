import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanName, fitText, TEXT_MAX } from './fit-text.ts';

const ending = (length: number): string => '.'.repeat(length);

test('a name is made one line of plain characters', () => {
  for (const [text, name] of [
    ['  Шаңырақ\r\n\t2 ', 'Шаңырақ 2'],
    ['Ша\u0000ң\u200eы\u202eрақ\ufeff', 'Шаңырақ'],
    ['Ша\ud83dңырақ👾', 'Шаңырақ'],
    ['Жай\u2028жер\u00a0\u3000бар', 'Жай жер бар'],
    ['и\u0306', 'й'],
    ['\u0301а', 'а'],
    ['a \u200b b', 'a b'],
    ['👾\n', ''],
    ['\ue000\ufffe\uffff', ''],
  ])
    assert.equal(cleanName(text ?? ''), name);
});

test('of several endings the first that leaves room for the whole name is taken', () => {
  assert.equal(fitText('!', 'Аягөз', [ending(65), ending(64), ending(63)])?.length, TEXT_MAX);
  assert.equal(fitText('', 'Аягөз', [ending(66), ending(3)]), 'Аягөз...');
});

test('where none has, the name is cut in the last', () => {
  assert.equal(fitText('', 'Қарабұлақ', [ending(66), ending(63)]), `Қарабұ…${'.'.repeat(63)}`);
  assert.equal(fitText('', 'Қарабұлақ', [ending(65)]), undefined);
  assert.equal(fitText('', 'Аягөз', []), undefined);
});

test('a name is cut between letters and never behind a space', () => {
  assert.equal(fitText('', 'Нижний Тагил', [ending(64)])?.slice(0, 6), 'Нижни…');
  assert.equal(fitText('', 'Жаңа жол бар', [ending(63)])?.slice(0, 7), 'Жаңа ж…');
  assert.equal(fitText('', 'Жаңа жол бар', [ending(64)])?.slice(0, 5), 'Жаңа…');
  assert.equal(fitText('', 'абвгқ\u0301дежз', [ending(64)])?.slice(0, 5), 'абвг…');
});
