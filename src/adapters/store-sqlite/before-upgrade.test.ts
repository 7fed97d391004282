import assert from 'node:assert/strict';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { testVault } from '../../../test/making/vault.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { rowOf } from '../../../test/vectors/rows.ts';
import { StoreFailure } from '../../ports/store.ts';
import { copiesBeforeUpgrade, rollBack, wipeCopies } from './before-upgrade.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { storeSqlite } from './store-sqlite.ts';

const vault = testVault();
// A copy of the vector: SQLite makes files beside what it reads.
const VECTORS = join(import.meta.dirname, '../../../test/vectors');
const DRAFT_1 = join(newFolder(), 'hub.sqlite');
copyFileSync(join(VECTORS, 'store-sqlite-1/hub.sqlite'), DRAFT_1);
const COPY = `hub-before-${SCHEMA_VERSION}.sqlite`;

function draftFolder(): string {
  const folder = newFolder();
  copyFileSync(DRAFT_1, join(folder, 'hub.sqlite'));
  return folder;
}

function upgradedFolder(): string {
  const folder = draftFolder();
  storeSqlite({ folder, vault }).close();
  return folder;
}

/** All that a file of the first version holds, as text. */
function contentOf(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = (sql: string): unknown => db.prepare(sql).all();
    return JSON.stringify([
      rows('PRAGMA user_version'),
      rows('SELECT * FROM incident ORDER BY n'),
      rows('SELECT idx, incident, hex(id), logged_at, hex(content) FROM entry ORDER BY idx'),
      rows('SELECT name, hex(value) FROM setting ORDER BY name'),
    ]);
  } finally {
    db.close();
  }
}

const isFailure = (kind: StoreFailure['kind']) => (error: unknown) =>
  error instanceof StoreFailure && error.kind === kind;

describe('before an upgrade', () => {
  test('a whole copy of the old file is kept beside it, its owner’s only; a new hub has none', () => {
    const folder = upgradedFolder();
    assert.deepEqual(copiesBeforeUpgrade(folder), [COPY]);
    assert.equal(contentOf(join(folder, COPY)), contentOf(DRAFT_1));
    if (process.platform !== 'win32') assert.equal(statSync(join(folder, COPY)).mode & 0o777, 0o600);
    const fresh = newFolder();
    storeSqlite({ folder: fresh, vault }).close();
    storeSqlite({ folder: fresh, vault }).close();
    assert.deepEqual(copiesBeforeUpgrade(fresh), []);
  });

  test('what a copy that was cut off left behind is made anew', () => {
    const folder = draftFolder();
    writeFileSync(join(folder, `${COPY}.part`), 'half a copy');
    storeSqlite({ folder, vault }).close();
    assert.deepEqual(copiesBeforeUpgrade(folder), [COPY]);
    assert.equal(contentOf(join(folder, COPY)), contentOf(DRAFT_1));
  });

  test('a copy that cannot be made stops the upgrade, and the file stays as it was', () => {
    const folder = draftFolder();
    // A file never takes the place of a folder that holds something, whoever asks.
    mkdirSync(join(folder, COPY, 'something'), { recursive: true });
    assert.throws(() => storeSqlite({ folder, vault }), isFailure('unavailable'));
    assert.equal(contentOf(join(folder, 'hub.sqlite')), contentOf(DRAFT_1));
  });
});

