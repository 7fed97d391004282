import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { assert } from '../../base/assert.ts';
import type { Vault } from '../../record/at-rest.ts';
import type { EntryId } from '../../record/names.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { DrawerChange, Erasure, Kept, NewRow, Store } from '../../ports/store.ts';
import { keepCopyBefore } from './before-upgrade.ts';
import { changeDrawers, readDrawer } from './drawers.ts';
import { guard } from './failures.ts';
import { groupCommits } from './group-commits.ts';
import { DATABASE_FILE } from './hub-files.ts';
import { idOf, openLogIndex } from './log-index.ts';
import type { LogIndex } from './log-index.ts';
import { takeLock } from './lock.ts';
import { newRewrap } from './rewrap.ts';
import type { Rewrap } from './rewrap.ts';
import { migrate, SCHEMA_VERSION, versionOf } from './schema.ts';
import { sealPlain, sealPlains } from './sealed-rows.ts';
import { transact } from './transact.ts';

export type StoreSqliteOptions = {
  readonly folder: string;
  readonly vault: Vault;
  /** `read`: look without taking the hub's lock, while a hub may be running on the same folder. */
  readonly mode?: 'write' | 'read';
  /** How long a commit waits for others, 0 where there are none. */
  readonly groupWaitMs?: number | undefined;
};

export type StoreSqlite = Store & { readonly rewrap: Rewrap };

/**
 * The hub's store in one SQLite file: WAL, every commit on the disk, deleted bytes overwritten. All but the ids and
 * their order is sealed by the vault before SQLite sees it, so nothing of it comes into the log or a temporary file.
 */
export function storeSqlite({ folder, vault, mode = 'write', groupWaitMs }: StoreSqliteOptions): StoreSqlite {
  return guard(() => {
    if (mode === 'write') makeFolder(folder);
    const open: { readonly close: () => void }[] = mode === 'write' ? [takeLock(folder, 'hub')] : [];
    const close = (): void => open.toReversed().forEach((db) => db.close());
    try {
      const db = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: mode === 'read' });
      open.push(db);
      prepareDatabase(db, { folder, mode, vault });
      // An erasure may have been cut off, or refused this by a reader, when the folder was last open.
      const isScrubbed = mode === 'read' || scrub(db);
      return sqliteStore({ db, vault, isReader: mode === 'read', isScrubbed, groupWaitMs, close });
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

function prepareDatabase(
  db: DatabaseSync,
  { folder, mode, vault }: Required<Omit<StoreSqliteOptions, 'groupWaitMs'>>,
): void {
  db.exec('PRAGMA busy_timeout = 2000;');
  if (mode === 'read') return checkVersion(db);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;',
  );
  keepCopyBefore(db, folder);
  migrate(db, vault);
  checkKey(db, vault);
}

/** A rotation puts every setting under the newest key. With an older one we would seal what nobody could open. */
function checkKey(db: DatabaseSync, vault: Vault): void {
  const settings = db.prepare('SELECT name, value FROM setting').all();
  const isOpen = settings.some(
    ({ name, value }) => value instanceof Uint8Array && vault.openSetting(String(name), value) !== undefined,
  );
  if (settings.length > 0 && !isOpen) throw new StoreFailure('other-key', false);
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
  /** Whether the write-ahead log holds nothing that was erased. */
  readonly isScrubbed: boolean;
  readonly groupWaitMs: number | undefined;
  readonly close: () => void;
};

function sqliteStore(open: Open): StoreSqlite {
  const { db, vault, isReader } = open;
  let isScrubbed = open.isScrubbed;
  const index = openLogIndex(db, vault);
  const together = (group: readonly Work[]) => guard(() => commit(db, { index, vault }, group));
  const commits = groupCommits(together, open.groupWaitMs);
  const rewrap = newRewrap(db, vault);
  // While we hold the lock nobody else writes; a reader sees what the hub wrote since its last look.
  const look = <T>(work: () => T): T =>
    guard(() => {
      if (isReader) index.catchUp();
      return work();
    });
  return {
    append: async (rows, changes = []) => {
      const kept = await commits.handIn({ rows, changes });
      // What was forgotten must not stay in the journal; nothing else of the ledger is, and it grows quickly.
      if (changes.some(({ drawer, content }) => drawer === 'contacts' || content === undefined))
        isScrubbed = false;
      return kept;
    },
    add: async (to, content) =>
      void (await commits.handIn({ rows: [], changes: [], addition: { to, content } })),
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
    indexOf: (id) => look(() => index.indexOf(id)),
    leaves: (from, limit) => look(() => index.leaves(from, limit)),
    size: () => look(index.size),
    incidents: () => look(index.incidents),
    erase: (erasures) => {
      isScrubbed = false;
      guard(() => erase(db, { index, vault }, erasures));
    },
    erased: () =>
      look(() =>
        [...index.erasedBy]
          .sort(([a], [b]) => a - b)
          .map(([place, by]) => ({ index: place, id: idAt(db, place), by })),
      ),
    scrub: () => {
      isScrubbed ||= guard(() => scrub(db));
      return isScrubbed;
    },
    setting: (name) => guard(() => readSetting(db, vault, name)),
    saveSetting: (name, value) => guard(() => saveSetting(db, name, vault.sealSetting(name, value))),
    inDrawer: (drawer) => guard(() => readDrawer(db, vault, drawer)),
    rewrap: (limit) => {
      isScrubbed = false;
      return guard(() => rewrap(limit));
    },
    faults: () => guard(() => [...databaseFaults(db), ...damageOf(index)]),
    close: () => {
      commits.flush();
      open.close();
    },
  };
}

function saveSetting(db: DatabaseSync, name: string, sealed: Uint8Array): void {
  db.prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
    name,
    sealed,
  );
}

/** One caller's wish within a commit: rows to append, drawers to change, or something to add to a kept row. */
type Work = {
  readonly rows: readonly NewRow[];
  readonly changes: readonly DrawerChange[];
  readonly addition?: { readonly to: number; readonly content: Uint8Array };
};

type Sealing = { readonly index: LogIndex; readonly vault: Vault };

/** Keeps every batch of the group in one transaction, or none. */
function commit(
  db: DatabaseSync,
  { index, vault }: Sealing,
  group: readonly Work[],
): readonly (readonly Kept[])[] {
  const first = index.size();
  const fresh = new Map<EntryId, number>();
  const newRows: NewRow[] = [];
  const placeOf = (row: NewRow): Kept => {
    const old = fresh.get(row.id) ?? index.indexOf(row.id);
    if (old !== undefined) return { id: row.id, index: old, isNew: false };
    const place = first + newRows.length;
    fresh.set(row.id, place);
    newRows.push(row);
    return { id: row.id, index: place, isNew: true };
  };
  const kept = group.map(({ rows }) => rows.map(placeOf));
  const additions = group.flatMap(({ addition }) => addition ?? []);
  const sealed = sealPlains(newRows, vault);
  const insert = db.prepare('INSERT INTO leaf (idx, id, key, content) VALUES (?, ?, ?, ?)');
  transact(db, () => {
    for (const [i, { id, key, content }] of sealed.entries())
      insert.run(first + i, Buffer.from(id, 'hex'), key, content);
    for (const addition of additions) insertAddition(db, vault, addition);
    for (const { changes } of group) changeDrawers(db, vault, changes);
  });
  for (const [i, { id, incident }] of newRows.entries()) index.added(id, first + i, incident);
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
}

/** Brings the write-ahead log into the file and cuts it to nothing: it still holds pages as they were. */
function scrub(db: DatabaseSync): boolean {
  const done = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  return Number(done?.['busy']) === 0;
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
