import { existsSync } from 'node:fs';
import { createVaultFile } from '../adapters/vault-file/vault-file.ts';
import { headerIn, holdToLength, keyIn, makeKeyFile, secretOf, UNLOCK_WORDS } from '../faces/cli/hub-key.ts';
import { UsageError, WorldError } from '../faces/cli/command.ts';
import type { Given } from '../faces/cli/command.ts';
import { StoreFailure } from '../ports/store.ts';
import { newVault } from '../record/at-rest.ts';
import type { Vault } from '../record/at-rest.ts';
import type { Primitives } from '../record/primitives.ts';
import { KEY_FILE_BYTES, newVaultHeader, unlock } from '../record/vault-header.ts';
import type { Secret, VaultHeader } from '../record/vault-header.ts';

/** An open vault, or a header nobody has opened yet. `madeKeyFile`: only now, so its owner must hear of it. */
export type FoundVault =
  | { readonly kind: 'open'; readonly vault: Vault; readonly madeKeyFile?: string }
  | { readonly kind: 'locked'; readonly header: VaultHeader };

/** The vault of a folder, opened by what the options or the person at the terminal give. */
export async function vaultFor(folder: string, given: Given, crypto: Primitives): Promise<FoundVault> {
  const header = headerIn(folder);
  if (header === undefined) return foundVault(folder, given, crypto);
  const secret = await secretOf(given, 'Passphrase of the hub: ');
  if (secret === undefined) return { kind: 'locked', header };
  const opened = await unlock(header, secret, crypto);
  if (!opened.ok) throw new WorldError(UNLOCK_WORDS[opened.error.kind]);
  return { kind: 'open', vault: newVault(opened.value.dataKeys, crypto) };
}

/** A new hub's first key: a key file that is written where there is none, or a passphrase chosen now. */
async function foundVault(folder: string, given: Given, crypto: Primitives): Promise<FoundVault> {
  const file = given.text('key-file');
  const isMade = file !== undefined && !existsSync(file);
  const secret = isMade ? keyFileSecret(file, crypto) : ((await secretOf(given, CHOOSE)) ?? noKey());
  if (secret.kind === 'passphrase')
    await holdToLength(secret.text, given.text('passphrase-file') === undefined);
  const vault = await makeVault(folder, secret, crypto);
  return { kind: 'open', vault, ...(isMade && { madeKeyFile: file }) };
}

/** The key in a file, which is made when it is not there yet. */
export function keyFileSecret(file: string, crypto: Primitives): Secret {
  if (!existsSync(file)) makeKeyFile(file, crypto.randomBytes(KEY_FILE_BYTES));
  return { kind: 'key-file', key: keyIn(file) };
}

/** Gives a hub that is new its key. Throws when somebody else has done so meanwhile, and theirs stays. */
export async function makeVault(folder: string, secret: Secret, crypto: Primitives): Promise<Vault> {
  const { header, opened } = await newVaultHeader(secret, crypto);
  if (!createVaultFile(folder, header)) throw new StoreFailure('in-use', false);
  return newVault(opened.dataKeys, crypto);
}

const CHOOSE = 'This hub is new. Choose a passphrase of four or five words: ';

function noKey(): never {
  throw new UsageError('is new here: give it a key with --key-file or --passphrase-file');
}
