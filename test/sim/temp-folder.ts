import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, gone when the test's process ends. */
export function newFolder(): string {
  return newFolderIn(tmpdir());
}

/** The same in memory where Linux offers that, for programs that ought to leave nothing on a disk. */
export function newFolderInMemory(): string {
  return newFolderIn(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
}

function newFolderIn(place: string): string {
  const folder = mkdtempSync(join(place, 'shanyrak-test-'));
  made.push(folder);
  return folder;
}
