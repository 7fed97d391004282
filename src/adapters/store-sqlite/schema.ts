import type { DatabaseSync } from 'node:sqlite';
import { instant } from '../../base/instant.ts';
import type { Vault } from '../../record/at-rest.ts';
import { parseEntryId, parseIncidentId } from '../../record/names.ts';
import { StoreFailure } from '../../ports/store.ts';
import { sealPlain } from './sealed-rows.ts';

type Step = (db: DatabaseSync, vault: Vault) => void;

/**
 * One step a released version; a step once released is never edited. `user_version` counts the steps a file has.
 * The triggers make history append-only for everyone who goes through SQL, ourselves included.
 */
const MIGRATIONS: readonly Step[] = [
  (db) =>
    db.exec(`CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE incident (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
   CREATE TABLE entry (
     idx INTEGER PRIMARY KEY,
     incident INTEGER NOT NULL REFERENCES incident (n),
     id BLOB NOT NULL CHECK (length(id) = 32),
     logged_at INTEGER NOT NULL,
     content BLOB NOT NULL
   ) STRICT;
   CREATE INDEX entry_by_incident ON entry (incident, idx);`),
  sealWhatWasOpen,
  addDrawers,
];

export const SCHEMA_VERSION: number = MIGRATIONS.length;

/** Brings a file up to this version, each step in its own transaction. Refuses a file of a newer program. */
export function migrate(db: DatabaseSync, vault: Vault): void {
  const version = versionOf(db);
  if (version > SCHEMA_VERSION) throw new StoreFailure('newer-format', false);
  if (version === SCHEMA_VERSION) return;
  MIGRATIONS.slice(version).forEach((step, i) => {
    db.exec('BEGIN IMMEDIATE');
    try {
      step(db, vault);
      db.exec(`PRAGMA user_version = ${version + i + 1}; COMMIT;`);
    } catch (cause) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw cause;
    }
  });
  // What the old tables held in the open must not stay behind in free pages.
  db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE);');
}

export function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

/** Version 2: all but ids and their places is ciphertext, later additions and erasures have their tables. */
function sealWhatWasOpen(db: DatabaseSync, vault: Vault): void {
  db.exec(`CREATE TABLE leaf (
     idx INTEGER PRIMARY KEY,
     id BLOB NOT NULL CHECK (length(id) = 32),
     key BLOB NOT NULL,
     content BLOB NOT NULL
   ) STRICT;
   CREATE TABLE addition (
     n INTEGER PRIMARY KEY,
     idx INTEGER NOT NULL REFERENCES leaf (idx),
     key BLOB NOT NULL,
     content BLOB NOT NULL
   ) STRICT;
   CREATE INDEX addition_by_leaf ON addition (idx, n);
   CREATE TABLE erased (
     idx INTEGER PRIMARY KEY REFERENCES leaf (idx),
     by BLOB NOT NULL CHECK (length(by) = 32)
   ) STRICT;
   CREATE TABLE rotation (n INTEGER PRIMARY KEY CHECK (n = 1)) STRICT;`);
  const insert = db.prepare('INSERT INTO leaf (idx, id, key, content) VALUES (?, ?, ?, ?)');
  const open = db.prepare(
    'SELECT e.idx, e.id, e.logged_at, e.content, i.id AS incident FROM entry e JOIN incident i ON i.n = e.incident',
  );
  for (const row of open.iterate()) {
    const { idx, id, content } = row;
    const incident = parseIncidentId(row['incident']);
    const entryId = id instanceof Uint8Array ? parseEntryId(Buffer.from(id).toString('hex')) : undefined;
    if (!(content instanceof Uint8Array) || entryId === undefined || incident === undefined)
      throw new StoreFailure('broken', false);
    const plain = { incident, loggedAt: instant(Number(row['logged_at'])), content };
    const sealed = sealPlain(entryId, plain, vault);
    insert.run(Number(idx), Buffer.from(entryId, 'hex'), sealed.key, sealed.content);
  }
  for (const { name, value } of db.prepare('SELECT name, value FROM setting').all()) {
    if (!(value instanceof Uint8Array)) throw new StoreFailure('broken', false);
    const sealed = vault.sealSetting(String(name), value);
    db.prepare('UPDATE setting SET value = ? WHERE name = ?').run(sealed, String(name));
  }
  db.exec(`DROP TABLE entry; DROP TABLE incident; ${TRIGGERS}`);
}

/** Version 3: rows that come and go, sealed like settings under their drawer and number. */
function addDrawers(db: DatabaseSync): void {
  db.exec(`CREATE TABLE drawer (
     name TEXT NOT NULL,
     n INTEGER NOT NULL,
     content BLOB NOT NULL,
     PRIMARY KEY (name, n)
   ) STRICT, WITHOUT ROWID;`);
}

const TRIGGERS = `
   CREATE TRIGGER leaf_never_goes BEFORE DELETE ON leaf
     BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
   CREATE TRIGGER leaf_keeps_its_place BEFORE UPDATE OF idx, id ON leaf
     BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
   CREATE TRIGGER leaf_leaves_no_gap BEFORE INSERT ON leaf
     WHEN NEW.idx <> (SELECT coalesce(max(idx), -1) + 1 FROM leaf)
     BEGIN SELECT RAISE(ABORT, 'entry indexes have no gap'); END;
   CREATE TRIGGER content_stays_until_erased BEFORE UPDATE OF content ON leaf
     WHEN NOT EXISTS (SELECT 1 FROM erased WHERE idx = OLD.idx)
     BEGIN SELECT RAISE(ABORT, 'content goes only by an erasure'); END;
   CREATE TRIGGER key_stays_until_erased_or_rotated BEFORE UPDATE OF key ON leaf
     WHEN NOT EXISTS (SELECT 1 FROM erased WHERE idx = OLD.idx) AND NOT EXISTS (SELECT 1 FROM rotation)
     BEGIN SELECT RAISE(ABORT, 'keys change only by an erasure or a rotation'); END;
   CREATE TRIGGER addition_stays_until_erased BEFORE DELETE ON addition
     WHEN NOT EXISTS (SELECT 1 FROM erased WHERE idx = OLD.idx)
     BEGIN SELECT RAISE(ABORT, 'content goes only by an erasure'); END;
   CREATE TRIGGER addition_keeps_content BEFORE UPDATE OF n, idx, content ON addition
     BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
   CREATE TRIGGER addition_key_stays_until_rotated BEFORE UPDATE OF key ON addition
     WHEN NOT EXISTS (SELECT 1 FROM rotation)
     BEGIN SELECT RAISE(ABORT, 'keys change only by an erasure or a rotation'); END;
   CREATE TRIGGER erasure_never_goes BEFORE DELETE ON erased
     BEGIN SELECT RAISE(ABORT, 'what was erased stays erased'); END;`;
