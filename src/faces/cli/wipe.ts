import { readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, readArgs, say, tell, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { isDeviceFile, isDeviceFolder, unsentIn } from './device.ts';
import { destroySecret, OLD_BLOCKS } from './secret-file.ts';

export function wipeCommand(crypto: Primitives): Command {
  return {
    name: 'wipe',
    summary: 'destroy all keys of this device',
    help: `shanyrak wipe --device DIR

Overwrites every key in the folder of this device and removes it: nobody can speak as this device again, and what it signed
before stays in the record. It asks no hub and needs no passphrase. What no hub has answered for yet is gone with the keys: send it
before, if there is time (any shanyrak post does). Other files in the folder are left alone.

${OLD_BLOCKS} Wiping a device while
somebody investigates may itself be a crime where you are: ask a lawyer before the day, not on it.

  --device DIR            the folder with the keys of this device
Exit: 0 destroyed, 1 a file could not be destroyed, 2 used wrongly.`,
    run: async (argv) => {
      const folder = readArgs(argv, { device: { type: 'string' } }, 0).need('device');
      if (!isDeviceFolder(folder)) throw new UsageError(`${folder} is not the folder of a device`);
      const names = readdirSync(folder);
      const unsent = unsentIn(folder);
      // The header last: it marks the folder as a device's, so that a wipe that was cut off can be run again.
      const own = names.filter(isDeviceFile).toSorted((a, b) => rank(a) - rank(b));
      for (const name of own) destroySecret(join(folder, name), crypto);
      const left = names.filter((name) => !isDeviceFile(name));
      if (left.length === 0) rmdirSync(folder);
      say(`${own.filter((name) => name.endsWith('.key')).length} keys were overwritten and removed.`);
      if (unsent > 0) tell(`${unsent} entries that no hub had answered for are gone with them.`);
      if (left.length > 0) tell(`Left alone, since they are no keys: ${left.join(', ')}`);
      tell(
        `${OLD_BLOCKS}\nTwo keyholders can withdraw the keys, in case somebody has a copy: shanyrak revoke.`,
      );
      return EXIT_OK;
    },
  };
}

function rank(name: string): number {
  return name.endsWith('.key') ? 0 : 1;
}
