import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, mock, test } from 'node:test';
import { testVault } from '../../../test/making/vault.ts';
import { incidentOf, plainRow, rowOf } from '../../../test/vectors/rows.ts';
import { storeContract } from '../../ports/store.contract.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { StoreFailureKind } from '../../ports/store.ts';
import { storeSqlite } from './store-sqlite.ts';

const vault = testVault();
const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shanyrak-store-'));
  folders.push(folder);
  return folder;
}

function isFailure(kind: StoreFailureKind): (error: unknown) => boolean {
  return (error) => error instanceof StoreFailure && error.kind === kind && error.port === 'store';
}

/** Plain SQL on the hub's file, past the store. */
function plainSql<T>(folder: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(join(folder, 'hub.sqlite'));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const ALL = { after: -1, limit: 1_000 };
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

storeContract('store-sqlite', () => storeSqlite({ vault, folder: newFolder() }));

describe('a folder', () => {
  test('is made when it is not there, for its owner only', () => {
    const folder = join(newFolder(), 'a', 'b');
    storeSqlite({ vault, folder }).close();
    if (process.platform !== 'win32') assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.ok(readdirSync(folder).includes('hub.sqlite'));
  });

  test('gives everything back when it is opened again, and goes on where it ended', async () => {
    const folder = newFolder();
    const first = storeSqlite({ vault, folder });
    await first.append([rowOf(0, 2), rowOf(1, 1), rowOf(2, 2)]);
    first.saveSetting('name', Buffer.from('hub'));
    first.close();
    const second = storeSqlite({ vault, folder });
    assert.equal(second.size(), 3);
    assert.deepEqual(second.incidents(), [incidentOf(2), incidentOf(1)]);
    assert.deepEqual(
      second.read(ALL).map(plainRow),
      [rowOf(0, 2), rowOf(1, 1), rowOf(2, 2)].map((row, index) => plainRow({ ...row, index })),
    );
    assert.equal(Buffer.from(second.setting('name') ?? []).toString(), 'hub');
    const kept = await second.append([rowOf(1, 1), rowOf(3, 4)]);
    assert.deepEqual(
      kept.map(({ index, isNew }) => [index, isNew]),
      [
        [1, false],
        [3, true],
      ],
    );
    assert.deepEqual(second.incidents(), [2, 1, 4].map(incidentOf));
    second.close();
  });

  test('keeps what was handed in just before it was closed', async () => {
    const folder = newFolder();
    const store = storeSqlite({ vault, folder });
    const pending = store.append([rowOf(0), rowOf(1)]);
    store.close();
    assert.equal((await pending).length, 2);
    const again = storeSqlite({ vault, folder });
    assert.equal(again.size(), 2);
    again.close();
  });

  test('that was closed fails in a typed way', async () => {
    const store = storeSqlite({ vault, folder: newFolder() });
    await store.append([rowOf(0)]);
    store.close();
    await assert.rejects(store.append([rowOf(1)]), isFailure('unavailable'));
    assert.throws(() => store.read(ALL), isFailure('unavailable'));
    assert.throws(() => store.saveSetting('a', new Uint8Array()), isFailure('unavailable'));
    assert.throws(() => store.faults(), isFailure('unavailable'));
  });
});

describe('on the disk', () => {
  /** The store's own connections, by a spy that lets every call through. */
  function handlesOf(folder: string): { readonly db: DatabaseSync; readonly close: () => void } {
    const spy = mock.method(DatabaseSync.prototype, 'exec');
    const store = storeSqlite({ vault, folder });
    const handles = spy.mock.calls.map((call) => call.this as DatabaseSync);
    spy.mock.restore();
    const db = handles.find((handle) => handle.location()?.endsWith('hub.sqlite'));
    assert.ok(db);
    return { db, close: () => store.close() };
  }

  test('it is WAL, every commit synced, deleted bytes overwritten, references checked', () => {
    const { db, close } = handlesOf(newFolder());
    const pragma = (name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    assert.deepEqual(['journal_mode', 'synchronous', 'secure_delete', 'foreign_keys'].map(pragma), [
      'wal',
      2,
      1,
      1,
    ]);
    close();
  });

  test('a setting that was replaced leaves no trace in the files', () => {
    const folder = newFolder();
    const store = storeSqlite({ vault, folder });
    const secret = Buffer.from('the old key of the hub '.repeat(1_000));
    store.saveSetting('key', secret);
    store.saveSetting('key', Buffer.from('new'));
    store.close();
    for (const file of readdirSync(folder))
      assert.equal(readFileSync(join(folder, file)).includes('the old key'), false, file);
  });

  /** How many transactions the write-ahead log holds: frames that end a commit say so in their head. */
  function commitsIn(folder: string): number {
    const wal = readFileSync(join(folder, 'hub.sqlite-wal'));
    const pageBytes = wal.readUInt32BE(8);
    let commits = 0;
    // https://www.sqlite.org/fileformat2.html#walformat: 32 bytes of head, then frames of 24 bytes and a page.
    for (let at = 32; at + 24 + pageBytes <= wal.length; at += 24 + pageBytes)
      if (wal.readUInt32BE(at + 4) > 0) commits++;
    return commits;
  }

  test('batches handed in together share one commit, and others have their own', async () => {
    const folder = newFolder();
    const store = storeSqlite({ vault, folder });
    await store.append([rowOf(0)]);
    const before = commitsIn(folder);
    await Promise.all(Array.from({ length: 50 }, (_, n) => store.append([rowOf(n + 1)])));
    assert.equal(commitsIn(folder) - before, 1);
    await store.append([rowOf(60)]);
    await store.append([rowOf(61)]);
    assert.equal(commitsIn(folder) - before, 3);
    store.close();
  });
});

describe('through plain SQL, history is refused', () => {
  const forbidden: readonly (readonly [what: string, sql: string, why: RegExp])[] = [
    ['a changed content', "UPDATE leaf SET content = x'00' WHERE idx = 0", /only by an erasure/],
    ['a changed key', "UPDATE leaf SET key = x'00' WHERE idx = 0", /only by an erasure or a rotation/],
    ['a changed id', 'UPDATE leaf SET id = zeroblob(32) WHERE idx = 0', /append-only/],
    ['a changed row by way of replacing', 'UPDATE OR REPLACE leaf SET idx = 1 WHERE idx = 0', /append-only/],
    ['a deleted entry', 'DELETE FROM leaf WHERE idx = 2', /append-only/],
    ['all entries deleted', 'DELETE FROM leaf', /append-only/],
    ['a gap', 'INSERT INTO leaf VALUES (4, zeroblob(32), zeroblob(1), zeroblob(1))', /no gap/],
    [
      'an index before the first',
      'INSERT INTO leaf VALUES (-1, zeroblob(32), zeroblob(1), zeroblob(1))',
      /no gap/,
    ],
    [
      'an index given anew',
      'INSERT OR REPLACE INTO leaf VALUES (1, zeroblob(32), zeroblob(1), zeroblob(1))',
      /no gap/,
    ],
    [
      'an id that is none',
      'INSERT INTO leaf VALUES (3, zeroblob(31), zeroblob(1), zeroblob(1))',
      /CHECK constraint/,
    ],
    ['an addition taken away', 'DELETE FROM addition', /only by an erasure/],
    ['a changed addition', "UPDATE addition SET content = x'00'", /append-only/],
    ['an addition with another key', "UPDATE addition SET key = x'00'", /only by an erasure or a rotation/],
    ['an addition to nothing', 'INSERT INTO addition VALUES (9, 9, zeroblob(1), zeroblob(1))', /FOREIGN KEY/],
    ['an erasure of nothing', 'INSERT INTO erased VALUES (9, zeroblob(32))', /FOREIGN KEY/],
    ['an erasure undone', 'DELETE FROM erased', /stays erased/],
  ];
  for (const [what, sql, why] of forbidden) {
    test(what, async () => {
      const folder = newFolder();
      const store = storeSqlite({ vault, folder });
      await store.append([rowOf(0), rowOf(1), rowOf(2)]);
      await store.add(2, Buffer.from('later'));
      store.erase([{ index: 1, by: rowOf(9).id, content: new Uint8Array() }]);
      store.close();
      plainSql(folder, (db) => assert.throws(() => db.exec(sql), why));
      const again = storeSqlite({ vault, folder });
      assert.deepEqual(
        again.read(ALL).map((row) => [row.id, text(row.content), row.later.map(text), row.erasedBy]),
        [
          [rowOf(0).id, 'row 0', [], undefined],
          [rowOf(1).id, '', [], rowOf(9).id],
          [rowOf(2).id, 'row 2', ['later'], undefined],
        ],
      );
      again.close();
    });
  }
});

describe('broken bytes', () => {
  test('that are no database are said to be broken', () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'hub.sqlite'), 'once upon a time '.repeat(1_000));
    assert.throws(() => storeSqlite({ vault, folder }), isFailure('broken'));
    assert.throws(() => storeSqlite({ vault, folder, mode: 'read' }), isFailure('broken'));
    rmSync(join(folder, 'hub.sqlite'));
    storeSqlite({ vault, folder }).close();
  });

  test('at the head of any page are found', async () => {
    const folder = newFolder();
    const store = storeSqlite({ vault, folder });
    await store.append(Array.from({ length: 500 }, (_, n) => rowOf(n)));
    store.close();
    const path = join(folder, 'hub.sqlite');
    const bytes = readFileSync(path);
    for (let page = 1; page < bytes.length / 4096; page++) {
      writeFileSync(path, Buffer.from(bytes).fill(0x5a, page * 4096, page * 4096 + 16));
      assert.notDeepEqual(faultsOf(folder), [], `page ${page}`);
    }
    writeFileSync(path, bytes);
    assert.deepEqual(faultsOf(folder), []);
  });

  function faultsOf(folder: string): readonly string[] {
    try {
      const store = storeSqlite({ vault, folder });
      try {
        return store.faults();
      } finally {
        store.close();
      }
    } catch (error) {
      assert.ok(isFailure('broken')(error), String(error));
      return ['does not open'];
    }
  }
});
