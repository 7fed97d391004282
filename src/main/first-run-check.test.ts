import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { writeKeyFile } from '../adapters/vault-file/vault-file.ts';
import type { Typed } from '../faces/kit/first-run.ts';
import { checkForm } from './first-run-check.ts';

const typed: Typed = {
  settlement: 'East field',
  languages: ['ru'],
  keyholders: '5',
  cells: ' c1, c2;\nc3 ',
  wardensPerCell: '2',
  way: 'passphrase',
  keyFile: '',
};
const words = { first: 'four poplars one well', second: 'four poplars one well' };
const where = { data: join(newFolder(), 'hub'), needsKey: true };

describe('the form of a first run', () => {
  test('gives every cell its wardens, in turn, however the cells are set apart', () => {
    const checked = checkForm(typed, words, where);
    assert.ok(checked.ok);
    assert.deepEqual(checked.value.asked.cells, ['c1', 'c2', 'c3', 'c1', 'c2', 'c3']);
    const none = checkForm({ ...typed, cells: ' ' }, words, where);
    assert.ok(none.ok);
    assert.deepEqual(none.value.asked.cells, []);
  });

  test('takes a key file that is there, as after a start that was cut off', () => {
    const keyFile = join(newFolder(), 'hub.key');
    const chosen = { ...typed, way: 'key-file', keyFile: ` ${keyFile} ` } as const;
    for (let n = 0; n < 2; n++) {
      const checked = checkForm(chosen, { first: '', second: '' }, where);
      assert.ok(checked.ok);
      assert.partialDeepStrictEqual(checked.value.key, { way: 'key-file', file: keyFile });
      if (n === 0) writeKeyFile(keyFile, new Uint8Array(32));
    }
  });

  test('asks for no key where the hub has one', () => {
    const checked = checkForm(typed, { first: '', second: 'x' }, { ...where, needsKey: false });
    assert.ok(checked.ok);
    assert.equal(checked.value.key, undefined);
  });

  for (const [change, twice, faults] of [
    [{ cells: 'c1 c2', wardensPerCell: '0' }, words, ['wardens-without-cells']],
    [{ cells: Array.from({ length: 31 }, (_, i) => `c${i}`).join(' ') }, words, ['wardens-many']],
    [{ keyholders: '5 or so' }, words, ['keyholders-number']],
    [{}, { first: 'x'.repeat(1_025), second: 'x' }, ['passphrase-long']],
    [{}, { first: ' '.repeat(20), second: '' }, ['passphrase-short']],
    [{}, { ...words, second: 'four poplars' }, ['passphrase-differs']],
    [{ way: 'key-file', keyFile: '/x\0y' }, words, ['key-file-path']],
    [{ way: 'key-file', keyFile: where.data }, words, ['key-file-in-hub']],
    [{ way: 'key-file', keyFile: '/no/such/stick/hub.key' }, words, ['key-file-folder']],
    [{ settlement: '' }, { first: '', second: '' }, ['settlement-length', 'passphrase-short']],
  ] as const)
    test(`is refused: ${faults.join(', ')} for ${JSON.stringify(change).slice(0, 40)}`, () => {
      assert.deepEqual(checkForm({ ...typed, ...change }, twice, where), { ok: false, error: faults });
    });
});
