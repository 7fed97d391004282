import { base64UrlToBytes, bytesToBase64Url, utf8Encode } from '../base/bytes.ts';
import { isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { DATA_KEY_BYTES, DATA_KEYS_MAX, NONCE_BYTES } from './at-rest.ts';
import type { DataKeys } from './at-rest.ts';
import type { Primitives, StretchCost } from './primitives.ts';

/** A way to open the hub: what a person knows, or what a person holds. */
export type Secret =
  | { readonly kind: 'passphrase'; readonly text: string }
  | { readonly kind: 'key-file'; readonly key: Uint8Array };

/** One way as the header keeps it: the main key under what that way yields. */
type Way =
  | { readonly kind: 'passphrase'; readonly cost: StretchCost; readonly wrapped: Uint8Array }
  | { readonly kind: 'key-file'; readonly wrapped: Uint8Array };

/**
 * The first thing a hub reads: how to come to its data keys. It holds no secret by itself. Every way opens the same
 * main key, and the main key opens the data keys, so that a data key can be rotated with one way at hand.
 */
export type VaultHeader = {
  /** 12 random bytes that tell one hub's folder and backups from another's. */
  readonly hub: string;
  readonly ways: readonly Way[];
  readonly dataKeys: readonly { readonly n: number; readonly wrapped: Uint8Array }[];
};

export type UnlockError =
  | { readonly kind: 'no-such-way'; readonly has: readonly Secret['kind'][] }
  | { readonly kind: 'wrong-secret' }
  | { readonly kind: 'header-damaged' };

/** The main key opened; whoever holds it can add ways and data keys. */
export type Opened = { readonly mainKey: Uint8Array; readonly dataKeys: DataKeys };

const FORMAT = 'shanyrak vault v1';
const MAIN_KEY_BYTES = 32;
export const KEY_FILE_BYTES = 32;
const HUB_BYTES = 12;
const SALT_BYTES = 16;
const WAYS_MAX = 8;
// RFC 9106, section 4, second recommended option, with one lane instead of four: 64 MiB, and one pass more.
export const STRETCH: Omit<StretchCost, 'salt'> = { memoryKiB: 64 * 1024, passes: 4 };
// A header from outside must not make us spend minutes or all memory before it is known to be ours.
const MEMORY_KIB_MAX: number = 1024 * 1024;
const PASSES_MAX = 16;
const MAIN = utf8Encode('shanyrak main key v1\n');
const DATA = utf8Encode('shanyrak data key v1\n');

type Crypto = Pick<Primitives, 'seal' | 'unseal' | 'stretch' | 'randomBytes'>;

/** A new hub's header with its first data key, opened. */
export async function newVaultHeader(
  secret: Secret,
  crypto: Crypto,
): Promise<{ readonly header: VaultHeader; readonly opened: Opened }> {
  const mainKey = crypto.randomBytes(MAIN_KEY_BYTES);
  const hub = bytesToBase64Url(crypto.randomBytes(HUB_BYTES));
  const empty: VaultHeader = { hub, ways: [], dataKeys: [] };
  const keyed = withDataKey(empty, { mainKey, dataKeys: new Map() }, crypto);
  return { header: await withWay(keyed.header, { secret, mainKey }, crypto), opened: keyed.opened };
}

/** The header with one more way in, or with this way renewed: one of each kind. */
export async function withWay(
  header: VaultHeader,
  { secret, mainKey }: { readonly secret: Secret; readonly mainKey: Uint8Array },
  crypto: Crypto,
): Promise<VaultHeader> {
  const others = header.ways.filter((way) => way.kind !== secret.kind);
  if (secret.kind === 'key-file') {
    const wrapped = wrapUnder(secret.key, mainKey, MAIN, crypto);
    return { ...header, ways: [...others, { kind: 'key-file', wrapped }] };
  }
  const cost = { ...STRETCH, salt: crypto.randomBytes(SALT_BYTES) };
  const wrapped = wrapUnder(await stretched(secret.text, cost, crypto), mainKey, MAIN, crypto);
  return { ...header, ways: [...others, { kind: 'passphrase', cost, wrapped }] };
}

/** The header with a fresh data key, which from now on seals. The older ones stay until nothing is under them. */
export function withDataKey(
  header: VaultHeader,
  { mainKey, dataKeys }: Opened,
  crypto: Crypto,
): { readonly header: VaultHeader; readonly opened: Opened } {
  const n = Math.max(0, ...dataKeys.keys()) + 1;
  const key = crypto.randomBytes(DATA_KEY_BYTES);
  const wrapped = wrapUnder(mainKey, key, dataBound(n), crypto);
  return {
    header: { ...header, dataKeys: [...header.dataKeys, { n, wrapped }] },
    opened: { mainKey, dataKeys: new Map([...dataKeys, [n, key]]) },
  };
}

/**
 * The header under a fresh main key: who opened an older header can open nothing of this one. It has the ways of these
 * secrets and no others, because the main key can be put under a way only by who has that way at hand.
 */
export async function withMainKey(
  header: VaultHeader,
  { dataKeys, secrets }: { readonly dataKeys: DataKeys; readonly secrets: readonly Secret[] },
  crypto: Crypto,
): Promise<{ readonly header: VaultHeader; readonly opened: Opened }> {
  const opened = { mainKey: crypto.randomBytes(MAIN_KEY_BYTES), dataKeys };
  let renewed: VaultHeader = { ...withDataKeys(header, opened, crypto), ways: [] };
  for (const secret of secrets) renewed = await withWay(renewed, { secret, mainKey: opened.mainKey }, crypto);
  return { header: renewed, opened };
}

/** The header with exactly these data keys, under the main key its ways open. */
export function withDataKeys(
  header: VaultHeader,
  { mainKey, dataKeys }: Opened,
  crypto: Crypto,
): VaultHeader {
  const wrapped = [...dataKeys].map(([n, key]) => ({
    n,
    wrapped: wrapUnder(mainKey, key, dataBound(n), crypto),
  }));
  return { ...header, dataKeys: wrapped };
}

/** The header without the data keys before the newest: what was sealed under them alone is gone with them. */
export function withNewestOnly(header: VaultHeader): VaultHeader {
  const newest = Math.max(...header.dataKeys.map(({ n }) => n));
  return { ...header, dataKeys: header.dataKeys.filter(({ n }) => n === newest) };
}

/** Opens the header with what a person gave. A wrong passphrase costs as long as a right one. */
export async function unlock(
  header: VaultHeader,
  secret: Secret,
  crypto: Crypto,
): Promise<Result<Opened, UnlockError>> {
  const way = header.ways.find(({ kind }) => kind === secret.kind);
  const wayKey = way && (await wayKeyOf(way, secret, crypto));
  if (way === undefined || wayKey === undefined)
    return err({ kind: 'no-such-way', has: header.ways.map(({ kind }) => kind) });
  const mainKey =
    wayKey.length === KEY_FILE_BYTES ? unwrapUnder(wayKey, way.wrapped, MAIN, crypto) : undefined;
  if (mainKey === undefined) return err({ kind: 'wrong-secret' });
  const dataKeys = new Map<number, Uint8Array>();
  for (const { n, wrapped } of header.dataKeys) {
    const key = unwrapUnder(mainKey, wrapped, dataBound(n), crypto);
    if (key === undefined) return err({ kind: 'header-damaged' });
    dataKeys.set(n, key);
  }
  return ok({ mainKey, dataKeys });
}

async function wayKeyOf(way: Way, secret: Secret, crypto: Crypto): Promise<Uint8Array | undefined> {
  if (secret.kind === 'key-file') return secret.key;
  return way.kind === 'passphrase' ? stretched(secret.text, way.cost, crypto) : undefined;
}

/** NFC and no outer white space: the same words typed on another keyboard are the same passphrase. */
function stretched(text: string, cost: StretchCost, crypto: Crypto): Promise<Uint8Array> {
  return crypto.stretch(utf8Encode(text.normalize('NFC').trim()), cost);
}

function dataBound(n: number): Uint8Array {
  return Uint8Array.of(...DATA, n);
}

function wrapUnder(key: Uint8Array, plain: Uint8Array, boundTo: Uint8Array, crypto: Crypto): Uint8Array {
  const nonce = crypto.randomBytes(NONCE_BYTES);
  return Uint8Array.of(...nonce, ...crypto.seal(plain, { key, nonce, boundTo }));
}

function unwrapUnder(
  key: Uint8Array,
  wrapped: Uint8Array,
  boundTo: Uint8Array,
  crypto: Crypto,
): Uint8Array | undefined {
  const nonce = wrapped.subarray(0, NONCE_BYTES);
  return crypto.unseal(wrapped.subarray(NONCE_BYTES), { key, nonce, boundTo });
}

export function printVaultHeader({ hub, ways, dataKeys }: VaultHeader): string {
  const printed = ways.map((way) => ({
    kind: way.kind,
    ...(way.kind === 'passphrase' && {
      salt: bytesToBase64Url(way.cost.salt),
      memoryKiB: way.cost.memoryKiB,
      passes: way.cost.passes,
    }),
    wrapped: bytesToBase64Url(way.wrapped),
  }));
  const keys = dataKeys.map(({ n, wrapped }) => ({ n, wrapped: bytesToBase64Url(wrapped) }));
  return `${JSON.stringify({ format: FORMAT, hub, ways: printed, dataKeys: keys }, undefined, 1)}\n`;
}

/** Reads a header strictly; `undefined` for anything that we did not write. */
export function parseVaultHeader(text: string): VaultHeader | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value) || value['format'] !== FORMAT) return undefined;
  const { hub, ways, dataKeys } = value;
  if (typeof hub !== 'string' || base64UrlToBytes(hub)?.length !== HUB_BYTES) return undefined;
  const readWays = readAll(ways, WAYS_MAX, readWay);
  const readKeys = readAll(dataKeys, DATA_KEYS_MAX, readDataKey);
  return readWays && readKeys && { hub, ways: readWays, dataKeys: readKeys };
}

