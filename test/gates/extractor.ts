import { createHash, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { sealAge } from '../../src/adapters/seal-age/seal-age.ts';
import { newVault } from '../../src/record/at-rest.ts';
import type { DataKeys } from '../../src/record/at-rest.ts';
import { parseIdentity } from '../../src/record/age-key.ts';
import { parseEntryId } from '../../src/record/names.ts';
import type { EntryId } from '../../src/record/names.ts';
import { filesIn } from '../sim/temp-folder.ts';
import { parseVaultHeader, unlock } from '../../src/record/vault-header.ts';
import type { VaultHeader } from '../../src/record/vault-header.ts';

/** What somebody holds who searches: a hub's folder, phones (their stores as JSON), and perhaps keys. */
export type Loot = {
  readonly folder: string;
  readonly phones: readonly string[];
  /** The data keys of the hub, as from its passphrase or from the memory of a running hub. */
  readonly dataKeys?: DataKeys;
  /** Identities of groups (age), as from a lawyer's, a medic's and a committee member's phone. */
  readonly identities?: readonly string[];
};

/** Every byte that could be had, also what could be unpacked or decrypted, and what shows without any key. */
export type Haul = {
  readonly hub: Buffer;
  readonly phones: Buffer;
  readonly opened: readonly Buffer[];
  readonly shown: Shown;
};

/** What a seized folder shows to anybody who can read SQLite. */
export type Shown = {
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly changedMs: number }[];
  readonly hub?: string;
  readonly ways: readonly string[];
  readonly dataKeys: readonly number[];
  readonly settings: readonly string[];
  /** In their order in the log. */
  readonly entries: readonly { readonly id: string; readonly bytes: number }[];
  readonly additions: readonly { readonly to: number; readonly bytes: number }[];
  readonly erased: readonly { readonly index: number; readonly by: string }[];
};

type Blob = {
  readonly bytes: Buffer;
  readonly id?: EntryId;
  readonly key?: Buffer;
  readonly setting?: string;
};

const crypto = cryptoNode();
const sealer = sealAge();
const SEPARATOR = Buffer.alloc(16, 0xff);

/** Tries everything that can be tried with this, and gives all that came of it. */
export async function extract(loot: Loot): Promise<Haul> {
  // First of all: to open a database is to change its files.
  const listed = listedIn(loot.folder);
  const files = listed.map(({ name }) => readFileSync(join(loot.folder, name)));
  const cells = cellsOf(loot.folder);
  const phones = loot.phones.map((file) => readFileSync(file));
  const words = phones.flatMap((phone) => stringsIn(JSON.parse(phone.toString())));
  const keys = keysFrom(words);
  const identities = [...(loot.identities ?? []), ...words].flatMap((text) => parseIdentity(text) ?? []);
  const header = parseVaultHeader(readFileSync(join(loot.folder, 'vault.json'), 'utf8'));
  const dataKeys = loot.dataKeys ?? (header && (await guessed(header, keys, words)));
  const fromHeader = header === undefined || dataKeys ? [] : unwrapped(header, keys);
  const opened = [
    ...blobsOf(cells).flatMap((blob) => openBlob(blob, [...keys, ...fromHeader], dataKeys)),
    ...fromHeader,
  ];
  const found = await unpackAll([...files, ...cells.values, ...opened], identities);
  const given = [...(dataKeys?.values() ?? [])].map((key) => Buffer.from(key));
  return {
    hub: joined([...found, ...given]),
    phones: joined(await unpackAll(phones, identities)),
    opened,
    shown: { ...shownBy(loot.folder, cells), files: listed },
  };
}

function joined(parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => [SEPARATOR, part]));
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Each value of a phone that may be a key, and what programs usually derive from one. */
function keysFrom(words: readonly string[]): readonly Uint8Array[] {
  const raw = words.map((text) => Buffer.from(text, 'base64url')).filter((bytes) => bytes.length === 32);
  const ids = words.map((text) => Buffer.from(text, 'hex')).filter((bytes) => bytes.length === 32);
  const hash = (bytes: Buffer, name: string): Buffer => createHash(name).update(bytes).digest();
  const secrets = raw.map((seed) => hash(seed, 'sha512').subarray(0, 32));
  const shared = secrets.flatMap((secret) => raw.flatMap((point) => agreed(secret, point)));
  const derived = raw.flatMap((bytes) => [
    hash(bytes, 'sha256'),
    hash(bytes, 'sha512').subarray(32),
    Buffer.from(hkdfSync('sha256', bytes, '', 'shanyrak', 32)),
    Buffer.from(hkdfSync('sha256', bytes, '', '', 32)),
  ]);
  const passwords = words.map((text) => hash(Buffer.from(text), 'sha256'));
  return [...raw, ...ids, ...secrets, ...shared, ...derived, ...passwords];
}

