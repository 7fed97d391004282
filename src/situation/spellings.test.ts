import assert from 'node:assert/strict';
import { test } from 'node:test';
import { event, situationFrom } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';

const [one, other] = [writer('one'), writer('other')];
const spelt = (who: typeof one, of: string, as: readonly string[]): Entry =>
  who.says(event('spelling', { lane: 'others', spellings: { of, as: as.map((words) => ({ words })) } }));

test('spellings of one name meet in one index, verbatim, each once', () => {
  const entries = [
    spelt(one, 'city', ['Алма-Ата', 'Almaty']),
    spelt(other, 'city', ['Almaty', 'Алматы ']),
    spelt(one, 'president', ['N.']),
  ];
  assert.deepEqual(situationFrom(entries).spellings, [
    { of: 'city', as: ['Almaty', 'Алма-Ата', 'Алматы '] },
    { of: 'president', as: ['N.'] },
  ]);
});

test('a spelling that its author has corrected is gone', () => {
  const slip = spelt(one, 'city', ['Alamty']);
  const mended = {
    lane: 'others',
    relation: 'corrects',
    spellings: { of: 'city', as: [{ words: 'Almaty' }] },
  };
  const correction = one.says({ ...event('spelling', mended), about: [slip] });
  assert.deepEqual(situationFrom([slip, correction]).spellings, [{ of: 'city', as: ['Almaty'] }]);
});
