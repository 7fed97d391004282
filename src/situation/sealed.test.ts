import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { situationFrom } from '../../test/making/days.ts';
import { withoutBody, writer } from '../../test/making/entries.ts';
import type { Said } from '../../test/making/entries.ts';

const EVENT: Said = {
  kind: 'event',
  body: {
    act: 'force.use',
    modality: 'done',
    lane: 'authorities',
    source: { id: 'w1', stance: 'resident', link: 'saw' },
  },
};

function told(sealed: Record<string, string>): Said {
  return { ...EVENT, sealed };
}

describe('sealed parts are counted without being read', () => {
  const author = writer('witness');
  const first = author.says(told({ hurt: 'first', witness: 'w' }));
  const second = author.says(told({ hurt: 'second' }));
  const open = author.says(EVENT);
  const again = writer('medic').says({
    kind: 'part.reseal',
    body: { part: 'hurt' },
    about: [first],
    sealed: { hurt: 'first' },
  });

  test('by name, with the entries that commit to them', () => {
    const { sealed } = situationFrom([first, second, open]);
    assert.deepEqual(
      sealed.map((s) => [s.part, s.entries.toSorted()]),
      [
        ['hurt', [first.id, second.id].toSorted()],
        ['witness', [first.id]],
      ],
    );
  });

  test('a part sealed anew for other readers is still one part, of the entry that first had it', () => {
    assert.deepEqual(situationFrom([again, first]).sealed[0], { part: 'hurt', entries: [first.id] });
    assert.deepEqual(situationFrom([again]).sealed[0], { part: 'hurt', entries: [again.id] });
  });

  test('an entry that came without any of its parts counts too', () => {
    assert.deepEqual(situationFrom([withoutBody(first)]).sealed, situationFrom([first]).sealed);
  });

  test('a correction takes the place of what it corrects, once', () => {
    const corrected = author.says({
      ...told({ hurt: 'corrected' }),
      body: { ...EVENT.body, relation: 'corrects' },
      about: [second],
    });
    assert.deepEqual(
      situationFrom([second, corrected]).sealed.map((s) => s.entries),
      [[corrected.id]],
    );
  });

  test('nothing sealed, nothing said; other names are not counted', () => {
    assert.deepEqual(situationFrom([open, author.says(told({ identity: 'k' }))]).sealed, []);
  });

  test('in any order, with duplicates, the counts are the same', () => {
    const all = [first, second, open, again];
    const expected = situationFrom(all).sealed;
    fc.assert(
      fc.property(fc.shuffledSubarray([...all, ...all], { minLength: 8 }), (order) => {
        assert.deepEqual(situationFrom(order).sealed, expected);
      }),
    );
  });
});
