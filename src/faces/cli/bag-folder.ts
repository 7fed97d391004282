import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BagFolder } from '../../record/bag-check.ts';
import { isBagPath } from '../../record/bag-layout.ts';
import type { BagFile } from '../../record/bag-layout.ts';
import { UsageError, WorldError } from './command.ts';

// A bag of a hundred thousand entries has six hundred thousand files.
const FILES_MAX = 1_000_000;

/** Looks at a folder without following a link, and reads a file of it only when it is asked for. */
export function bagFolder(folder: string): BagFolder {
  const files = new Map<string, { readonly bytes: number }>();
  const refused: string[] = [];
  const walk = (below: string): void => {
    for (const item of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? item.name : `${below}/${item.name}`;
      if (files.size >= FILES_MAX) throw new WorldError(`${folder} holds more files than any bag`);
      if (item.isDirectory()) walk(path);
      // A name that is no text cannot be looked up again; it is refused by its name anyway.
      else if (item.isFile())
        files.set(path, { bytes: isBagPath(path) ? lstatSync(join(folder, path)).size : 0 });
      else refused.push(path);
    }
  };
  try {
    walk('');
  } catch (cause) {
    if (cause instanceof WorldError) throw cause;
    throw new WorldError(`${folder} cannot be read`, { cause });
  }
  return { files, refused, read: (path) => readFrom(join(folder, path)) };
}

function readFrom(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new WorldError(`${path} cannot be read`, { cause });
  }
}

/** Writes files into a folder that is not there yet, for its owner only: all of them, or nothing under its name. */
export function writeNewFolder(folder: string, files: readonly BagFile[]): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined)
    throw new UsageError(`finds ${folder} there already, and writes over nothing: give a new name`);
  const part = `${folder}.part`;
  const made = new Set<string>();
  try {
    mkdirSync(part, { mode: 0o700 });
    for (const { path, bytes } of files) {
      const below = dirname(join(part, path));
      if (!made.has(below)) mkdirSync(below, { recursive: true, mode: 0o700 });
      made.add(below);
      writeFileSync(join(part, path), bytes, { mode: 0o600, flag: 'wx' });
    }
    renameSync(part, folder);
  } catch (cause) {
    throw new WorldError(
      `${folder} cannot be written. What was begun lies in ${part}: check the folder and the room on the disk, and take it away`,
      { cause },
    );
  }
}
