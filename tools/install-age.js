import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { aptCommand, aptInstall } from './apt.js';
import { say } from './run-quietly.js';
import { withLock } from './with-lock.js';

/**
 * Sees that tests find the `age` program of another author; installs Debian's where that asks no password (not with
 * SHANYRAK_NO_APT=1). Never fails: without it the tests of what the two make of each other's files are skipped.
 *
 * @param {string} root
 * @param {boolean} isQuiet
 */
export async function installAge(root, isQuiet) {
  if (hasAge() || process.env.SHANYRAK_NO_APT === '1') return;
  const apt = aptCommand();
  if (apt === undefined) return;
  await withLock(join(root, 'out', 'setup-age.lock'), isQuiet, async () => {
    if (hasAge()) return;
    if (!isQuiet) say('Setting up (once): installing age for the tests of sealed parts …');
    const failure = await aptInstall(apt, root, ['age']);
    if (failure !== undefined) say(`setup: no age (${failure}); its tests will be reported as skipped.`);
  });
}

function hasAge() {
  return spawnSync('age', ['--version'], { stdio: 'ignore' }).status === 0;
}
