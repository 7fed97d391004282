import type { DatabaseSync } from 'node:sqlite';
import type { Vault } from '../../record/at-rest.ts';
import { StoreFailure } from '../../ports/store.ts';
import { rewrapDrawers } from './drawers.ts';
import { idOf } from './log-index.ts';
import { transact } from './transact.ts';

/** Puts up to `limit` entry keys, all settings and drawers, under the vault's newest data key; how many are left to look at. */
export type Rewrap = (limit: number) => number;

const TABLES = ['leaf', 'addition'] as const;

/** Goes through the tables once, as many rows a step as asked for: a step costs the same at a million rows. */
export function newRewrap(db: DatabaseSync, vault: Vault): Rewrap {
  const after = { leaf: -1, addition: -1 };
  return (limit) => {
    let room = limit;
    const reached = { ...after };
    transact(db, () => {
      db.exec('INSERT INTO rotation VALUES (1)');
      for (const table of TABLES) {
        const rows = db
          .prepare(
            `SELECT t.rowid AS n, l.id, t.key FROM ${table} t JOIN leaf l ON l.idx = t.idx WHERE t.rowid > ? ORDER BY t.rowid LIMIT ?`,
          )
          .all(after[table], room);
        room -= rows.length;
        reached[table] = Number(rows.at(-1)?.['n'] ?? after[table]);
        const update = db.prepare(`UPDATE ${table} SET key = ? WHERE rowid = ?`);
        for (const { n, id, key } of rows) {
          // Nothing is left of a row that was erased before it could be opened.
          if (!(key instanceof Uint8Array) || key.length === 0 || vault.isNewest(key)) continue;
          const wrapped = vault.rewrap(idOf(id), key);
          if (wrapped === undefined) throw new StoreFailure('broken', false);
          update.run(wrapped, Number(n));
        }
      }
      rewrapSettings(db, vault);
      rewrapDrawers(db, vault);
      db.exec('DELETE FROM rotation');
    });
    Object.assign(after, reached);
    return TABLES.reduce((left, table) => {
      const row = db.prepare(`SELECT count(*) AS n FROM ${table} WHERE rowid > ?`).get(after[table]);
      return left + Number(row?.['n']);
    }, 0);
  };
}

function rewrapSettings(db: DatabaseSync, vault: Vault): void {
  for (const { name, value } of db.prepare('SELECT name, value FROM setting').all()) {
    if (!(value instanceof Uint8Array) || vault.isNewest(value)) continue;
    const plain = vault.openSetting(String(name), value);
    if (plain === undefined) throw new StoreFailure('broken', false);
    db.prepare('UPDATE setting SET value = ? WHERE name = ?').run(
      vault.sealSetting(String(name), plain),
      String(name),
    );
  }
}
