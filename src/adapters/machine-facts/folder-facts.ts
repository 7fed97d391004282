import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { instant, INSTANT_MS_MAX } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { FolderFacts, LookAt, MachineFacts, SecretFacts } from '../../ports/machine.ts';
import { underDevice } from './block-devices.ts';

const DATABASE = 'hub.sqlite';
const HEADER = 'vault.json';
const OPEN_COPY = /^hub-before-\d+\.sqlite/;
const OTHERS_BITS = 0o077;
// The first version that seals what it keeps.
const SEALED_VERSION = 2;
// https://www.sqlite.org/fileformat.html#the_database_header
const USER_VERSION_AT = 60;

/** What lies in a hub's folder, by names, owners and permissions only. */
export function folderFacts(folder: string): FolderFacts {
  const files = existsSync(folder)
    ? readdirSync(folder).map((name) => ({ name, ...statOf(folder, name) }))
    : [];
  const own = statOf(folder, '.');
  const hasModes = process.platform !== 'win32';
  const uid = process.getuid?.();
  return {
    hasHub: files.some(({ name }) => name === DATABASE),
    isEncrypted: files.some(({ name }) => name === HEADER) && userVersion(folder) >= SEALED_VERSION,
    mode: hasModes ? own?.mode : undefined,
    isOurs: own === undefined || uid === undefined || uid === 0 || own.uid === uid,
    looseFiles: hasModes ? files.filter((f) => ((f.mode ?? 0) & OTHERS_BITS) !== 0).map((f) => f.name) : [],
    foreignFiles: hasModes ? files.filter((f) => f.uid !== own?.uid).map((f) => f.name) : [],
    isWritable: isWritable(folder),
    freeBytes: freeBytes(folder),
    openCopies: files.map(({ name }) => name).filter((name) => OPEN_COPY.test(name)),
  };
}

function statOf(folder: string, name: string): { readonly mode: number; readonly uid: number } | undefined {
  const stat = statSync(join(folder, name), { throwIfNoEntry: false });
  return stat && { mode: stat.mode & 0o7777, uid: stat.uid };
}

/** SQLite's own place for it, read without opening the database. */
function userVersion(folder: string): number {
  const file = join(folder, DATABASE);
  if (!existsSync(file)) return 0;
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4);
    return readSync(handle, bytes, 0, 4, USER_VERSION_AT) === 4 ? bytes.readUInt32BE() : 0;
  } finally {
    closeSync(handle);
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return !existsSync(folder);
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(nearestFolder(folder));
  return bavail * bsize;
}

/** The folder itself or the first above it that is there. */
export function nearestFolder(folder: string): string {
  let at = resolve(folder);
  while (!existsSync(at)) at = dirname(at);
  return at;
}

/** Whether the file with the hub's key or passphrase is apart from the hub, and its owner's only. */
export function secretFacts(folder: string, { what, file }: NonNullable<LookAt['secret']>): SecretFacts {
  return {
    what,
    isSameDisk: isSameDisk(folder, file),
    isLoose: process.platform !== 'win32' && (statSync(file).mode & OTHERS_BITS) !== 0,
  };
}

/** Whether two paths lie on one disk, whatever is between; not known of what is not there. */
export function isSameDisk(a: string, b: string): boolean {
  if (!existsSync(a) || !existsSync(b)) return false;
  const [under, other] = [a, b].map((path) => underDevice(statSync(path).dev).disks);
  return [...(under ?? [])].some((disk) => other?.has(disk));
}

/** The newest backup by its manifest: `DIR-backups/NAME/backup.json` with `madeAt`. */
export function backupFacts(folder: string): MachineFacts['backup'] {
  const all = `${resolve(folder)}-backups`;
  if (!existsSync(all)) return {};
  const made = readdirSync(all).flatMap((name) => madeAt(join(all, name, 'backup.json')) ?? []);
  if (made.length === 0) return {};
  return { newestAt: instant(Math.max(...made)), isSameDisk: isSameDisk(folder, all) };
}

/** `madeAt` is ISO 8601 or milliseconds; `undefined` for what is no manifest. */
function madeAt(file: string): Instant | undefined {
  if (!existsSync(file)) return undefined;
  const manifest = parseJson(readFileSync(file, 'utf8'));
  const at = isJsonObject(manifest) ? manifest['madeAt'] : undefined;
  const ms = typeof at === 'string' ? Date.parse(at) : at;
  return typeof ms === 'number' && Number.isInteger(ms) && Math.abs(ms) <= INSTANT_MS_MAX
    ? instant(ms)
    : undefined;
}