describe('going back', () => {
  test('gives the file of before, to the byte of every row, and then the upgrade can be done again', () => {
    const folder = upgradedFolder();
    assert.deepEqual(rollBack(folder), { kind: 'done', entries: 30, isSealed: false });
    assert.equal(contentOf(join(folder, 'hub.sqlite')), contentOf(DRAFT_1));
    assert.deepEqual(copiesBeforeUpgrade(folder), []);
    assert.deepEqual(rollBack(folder), { kind: 'no-copy' });
    const store = storeSqlite({ folder, vault });
    assert.equal(store.size(), 30);
    store.close();
    assert.deepEqual(copiesBeforeUpgrade(folder), [COPY]);
  });

  test('is refused with the number of entries and parts it would lose', async () => {
    const folder = upgradedFolder();
    const store = storeSqlite({ folder, vault });
    await store.append([rowOf(30), rowOf(31)]);
    await store.add(3, new Uint8Array([1]));
    store.close();
    const before = readFileSync(join(folder, 'hub.sqlite'));
    assert.deepEqual(rollBack(folder), { kind: 'would-lose', entries: 2, additions: 1, rows: 0 });
    assert.deepEqual(readFileSync(join(folder, 'hub.sqlite')), before);
    assert.deepEqual(copiesBeforeUpgrade(folder), [COPY]);
  });

  test('is refused where it would bring back what was erased', () => {
    const folder = upgradedFolder();
    const store = storeSqlite({ folder, vault });
    store.erase([{ index: 3, by: rowOf(4).id, content: new Uint8Array([1]) }]);
    store.close();
    assert.deepEqual(rollBack(folder), { kind: 'would-bring-back', erased: 1 });
  });

  test('from the second format gives a sealed file, and is refused while it would lose who can be told', async () => {
    const folder = newFolder();
    copyFileSync(join(VECTORS, 'store-sqlite-2/hub.sqlite'), join(folder, 'hub.sqlite'));
    const store = storeSqlite({ folder, vault });
    assert.equal(store.size(), 30);
    await store.append([], [{ drawer: 'contacts', n: 1, content: new Uint8Array([1]) }]);
    store.close();
    assert.deepEqual(rollBack(folder), { kind: 'would-lose', entries: 0, additions: 0, rows: 1 });
    const again = storeSqlite({ folder, vault });
    await again.append([], [{ drawer: 'contacts', n: 1 }]);
    again.close();
    assert.deepEqual(rollBack(folder), { kind: 'done', entries: 30, isSealed: true });
    assert.deepEqual(copiesBeforeUpgrade(folder), []);
  });

  test('is refused while a hub runs, and where there is none', () => {
    const folder = upgradedFolder();
    const store = storeSqlite({ folder, vault });
    assert.throws(() => rollBack(folder), isFailure('in-use'));
    store.close();
    assert.throws(() => rollBack(newFolder()), isFailure('unavailable'));
  });

  test('is refused to a copy that is damaged, or belongs to another record', () => {
    const damaged = upgradedFolder();
    writeFileSync(join(damaged, COPY), 'x'.repeat(10_000));
    assert.deepEqual(rollBack(damaged), { kind: 'copy-damaged' });
    const foreign = newFolder();
    storeSqlite({ folder: foreign, vault }).close();
    copyFileSync(DRAFT_1, join(foreign, COPY));
    assert.deepEqual(rollBack(foreign), { kind: 'not-its-copy' });
    const newer = upgradedFolder();
    copyFileSync(join(newer, 'hub.sqlite'), join(newer, COPY));
    assert.deepEqual(rollBack(newer), { kind: 'copy-damaged' });
  });
});

describe('when the upgrade is done', () => {
  test('the copy is overwritten before it goes, also where another name still leads to it', () => {
    const folder = upgradedFolder();
    linkSync(join(folder, COPY), join(folder, 'other-name'));
    assert.ok(readFileSync(join(folder, 'other-name')).includes('SQLite format 3'));
    assert.deepEqual(wipeCopies(folder), [COPY]);
    assert.equal(existsSync(join(folder, COPY)), false);
    const left = readFileSync(join(folder, 'other-name'));
    assert.ok(
      left.length > 0 && left.every((byte) => byte === 0),
      'every byte of what was there is overwritten',
    );
    assert.deepEqual(wipeCopies(folder), []);
  });

  test('it may be said while a hub runs, and not before the file was upgraded', () => {
    const folder = upgradedFolder();
    const store = storeSqlite({ folder, vault });
    assert.deepEqual(wipeCopies(folder), [COPY]);
    store.close();
    const draft = draftFolder();
    copyFileSync(DRAFT_1, join(draft, COPY));
    assert.throws(() => wipeCopies(draft), isFailure('older-format'));
    assert.deepEqual(copiesBeforeUpgrade(draft), [COPY]);
  });
});
