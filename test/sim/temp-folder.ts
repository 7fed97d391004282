import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

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

/** Every file below a folder: its path there, and its bytes. What a running hub takes away meanwhile is passed over. */
export function filesIn(folder: string): readonly { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .flatMap((path) => {
      const bytes = bytesIfThere(path);
      return bytes === undefined ? [] : [{ name: relative(folder, path), bytes }];
    });
}

function bytesIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}
