import { clockSystem } from '../adapters/clock-system/clock-system.ts';
import { machineFacts } from '../adapters/machine-facts/machine-facts.ts';
import type { Command } from '../faces/cli/command.ts';
import { backupCommand } from '../faces/cli/backup.ts';
import { doctorCommand } from '../faces/cli/doctor.ts';
import { exportCommand } from '../faces/cli/export.ts';
import { fsckCommand } from '../faces/cli/fsck.ts';
import { groupCommand } from '../faces/cli/group.ts';
import { keyCommand } from '../faces/cli/key.ts';
import { postCommand } from '../faces/cli/post.ts';
import { restoreCommand } from '../faces/cli/restore.ts';
import { rollbackCommand } from '../faces/cli/rollback.ts';
import { showCommand } from '../faces/cli/show.ts';
import { upgradeDoneCommand } from '../faces/cli/upgrade-done.ts';
import { verifyCommand } from '../faces/cli/verify.ts';
import { chooseCrypto } from './crypto.ts';
import { dayCommand } from './day.ts';
import { serveCommand } from './serve.ts';

/** Every command of the program, in the order of its help. */
export async function allCommands(): Promise<readonly Command[]> {
  const crypto = await chooseCrypto();
  return [
    serveCommand(crypto),
    dayCommand(crypto),
    postCommand(crypto),
    showCommand(crypto, clockSystem().now),
    exportCommand(crypto),
    verifyCommand(crypto),
    fsckCommand(crypto),
    groupCommand(crypto, async () => (await import('../adapters/seal-age/seal-age.ts')).sealAge()),
    backupCommand(crypto, clockSystem().now),
    restoreCommand(crypto),
    keyCommand(crypto),
    doctorCommand(crypto, machineFacts()),
    rollbackCommand,
    upgradeDoneCommand,
  ];
}