// RFC 8410: X25519 keys in PKCS#8 and SPKI are these bytes and 32 more.
const PRIVATE_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b656e032100', 'hex');

/** An X25519 agreement of a secret of the phone with a point. */
function agreed(secret: Buffer, point: Buffer): readonly Buffer[] {
  try {
    return [
      diffieHellman({
        privateKey: createPrivateKey({
          key: Buffer.concat([PRIVATE_HEAD, secret]),
          format: 'der',
          type: 'pkcs8',
        }),
        publicKey: createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, point]), format: 'der', type: 'spki' }),
      }),
    ];
  } catch {
    return [];
  }
}

type Row = Readonly<Record<string, unknown>>;
type Cells = { readonly tables: ReadonlyMap<string, readonly Row[]>; readonly values: readonly Buffer[] };

/** Every table of every database in the folder, also those this program does not know. */
function cellsOf(folder: string): Cells {
  const tables = new Map<string, readonly Row[]>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.sqlite'))) {
    const db = new DatabaseSync(join(folder, name));
    for (const row of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all())
      tables.set(String(row['name']), db.prepare(`SELECT * FROM "${String(row['name'])}"`).all());
    db.close();
  }
  const values = [...tables.values()].flat().flatMap((row) => Object.values(row).flatMap(bytesOf));
  return { tables, values };
}

function bytesOf(value: unknown): readonly Buffer[] {
  if (value instanceof Uint8Array) return [Buffer.from(value)];
  return typeof value === 'string' ? [Buffer.from(value)] : [];
}

function rowsOf({ tables }: Cells, name: string): readonly Row[] {
  return tables.get(name) ?? [];
}

function blobsOf(cells: Cells): readonly Blob[] {
  const ids = new Map(rowsOf(cells, 'leaf').map((row) => [row['idx'], idIn(row['id'])]));
  const sealed = [...rowsOf(cells, 'leaf'), ...rowsOf(cells, 'addition')].flatMap((row): readonly Blob[] => {
    const id = ids.get(row['idx']);
    const [key, content] = [bytesOf(row['key'])[0], bytesOf(row['content'])[0]];
    return id && key && content ? [{ id, key, bytes: content }] : [];
  });
  const settings = rowsOf(cells, 'setting').flatMap((row) =>
    bytesOf(row['value']).map((bytes) => ({ bytes, setting: String(row['name']) })),
  );
  // Bound to drawer and number, as store-sqlite does it.
  const drawers = rowsOf(cells, 'drawer').flatMap((row) =>
    bytesOf(row['content']).map((bytes) => ({
      bytes,
      setting: `drawer\n${String(row['name'])}\n${String(row['n'])}`,
    })),
  );
  return [...sealed, ...settings, ...drawers];
}

function idIn(value: unknown): EntryId | undefined {
  return parseEntryId(bytesOf(value)[0]?.toString('hex'));
}

const NO_NONCE = new Uint8Array(12);

/** With the hub's data keys if they are there; else every key at hand as a data key and as an entry's own key. */
function openBlob(
  blob: Blob,
  keys: readonly Uint8Array[],
  dataKeys: DataKeys | undefined,
): readonly Buffer[] {
  const tried = dataKeys === undefined ? keys.map((key) => new Map([[1, key]])) : [dataKeys];
  const asDataKey = tried.map((each) => {
    const vault = newVault(each, crypto);
    if (blob.setting !== undefined) return vault.openSetting(blob.setting, blob.bytes);
    return blob.id && blob.key && vault.openRow(blob.id, { key: blob.key, content: blob.bytes });
  });
  const bounds = [Buffer.from(`shanyrak row v1\n`), Buffer.alloc(0)].map((head) =>
    head.length > 0 && blob.id ? Buffer.concat([head, Buffer.from(blob.id, 'hex')]) : head,
  );
  const direct = keys.flatMap((key) =>
    bounds.flatMap((boundTo) => [
      crypto.unseal(blob.bytes, { key, nonce: NO_NONCE, boundTo }),
      crypto.unseal(blob.bytes.subarray(12), { key, nonce: blob.bytes.subarray(0, 12), boundTo }),
    ]),
  );
  return [...asDataKey, ...direct].flatMap((plain) => (plain ? [Buffer.from(plain)] : []));
}

/** Argon2id makes each guess dear: only so many words of the phone are tried as the passphrase. */
const GUESSES = 3;

/** Words of the phone as the passphrase, and each key of it as the key file. */
async function guessed(
  header: VaultHeader,
  keys: readonly Uint8Array[],
  words: readonly string[],
): Promise<DataKeys | undefined> {
  const secrets = [
    ...words.slice(0, GUESSES).map((text) => ({ kind: 'passphrase', text }) as const),
    ...keys.map((key) => ({ kind: 'key-file', key }) as const),
  ];
  for (const secret of secrets) {
    const opened = await unlock(header, secret, crypto);
    if (opened.ok) return opened.value.dataKeys;
  }
  return undefined;
}

