import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { NOTHING_ERASED, parseErasureList, printErasureList } from './erasure-list.ts';
import type { ErasureLine, ErasureList } from './erasure-list.ts';
import { entryIdOf } from './names.ts';
import type { EntryId } from './names.ts';

const idOf = (label: string): EntryId => entryIdOf(createHash('sha256').update(label).digest());
const [id, by] = [idOf('entry'), idOf('order')];
const ENTRIES: readonly ErasureLine[] = [
  { id, by, what: 'entry' },
  { id: by, by, what: { part: 0 } },
  { id, by, what: { part: 7 } },
];

const LIST: ErasureList = { entries: ENTRIES, contacts: [1, 40, 2_147_483_647] };

describe('a list of erasures', () => {
  test('is read as it was printed, an empty one too', () => {
    for (const list of [LIST, { ...LIST, contacts: [] }, NOTHING_ERASED])
      assert.deepEqual(parseErasureList(printErasureList(list)), { ok: true, value: list });
  });

  test('that is cut anywhere is refused: half a list would bring the other half back', () => {
    const text = printErasureList(LIST);
    const whole = text.split('\n').map((_, n, all) => all.slice(0, n + 1).join('\n') + '\n');
    for (let at = 0; at < text.length; at++) {
      const cut = text.slice(0, at);
      assert.equal(parseErasureList(cut).ok, whole.includes(cut), cut.slice(-20));
    }
  });

  test('with a line that says something else names the line', () => {
    const head = printErasureList(NOTHING_ERASED);
    for (const line of [
      `${id} ${by}`,
      `${id} ${by} part`,
      `${id} ${by} part 8`,
      `${id} ${by} entry 1`,
      `${id} x entry`,
      ` ${id} ${by} entry`,
      `${id} ${by} part 1 2`,
      'contact',
      'contact 0',
      'contact 01',
      'contact 1 2',
      'contact -1',
      'contact 12345678901',
      '',
    ])
      assert.deepEqual(
        parseErasureList(`${head}${id} ${by} entry\n${line}\n`),
        { ok: false, error: 3 },
        line,
      );
    assert.deepEqual(parseErasureList(`# another list\n`), { ok: false, error: 1 });
  });
});
