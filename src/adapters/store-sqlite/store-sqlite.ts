import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLOutputValue } from 'node:sqlite';
import { instant } from '../../base/instant.ts';
import { parseEntryId, parseIncidentId } from '../../record/names.ts';
import type { EntryId, IncidentId } from '../../record/names.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Kept, NewRow, Row, Store } from '../../ports/store.ts';
import { newIdTable } from './id-table.ts';
import { migrate, SCHEMA_VERSION } from './schema.ts';

const DATABASE_FILE = 'hub.sqlite';
const LOCK_FILE = 'hub.lock.sqlite';
// One fsync a commit: commits that come this close together share it.
const GROUP_WAIT_MS = 5;

export type StoreSqliteOptions = {
  readonly folder: string;
  /** `read`: look without taking the hub's lock, while a hub may be running on the same folder. */
  readonly mode?: 'write' | 'read';
};

type Waiting = {
  readonly rows: readonly NewRow[];
  readonly resolve: (kept: readonly Kept[]) => void;
  readonly reject: (cause: unknown) => void;
};

/** The hub's store in one SQLite file: WAL, every commit on the disk, deleted bytes overwritten. */
export function storeSqlite({ folder, mode = 'write' }: StoreSqliteOptions): Store {
  return guard(() => {
    if (mode === 'write') makeFolder(folder);
    const open: DatabaseSync[] = mode === 'write' ? [takeLock(folder)] : [];
    const close = (): void => open.toReversed().forEach((db) => db.close());
    try {
      const db = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: mode === 'read' });
      open.push(db);
      prepareDatabase(db, mode);
      return sqliteStore(db, mode === 'read', close);
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

function prepareDatabase(db: DatabaseSync, mode: 'write' | 'read'): void {
  db.exec('PRAGMA busy_timeout = 2000;');
  if (mode === 'read') return checkVersion(db);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;',
  );
  migrate(db);
}

function checkVersion(db: DatabaseSync): void {
  if (Number(db.prepare('PRAGMA user_version').get()?.['user_version']) > SCHEMA_VERSION)
    throw new StoreFailure('newer-format', false);
}

/** Holds an exclusive transaction on a file of its own for life: the system drops it even when we are killed. */
function takeLock(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, LOCK_FILE));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    return lock;
  } catch (cause) {
    lock.close();
    throw failureOf(cause) === 'in-use' ? new StoreFailure('in-use', false, cause) : cause;
  }
}

function sqliteStore(db: DatabaseSync, isReader: boolean, close: () => void): Store {
  const index = openIndex(db);
  const all = db.prepare(`${SELECT} WHERE e.idx > ? ORDER BY e.idx LIMIT ?`);
  const scoped = db.prepare(`${SELECT} WHERE e.incident = ? AND e.idx > ? ORDER BY e.idx LIMIT ?`);
  const commits = groupCommits((group) => guard(() => commit(db, index, group)));
  // While we hold the lock nobody else writes; a reader sees what the hub wrote since its last look.
  const look = <T>(work: () => T): T =>
    guard(() => {
      if (isReader) index.catchUp();
      return work();
    });
  return {
    append: commits.append,
    read: ({ after, incident, limit }) =>
      look(() => {
        if (incident === undefined) return all.all(after, limit).map(rowOf);
        return scoped.all(index.incidents.get(incident) ?? 0, after, limit).map(rowOf);
      }),
    find: (id) => look(() => index.find(id)),
    size: () => look(index.size),
    incidents: () => look(() => [...index.incidents.keys()]),
    setting: (name) => {
      const value = guard(() => db.prepare('SELECT value FROM setting WHERE name = ?').get(name))?.['value'];
      return value instanceof Uint8Array ? value : undefined;
    },
    saveSetting: (name, value) => {
      guard(() =>
        db
          .prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
          .run(name, value),
      );
    },
    faults: () => guard(() => databaseFaults(db)),
    close: () => {
      commits.flush();
      close();
    },
  };
}

/** Where every entry and incident stands, in memory. */
type Index = {
  readonly size: () => number;
  readonly incidents: Map<IncidentId, number>;
  readonly find: (id: EntryId) => Row | undefined;
  readonly add: (id: EntryId, index: number) => void;
  /** Takes in the rows after the last one known. */
  readonly catchUp: () => void;
};

function openIndex(db: DatabaseSync): Index {
  const byIndex = db.prepare(`${SELECT} WHERE e.idx = ?`);
  const newRows = db.prepare('SELECT idx, id FROM entry WHERE idx >= ? ORDER BY idx');
  const newIncidents = db.prepare('SELECT n, id FROM incident WHERE n > ? ORDER BY n');
  const places = newIdTable();
  const incidents = new Map<IncidentId, number>();
  let size = 0;
  const add = (id: EntryId, index: number): void => {
    places.add(id, index);
    size = index + 1;
  };
  const catchUp = (): void => {
    for (const row of newIncidents.iterate(incidents.size))
      incidents.set(incidentOf(row['id']), Number(row['n']));
    for (const row of newRows.iterate(size)) add(idOf(row['id']), Number(row['idx']));
  };
  const find = (id: EntryId): Row | undefined => {
    for (const index of places.candidates(id)) {
      const row = byIndex.get(index);
      if (row !== undefined && idOf(row['id']) === id) return rowOf(row);
    }
    return undefined;
  };
  catchUp();
  return { size: () => size, incidents, find, add, catchUp };
}

