import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { aptCommand, aptInstall } from './apt.js';
import { say } from './run-quietly.js';
import { withLock } from './with-lock.js';

/** Programs of other authors that tests hold ours against, and the Debian packages that bring them. */
const PROGRAMS = [
  { program: 'age', package: 'age', for: 'the tests of sealed parts' },
  { program: 'xmllint', package: 'libxml2-utils', for: 'the tests of the alarm feed' },
];

/**
 * Sees that tests find these programs; installs Debian's where that asks no password (not with SHANYRAK_NO_APT=1). Never
 * fails: the tests that lack one are skipped.
 *
 * @param {string} root
 * @param {boolean} isQuiet
 */
export async function installDebian(root, isQuiet) {
  if (missing().length === 0 || process.env.SHANYRAK_NO_APT === '1') return;
  const apt = aptCommand();
  if (apt === undefined) return;
  await withLock(join(root, 'out', 'setup-debian.lock'), isQuiet, async () => {
    for (const { program, package: name, for: use } of missing()) {
      if (!isQuiet) say(`Setting up (once): installing ${name} for ${use} …`);
      const failure = await aptInstall(apt, root, [name]);
      if (failure !== undefined)
        say(`setup: no ${program} (${failure}); its tests will be reported as skipped.`);
    }
  });
}

function missing() {
  return PROGRAMS.filter(
    ({ program }) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status !== 0,
  );
}
