import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { writer } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import { gather, newGathered } from './gather.ts';
import { searchEntries } from './search.ts';

const SOURCE = { id: 'w1', stance: 'resident', link: 'saw' };
const a = writer('a');

function says(over: Readonly<Record<string, string>>): Entry {
  const body = {
    act: 'force.arrive',
    modality: 'done',
    lane: 'authorities',
    actors: ['police'],
    source: SOURCE,
    ...over,
  };
  return a.says({ kind: 'event', body });
}

const bulldozer = says({ text: 'Бульдозер ёлканың жанында тұр', lang: 'kk' });
const order = says({ text: 'They showed no ORDER at all', quote: 'Приказ покажем потом' });
const home = a.says({
  kind: 'home',
  body: { homes: ['N12'], state: 'reached', source: SOURCE, text: 'шатыры бұзылды' },
});
const g = newGathered({ hubKeys: new Set() });
for (const [index, entry] of [bulldozer, order, home].entries()) gather(g, { entry, index });

function found(query: string): readonly string[] {
  return searchEntries(g, query).entries;
}

describe('a search', () => {
  test('finds words by their beginning, whatever their case and the dots of ё', () => {
    assert.deepEqual(found('бульдоз'), [bulldozer.id]);
    assert.deepEqual(found('ЕЛКА'), [bulldozer.id]);
    assert.deepEqual(found('order'), [order.id]);
    assert.deepEqual(found('ПРИКАЗ потом'), [order.id]);
    assert.deepEqual(found('n12'), [home.id]);
    assert.deepEqual(found('шатыры'), [home.id]);
  });

  test('wants every word, and none in the middle of another', () => {
    assert.deepEqual(found('приказ бульдозер'), []);
    assert.deepEqual(found('rder'), []);
    assert.deepEqual(found('   —  '), []);
    assert.deepEqual(found(''), []);
  });

  test('gives the newest first, and no more than a page holds', () => {
    const many = newGathered({ hubKeys: new Set() });
    const b = writer('b');
    const entries = Array.from({ length: 205 }, (_, n) =>
      b.says({ kind: 'home', body: { homes: ['N1'], state: 'reached', source: SOURCE, text: `same ${n}` } }),
    );
    for (const [index, entry] of entries.entries()) gather(many, { entry, index });
    const result = searchEntries(many, 'same');
    assert.equal(result.isCut, true);
    assert.deepEqual(
      result.entries,
      entries
        .toReversed()
        .slice(0, 200)
        .map((e) => e.id),
    );
    assert.equal(searchEntries(many, 'x'.repeat(100_000)).words[0]?.length, 200);
  });
});
