import type { DatabaseSync } from 'node:sqlite';
import { StoreFailure } from '../../ports/store.ts';

/**
 * One step a released version; a step once released is never edited. `user_version` counts the steps a file has.
 * The triggers make history append-only for everyone who goes through SQL, ourselves included.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE incident (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
   CREATE TABLE entry (
     idx INTEGER PRIMARY KEY,
     incident INTEGER NOT NULL REFERENCES incident (n),
     id BLOB NOT NULL CHECK (length(id) = 32),
     logged_at INTEGER NOT NULL,
     content BLOB NOT NULL
   ) STRICT;
   CREATE INDEX entry_by_incident ON entry (incident, idx);
   CREATE TRIGGER incident_keeps_history BEFORE UPDATE ON incident
     BEGIN SELECT RAISE(ABORT, 'incidents are append-only'); END;
   CREATE TRIGGER incident_never_goes BEFORE DELETE ON incident
     BEGIN SELECT RAISE(ABORT, 'incidents are append-only'); END;
   CREATE TRIGGER entry_keeps_history BEFORE UPDATE ON entry
     BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
   CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
     BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
   CREATE TRIGGER entry_leaves_no_gap BEFORE INSERT ON entry
     WHEN NEW.idx <> (SELECT coalesce(max(idx), -1) + 1 FROM entry)
     BEGIN SELECT RAISE(ABORT, 'entry indexes have no gap'); END;`,
];

export const SCHEMA_VERSION: number = MIGRATIONS.length;

/** Brings a file up to this version, each step in its own transaction. Refuses a file of a newer program. */
export function migrate(db: DatabaseSync): void {
  const row = db.prepare('PRAGMA user_version').get();
  const version = Number(row?.['user_version'] ?? 0);
  if (version > SCHEMA_VERSION) throw new StoreFailure('newer-format', false);
  MIGRATIONS.slice(version).forEach((step, i) => {
    db.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${version + i + 1}; COMMIT;`);
  });
}
