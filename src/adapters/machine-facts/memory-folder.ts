import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { swapsHere } from './machine-facts.ts';

// statfs(2): TMPFS_MAGIC and RAMFS_MAGIC.
const IN_MEMORY: ReadonlySet<number> = new Set([0x01_02_19_94, 0x85_84_58_f6]);
const SHARED_MEMORY = '/dev/shm';

/** A folder that lies in this machine's memory and may be written; `undefined` where there is none. */
export function memoryFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folders = [env['XDG_RUNTIME_DIR'], SHARED_MEMORY].filter((folder) => folder !== undefined);
  return folders.find((folder) => isWritableFolder(folder) && isInMemory(folder));
}

/** What the file system of a folder lies on; a memory that is written to a plain disk now and then is named. */
export function liesOn(folder: string): 'memory' | 'memory-and-swap' | 'disk' {
  if (!existsSync(folder) || !isInMemory(folder)) return 'disk';
  return swapsHere()?.some(({ kind }) => kind === 'plain') === true ? 'memory-and-swap' : 'memory';
}

function isInMemory(folder: string): boolean {
  return process.platform === 'linux' && IN_MEMORY.has(statfsSync(resolve(folder)).type);
}

/** Whether files can be made in a folder that is there. */
export function isWritableFolder(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
