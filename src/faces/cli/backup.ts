import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import {
  putInPlace,
  removeHalfMade,
  workPlaces,
  writeManifest,
} from '../../adapters/backup-folder/backup-folder.ts';
import { removeLeftovers } from '../../adapters/backup-folder/known-backups.ts';
import { changeSetting, copyDatabase } from '../../adapters/store-sqlite/copy-database.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { writeVaultFile } from '../../adapters/vault-file/vault-file.ts';
import type { Instant } from '../../base/instant.ts';
import { dropContacts, removedContacts } from '../../engine/contact-register.ts';
import { erasureLinesOf, planFromLines } from '../../engine/erase.ts';
import { reachBackups } from '../../engine/reach-backups.ts';
import type { Unreached } from '../../engine/reach-backups.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Store } from '../../ports/store.ts';
import { NOTHING_ERASED } from '../../record/erasure-list.ts';
import type { Primitives } from '../../record/primitives.ts';
import { checkAllRows } from './check-rows.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { copyHub } from './copy-hub.ts';
import type { Copied } from './copy-hub.ts';
import { backupsOf, changeKnown, openSettled, takeCare, unreachedWords } from './hub-backups.ts';
import { headerIn, KEY_HELP, KEY_OPTIONS, openHub } from './hub-key.ts';
import type { OpenedHub } from './hub-key.ts';

const HELP = `shanyrak backup --data DIR [--to FOLDER] [--key-file FILE] [--json]

Copies a hub's data folder, while the hub may be running. The copy is as sealed as the hub and opens with the same key
only. It is made aside, restored on trial and checked row by row before it stands in its place; nothing is written over.
The hub notes where it is, so that a later erasure reaches it.

  --data DIR              the hub's data folder
  --to FOLDER             where backups are kept, each in a folder of its own (DIR-backups)
  --forget FOLDER         make none, but let the hub forget one that is gone for good
${KEY_HELP}
  --json                  the result as JSON
Exit: 0 made and sound, 1 not made, or what the hub holds is damaged itself, 2 the command was used wrongly.`;

export function backupCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'backup',
    summary: 'copy a data folder, sealed as it is, and try the copy out',
    help: HELP,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const options = {
        ...KEY_OPTIONS,
        data: text,
        to: text,
        forget: text,
        json: { type: 'boolean' },
      } as const;
      const given = readArgs(argv, options, 0);
      const folder = resolve(given.need('data'));
      const open = await openHub(folder, given, crypto);
      const care = takeCare(folder);
      try {
        const gone = given.text('forget');
        return gone === undefined
          ? await backUp({ folder, open, crypto, madeAt: now() }, given)
          : forget(folder, open, resolve(gone));
      } finally {
        care.close();
      }
    },
  };
}

function forget(folder: string, { vault }: OpenedHub, gone: string): number {
  let wasKnown = false;
  changeKnown(folder, vault, (places) => {
    wasKnown = places.includes(gone);
    return places.filter((place) => place !== gone);
  });
  if (!wasKnown) throw new UsageError(`knows of no backup ${gone}`);
  say(
    `The hub no longer counts on reaching ${gone}. What was erased may still stand in it: destroy it if you find it.`,
  );
  return EXIT_OK;
}

type Backing = {
  readonly folder: string;
  readonly open: OpenedHub;
  readonly crypto: Primitives;
  readonly madeAt: Instant;
};

