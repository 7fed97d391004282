import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, gone when the test's process ends. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shanyrak-test-'));
  made.push(folder);
  return folder;
}
