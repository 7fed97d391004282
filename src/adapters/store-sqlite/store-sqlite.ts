import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { assert } from '../../base/assert.ts';
import type { Vault } from '../../record/at-rest.ts';
import type { EntryId } from '../../record/names.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Erasure, Kept, NewRow, Store } from '../../ports/store.ts';
import { keepCopyBefore } from './before-upgrade.ts';
import { guard } from './failures.ts';
import { groupCommits } from './group-commits.ts';
import { DATABASE_FILE, takeLock } from './hub-files.ts';
import { idOf, openLogIndex } from './log-index.ts';
import type { LogIndex } from './log-index.ts';
import { migrate, SCHEMA_VERSION, versionOf } from './schema.ts';
import { sealPlain } from './sealed-rows.ts';

export type StoreSqliteOptions = {
  readonly folder: string;
  readonly vault: Vault;
  /** `read`: look without taking the hub's lock, while a hub may be running on the same folder. */
  readonly mode?: 'write' | 'read';
};

export type StoreSqlite = Store & {
  /** Puts up to `limit` entry keys and all settings under the vault's newest data key; how many are left. */
  readonly rewrap: (limit: number) => number;
};

/**
 * The hub's store in one SQLite file: WAL, every commit on the disk, deleted bytes overwritten. All but the ids and
 * their order is sealed by the vault before SQLite sees it, so nothing of it comes into the log or a temporary file.
 */
export function storeSqlite({ folder, vault, mode = 'write' }: StoreSqliteOptions): StoreSqlite {
  return guard(() => {
    if (mode === 'write') makeFolder(folder);
    const open: DatabaseSync[] = mode === 'write' ? [takeLock(folder)] : [];
    const close = (): void => open.toReversed().forEach((db) => db.close());
    try {
      const db = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: mode === 'read' });
      open.push(db);
      prepareDatabase(db, { folder, mode, vault });
      return sqliteStore({ db, vault, isReader: mode === 'read', close });
    } catch (cause) {
      close();
      throw cause;
    }
  });
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // SQLite would only say that it cannot open its file.
  accessSync(folder, constants.W_OK);
}

function prepareDatabase(db: DatabaseSync, { folder, mode, vault }: Required<StoreSqliteOptions>): void {
  db.exec('PRAGMA busy_timeout = 2000;');
  if (mode === 'read') return checkVersion(db);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;',
  );
  keepCopyBefore(db, folder);
  migrate(db, vault);
}

function checkVersion(db: DatabaseSync): void {
  const version = versionOf(db);
  if (version > SCHEMA_VERSION) throw new StoreFailure('newer-format', false);
  if (version < SCHEMA_VERSION) throw new StoreFailure('older-format', false);
}

type Open = {
  readonly db: DatabaseSync;
  readonly vault: Vault;
  readonly isReader: boolean;
  readonly close: () => void;
};

function sqliteStore(open: Open): StoreSqlite {
  const { db, vault, isReader } = open;
  const index = openLogIndex(db, vault);
  const commits = groupCommits((group: readonly Work[]) => guard(() => commit(db, { index, vault }, group)));
  // While we hold the lock nobody else writes; a reader sees what the hub wrote since its last look.
  const look = <T>(work: () => T): T =>
    guard(() => {
      if (isReader) index.catchUp();
      return work();
    });
  return {
    append: (rows) => commits.handIn({ rows }),
    add: async (to, content) => void (await commits.handIn({ rows: [], addition: { to, content } })),
    read: ({ after, incident, limit }) =>
      look(() => {
        if (incident === undefined) return index.rowsAfter(after, limit);
        const wanted = index.ofIncident(incident).filter((i) => i > after);
        return wanted.slice(0, limit).flatMap((i) => index.rowAt(i) ?? []);
      }),
    find: (id) =>
      look(() => {
        const place = index.indexOf(id);
        return place === undefined ? undefined : index.rowAt(place);
      }),
    size: () => look(index.size),
    incidents: () => look(index.incidents),
    erase: (erasures) => guard(() => erase(db, { index, vault }, erasures)),
    setting: (name) => guard(() => readSetting(db, vault, name)),
    saveSetting: (name, value) => {
      guard(() =>
        db
          .prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
          .run(name, vault.sealSetting(name, value)),
      );
    },
    rewrap: (limit) => guard(() => rewrap(db, vault, limit)),
    faults: () => guard(() => [...databaseFaults(db), ...damageOf(index)]),
    close: () => {
      commits.flush();
      open.close();
    },
  };
}

/** One caller's wish within a commit: rows to append, or something to add to a kept row. */
type Work = {
  readonly rows: readonly NewRow[];
  readonly addition?: { readonly to: number; readonly content: Uint8Array };
};

type Sealing = { readonly index: LogIndex; readonly vault: Vault };

