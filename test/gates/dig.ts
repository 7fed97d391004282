import { createCipheriv } from 'node:crypto';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { readKeyFile, readVaultFile } from '../../src/adapters/vault-file/vault-file.ts';
import type { DataKeys } from '../../src/record/at-rest.ts';
import type { EntryId, IncidentId } from '../../src/record/names.ts';
import { unlock } from '../../src/record/vault-header.ts';
import { filesIn } from '../sim/temp-folder.ts';

const crypto = cryptoNode();
// As the vault writes it: number of the data key, nonce, 32 bytes of entry key, tag.
const WRAPPED_BYTES: number = 1 + 12 + 32 + 16;
const ROW_KEY = Buffer.from('shanyrak row key v1\n');
// Longer than any row of these tests.
const REACH_BYTES = 4_096;

/** All that somebody has who has the hub's disk, its key, and the patience to try every key on every byte. */
export type Dig = {
  readonly dataKeys: DataKeys;
  readonly ids: readonly EntryId[];
  readonly incident: IncidentId;
};

/** The data keys of a folder, opened as its owner would. */
export async function dataKeysIn(folder: string, keyFile: string): Promise<DataKeys> {
  const header = readVaultFile(folder);
  const opened = header && (await unlock(header, { kind: 'key-file', key: readKeyFile(keyFile) }, crypto));
  if (!opened?.ok) throw new Error('the test’s key opens the folder');
  return opened.value.dataKeys;
}

/** Which of the texts can be had from the files of these folders, in the open or with any key found in any of them. */
export function dig(folders: readonly string[], texts: readonly string[], how: Dig): readonly string[] {
  const files = folders.flatMap(filesIn).map(({ bytes }) => bytes);
  const keys = new Map<string, Buffer>();
  for (const bytes of files) for (const key of entryKeysIn(bytes, how)) keys.set(key.toString('hex'), key);
  const incident = Buffer.from(how.incident, 'base64url');
  const found = new Set<string>();
  const look = (bytes: Buffer): void => {
    for (const text of texts) if (bytes.includes(text)) found.add(text);
  };
  files.forEach(look);
  for (const key of keys.values()) {
    const stream = keystream(key);
    for (const bytes of files) for (const plain of plainsIn(bytes, stream, incident)) look(plain);
  }
  return texts.filter((text) => found.has(text));
}

/** Every entry key that any data key opens, at whatever byte it begins. */
function entryKeysIn(bytes: Buffer, { dataKeys, ids }: Dig): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + WRAPPED_BYTES <= bytes.length; at++) {
    const key = dataKeys.get(bytes[at] ?? -1);
    if (key === undefined) continue;
    const [nonce, sealed] = [bytes.subarray(at + 1, at + 13), bytes.subarray(at + 13, at + WRAPPED_BYTES)];
    for (const id of ids) {
      const boundTo = Buffer.concat([ROW_KEY, Buffer.from(id, 'hex')]);
      const plain = crypto.unseal(sealed, { key, nonce, boundTo });
      if (plain !== undefined) found.push(Buffer.from(plain));
    }
  }
  return found;
}

function keystream(key: Buffer): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, Buffer.alloc(12), { authTagLength: 16 });
  return cipher.update(Buffer.alloc(REACH_BYTES));
}

/**
 * What the bytes say under a key from any place on, without asking whether the tag is right: a row cut off at a page's
 * end still gives away its beginning. A row begins with an hour and its incident, an addition with `{"parts":`.
 */
function* plainsIn(bytes: Buffer, stream: Buffer, incident: Buffer): Generator<Buffer> {
  const part = Buffer.from('{"parts":');
  const beginsWith = (text: Buffer, at: number, skip: number): boolean => {
    for (let i = 0; i < text.length; i++)
      if (((bytes[at + skip + i] ?? 0) ^ (stream[skip + i] ?? 0)) !== text[i]) return false;
    return true;
  };
  for (let at = 0; at < bytes.length; at++) {
    if (!beginsWith(incident, at, 8) && !beginsWith(part, at, 0)) continue;
    const sealed = bytes.subarray(at, at + REACH_BYTES);
    yield Buffer.from(sealed.map((byte, i) => byte ^ (stream[i] ?? 0)));
  }
}
