import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { testVault } from '../../../test/making/vault.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { plainRow, rowOf } from '../../../test/vectors/rows.ts';
import { newVault } from '../../record/at-rest.ts';
import type { EntryId } from '../../record/names.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { StoreFailureKind } from '../../ports/store.ts';
import { cryptoNode } from '../crypto-node/crypto-node.ts';
import { changeSetting, copyDatabase, settleDatabase } from './copy-database.ts';
import { storeSqlite } from './store-sqlite.ts';

const crypto = cryptoNode();
const vault = testVault();
const ALL = { after: -1, limit: 100_000 };
const BY: EntryId = rowOf(99_999).id;

function isFailure(kind: StoreFailureKind): (error: unknown) => boolean {
  return (error) => error instanceof StoreFailure && error.kind === kind;
}

function walBytes(folder: string): number {
  const file = join(folder, 'hub.sqlite-wal');
  return existsSync(file) ? statSync(file).size : 0;
}

/** Somebody who looks at one state of the database for as long as they like, as a copy does. */
function lookLong(folder: string): { readonly close: () => void } {
  const reader = new DatabaseSync(join(folder, 'hub.sqlite'), { readOnly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM leaf').get();
  return reader;
}

describe('a journal that somebody reads', () => {
  test('is not overwritten, which is said, and is when they have gone', async () => {
    const folder = newFolder();
    const store = storeSqlite({ vault, folder });
    await store.append([rowOf(0), rowOf(1)]);
    const reader = lookLong(folder);
    store.erase([{ index: 0, by: BY, content: new Uint8Array() }]);
    assert.equal(store.find(rowOf(0).id)?.content.length, 0, 'erased all the same');
    assert.equal(store.scrub(), false);
    assert.ok(walBytes(folder) > 0);
    reader.close();
    assert.equal(store.scrub(), true);
    assert.equal(walBytes(folder), 0);
    store.close();
  });

  test('is overwritten once a contact was changed or forgotten, and not for every line of the ledger', async () => {
    const folder = newFolder();
    const store = storeSqlite({ vault, folder });
    const content = Buffer.from('anna@example.org');
    await store.append([], [{ drawer: 'contacts', n: 1, content }]);
    for (const change of [{ content: Buffer.from('other') }, {}]) {
      await store.append([], [{ drawer: 'contacts', n: 1, ...change }]);
      assert.ok(walBytes(folder) > 0);
      assert.equal(store.scrub(), true);
      assert.equal(walBytes(folder), 0);
    }
    await store.append([], [{ drawer: 'ledger', n: 1, content }]);
    store.scrub();
    assert.ok(walBytes(folder) > 0);
    store.close();
  });

  test('is overwritten when the hub is next started, although nobody asks', async () => {
    const folder = newFolder();
    const store = storeSqlite({ vault, folder });
    await store.append([rowOf(0), rowOf(1)]);
    const reader = lookLong(folder);
    store.erase([{ index: 0, by: BY, content: new Uint8Array() }]);
    store.close();
    // The reader keeps the database from being tidied away when the last writer leaves.
    assert.ok(walBytes(folder) > 0);
    reader.close();
    assert.ok(walBytes(folder) > 0);
    const again = storeSqlite({ vault, folder });
    assert.equal(walBytes(folder), 0);
    assert.equal(again.scrub(), true);
    assert.equal(again.size(), 2);
    again.close();
  });
});

describe('a folder under another key', () => {
  const other = newVault(new Map([[2, new Uint8Array(32).fill(9)]]), crypto);

  test('is not written to: what came would be sealed under a key that nobody has', async () => {
    const folder = newFolder();
    const store = storeSqlite({ vault, folder });
    store.saveSetting('name', Buffer.from('hub'));
    await store.append([rowOf(0)]);
    store.close();
    const before = readFileSync(join(folder, 'hub.sqlite'));
    assert.throws(() => storeSqlite({ vault: other, folder }), isFailure('other-key'));
    assert.deepEqual(readFileSync(join(folder, 'hub.sqlite')), before);
    storeSqlite({ vault, folder }).close();
  });
});

describe('a rotation', () => {
  const keys = new Map([
    [1, new Uint8Array(32).fill(7)],
    [2, new Uint8Array(32).fill(8)],
  ]);
  const newest = newVault(new Map([...keys].slice(1)), crypto);

  test('goes through rows, later additions, erased rows and settings in steps, and the old key opens nothing', async () => {
    const folder = newFolder();
    const first = storeSqlite({ vault, folder });
    await first.append(Array.from({ length: 25 }, (_, n) => rowOf(n)));
    await first.add(3, Buffer.from('later'));
    await first.add(20, Buffer.from('later still'));
    first.erase([{ index: 7, by: BY, content: Buffer.from('left') }]);
    first.saveSetting('name', Buffer.from('hub'));
    const expected = first.read(ALL);
    first.close();

    const both = storeSqlite({ vault: newVault(keys, crypto), folder });
    const left: number[] = [];
    do {
      left.push(both.rewrap(10));
      // What comes in the middle is under the new key already.
      if (left.length === 1) await both.append([rowOf(25)]);
      assert.deepEqual(both.read({ ...ALL, limit: 25 }), expected);
    } while (left.at(-1) !== 0);
    assert.deepEqual(left, [17, 8, 0]);
    assert.equal(both.scrub(), true);
    both.close();

    const reader = storeSqlite({ vault, folder, mode: 'read' });
    assert.equal(reader.size(), 26, 'ids and their order were never sealed');
    assert.deepEqual(reader.read(ALL), []);
    assert.throws(() => reader.setting('name'), isFailure('broken'));
    reader.close();
    const after = storeSqlite({ vault: newest, folder });
    assert.deepEqual(after.read({ ...ALL, limit: 25 }), expected);
    assert.equal(Buffer.from(after.setting('name') ?? []).toString(), 'hub');
    assert.deepEqual(after.faults(), []);
    after.close();
  });
});

describe('a copy', () => {
  test('is of one moment, while the hub writes on, and holds no bytes of what was erased before', async () => {
    const [folder, to] = [newFolder(), newFolder()];
    const store = storeSqlite({ vault, folder });
    await store.append(Array.from({ length: 300 }, (_, n) => rowOf(n)));
    store.erase([{ index: 5, by: BY, content: new Uint8Array() }]);
    const writing = store.append([rowOf(300)]);
    copyDatabase(folder, to);
    await writing;
    const copy = storeSqlite({ vault, folder: to });
    assert.equal(copy.size(), 300);
    assert.deepEqual(copy.read(ALL), store.read({ ...ALL, limit: 300 }));
    assert.deepEqual([copy.erased(), copy.faults()], [store.erased(), []]);
    copy.close();
    settleDatabase(to);
    assert.equal(existsSync(join(to, 'hub.sqlite-wal')), false);
    store.close();
  });

  test('is never made over a database', () => {
    const [folder, to] = [newFolder(), newFolder()];
    storeSqlite({ vault, folder }).close();
    storeSqlite({ vault, folder: to }).close();
    const before = readFileSync(join(to, 'hub.sqlite'));
    assert.throws(() => copyDatabase(folder, to), StoreFailure);
    assert.deepEqual(readFileSync(join(to, 'hub.sqlite')), before);
  });
});

test('a setting is changed beside a running hub, which reads it', () => {
  const folder = newFolder();
  const store = storeSqlite({ vault, folder });
  changeSetting(folder, vault, 'list', (old) => Buffer.from(`${String(old?.length)} a`));
  assert.equal(Buffer.from(store.setting('list') ?? []).toString(), 'undefined a');
  changeSetting(folder, vault, 'list', (old) => Buffer.from(`${String(old?.length)} b`));
  assert.equal(Buffer.from(store.setting('list') ?? []).toString(), '11 b');
  store.close();
});

describe('a write-ahead log that is torn', () => {
  const EVERY_BYTES = 1_000;

  /** A hub that was killed: rows before a checkpoint in the database, those after it in the log only. */
  async function killed(): Promise<{
    readonly folder: string;
    readonly inDatabase: number;
    readonly all: number;
  }> {
    const [folder, left] = [newFolder(), newFolder()];
    const store = storeSqlite({ vault, folder });
    await store.append(Array.from({ length: 40 }, (_, n) => rowOf(n)));
    const db = new DatabaseSync(join(folder, 'hub.sqlite'));
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    for (let n = 40; n < 52; n++) await store.append([rowOf(n)]);
    for (const name of ['hub.sqlite', 'hub.sqlite-wal']) cpSync(join(folder, name), join(left, name));
    store.close();
    return { folder: left, inDatabase: 40, all: 52 };
  }

  test('at every thousandth byte loses no row from before a checkpoint, keeps a whole beginning of the others, and goes on', async () => {
    const { folder, inDatabase, all } = await killed();
    const bytes = walBytes(folder);
    assert.ok(bytes > 20_000);
    const sizes = new Set<number>();
    for (let cut = 0; cut <= bytes; cut += EVERY_BYTES) {
      const torn = join(newFolder(), 'torn');
      cpSync(folder, torn, { recursive: true });
      truncateSync(join(torn, 'hub.sqlite-wal'), cut);
      const store = storeSqlite({ vault, folder: torn });
      const size = store.size();
      assert.ok(size >= inDatabase && size <= all, `${size} rows, cut at ${cut}`);
      assert.deepEqual(
        store.read(ALL).map(plainRow),
        Array.from({ length: size }, (_, n) => plainRow({ ...rowOf(n), index: n })),
      );
      assert.deepEqual(store.faults(), []);
      assert.equal((await store.append([rowOf(1_000)]))[0]?.index, size);
      store.close();
      sizes.add(size);
    }
    assert.ok(sizes.has(inDatabase) && sizes.size > 6, [...sizes].join(' '));
  });

  test('with its bytes turned over is as good as cut there', async () => {
    const { folder, inDatabase, all } = await killed();
    const whole = readFileSync(join(folder, 'hub.sqlite-wal'));
    for (let at = 0; at < whole.length; at += 7 * EVERY_BYTES) {
      const torn = join(newFolder(), 'torn');
      cpSync(folder, torn, { recursive: true });
      const damaged = Buffer.from(whole).fill(0xa5, at, at + 64);
      writeFileSync(join(torn, 'hub.sqlite-wal'), damaged);
      const store = storeSqlite({ vault, folder: torn });
      assert.ok(store.size() >= inDatabase && store.size() <= all);
      assert.deepEqual(store.faults(), []);
      store.close();
    }
  });
});
