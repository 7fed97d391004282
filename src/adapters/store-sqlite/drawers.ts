import type { DatabaseSync } from 'node:sqlite';
import type { Vault } from '../../record/at-rest.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Drawer, DrawerChange, Store } from '../../ports/store.ts';

/** Makes changes to drawers, within a transaction of the caller's. */
export function changeDrawers(db: DatabaseSync, vault: Vault, changes: readonly DrawerChange[]): void {
  if (changes.length === 0) return;
  const put = db.prepare(
    'INSERT INTO drawer VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET content = excluded.content',
  );
  const drop = db.prepare('DELETE FROM drawer WHERE name = ? AND n = ?');
  for (const { drawer, n, content } of changes) {
    if (content === undefined) drop.run(drawer, n);
    else put.run(drawer, n, vault.sealSetting(nameOf(drawer, n), content));
  }
}

export function readDrawer(db: DatabaseSync, vault: Vault, drawer: Drawer): ReturnType<Store['inDrawer']> {
  const rows = db.prepare('SELECT n, content FROM drawer WHERE name = ? ORDER BY n').all(drawer);
  return rows.map(({ n, content: sealed }) => {
    const content =
      sealed instanceof Uint8Array ? vault.openSetting(nameOf(drawer, Number(n)), sealed) : undefined;
    if (content === undefined) throw new StoreFailure('broken', false);
    return { n: Number(n), content };
  });
}

/** Puts all drawers under the vault's newest data key, within a transaction of the caller's. */
export function rewrapDrawers(db: DatabaseSync, vault: Vault): void {
  const update = db.prepare('UPDATE drawer SET content = ? WHERE name = ? AND n = ?');
  for (const { name, n, content } of db.prepare('SELECT name, n, content FROM drawer').all()) {
    if (!(content instanceof Uint8Array) || vault.isNewest(content)) continue;
    const bound = nameOf(String(name), Number(n));
    const plain = vault.openSetting(bound, content);
    if (plain === undefined) throw new StoreFailure('broken', false);
    update.run(vault.sealSetting(bound, plain), String(name), Number(n));
  }
}

/** Bound to its place, so that no row can be exchanged for another. No setting has a name with a line in it. */
function nameOf(drawer: string, n: number): string {
  return `drawer\n${drawer}\n${n}`;
}
