import {
  closeSync,
  fsync,
  futimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { TileFailure } from '../../ports/tile-files.ts';
import type { TileFailureKind, TileFile, TileFiles } from '../../ports/tile-files.ts';

// Beside the file it becomes: a rename goes over no border of a file system. Left behind by a kill it is overwritten.
const UNFINISHED = '.new';
// Of what never changes, and of no use to whoever looks for the hours of a night: 2000-01-01. A copy keeps it.
const TILE_TIME_S = 946_684_800;

/** The only step that waits for a disk; all others are done at once, which costs a fifth of handing them to a thread. */
const forceToDisk = promisify(fsync);

/**
 * The files of a log as plain files in a folder, such as any web server hands out. Each is written aside, forced to the
 * disk and put in its place in one step; then each folder is forced to the disk once.
 */
export function tileFolder(folder: string): TileFiles {
  const at = (path: string): string => join(folder, ...path.split('/'));
  const known = new Set<string>();
  // In which something was put in its place or made, also by a write that then failed.
  const touched = new Set<string>();
  const makeFolderOf = (file: string): void => {
    const own = dirname(file);
    touched.add(own);
    if (known.has(own)) return;
    for (const each of foldersMade(own)) touched.add(each);
    known.add(own);
  };
  return {
    read: (path) => inWorld(() => readIfThere(at(path))),
    write: (files) =>
      inWorldLater(async () => {
        try {
          const places = files.map(({ path, bytes }) => ({ path, bytes, file: at(path) }));
          for (const { file } of places) makeFolderOf(file);
          // All to their end, even when one fails: none is still being written when it is tried again.
          const done = await Promise.allSettled(places.map(writeOne));
          for (const each of done) if (each.status === 'rejected') throw each.reason;
          await Promise.all([...touched].map(syncFolder));
          touched.clear();
        } catch (cause) {
          // Perhaps a folder is gone.
          known.clear();
          throw cause;
        }
      }),
    list: (below) =>
      inWorld(() => namesBelow(at(below)).map((file) => relative(folder, file).split(sep).join('/'))),
    remove: (paths) =>
      inWorldLater(async () => {
        const files = paths.map(at);
        for (const file of files) passingOver(['ENOENT', 'ENOTDIR'], () => unlinkSync(file));
        const folders = new Set(files.map(dirname));
        for (const each of folders) known.delete(each);
        for (const each of folders)
          passingOver(['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'], () => rmdirSync(each));
      }),
  };
}

async function writeOne({ path, bytes, file }: TileFile & { readonly file: string }): Promise<void> {
  const handle = openSync(`${file}${UNFINISHED}`, 'w', 0o600);
  try {
    writeFileSync(handle, bytes);
    if (path.startsWith('tile/')) futimesSync(handle, TILE_TIME_S, TILE_TIME_S);
    await forceToDisk(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}${UNFINISHED}`, file);
}

/** Makes a folder if need be; every folder in which there is a new one then. */
function foldersMade(own: string): readonly string[] {
  const first = mkdirSync(own, { recursive: true, mode: 0o700 });
  const touched: string[] = [];
  if (first !== undefined) for (let at = own; at !== dirname(first);) touched.push((at = dirname(at)));
  return touched;
}

function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (cause) {
    if (isOneOf(cause, ['ENOENT', 'EISDIR', 'ENOTDIR'])) return undefined;
    throw cause;
  }
}

function namesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name));
  } catch (cause) {
    if (isOneOf(cause, ['ENOENT', 'ENOTDIR'])) return [];
    throw cause;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    await forceToDisk(handle);
  } finally {
    closeSync(handle);
  }
}

function passingOver(codes: readonly string[], work: () => void): void {
  try {
    work();
  } catch (cause) {
    if (!isOneOf(cause, codes)) throw cause;
  }
}

function isOneOf(cause: unknown, codes: readonly string[]): boolean {
  return cause instanceof Error && 'code' in cause && codes.includes(String(cause.code));
}

// https://nodejs.org/api/errors.html#common-system-errors
const KINDS: Readonly<Record<string, TileFailureKind>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'read-only',
  EROFS: 'read-only',
  EPERM: 'read-only',
  EIO: 'broken',
  EISDIR: 'broken',
  ENOTDIR: 'broken',
};

function failureOf(cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause;
  return new TileFailure(KINDS[String(cause.code)] ?? 'unavailable', cause);
}

function inWorld<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw failureOf(cause);
  }
}

async function inWorldLater<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw failureOf(cause);
  }
}
