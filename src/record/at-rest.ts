import { concatBytes, hexToBytes, utf8Encode } from '../base/bytes.ts';
import { assert } from '../base/assert.ts';
import type { EntryId } from './names.ts';
import type { Primitives } from './primitives.ts';

/**
 * What a store keeps of one entry: its bytes under a key of their own, and that key under the hub's data key.
 * To destroy `key` is to erase `content`, wherever copies of `content` alone may lie.
 */
export type SealedRow = { readonly key: Uint8Array; readonly content: Uint8Array };

/**
 * Seals what goes to the disk and opens what comes from it, for a data key held in memory only. Whatever cannot
 * be opened (another key, other bytes, another place) is `undefined`, never half of something.
 */
export type Vault = {
  readonly sealRow: (id: EntryId, content: Uint8Array) => SealedRow;
  /** As `sealRow`, in order. For many at once, chance is asked of the system once. */
  readonly sealRows: (rows: readonly UnsealedRow[]) => readonly NamedRow[];
  readonly openRow: (id: EntryId, row: SealedRow) => Uint8Array | undefined;
  readonly sealSetting: (name: string, value: Uint8Array) => Uint8Array;
  readonly openSetting: (name: string, sealed: Uint8Array) => Uint8Array | undefined;
  /** The same entry key under the newest data key: all that a rotation has to write again. */
  readonly rewrap: (id: EntryId, key: Uint8Array) => Uint8Array | undefined;
  /** Whether a wrapped key or a sealed setting is under the newest data key already. */
  readonly isNewest: (sealed: Uint8Array) => boolean;
};

export type UnsealedRow = { readonly id: EntryId; readonly content: Uint8Array };
export type NamedRow = SealedRow & { readonly id: EntryId };

/** The hub's data keys by number; the highest seals, the others only open while a rotation is under way. */
export type DataKeys = ReadonlyMap<number, Uint8Array>;

export const DATA_KEY_BYTES = 32;
/** Rotations are rare acts of people; one byte counts them for longer than any hub will live. */
export const DATA_KEYS_MAX = 255;
const ENTRY_KEY_BYTES = 32;
// RFC 8439, section 2.3: 96 bits. Drawn at random, one key may seal 2^32 times before two alike are likely.
export const NONCE_BYTES = 12;
// An entry key seals one content only, so its nonce may be fixed.
const ONLY_NONCE = new Uint8Array(NONCE_BYTES);
// A key of its own for each row, and the nonce under which that key is wrapped.
const DRAWN_BYTES: number = ENTRY_KEY_BYTES + NONCE_BYTES;
const ROW = utf8Encode('shanyrak row v1\n');
const ROW_KEY = utf8Encode('shanyrak row key v1\n');
const SETTING = utf8Encode('shanyrak setting v1\n');

/** A vault over keys that are already open. It copies none of them: whoever zeroes them has closed it. */
export function newVault(keys: DataKeys, crypto: Primitives): Vault {
  const newest = Math.max(...keys.keys());
  const newestKey = keys.get(newest);
  assert(
    newestKey?.length === DATA_KEY_BYTES && newest <= DATA_KEYS_MAX,
    'a vault has a data key of 32 bytes',
  );
  const wrap = (plain: Uint8Array, boundTo: Uint8Array, nonce: Uint8Array): Uint8Array =>
    concatBytes(Uint8Array.of(newest), nonce, crypto.seal(plain, { key: newestKey, nonce, boundTo }));
  const unwrap = (sealed: Uint8Array, boundTo: Uint8Array): Uint8Array | undefined => {
    const key = keys.get(sealed[0] ?? -1);
    if (key === undefined || sealed.length <= NONCE_BYTES) return undefined;
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    return crypto.unseal(sealed.subarray(1 + NONCE_BYTES), { key, nonce, boundTo });
  };
  const unwrapEntryKey = (id: Uint8Array, key: Uint8Array): Uint8Array | undefined => {
    const plain = unwrap(key, concatBytes(ROW_KEY, id));
    return plain?.length === ENTRY_KEY_BYTES ? plain : undefined;
  };
  const sealWith = (drawn: Uint8Array, { id, content }: UnsealedRow): NamedRow => {
    const raw = idBytes(id);
    const [key, nonce] = [drawn.subarray(0, ENTRY_KEY_BYTES), drawn.subarray(ENTRY_KEY_BYTES)];
    return {
      id,
      key: wrap(key, concatBytes(ROW_KEY, raw), nonce),
      content: crypto.seal(content, { key, nonce: ONLY_NONCE, boundTo: concatBytes(ROW, raw) }),
    };
  };
  const settingBound = (name: string): Uint8Array => concatBytes(SETTING, utf8Encode(name));
  return {
    sealRow: (id, content) => sealWith(crypto.randomBytes(DRAWN_BYTES), { id, content }),
    sealRows: (rows) => {
      const drawn = crypto.randomBytes(rows.length * DRAWN_BYTES);
      return rows.map((row, i) => sealWith(drawn.subarray(i * DRAWN_BYTES, (i + 1) * DRAWN_BYTES), row));
    },
    openRow: (id, row) => {
      const raw = idBytes(id);
      const key = unwrapEntryKey(raw, row.key);
      return key && crypto.unseal(row.content, { key, nonce: ONLY_NONCE, boundTo: concatBytes(ROW, raw) });
    },
    sealSetting: (name, value) => wrap(value, settingBound(name), crypto.randomBytes(NONCE_BYTES)),
    openSetting: (name, sealed) => unwrap(sealed, settingBound(name)),
    rewrap: (id, key) => {
      const raw = idBytes(id);
      const plain = unwrapEntryKey(raw, key);
      return plain && wrap(plain, concatBytes(ROW_KEY, raw), crypto.randomBytes(NONCE_BYTES));
    },
    isNewest: (sealed) => sealed[0] === newest,
  };
}

function idBytes(id: EntryId): Uint8Array {
  const bytes = hexToBytes(id);
  assert(bytes !== undefined, 'an entry id is hex');
  return bytes;
}
