import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { parseManifest, printManifest } from '../../record/backup-manifest.ts';
import type { BackupFile, BackupManifest } from '../../record/backup-manifest.ts';
import { StoreFailure } from '../../ports/store.ts';

const MANIFEST_FILE = 'backup.json';
/** The files of a backup that must be as they were. */
export const BACKUP_FILES = ['hub.sqlite', 'vault.json'] as const;
// What a backup or a restore that was cut off may leave behind: only folders with nothing else in them are ours.
const OWN_FILES =
  /^(hub\.(lock\.|care\.)?sqlite(-wal|-shm|-journal)?|vault\.json(\.[\w-]+)?|backup\.json)(\.part)?$/;
const CHUNK_BYTES: number = 1024 * 1024;

// https://nodejs.org/api/errors.html#common-system-errors
const KINDS: Readonly<Record<string, StoreFailure['kind']>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'read-only',
  EROFS: 'read-only',
  EPERM: 'read-only',
};

/** Turns what the system says into the failure it would be under a store. */
export function inWorld<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
    if (code === undefined || cause instanceof StoreFailure) throw cause;
    const kind = KINDS[code] ?? 'unavailable';
    throw new StoreFailure(kind, kind === 'full', cause);
  }
}

/** The manifest of a backup; `undefined` where there is none, `'damaged'` where it is not what we wrote. */
export function readManifest(folder: string): BackupManifest | 'damaged' | undefined {
  const file = join(folder, MANIFEST_FILE);
  if (!existsSync(file)) return undefined;
  return parseManifest(inWorld(() => readFileSync(file, 'utf8'))) ?? 'damaged';
}

/** Writes the manifest of a folder as its files are now. */
export function writeManifest(folder: string, about: Omit<BackupManifest, 'files' | 'isChanging'>): void {
  const files = inWorld(() => BACKUP_FILES.map((name) => fileOf(folder, name)));
  writeWhole(join(folder, MANIFEST_FILE), printManifest({ ...about, files, isChanging: false }));
}

/** Says that the files are about to change, before they do. */
export function markChanging(folder: string, manifest: BackupManifest): void {
  writeWhole(join(folder, MANIFEST_FILE), printManifest({ ...manifest, isChanging: true }));
}

/** The names of files that are missing, cut or damaged. While a backup is changing nobody can tell but for those missing. */
export function damagedFiles(folder: string, manifest: BackupManifest): readonly string[] {
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  return BACKUP_FILES.filter((name) => {
    if (!existsSync(join(folder, name))) return true;
    if (manifest.isChanging) return false;
    const [said, found] = [listed.get(name), inWorld(() => fileOf(folder, name))];
    return said?.bytes !== found.bytes || said.sha256 !== found.sha256;
  });
}

function fileOf(folder: string, name: string): BackupFile {
  const file = join(folder, name);
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk))
      hash.update(chunk.subarray(0, read));
  } finally {
    closeSync(handle);
  }
  return { name, bytes: statSync(file).size, sha256: hash.digest('hex') };
}

/** Writes a file so that after a crash there is the old one or the new one, whole. */
export function writeWhole(file: string, text: string): void {
  inWorld(() => {
    const handle = openSync(`${file}.part`, 'w', 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(`${file}.part`, file);
    syncFolder(dirname(file));
  });
}

/** Puts a finished folder in its place in one step. The place must be free or an empty folder. */
export function putInPlace(folder: string, place: string): void {
  inWorld(() => {
    syncFolder(folder);
    renameSync(folder, place);
    syncFolder(dirname(place));
  });
}

function syncFolder(folder: string): void {
  // Windows opens no folders.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Removes a half-made folder. Refuses one with a file in it that we would not have written. */
export function removeHalfMade(folder: string): void {
  if (!existsSync(folder)) return;
  inWorld(() => {
    if (!readdirSync(folder).every((name) => OWN_FILES.test(name)))
      throw new StoreFailure('unavailable', false);
    rmSync(folder, { recursive: true });
  });
}

/** Where a backup or a restore is made before it stands in its place, and where it is tried out. */
export function workPlaces(place: string): { readonly making: string; readonly trying: string } {
  return { making: `${place}.part`, trying: `${place}.check` };
}
