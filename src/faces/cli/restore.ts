import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  damagedFiles,
  putInPlace,
  readManifest,
  removeHalfMade,
  workPlaces,
} from '../../adapters/backup-folder/backup-folder.ts';
import { listBeside, listIn } from '../../adapters/backup-folder/known-backups.ts';
import { changeSetting, settleDatabase } from '../../adapters/store-sqlite/copy-database.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { removedContacts } from '../../engine/contact-register.ts';
import { erasureLinesOf } from '../../engine/erase.ts';
import { LOG_NAMES, withNewName } from '../../engine/log-names.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { BackupManifest } from '../../record/backup-manifest.ts';
import { NOTHING_ERASED, parseErasureList } from '../../record/erasure-list.ts';
import type { ErasureList } from '../../record/erasure-list.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { copyHub } from './copy-hub.ts';
import type { Copied } from './copy-hub.ts';
import { headerIn, KEY_HELP, KEY_OPTIONS, openHub } from './hub-key.ts';
import type { OpenedHub } from './hub-key.ts';

const HELP = `shanyrak restore --from BACKUP --data DIR [--key-file FILE] [--hub ID] [--erasures FILE] [--old DIR] [--json]

Makes a hub's data folder from a backup. The backup is only read. What was erased after it was made is erased in the new
folder, and who has left the list of those told of alarms is taken off it, before anybody can open it: as told by the
list beside the backup, by --erasures and by --old.

  --from BACKUP           the folder of one backup
  --data DIR              the new data folder: one that is not there yet, or an empty one
  --hub ID                refuse the backup of any other hub
  --erasures FILE         a list of erasures from elsewhere, such as erasures.txt of a data folder
  --old DIR               the hub's old data folder, if it can still be read
${KEY_HELP}
  --json                  the result as JSON
Exit: 0 restored and sound, 1 not restored, or restored with damaged entries, 2 the command was used wrongly.`;

export function restoreCommand(crypto: Primitives): Command {
  return {
    name: 'restore',
    summary: 'make a data folder from a backup',
    help: HELP,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const asked = {
        from: text,
        data: text,
        hub: text,
        erasures: text,
        old: text,
        json: { type: 'boolean' },
      } as const;
      const given = readArgs(argv, { ...KEY_OPTIONS, ...asked }, 0);
      const [from, data] = [resolve(given.need('from')), resolve(given.need('data'))];
      if (!existsSync(from)) throw new UsageError(`there is no folder ${from}`);
      holdEmpty(data);
      const manifest = manifestOf(from, given.text('hub'));
      const open = await openHub(from, given, crypto);
      if (open.header.hub !== manifest.hub)
        throw new WorldError(
          'vault.json and backup.json are of two hubs. Nothing was restored: take another backup',
        );
      return restore({ from, data, manifest, open, crypto }, given);
    },
  };
}

function holdEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is a file`);
  const names = readdirSync(folder);
  if (names.includes('vault.json') || names.includes('hub.sqlite'))
    throw new UsageError(
      `${folder} holds a hub already, and it stays as it is: give a new folder with --data`,
    );
  if (names.length > 0) throw new UsageError(`${folder} is not empty: give a new folder with --data`);
}

/** The manifest of a backup whose files are as it says. */
function manifestOf(from: string, hub: string | undefined): BackupManifest {
  const manifest = readManifest(from);
  const kept = 'Nothing was restored, and the backup was not changed: take another one';
  if (manifest === undefined) throw new WorldError(`${from} holds no backup: it has no backup.json. ${kept}`);
  if (manifest === 'damaged') throw new WorldError(`the file backup.json of the backup is damaged. ${kept}`);
  if (hub !== undefined && hub !== manifest.hub)
    throw new WorldError(`the backup is of the hub ${manifest.hub}, not of ${hub}. ${kept}`);
  const damaged = damagedFiles(from, manifest);
  if (damaged.length > 0)
    throw new WorldError(`damaged, cut or missing in the backup: ${damaged.join(', ')}. ${kept}`);
  return manifest;
}

type Restoring = {
  readonly from: string;
  readonly data: string;
  readonly manifest: BackupManifest;
  readonly open: OpenedHub;
  readonly crypto: Primitives;
};

async function restore(restoring: Restoring, given: Given): Promise<number> {
  const { from, data, manifest, open, crypto } = restoring;
  const list = await erasuresFor(restoring, given);
  const { making } = workPlaces(data);
  // What an earlier attempt left, if it was cut off.
  removeHalfMade(making);
  try {
    const copied = await copyHub({ from, to: making, vault: open.vault, list }, crypto);
    if (copied.size !== manifest.entries)
      throw new WorldError(
        `the backup holds ${copied.size} entries and says ${manifest.entries}. Nothing was restored: take another backup`,
      );
    // What the hub signed after the backup was made nobody knows: the log goes on under another name (decision 0021).
    changeSetting(making, open.vault, LOG_NAMES, (old) => withNewName(old, copied.size, crypto));
    settleDatabase(making);
    rmSync(join(making, 'hub.lock.sqlite'), { force: true });
    putInPlace(making, data);
    return sayRestored(restoring, copied, given);
  } finally {
    removeHalfMade(making);
  }
}

/** All erasures we can hear of. Erasing twice is no harm, and missing one is. */
async function erasuresFor({ from, manifest, crypto }: Restoring, given: Given): Promise<ErasureList> {
  const beside = listBeside(from, manifest.hub);
  const asked = given.text('erasures');
  if (asked !== undefined && !existsSync(asked)) throw new UsageError(`there is no file ${asked}`);
  const old = given.text('old');
  const files = [
    ...(existsSync(beside) ? [beside] : []),
    ...(asked === undefined ? [] : [asked]),
    ...(old !== undefined && existsSync(listIn(old)) ? [listIn(old)] : []),
  ];
  const listed = files.map((file) => {
    const list = parseErasureList(readFileSync(file, 'utf8'));
    if (!list.ok)
      throw new WorldError(
        `line ${list.error} of the list of erasures ${file} is damaged. Nothing was restored: what was erased would come back. Mend the list or move it away`,
      );
    return list.value;
  });
  const inOld = old === undefined ? [] : [await erasedInOld(old, manifest.hub, { given, crypto })];
  const all = [...listed, ...inOld];
  return {
    entries: all.flatMap(({ entries }) => entries),
    contacts: all.flatMap(({ contacts }) => contacts),
  };
}

async function erasedInOld(
  old: string,
  hub: string,
  { given, crypto }: { readonly given: Given; readonly crypto: Primitives },
): Promise<ErasureList> {
  if (existsSync(old) && headerIn(old)?.hub !== hub)
    throw new WorldError(`${old} is the folder of another hub`);
  const { vault } = await openHub(old, given, crypto);
  try {
    const store = storeSqlite({ folder: old, vault, mode: 'read' });
    try {
      return { entries: erasureLinesOf(store), contacts: removedContacts(store) };
    } finally {
      store.close();
    }
  } catch (cause) {
    if (!(cause instanceof StoreFailure)) throw cause;
    tell(`${old} cannot be read any more: what was erased there is known from lists only.`);
    return NOTHING_ERASED;
  }
}

function sayRestored({ data, manifest }: Restoring, copied: Copied, given: Given): number {
  const { size, erased, left, stuck, wrong, faults } = copied;
  const damaged = wrong.length + faults.length;
  const isSound = damaged === 0 && stuck.length === 0;
  if (given.flag('json')) {
    say(JSON.stringify({ ok: isSound, hub: manifest.hub, entries: size, erased, left, damaged, stuck }));
    return isSound ? EXIT_OK : EXIT_WRONG;
  }
  const madeAt = new Date(manifest.madeAt).toISOString();
  say(`${isSound ? 'OK' : 'RESTORED'}: ${size} entries of the hub ${manifest.hub} as it was at ${madeAt}`);
  if (erased > 0) say(`From ${erased} of them was taken what was erased after that.`);
  if (left > 0)
    say(`Taken off the list of those told of alarms, since they had left it after that: ${left}.`);
  if (damaged > 0) say(`${damaged} entries are damaged in the backup. Run: shanyrak fsck --data ${data}`);
  for (const id of stuck) say(`WRONG: a part of ${id} was to be erased, and it cannot be opened.`);
  say('Its transparency log goes on under another name: nobody knows what it had signed since.');
  say('What was said later comes back from phones and other hubs when they send it again.');
  say(`Start it with: shanyrak serve --data ${data}`);
  return isSound ? EXIT_OK : EXIT_WRONG;
}
