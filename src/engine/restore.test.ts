import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newIncident, witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { utf8Encode } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import type { Row } from '../ports/store.ts';
import { contentOf } from './keep.ts';
import { checkRow, restoreEntry, wireOf } from './restore.ts';

const crypto = cryptoNode();

async function rowsOf(count: number): Promise<readonly Row[]> {
  const author = witness(crypto, newIncident(crypto));
  const said = await author.sayMany(count);
  return said.map(({ id, wire }, index) => ({
    index,
    id,
    incident: author.incident,
    loggedAt: instant(index),
    content: contentOf(wire),
    later: [],
  }));
}

function changed(row: Row, change: (text: string) => string): Row {
  return { ...row, content: utf8Encode(change(Buffer.from(row.content).toString())) };
}

describe('a kept row', () => {
  test('gives back the entry as it came', async () => {
    for (const row of await rowsOf(3)) {
      const wire = wireOf(row);
      assert.ok(wire);
      assert.deepEqual(contentOf(wire), row.content);
      assert.equal(restoreEntry(row, crypto)?.id, row.id);
      assert.equal(await checkRow(row, crypto), undefined);
    }
  });

  const cases: readonly (readonly [string, string, (text: string) => string])[] = [
    ['no JSON', 'unreadable', (text) => text.slice(0, -3)],
    ['another core', 'other-id', (text) => text.replace('T10:30', 'T10:31')],
    ['a broken core', 'core-not-json', (text) => text.replace('{\\"a\\"', '{\\"a')],
    ['a core with a space', 'core-not-canonical', (text) => text.replace('{\\"a\\"', '{ \\"a\\"')],
    ['a changed part', 'part-dropped', (text) => text.replace('They came', 'They left')],
    ['a signature cut off', 'signature-refused', (text) => text.replace(/"g":"[^"]{8}/, '"g":"')],
  ];
  for (const [name, why, change] of cases) {
    test(`with ${name} is named by a full check: ${why}`, async () => {
      const [row] = await rowsOf(1);
      assert.ok(row);
      assert.deepEqual(await checkRow(changed(row, change), crypto), { index: row.index, id: row.id, why });
    });
  }

  test('whose signature is of another entry is named by a full check, even with the id made to fit', async () => {
    const [row, other] = await rowsOf(2);
    assert.ok(row && other);
    const [mine, theirs] = [wireOf(row), wireOf(other)];
    assert.ok(mine && theirs);
    const mixed = { ...row, content: contentOf({ ...mine, g: theirs.g }) };
    assert.equal((await checkRow(mixed, crypto))?.why, 'other-id');
    const restored = restoreEntry(mixed, crypto);
    assert.equal(restored, undefined);
  });

  test('that lost a part on purpose is sound', async () => {
    const [row] = await rowsOf(1);
    const wire = row && wireOf(row);
    assert.ok(row && wire);
    assert.equal(await checkRow({ ...row, content: contentOf({ ...wire, parts: {} }) }, crypto), undefined);
  });
});
