import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { newVaultHeader } from '../../record/vault-header.ts';
import type { VaultHeader } from '../../record/vault-header.ts';
import { cryptoNode } from '../crypto-node/crypto-node.ts';
import { StoreFailure } from '../../ports/store.ts';
import {
  createVaultFile,
  readKeyFile,
  readVaultFile,
  VaultFileError,
  writeKeyFile,
  writeVaultFile,
} from './vault-file.ts';

const crypto = cryptoNode();
const key = crypto.randomBytes(32);

async function newHeader(): Promise<VaultHeader> {
  return (await newVaultHeader({ kind: 'key-file', key }, crypto)).header;
}

describe('the header in a hub’s folder', () => {
  test('is read as it was written, and only its owner may read it', async () => {
    const folder = join(newFolder(), 'hub');
    assert.equal(readVaultFile(newFolder()), undefined);
    const header = await newHeader();
    assert.equal(createVaultFile(folder, header), true);
    assert.deepEqual(readVaultFile(folder), header);
    assert.deepEqual(readdirSync(folder), ['vault.json']);
    if (process.platform !== 'win32') assert.equal(statSync(join(folder, 'vault.json')).mode & 0o777, 0o600);
  });

  test('of a second hub never takes the place of the first', async () => {
    const folder = newFolder();
    const [first, second] = [await newHeader(), await newHeader()];
    assert.equal(createVaultFile(folder, first), true);
    assert.equal(createVaultFile(folder, second), false);
    assert.deepEqual(readVaultFile(folder), first);
    assert.deepEqual(readdirSync(folder), ['vault.json']);
    writeVaultFile(folder, second);
    assert.deepEqual(readVaultFile(folder), second);
  });

  test('that is damaged is said to be so, never taken for none', async () => {
    const folder = newFolder();
    createVaultFile(folder, await newHeader());
    const text = readFileSync(join(folder, 'vault.json'), 'utf8');
    for (const bad of ['', '{}', text.slice(0, 50), text.replace('vault v1', 'vault v9')]) {
      writeFileSync(join(folder, 'vault.json'), bad);
      assert.throws(() => readVaultFile(folder), VaultFileError);
    }
  });

  test('where no folder can be is a failure of the world', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const header = await newHeader();
    assert.throws(
      () => createVaultFile(join(file, 'below'), header),
      (error) => error instanceof StoreFailure && error.kind === 'unavailable',
    );
  });
});

describe('a key file', () => {
  test('is read as it was written, and never written over', () => {
    const file = join(newFolder(), 'stick', 'hub.key');
    writeKeyFile(file, key);
    assert.deepEqual(Buffer.from(readKeyFile(file)), Buffer.from(key));
    assert.throws(() => writeKeyFile(file, crypto.randomBytes(32)), VaultFileError);
    assert.deepEqual(Buffer.from(readKeyFile(file)), Buffer.from(key));
  });

  test('that is something else is refused', () => {
    const folder = newFolder();
    const file = join(folder, 'hub.key');
    const short = Buffer.from(key).toString('base64url').slice(0, -2);
    for (const bad of ['', 'shanyrak hub key v1', `shanyrak hub key v1\n${short}\n`, 'x'.repeat(100_000)]) {
      writeFileSync(file, bad);
      assert.throws(() => readKeyFile(file), VaultFileError);
    }
    mkdirSync(join(folder, 'dir'));
    assert.throws(() => readKeyFile(join(folder, 'dir')));
  });
});
