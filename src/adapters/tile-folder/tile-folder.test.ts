import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { TileFailure } from '../../ports/tile-files.ts';
import { tileFilesContract } from '../../ports/tile-files.contract.ts';
import { tileFolder } from './tile-folder.ts';

const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shanyrak-tiles-'));
  folders.push(folder);
  return folder;
}

tileFilesContract('tile-folder', () => tileFolder(join(newFolder(), 'log')));

const bytes = new TextEncoder().encode('some bytes');

describe('a folder of tiles', () => {
  test('is for its owner only, and no file beside the finished ones is left', async () => {
    const folder = join(newFolder(), 'log');
    await tileFolder(folder).write([
      { path: 'checkpoint', bytes },
      { path: 'tile/0/000.p/3', bytes },
    ]);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(names.sort(), [
      'checkpoint',
      'tile',
      join('tile', '0'),
      join('tile', '0', '000.p'),
      join('tile', '0', '000.p', '3'),
    ]);
    if (process.platform !== 'win32') {
      assert.equal(statSync(folder).mode & 0o777, 0o700);
      assert.equal(statSync(join(folder, 'checkpoint')).mode & 0o777, 0o600);
    }
  });

  test('a tile does not say when it was written', async () => {
    const folder = newFolder();
    await tileFolder(folder).write([{ path: 'tile/0/000', bytes }]);
    assert.equal(statSync(join(folder, 'tile/0/000')).mtime.toISOString(), '2000-01-01T00:00:00.000Z');
  });

  test('what a kill left half written is no file of the log, and is written over', async () => {
    const folder = newFolder();
    const files = tileFolder(folder);
    mkdirSync(join(folder, 'tile/0'), { recursive: true });
    writeFileSync(join(folder, 'tile/0/000.new'), 'half of a ti');
    assert.equal(files.read('tile/0/000'), undefined);
    await files.write([{ path: 'tile/0/000', bytes }]);
    assert.deepEqual(files.list('tile'), ['tile/0/000']);
    assert.equal(Buffer.from(files.read('tile/0/000') ?? []).toString(), 'some bytes');
  });

  test('a file in the place of a folder is said to be broken', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'tile'), 'no folder');
    const files = tileFolder(folder);
    await assert.rejects(
      files.write([{ path: 'tile/0/000', bytes }]),
      (error) => error instanceof TileFailure && !error.retryable,
    );
    assert.equal(files.read('tile/0/000'), undefined);
  });

  const isRoot = process.getuid?.() === 0;
  test(
    'that may not be written says so, and works when it may',
    { skip: (isRoot || process.platform === 'win32') && 'modes do not bind here' },
    async () => {
      const folder = newFolder();
      chmodSync(folder, 0o500);
      const files = tileFolder(folder);
      const isReadOnly = (error: unknown): boolean =>
        error instanceof TileFailure && error.kind === 'read-only' && !error.retryable;
      await assert.rejects(files.write([{ path: 'checkpoint', bytes }]), isReadOnly);
      chmodSync(folder, 0o700);
      await files.write([{ path: 'checkpoint', bytes }]);
      assert.ok(existsSync(join(folder, 'checkpoint')));
    },
  );
});
