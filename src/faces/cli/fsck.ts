import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import type { Primitives } from '../../record/primitives.ts';
import { checkAllRows } from './check-rows.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say } from './command.ts';
import type { Command } from './command.ts';
import { KEY_HELP, KEY_OPTIONS, openFolder } from './hub-key.ts';

export function fsckCommand(crypto: Primitives): Command {
  return {
    name: 'fsck',
    summary: 'check a data folder from the bytes up',
    help: `shanyrak fsck --data DIR [--key-file FILE] [--json]

Reads every row of a hub's data folder and checks it anew: form, key, signature, id, parts, numbering, and the
database itself. Repairs nothing. A hub may be running on the folder.

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
      const { wrong, faults, size } = await checkAllRows(store, crypto);
      store.close();
      const isSound = wrong.length === 0 && faults.length === 0;
      if (given.flag('json')) say(JSON.stringify({ ok: isSound, entries: size, wrong, store: faults }));
      else {
        for (const f of wrong) say(`WRONG: entry ${f.index}, id ${f.id}: ${f.why}`);
        for (const fault of faults) say(`WRONG: ${fault}`);
        say(
          isSound
            ? `OK: ${size} entries, all sound`
            : `${wrong.length + faults.length} faults in ${size} entries. Nothing was changed. Copy the folder away before anything else.`,
        );
      }
      return isSound ? EXIT_OK : EXIT_WRONG;
    },
  };
}