/** Each key of the phone as the hub's main key, or as what a passphrase yields. */
function unwrapped(header: VaultHeader, keys: readonly Uint8Array[]): readonly Buffer[] {
  const wrapped = [...header.ways, ...header.dataKeys].map((each) => each.wrapped);
  const bounds = ['shanyrak main key v1\n', 'shanyrak data key v1\n\u0001', ''].map((t) => Buffer.from(t));
  return wrapped.flatMap((bytes) =>
    keys.flatMap((key) =>
      bounds.flatMap((boundTo) => {
        const plain = crypto.unseal(bytes.subarray(12), { key, nonce: bytes.subarray(0, 12), boundTo });
        return plain ? [Buffer.from(plain)] : [];
      }),
    ),
  );
}

type Identities = Parameters<typeof sealer.open>[1];

/** The bytes with all that is packed or sealed inside them, and inside that, as far as it opens. */
export async function unpackAll(
  parts: readonly Buffer[],
  identities: Identities,
): Promise<readonly Buffer[]> {
  const all: Buffer[] = [];
  let fresh: readonly Buffer[] = parts;
  for (let depth = 0; depth < 4 && fresh.length > 0; depth++) {
    all.push(...fresh);
    const inside = fresh.flatMap((part) => [...inflated(part), ...ageFilesIn(part)]);
    const unsealed: Buffer[] = [];
    for (const file of fresh.flatMap(ageFilesIn)) {
      const plain = identities.length > 0 ? await sealer.open(file, identities) : undefined;
      if (plain?.ok) unsealed.push(Buffer.from(plain.value));
    }
    fresh = [...inside, ...unsealed];
  }
  return all;
}

const PARTIAL = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 16 * 1024 * 1024 };

/** Streams of gzip, zlib and raw deflate, wherever one may begin. */
function inflated(bytes: Buffer): readonly Buffer[] {
  const out: Buffer[] = [];
  const tryAt = (at: number, unpack: (b: Buffer, o: typeof PARTIAL) => Buffer): void => {
    try {
      const plain = unpack(bytes.subarray(at), PARTIAL);
      if (plain.length > 0) out.push(plain);
    } catch {
      // No stream begins here.
    }
  };
  for (let at = bytes.indexOf(0x1f); at >= 0; at = bytes.indexOf(0x1f, at + 1))
    if (bytes[at + 1] === 0x8b) tryAt(at, gunzipSync);
  for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1))
    if (bytes.length > at + 1 && bytes.readUInt16BE(at) % 31 === 0) tryAt(at, inflateSync);
  tryAt(0, inflateRawSync);
  return out;
}

const AGE_HEAD = 'age-encryption.org/v1';

/** Age files as they are, and as text in base64. */
function ageFilesIn(bytes: Buffer): readonly Buffer[] {
  const head = Buffer.from(AGE_HEAD).toString('base64').slice(0, 20);
  const texts = bytes.toString('latin1').matchAll(new RegExp(`${head}[\\w+/-]+`, 'g'));
  const at = bytes.indexOf(AGE_HEAD);
  return [...(at > 0 ? [bytes.subarray(at)] : []), ...[...texts].map(([t]) => Buffer.from(t, 'base64url'))];
}

function listedIn(folder: string): Shown['files'] {
  return filesIn(folder).map(({ name, bytes }) => {
    const { mtimeMs: changedMs } = statSync(join(folder, name));
    return { name, bytes: bytes.length, changedMs };
  });
}

function shownBy(folder: string, cells: Cells): Omit<Shown, 'files'> {
  const header = parseVaultHeader(readFileSync(join(folder, 'vault.json'), 'utf8'));
  const size = (row: Row): number => bytesOf(row['content'])[0]?.length ?? 0;
  const hex = (value: unknown): string => bytesOf(value)[0]?.toString('hex') ?? '';
  return {
    ...(header && { hub: header.hub }),
    ways: header?.ways.map(({ kind }) => kind) ?? [],
    dataKeys: header?.dataKeys.map(({ n }) => n) ?? [],
    settings: rowsOf(cells, 'setting')
      .map((row) => String(row['name']))
      .sort(),
    entries: rowsOf(cells, 'leaf').map((row) => ({ id: hex(row['id']), bytes: size(row) })),
    additions: rowsOf(cells, 'addition').map((row) => ({ to: Number(row['idx']), bytes: size(row) })),
    erased: rowsOf(cells, 'erased').map((row) => ({ index: Number(row['idx']), by: hex(row['by']) })),
  };
}
