import { existsSync, readFileSync } from 'node:fs';
import {
  readKeyFile,
  readVaultFile,
  VaultFileError,
  writeKeyFile,
} from '../../adapters/vault-file/vault-file.ts';
import { StoreFailure } from '../../ports/store.ts';
import { newVault } from '../../record/at-rest.ts';
import type { Vault } from '../../record/at-rest.ts';
import type { Primitives } from '../../record/primitives.ts';
import { unlock } from '../../record/vault-header.ts';
import type { Opened, Secret, UnlockError, VaultHeader } from '../../record/vault-header.ts';
import { PASSPHRASE_BYTES_MAX, PASSPHRASE_CHARS_MIN, passphraseFault } from '../kit/passphrase.ts';
import { tell, UsageError, WorldError } from './command.ts';
import type { Given } from './command.ts';

export const KEY_OPTIONS = { 'key-file': { type: 'string' }, 'passphrase-file': { type: 'string' } } as const;
export const KEY_HELP = `  --key-file FILE         the hub's key file, best on a stick that is kept apart from the hub
  --passphrase-file FILE  a file that holds the passphrase; without either it is asked for on the terminal`;

/** What the options or the person at the terminal give to open a hub; `undefined` when there is nobody to ask. */
export async function secretOf(given: Given, question: string): Promise<Secret | undefined> {
  const [keyFile, passphraseFile] = [given.text('key-file'), given.text('passphrase-file')];
  if (keyFile !== undefined && passphraseFile !== undefined)
    throw new UsageError('takes one of --key-file and --passphrase-file');
  if (keyFile !== undefined) return { kind: 'key-file', key: keyIn(keyFile) };
  if (passphraseFile !== undefined) return { kind: 'passphrase', text: firstLineOf(passphraseFile) };
  const text = await askSecretly(question);
  return text === undefined ? undefined : { kind: 'passphrase', text };
}

/** The key in a key file, or a usage error that says what the file is not. */
export function keyIn(file: string): Uint8Array {
  if (!existsSync(file)) throw new UsageError(`there is no key file ${file}`);
  try {
    return readKeyFile(file);
  } catch (cause) {
    throw new UsageError(`${file} is not a hub's key file`, { cause });
  }
}

/** Writes a new key file; where that fails it is the stick that failed, not the hub's folder. */
export function makeKeyFile(file: string, key: Uint8Array): void {
  try {
    writeKeyFile(file, key);
  } catch (cause) {
    if (!(cause instanceof StoreFailure)) throw cause;
    throw new WorldError(
      `the key file ${file} cannot be written, and no hub was changed. Check that the stick is mounted, lets itself be written, and has room`,
      { cause },
    );
  }
}

export function firstLineOf(file: string): string {
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const [line = ''] = readFileSync(file).subarray(0, PASSPHRASE_BYTES_MAX).toString('utf8').split('\n');
  return line;
}

/** A hub's folder, opened: its header, the keys in it, and the vault over them. They live in this process only. */
export type OpenedHub = {
  readonly header: VaultHeader;
  readonly secret: Secret;
  readonly opened: Opened;
  readonly vault: Vault;
};

/** Opens what a hub's folder holds. */
export async function openFolder(folder: string, given: Given, crypto: Primitives): Promise<Vault> {
  return (await openHub(folder, given, crypto)).vault;
}

export async function openHub(folder: string, given: Given, crypto: Primitives): Promise<OpenedHub> {
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  const header = headerIn(folder);
  if (header === undefined)
    throw new WorldError(
      `${folder} holds no hub that can be opened: it has no vault.json. A folder of an older version is taken over when the hub is started on it`,
    );
  const secret = await secretOf(given, 'Passphrase of the hub: ');
  if (secret === undefined) throw new UsageError('needs --key-file or --passphrase-file to open the folder');
  const opened = await unlock(header, secret, crypto);
  if (!opened.ok) throw new WorldError(UNLOCK_WORDS[opened.error.kind]);
  return { header, secret, opened: opened.value, vault: newVault(opened.value.dataKeys, crypto) };
}

export function headerIn(folder: string): ReturnType<typeof readVaultFile> {
  try {
    return readVaultFile(folder);
  } catch (cause) {
    if (cause instanceof VaultFileError) throw new WorldError(UNLOCK_WORDS['header-damaged'], { cause });
    throw cause;
  }
}

/** Why a hub stays locked. Nothing is lost by it. */
export const UNLOCK_WORDS: Readonly<Record<UnlockError['kind'], string>> = {
  'no-such-way': 'the hub was not set up to be opened that way: try the key file, or the passphrase',
  'wrong-secret': 'that does not open the hub. Nothing was changed: check the passphrase or the key file',
  'header-damaged':
    'the file vault.json in the data folder is damaged. Nothing was changed: put it back from a backup',
};

/** Long enough and not too long, and where it was typed blindly, typed the same twice. */
export async function holdToLength(text: string, isTyped: boolean, until?: AbortSignal): Promise<void> {
  const fault = passphraseFault(text);
  if (fault === 'passphrase-short')
    throw new UsageError(
      `needs a passphrase of at least ${PASSPHRASE_CHARS_MIN} characters, such as four or five words`,
    );
  if (fault === 'passphrase-long')
    throw new UsageError(`takes a passphrase of at most ${PASSPHRASE_BYTES_MAX} bytes`);
  if (isTyped && (await askSecretly('The same words again: ', until)) !== text)
    throw new WorldError('the two were not the same. Nothing was made; start again');
}

const ENTER = new Set(['\r', '\n', '\u0004']);
const BACK = new Set(['\u007f', '\b']);
const INTERRUPT = '\u0003';

/**
 * Asks on the terminal without showing what is typed; `undefined` where there is no terminal, or once `until` says that
 * the answer is needed no more.
 */
export async function askSecretly(question: string, until?: AbortSignal): Promise<string | undefined> {
  const { stdin } = process;
  if (!stdin.isTTY || !process.stderr.isTTY || until?.aborted === true) return undefined;
  process.stderr.write(question);
  stdin.setRawMode(true).setEncoding('utf8').resume();
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      let typed = '';
      until?.addEventListener('abort', () => {
        stdin.off('data', take);
        resolve(undefined);
      });
      const take = (chunk: string): void => {
        for (const char of chunk) {
          if (char === INTERRUPT) return reject(new WorldError('interrupted; nothing was changed'));
          if (ENTER.has(char)) {
            stdin.off('data', take);
            return resolve(typed);
          }
          typed = BACK.has(char) ? typed.slice(0, -1) : typed + char;
        }
      };
      stdin.on('data', take);
    });
  } finally {
    stdin.setRawMode(false).pause();
    tell('');
  }
}
