import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { unzipped } from '../../../test/making/zip.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { zipFile } from './zip-file.ts';

const FILES = [
  { path: 'keyholder-1/device.json', bytes: Buffer.from('{"format":"shanyrak device v1"}\n') },
  { path: 'keyholder-1/place.key', bytes: Buffer.from(Uint8Array.from({ length: 300 }, (_, i) => i % 256)) },
  { path: 'keyholder-1/empty', bytes: Buffer.alloc(0) },
];
const hasUnzip = spawnSync('unzip', ['-v']).status === 0;

describe('an archive', () => {
  test('holds its files, byte for byte', () => {
    assert.deepEqual(
      [...unzipped(zipFile(FILES))],
      FILES.map(({ path, bytes }) => [path, bytes]),
    );
  });

  test(
    'is opened by unzip, which leaves the files to their owner only',
    { skip: !hasUnzip && 'there is no unzip here' },
    () => {
      const folder = newFolder();
      writeFileSync(join(folder, 'x.zip'), zipFile(FILES));
      const run = spawnSync('unzip', ['-q', 'x.zip'], { cwd: folder, encoding: 'utf8' });
      assert.equal(run.status, 0, run.stderr);
      for (const { path, bytes } of FILES) {
        assert.deepEqual(readFileSync(join(folder, path)), bytes);
        assert.equal(statSync(join(folder, path)).mode & 0o777, 0o600);
      }
    },
  );
});