/** Keeps every batch of the group in one transaction, or none. */
function commit(db: DatabaseSync, index: Index, group: readonly Waiting[]): readonly (readonly Kept[])[] {
  const knownIncidents = index.incidents.size;
  const fresh = new Map<EntryId, number>();
  const insert = db.prepare(
    'INSERT INTO entry (idx, incident, id, logged_at, content) VALUES (?, ?, ?, ?, ?)',
  );
  const keep = (row: NewRow): Kept => {
    const old = fresh.get(row.id) ?? index.find(row.id)?.index;
    if (old !== undefined) return { id: row.id, index: old, isNew: false };
    const place = index.size() + fresh.size;
    insert.run(
      place,
      incidentNumber(db, index, row.incident),
      Buffer.from(row.id, 'hex'),
      row.loggedAt,
      row.content,
    );
    fresh.set(row.id, place);
    return { id: row.id, index: place, isNew: true };
  };
  db.exec('BEGIN IMMEDIATE');
  try {
    const kept = group.map(({ rows }) => rows.map(keep));
    db.exec('COMMIT');
    for (const [id, place] of fresh) index.add(id, place);
    return kept;
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK');
    for (const [id, n] of index.incidents) if (n > knownIncidents) index.incidents.delete(id);
    throw cause;
  }
}

function incidentNumber(db: DatabaseSync, { incidents }: Index, id: IncidentId): number {
  const known = incidents.get(id);
  if (known !== undefined) return known;
  const made = incidents.size + 1;
  db.prepare('INSERT INTO incident (n, id) VALUES (?, ?)').run(made, id);
  incidents.set(id, made);
  return made;
}

/** Batches that come within `GROUP_WAIT_MS` are committed together; each hears of its own rows. */
function groupCommits(commitGroup: (group: readonly Waiting[]) => readonly (readonly Kept[])[]): {
  readonly append: Store['append'];
  readonly flush: () => void;
} {
  let queue: Waiting[] = [];
  const flush = (): void => {
    const group = queue;
    queue = [];
    if (group.length === 0) return;
    try {
      const kept = commitGroup(group);
      group.forEach((waiting, i) => waiting.resolve(kept[i] ?? []));
    } catch (cause) {
      for (const waiting of group) waiting.reject(cause);
    }
  };
  const append: Store['append'] = (rows) =>
    new Promise((resolve, reject) => {
      queue.push({ rows, resolve, reject });
      if (queue.length === 1) setTimeout(flush, GROUP_WAIT_MS);
    });
  return { append, flush };
}

const SELECT =
  'SELECT e.idx, e.id, e.logged_at, e.content, i.id AS incident FROM entry e JOIN incident i ON i.n = e.incident';

type SqlRow = Record<string, SQLOutputValue>;

function rowOf(row: SqlRow): Row {
  const content = row['content'];
  if (!(content instanceof Uint8Array)) throw new StoreFailure('broken', false);
  return {
    index: Number(row['idx']),
    id: idOf(row['id']),
    incident: incidentOf(row['incident']),
    loggedAt: instant(Number(row['logged_at'])),
    content,
  };
}

function idOf(value: SQLOutputValue | undefined): EntryId {
  const id = value instanceof Uint8Array ? parseEntryId(Buffer.from(value).toString('hex')) : undefined;
  if (id === undefined) throw new StoreFailure('broken', false);
  return id;
}

function incidentOf(value: SQLOutputValue | undefined): IncidentId {
  const id = parseIncidentId(value);
  if (id === undefined) throw new StoreFailure('broken', false);
  return id;
}

function databaseFaults(db: DatabaseSync): readonly string[] {
  const faults = db
    .prepare('PRAGMA integrity_check')
    .all()
    .map((row) => String(row['integrity_check']))
    .filter((line) => line !== 'ok');
  const gap = db.prepare('SELECT count(*) AS n, max(idx) AS last FROM entry').get();
  if (Number(gap?.['n']) > 0 && Number(gap?.['n']) !== Number(gap?.['last']) + 1)
    faults.push('the entry indexes have a gap');
  return faults;
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof StoreFailure) throw cause;
    const kind = failureOf(cause);
    throw new StoreFailure(kind, kind === 'full' || kind === 'in-use', cause);
  }
}

/** SQLite result codes, https://www.sqlite.org/rescode.html: primary code in the low byte. */
function failureOf(cause: unknown): StoreFailure['kind'] {
  const code =
    typeof cause === 'object' && cause !== null && 'errcode' in cause
      ? Number(cause.errcode) & 0xff
      : undefined;
  if (code === 13) return 'full';
  if (code === 8 || code === 3) return 'read-only';
  if (code === 5 || code === 6) return 'in-use';
  if (code === 11 || code === 26) return 'broken';
  const system = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return system === 'EROFS' || system === 'EACCES'
    ? 'read-only'
    : system === 'ENOSPC'
      ? 'full'
      : 'unavailable';
}
