import { existsSync } from 'node:fs';
import { wipeCopies } from '../../adapters/store-sqlite/before-upgrade.ts';
import { EXIT_OK, readArgs, say, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { inWorld } from './rollback.ts';

export const upgradeDoneCommand: Command = {
  name: 'upgrade-done',
  summary: 'overwrite and delete the copy of before the upgrade',
  help: `shanyrak upgrade-done --data DIR [--json]

The copy that was made before the last upgrade is the way back, and what it holds may lie in the open. Once the hub
runs well on this version, this overwrites it, waits until that is on the disk, and deletes it. After that there is no
rollback. On flash memory old blocks may outlive it: only a disk that is encrypted as a whole helps there.
A hub may be running on the folder.

  --data DIR              the hub's data folder
  --json                  the result as JSON
Exit: 0 no copy lies there any more, 1 the world failed, 2 the command was used wrongly.`,
  run: async (argv) => {
    const given = readArgs(argv, { data: { type: 'string' }, json: { type: 'boolean' } }, 0);
    const folder = given.need('data');
    if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
    const gone = inWorld(() => wipeCopies(folder));
    if (given.flag('json')) say(JSON.stringify({ ok: true, gone }));
    else
      say(
        gone.length === 0
          ? 'No copy of before an upgrade lies there.'
          : `Overwritten and deleted: ${gone.join(', ')}. There is no way back to the version before.`,
      );
    return EXIT_OK;
  },
};
