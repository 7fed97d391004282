import { closeSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Vault } from '../../record/at-rest.ts';
import { guard } from './failures.ts';
import { DATABASE_FILE } from './hub-files.ts';
import { transact } from './transact.ts';

/**
 * Copies a hub's database as it is at one moment into a folder that has none, while a hub may be running on it. The
 * copy holds no free pages, so nothing that was erased before.
 */
export function copyDatabase(folder: string, to: string): void {
  guard(() => {
    const db = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true });
    try {
      db.exec('PRAGMA busy_timeout = 2000;');
      db.prepare('VACUUM INTO ?').run(join(to, DATABASE_FILE));
    } finally {
      db.close();
    }
    syncFile(join(to, DATABASE_FILE));
  });
}

/** Makes a closed database one plain file without a journal beside it, and all of it is on the disk. */
export function settleDatabase(folder: string): void {
  guard(() => {
    const db = new DatabaseSync(join(folder, DATABASE_FILE));
    try {
      db.exec('PRAGMA busy_timeout = 2000; PRAGMA secure_delete = ON; PRAGMA journal_mode = DELETE;');
    } finally {
      db.close();
    }
    syncFile(join(folder, DATABASE_FILE));
  });
}

function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Changes one setting in a folder on which a hub may be running, in one step. */
export function changeSetting(
  folder: string,
  vault: Vault,
  name: string,
  change: (old: Uint8Array | undefined) => Uint8Array,
): void {
  guard(() => {
    const db = new DatabaseSync(join(folder, DATABASE_FILE));
    try {
      db.exec('PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
      transact(db, () => {
        const sealed = db.prepare('SELECT value FROM setting WHERE name = ?').get(name)?.['value'];
        const old = sealed instanceof Uint8Array ? vault.openSetting(name, sealed) : undefined;
        db.prepare('INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
          name,
          vault.sealSetting(name, change(old)),
        );
      });
    } finally {
      db.close();
    }
  });
}
