import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Primitives } from '../../record/primitives.ts';
import { WorldError, writePrivate } from './command.ts';

type Chance = Pick<Primitives, 'randomBytes'>;

/** What no program can promise, said wherever a key is destroyed. */
export const OLD_BLOCKS =
  'A flash disk (a phone, a stick, an SSD) may keep old blocks, and copies of the folder are out of reach.';

/** Writes a secret in place of an older one, whose bytes are overwritten before they are let go. */
export function replaceSecret(file: string, content: string, chance: Chance): void {
  // No Windows file can be replaced while it is open.
  const old = existsSync(file) && process.platform !== 'win32' ? openSync(file, 'r+') : undefined;
  try {
    writePrivate(file, content);
    // A file with a second name is somebody's copy, to go back to.
    if (old !== undefined && fstatSync(old).nlink === 0) overwrite(old, chance);
  } finally {
    if (old !== undefined) closeSync(old);
  }
}

/** Overwrites a file, waits until that is on the disk, and removes it. One that is not there is passed over. */
export function destroySecret(file: string, chance: Chance): void {
  if (!existsSync(file)) return;
  try {
    const handle = openSync(file, 'r+');
    try {
      overwrite(handle, chance);
    } finally {
      closeSync(handle);
    }
    unlinkSync(file);
    if (process.platform === 'win32') return;
    const folder = openSync(dirname(file), 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch (cause) {
    throw new WorldError(
      `${file} could not be destroyed. Check the folder and its owner; then run it again`,
      {
        cause,
      },
    );
  }
}

function overwrite(handle: number, { randomBytes }: Chance): void {
  const { size } = fstatSync(handle);
  if (size > 0) writeSync(handle, randomBytes(size), 0, size, 0);
  fsyncSync(handle);
  ftruncateSync(handle, 0);
  fsyncSync(handle);
}
