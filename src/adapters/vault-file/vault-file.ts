import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { base64UrlToBytes, bytesToBase64Url } from '../../base/bytes.ts';
import { KEY_FILE_BYTES, parseVaultHeader, printVaultHeader } from '../../record/vault-header.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { VaultHeader } from '../../record/vault-header.ts';

const HEADER_FILE = 'vault.json';
// What a key file begins with, so that a person who finds the stick knows what it is and what it is not.
const KEY_FILE_LINE = 'shanyrak hub key v1';
const KEY_FILE_BYTES_MAX = 4_096;

/** The file is there and is not what we wrote: another file, or a damaged one. */
export class VaultFileError extends Error {
  readonly file: string;
  constructor(file: string, cause?: unknown) {
    super('vault: unreadable file', { cause });
    this.file = file;
  }
}

// https://nodejs.org/api/errors.html#common-system-errors
const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);
const READ_ONLY: ReadonlySet<unknown> = new Set(['EACCES', 'EROFS', 'EPERM']);

/** A folder that cannot be read or written is the same failure of the world here as under the store. */
function inFolder<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === undefined) throw cause;
    const kind = FULL.has(code) ? 'full' : READ_ONLY.has(code) ? 'read-only' : 'unavailable';
    throw new StoreFailure(kind, kind === 'full', cause);
  }
}

/** The header in a hub's folder; `undefined` when the folder has none, so no hub was set up in it. */
export function readVaultFile(folder: string): VaultHeader | undefined {
  const file = join(folder, HEADER_FILE);
  if (!existsSync(file)) return undefined;
  const header = parseVaultHeader(inFolder(() => readFileSync(file, 'utf8')));
  if (header === undefined) throw new VaultFileError(file);
  return header;
}

/** Makes the header of a new hub; `false` when somebody else has made one meanwhile, and theirs stays. */
export function createVaultFile(folder: string, header: VaultHeader): boolean {
  inFolder(() => mkdirSync(folder, { recursive: true, mode: 0o700 }));
  const [file, own] = [join(folder, HEADER_FILE), join(folder, `${HEADER_FILE}.${header.hub}`)];
  inFolder(() => writeWhole(own, printVaultHeader(header)));
  try {
    // A link is made or refused in one step: of two hubs that start at once one is first.
    linkSync(own, file);
    return true;
  } catch (cause) {
    if (existsSync(file)) return false;
    throw cause;
  } finally {
    unlinkSync(own);
  }
}

/** Writes the header so that after a crash there is the old one or the new one, whole. */
export function writeVaultFile(folder: string, header: VaultHeader): void {
  inFolder(() => writeWhole(join(folder, HEADER_FILE), printVaultHeader(header)));
}

/** Reads a key file. It is small, and nothing else is accepted in its place. */
export function readKeyFile(file: string): Uint8Array {
  const bytes = readFileSync(file);
  const [line, text, ...rest] = bytes.subarray(0, KEY_FILE_BYTES_MAX).toString('utf8').trim().split('\n');
  const key = line === KEY_FILE_LINE && rest.length === 0 ? base64UrlToBytes(text ?? '') : undefined;
  if (key?.length !== KEY_FILE_BYTES) throw new VaultFileError(file);
  return key;
}

/** Writes a new key file for its owner only. Never over another file: that may be the only key of another hub. */
export function writeKeyFile(file: string, key: Uint8Array): void {
  if (existsSync(file)) throw new VaultFileError(file);
  inFolder(() => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeWhole(file, `${KEY_FILE_LINE}\n${bytesToBase64Url(key)}\n`);
  });
}

function writeWhole(file: string, text: string): void {
  const part = `${file}.part`;
  const handle = openSync(part, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