function readAll<T>(
  list: Json | undefined,
  most: number,
  read: (item: Json) => T | undefined,
): T[] | undefined {
  if (!isJsonArray(list) || list.length === 0 || list.length > most) return undefined;
  const items = list.map(read);
  return items.every((item) => item !== undefined) ? items : undefined;
}

function readWay(value: Json): Way | undefined {
  if (!isJsonObject(value)) return undefined;
  const wrapped = readWrapped(value['wrapped'], MAIN_KEY_BYTES);
  if (wrapped === undefined) return undefined;
  if (value['kind'] === 'key-file') return { kind: 'key-file', wrapped };
  const { salt, memoryKiB, passes } = value;
  const saltBytes = typeof salt === 'string' ? base64UrlToBytes(salt) : undefined;
  if (value['kind'] !== 'passphrase' || saltBytes?.length !== SALT_BYTES) return undefined;
  if (!isWithin(memoryKiB, MEMORY_KIB_MAX) || !isWithin(passes, PASSES_MAX)) return undefined;
  return { kind: 'passphrase', cost: { salt: saltBytes, memoryKiB, passes }, wrapped };
}

function readDataKey(value: Json): { readonly n: number; readonly wrapped: Uint8Array } | undefined {
  if (!isJsonObject(value)) return undefined;
  const wrapped = readWrapped(value['wrapped'], DATA_KEY_BYTES);
  const { n } = value;
  return isWithin(n, DATA_KEYS_MAX) && wrapped ? { n, wrapped } : undefined;
}

const TAG_BYTES = 16;

function readWrapped(value: Json | undefined, plainBytes: number): Uint8Array | undefined {
  const bytes = typeof value === 'string' ? base64UrlToBytes(value) : undefined;
  return bytes?.length === NONCE_BYTES + plainBytes + TAG_BYTES ? bytes : undefined;
}

function isWithin(value: Json | undefined, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
}
