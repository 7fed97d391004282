import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { liesOn, memoryFolder } from './memory-folder.ts';

const SHARED = '/dev/shm';
const hasMemory = existsSync(SHARED) && statfsSync(SHARED).type === 0x01_02_19_94;
const onDisk = import.meta.dirname;

describe('a folder in memory', { skip: !hasMemory && `${SHARED} is no memory here` }, () => {
  test('is the user’s own where there is one, else the shared one', () => {
    const own = mkdtempSync(join(SHARED, 'shanyrak-test-'));
    try {
      assert.equal(memoryFolder({ XDG_RUNTIME_DIR: own }), own);
      assert.match(liesOn(own), /^memory/);
    } finally {
      rmSync(own, { recursive: true });
    }
    assert.equal(memoryFolder({ XDG_RUNTIME_DIR: own }), SHARED, 'gone');
    assert.equal(memoryFolder({}), SHARED);
  });

  test('is none that lies on a disk, whatever it is called', () => {
    assert.equal(memoryFolder({ XDG_RUNTIME_DIR: onDisk }), SHARED);
    assert.equal(liesOn(onDisk), 'disk');
    assert.equal(liesOn(join(newFolder(), 'not-there')), 'disk');
  });
});