/** Keeps every batch of the group in one transaction, or none. */
function commit(
  db: DatabaseSync,
  { index, vault }: Sealing,
  group: readonly Work[],
): readonly (readonly Kept[])[] {
  const fresh = new Map<EntryId, { readonly place: number; readonly row: NewRow }>();
  const insert = db.prepare('INSERT INTO leaf (idx, id, key, content) VALUES (?, ?, ?, ?)');
  const keep = (row: NewRow): Kept => {
    const old = fresh.get(row.id)?.place ?? index.indexOf(row.id);
    if (old !== undefined) return { id: row.id, index: old, isNew: false };
    const place = index.size() + fresh.size;
    const { key, content } = sealPlain(row.id, row, vault);
    insert.run(place, Buffer.from(row.id, 'hex'), key, content);
    fresh.set(row.id, { place, row });
    return { id: row.id, index: place, isNew: true };
  };
  const additions = group.flatMap(({ addition }) => addition ?? []);
  const kept = transact(db, () => {
    const all = group.map(({ rows }) => rows.map(keep));
    for (const addition of additions) insertAddition(db, vault, addition);
    return all;
  });
  for (const [id, { place, row }] of fresh) index.added(id, place, row.incident);
  for (const { to } of additions) index.addedTo(to);
  return kept;
}

function insertAddition(
  db: DatabaseSync,
  vault: Vault,
  { to, content }: NonNullable<Work['addition']>,
): void {
  const { key, content: sealed } = vault.sealRow(idAt(db, to), content);
  db.prepare('INSERT INTO addition (idx, key, content) VALUES (?, ?, ?)').run(to, key, sealed);
}

function idAt(db: DatabaseSync, index: number): EntryId {
  const row = db.prepare('SELECT id FROM leaf WHERE idx = ?').get(index);
  assert(row !== undefined, 'only what is kept can be added to or erased');
  return idOf(row['id']);
}

function erase(db: DatabaseSync, { index, vault }: Sealing, erasures: readonly Erasure[]): void {
  transact(db, () => {
    for (const { index: place, by, content } of erasures) {
      const row = index.rowAt(place);
      const id = idAt(db, place);
      db.prepare('INSERT INTO erased (idx, by) VALUES (?, ?) ON CONFLICT DO UPDATE SET by = excluded.by').run(
        place,
        Buffer.from(by, 'hex'),
      );
      db.prepare('DELETE FROM addition WHERE idx = ?').run(place);
      // Sealed anew under a new key, so that the old key, wherever a copy of the old content lies, is gone.
      const left =
        row === undefined
          ? { key: new Uint8Array(), content: new Uint8Array() }
          : sealPlain(id, { ...row, content }, vault);
      db.prepare('UPDATE leaf SET key = ?, content = ? WHERE idx = ?').run(left.key, left.content, place);
    }
  });
  for (const { index: place, by } of erasures) index.erased(place, by);
  scrub(db);
}

/** Brings the write-ahead log into the file and cuts it to nothing: it still holds pages as they were. */
function scrub(db: DatabaseSync): void {
  const done = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  if (Number(done?.['busy']) !== 0) throw new StoreFailure('in-use', true);
}

function rewrap(db: DatabaseSync, vault: Vault, limit: number): number {
  const old = (table: string): { readonly n: number; readonly idx: number; readonly key: Uint8Array }[] =>
    db
      .prepare(`SELECT rowid AS n, idx, key FROM ${table}`)
      .all()
      .flatMap(({ n, idx, key }) =>
        key instanceof Uint8Array && key.length > 0 && !vault.isNewest(key)
          ? [{ n: Number(n), idx: Number(idx), key }]
          : [],
      );
  const [leaves, additions] = [old('leaf'), old('addition')];
  const now = [
    ...leaves.map((l) => ({ ...l, table: 'leaf' })),
    ...additions.map((a) => ({ ...a, table: 'addition' })),
  ].slice(0, limit);
  transact(db, () => {
    db.exec('INSERT INTO rotation VALUES (1)');
    for (const { table, n, idx, key } of now) {
      const wrapped = vault.rewrap(idAt(db, idx), key);
      if (wrapped === undefined) throw new StoreFailure('broken', false);
      db.prepare(`UPDATE ${table} SET key = ? WHERE rowid = ?`).run(wrapped, n);
    }
    for (const { name, value } of db.prepare('SELECT name, value FROM setting').all()) {
      if (!(value instanceof Uint8Array) || vault.isNewest(value)) continue;
      const plain = vault.openSetting(String(name), value);
      if (plain === undefined) throw new StoreFailure('broken', false);
      db.prepare('UPDATE setting SET value = ? WHERE name = ?').run(
        vault.sealSetting(String(name), plain),
        String(name),
      );
    }
    db.exec('DELETE FROM rotation');
  });
  const left = leaves.length + additions.length - now.length;
  if (left === 0) scrub(db);
  return left;
}

function transact<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const done = work();
    db.exec('COMMIT');
    return done;
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw cause;
  }
}

function readSetting(db: DatabaseSync, vault: Vault, name: string): Uint8Array | undefined {
  const sealed = db.prepare('SELECT value FROM setting WHERE name = ?').get(name)?.['value'];
  if (!(sealed instanceof Uint8Array)) return undefined;
  const value = vault.openSetting(name, sealed);
  if (value === undefined) throw new StoreFailure('broken', false);
  return value;
}

function damageOf(index: LogIndex): readonly string[] {
  index.incidents();
  return [...index.damaged].map((place) => `entry ${place} cannot be opened`);
}

function databaseFaults(db: DatabaseSync): readonly string[] {
  const faults = db
    .prepare('PRAGMA integrity_check')
    .all()
    .map((row) => String(row['integrity_check']))
    .filter((line) => line !== 'ok');
  const gap = db.prepare('SELECT count(*) AS n, max(idx) AS last FROM leaf').get();
  if (Number(gap?.['n']) > 0 && Number(gap?.['n']) !== Number(gap?.['last']) + 1)
    faults.push('the entry indexes have a gap');
  return faults;
}