async function backUp(backing: Backing, given: Given): Promise<number> {
  const { folder, open, madeAt } = backing;
  const { hub } = open.header;
  const to = resolve(given.text('to') ?? join(dirname(folder), `${basename(folder)}-backups`));
  if (to === folder || to.startsWith(join(folder, '/')))
    throw new UsageError('keeps backups outside the data folder: give another with --to');
  const stamp = new Date(madeAt).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const place = join(to, `shanyrak-${hub}-${stamp}`);
  if (existsSync(place)) throw new WorldError(`${place} is there already and stays. Try again in a second`);
  makeFolder(to);
  // What earlier ones left that were killed. Then noted first: an erasure that comes meanwhile must know that there will be one more.
  changeKnown(folder, open.vault, (places) => [...places.filter((old) => !removeLeftovers(old)), place]);
  const { making, trying } = workPlaces(place);
  const store = storeSqlite({ folder, vault: open.vault, mode: 'read' });
  try {
    const tried = await makeCopy(backing, { place, store });
    const isFaithful = await isAsTheHub(tried, store, backing.crypto);
    if (!isFaithful)
      throw new WorldError(
        'the copy was not the same as the hub when it was tried out, so it was thrown away. The hub was not changed: check the disk, then try again',
      );
    putInPlace(making, place);
    return sayMade(given, { place, tried, unreached: await reachAll(backing, store) });
  } catch (cause) {
    removeHalfMade(making);
    if (!existsSync(place))
      changeKnown(folder, open.vault, (places) => places.filter((other) => other !== place));
    throw cause;
  } finally {
    store.close();
    removeHalfMade(trying);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new WorldError(`${folder} cannot be made. Check the path, its owner and the disk`, { cause });
  }
}

/** Makes the copy beside its place and restores it on trial. */
async function makeCopy(
  { folder, open, crypto, madeAt }: Backing,
  { place, store }: { readonly place: string; readonly store: Store },
): Promise<Copied> {
  const { making, trying } = workPlaces(place);
  mkdirSync(making, { mode: 0o700 });
  copyDatabase(folder, making);
  writeVaultFile(making, headerIn(folder) ?? open.header);
  const copy = openSettled(making, open.vault);
  // What was erased, and who left, while the copy was being made.
  const { erasures } = planFromLines(copy, erasureLinesOf(store));
  if (erasures.length > 0) copy.erase(erasures);
  await dropContacts(copy, removedContacts(store));
  copy.scrub();
  const entries = copy.size();
  copy.close();
  // Nobody else knows of this folder yet; in its place it is two files and their list.
  rmSync(join(making, 'hub.lock.sqlite'), { force: true });
  writeManifest(making, { hub: open.header.hub, madeAt, entries });
  const tried = await copyHub(
    { from: making, to: trying, vault: open.vault, list: NOTHING_ERASED, hub: store },
    crypto,
  );
  removeHalfMade(trying);
  if (tried.size !== entries) throw new StoreFailure('broken', false);
  return tried;
}

/** A damaged hub can still be backed up, with the same damage: half of something is better than nothing. */
async function isAsTheHub(tried: Copied, hub: Store, crypto: Primitives): Promise<boolean> {
  if (tried.otherId !== undefined) return false;
  if (tried.wrong.length === 0 && tried.faults.length === 0) return true;
  const own = await checkAllRows(hub, crypto);
  const known = new Set([...own.wrong.map((fault) => fault.id), ...own.faults]);
  return [...tried.wrong.map((fault) => fault.id), ...tried.faults].every((fault) => known.has(fault));
}

async function reachAll({ folder, open }: Backing, store: Store): Promise<readonly Unreached[]> {
  const { vault } = open;
  const saveSetting: Store['saveSetting'] = (name, value) => changeSetting(folder, vault, name, () => value);
  const own = { setting: store.setting, saveSetting };
  const backups = backupsOf({ folder, hub: open.header.hub, vault, store: own, hasCareLock: true });
  const list = { entries: erasureLinesOf(store), contacts: removedContacts(store) };
  return list.entries.length + list.contacts.length === 0 ? [] : reachBackups(backups, list);
}

type Made = {
  readonly place: string;
  readonly tried: Copied;
  readonly unreached: readonly Unreached[];
};

function sayMade(given: Given, { place, tried, unreached }: Made): number {
  const faults = tried.wrong.length + tried.faults.length;
  if (given.flag('json'))
    say(JSON.stringify({ ok: faults === 0, backup: place, entries: tried.size, faults, unreached }));
  else {
    say(
      faults === 0
        ? `OK: ${tried.size} entries in ${place}, restored on trial and all sound`
        : `${tried.size} entries in ${place}. ${faults} of them are damaged in the hub too: run shanyrak fsck`,
    );
    say('It opens with the key of the hub only: keep a copy of the key apart from both.');
    if (unreached.length > 0) tell('What was erased could not be erased everywhere. It may still stand in:');
    for (const each of unreached) tell(`  ${unreachedWords(each)}`);
  }
  return faults === 0 ? EXIT_OK : EXIT_WRONG;
}
