import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

const WIPE_BYTES = 1024 * 1024;

/** Overwrites a file and takes it away. On a flash disk old blocks may outlive that. */
export function wipe(file: string): void {
  const { size } = statSync(file);
  const handle = openSync(file, 'r+');
  try {
    const zeros = new Uint8Array(Math.min(size, WIPE_BYTES));
    for (let at = 0; at < size;) at += writeSync(handle, zeros, 0, Math.min(zeros.length, size - at), at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  rmSync(file);
}
