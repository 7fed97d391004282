import { join } from 'node:path';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { tileFolder } from '../../adapters/tile-folder/tile-folder.ts';
import { keptLog } from '../../engine/engine.ts';
import type { Store } from '../../ports/store.ts';
import type { Primitives } from '../../record/primitives.ts';
import { LOG_FOLDER } from '../kit/log-addresses.ts';
import { checkEvidence } from './check-evidence.ts';
import { checkLog } from './check-log.ts';
import type { LogFault } from './check-log.ts';
import { checkAllRows } from './check-rows.ts';
import { checkStamps } from './check-stamps.ts';
import type { RowsChecked } from './check-rows.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell } from './command.ts';
import type { Command } from './command.ts';
import { parseWitnesses, WITNESSES_SETTING } from './witness-settings.ts';
import { KEY_HELP, KEY_OPTIONS, openFolder } from './hub-key.ts';

export function fsckCommand(crypto: Primitives): Command {
  return {
    name: 'fsck',
    summary: 'check a data folder from the bytes up',
    help: `shanyrak fsck --data DIR [--key-file FILE] [--json]

Works a hub's data folder out anew from the bytes up: every row (form, key, signature, id, parts, numbering), the database
itself, and the log: the tree of all entries, every file in log/ byte by byte, and the signed checkpoint with what vouches for
it. Says what is wrong, where, and what to do. Repairs nothing. A hub may be running on the folder.

  --data DIR              the hub's data folder
${KEY_HELP}
  --json                  the result as JSON
Exit: 0 sound, 1 something is wrong, 2 the command was used wrongly.`,
    run: async (argv) => {
      const given = readArgs(
        argv,
        { ...KEY_OPTIONS, data: { type: 'string' }, json: { type: 'boolean' } },
        0,
      );
      const folder = given.need('data');
      const vault = await openFolder(folder, given, crypto);
      const store = storeSqlite({ folder, vault, mode: 'read' });
      const rows = await checkAllRows(store, crypto);
      const log = await logFaults(folder, store, crypto);
      store.close();
      return tellChecked(rows, log, given.flag('json'));
    },
  };
}

async function logFaults(folder: string, store: Store, crypto: Primitives): Promise<readonly LogFault[]> {
  const kept = keptLog(store, crypto);
  if (kept === undefined) return [];
  const files = tileFolder(join(folder, LOG_FOLDER));
  const settings = parseWitnesses(store.setting(WITNESSES_SETTING), crypto.sha256);
  const witnesses = settings?.asks.map(({ key }) => key) ?? [];
  const log = { store, files, names: kept, keys: kept.keys, witnesses };
  const { faults, tree, isThere } = await checkLog(log, crypto);
  if (!isThere) tell('No log lies in this folder: it is made from the entries when a hub is started here.');
  const stamps = await checkStamps(store, { names: kept, tree }, crypto);
  return [...faults, ...stamps, ...(await checkEvidence(store, settings?.watches ?? [], crypto))];
}

function tellChecked(
  { wrong, faults, size }: RowsChecked,
  log: readonly LogFault[],
  asJson: boolean,
): number {
  const count = wrong.length + faults.length + log.length;
  const isSound = count === 0;
  if (asJson) say(JSON.stringify({ ok: isSound, entries: size, wrong, store: faults, log }));
  else {
    for (const f of wrong) say(`WRONG: entry ${f.index}, id ${f.id}: ${f.why}`);
    for (const fault of faults) say(`WRONG: ${fault}`);
    for (const { where, why } of log) say(`WRONG: ${where} ${why}`);
    for (const todo of new Set(log.map((fault) => fault.todo))) say(`    → ${todo}`);
    say(
      isSound
        ? `OK: ${size} entries, all sound`
        : `${count} faults in ${size} entries. Nothing was changed. Copy the folder away before anything else.`,
    );
  }
  return isSound ? EXIT_OK : EXIT_WRONG;
}
