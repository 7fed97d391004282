import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import {
  createVaultFile,
  readKeyFile,
  readVaultFile,
  writeKeyFile,
} from '../../src/adapters/vault-file/vault-file.ts';
import { newVault } from '../../src/record/at-rest.ts';
import type { Vault } from '../../src/record/at-rest.ts';
import { KEY_FILE_BYTES, newVaultHeader, unlock } from '../../src/record/vault-header.ts';

const crypto = cryptoNode();

/** The same data key in every process of a test run: what one writes another may open. */
export function testVault(): Vault {
  return newVault(new Map([[1, new Uint8Array(32).fill(7)]]), crypto);
}

/** Where a test keeps the key of the hub in this folder. */
export function keyFileOf(folder: string): string {
  return `${folder}.key`;
}

/** The options that open the hub in this folder. */
export function keyOf(folder: string): readonly string[] {
  return ['--key-file', keyFileOf(folder)];
}

/** The vault of a folder as `serve --key-file` would open it, made where there is none. */
export async function vaultOf(folder: string): Promise<Vault> {
  const known = readVaultFile(folder);
  if (known !== undefined) {
    const opened = await unlock(known, { kind: 'key-file', key: readKeyFile(keyFileOf(folder)) }, crypto);
    if (!opened.ok) throw new Error(opened.error.kind);
    return newVault(opened.value.dataKeys, crypto);
  }
  const key = crypto.randomBytes(KEY_FILE_BYTES);
  writeKeyFile(keyFileOf(folder), key);
  const { header, opened } = await newVaultHeader({ kind: 'key-file', key }, crypto);
  createVaultFile(folder, header);
  return newVault(opened.dataKeys, crypto);
}
