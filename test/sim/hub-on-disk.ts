import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { openPlain, sealPlain } from '../../src/adapters/store-sqlite/sealed-rows.ts';
import { readVaultFile } from '../../src/adapters/vault-file/vault-file.ts';
import { backupsOf } from '../../src/faces/cli/hub-backups.ts';
import type { Vault } from '../../src/record/at-rest.ts';
import { parseEntryId } from '../../src/record/names.ts';
import type { EntryId } from '../../src/record/names.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import { tileFolder } from '../../src/adapters/tile-folder/tile-folder.ts';
import { vaultOf } from '../making/vault.ts';
import { hubHere, listenHere } from './hub-here.ts';
import type { HubHere, HubHereNeeds } from './hub-here.ts';
import { newFolder } from './temp-folder.ts';

/** A hub of the test's own process that keeps its record in a folder and listens on a port. */
export type HubOnDisk = {
  readonly hub: HubHere;
  readonly folder: string;
  /** Whole links. */
  readonly read: string;
  readonly write: string;
  /** Reads every kind there is. */
  readonly people: string;
  readonly close: () => Promise<void>;
};

/** How it reaches people, and where its log is kept. */
export type HubWishes = Pick<HubHereNeeds, 'alarms' | 'pushKey' | 'tiles'>;

export async function hubOnDisk(
  folder: string = newFolder(),
  needs: HubWishes = {},
  given?: Vault,
): Promise<HubOnDisk> {
  const vault = given ?? (await vaultOf(folder));
  const store = storeSqlite({ vault, folder });
  const header = readVaultFile(folder);
  assert.ok(header);
  const backups = backupsOf({ folder, hub: header.hub, vault, store });
  const tiles = tileFolder(join(folder, 'log'));
  const hub = await hubHere({ store, backups, tiles, ...needs });
  const { address, close } = await listenHere(hub);
  return {
    hub,
    folder,
    read: address + hub.read,
    write: address + hub.write,
    people: address + hub.people,
    close: async () => {
      await close();
      await hub.engine.log?.settled();
      store.close();
    },
  };
}

const TRIGGERS = [
  'leaf_never_goes',
  'leaf_keeps_its_place',
  'leaf_leaves_no_gap',
  'content_stays_until_erased',
  'key_stays_until_erased_or_rotated',
];

/** Changes what a row tells and seals it again, as somebody who has the hub's key could. */
export async function rewrite(
  folder: string,
  index: number,
  change: (text: string) => string,
  newId?: EntryId,
): Promise<void> {
  const vault = await vaultOf(folder);
  const db = new DatabaseSync(join(folder, 'hub.sqlite'));
  const row = db.prepare('SELECT id, key, content FROM leaf WHERE idx = ?').get(index);
  const id = parseEntryId(Buffer.from(row?.['id'] as Uint8Array).toString('hex'));
  assert.ok(row && id);
  const plain = openPlain(
    id,
    { key: row['key'] as Uint8Array, content: row['content'] as Uint8Array },
    vault,
  );
  assert.ok(plain);
  const content = Buffer.from(change(Buffer.from(plain.content).toString()));
  const sealed = sealPlain(newId ?? id, { ...plain, content }, vault);
  db.close();
  const hex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;
  damage(
    folder,
    `UPDATE leaf SET id = x'${newId ?? id}', key = ${hex(sealed.key)}, content = ${hex(sealed.content)} WHERE idx = ${index}`,
  );
}

/** Does to a hub's database what its triggers forbid, as a failing disk or an intruder would. */
export function damage(folder: string, sql: string): void {
  const db = new DatabaseSync(join(folder, 'hub.sqlite'));
  for (const name of TRIGGERS) db.exec(`DROP TRIGGER IF EXISTS ${name}`);
  db.exec(sql);
  db.close();
}
