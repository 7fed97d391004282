import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './find-chromium.js';
import { runQuietly, say } from './run-quietly.js';
import { withLock } from './with-lock.js';

const APT_LIMIT_MS = 10 * 60_000;
// A failed try is not repeated at every `npm test`.
const RETRY_AFTER_MS = 6 * 60 * 60_000;

/**
 * Sees that browser tests find a Chromium; installs Debian's where that is possible without asking a
 * password (not with SHANYRAK_NO_APT=1). Never fails: without a browser those tests are reported as skipped.
 *
 * @param {string} root
 * @param {boolean} isQuiet
 */
export async function installChromium(root, isQuiet) {
  if (findChromium() !== undefined) return;
  const missing = (why) =>
    say(
      `setup: no Chromium (${why}); browser tests will be reported as skipped. Install it, or name one in SHANYRAK_CHROMIUM.`,
    );
  if (process.env.SHANYRAK_CHROMIUM) return missing('SHANYRAK_CHROMIUM does not name a program');
  if (process.env.SHANYRAK_NO_APT === '1') return missing('SHANYRAK_NO_APT is set');
  const apt = aptCommand();
  if (apt === undefined) return missing('there is no apt-get that runs here without a password');
  const stampFile = join(root, 'node_modules', '.shanyrak-no-chromium');
  if (triedLately(stampFile)) return missing('apt-get failed in the last hours');
  await withLock(join(root, 'out', 'setup-browser.lock'), isQuiet, async () => {
    if (findChromium() !== undefined) return;
    if (!isQuiet) say('Setting up (once): installing Chromium for the browser tests …');
    const failure =
      (await runApt(apt, root)) ?? (findChromium() ? undefined : 'apt-get ran, but no chromium came of it');
    if (failure === undefined) return;
    writeFileSync(stampFile, String(Date.now()));
    missing(failure);
  });
}

function triedLately(stampFile) {
  return existsSync(stampFile) && Date.now() - Number(readFileSync(stampFile, 'utf8')) < RETRY_AFTER_MS;
}

/** apt-get as root, or through a sudo that asks nothing. */
function aptCommand() {
  const works = (command, ...args) =>
    spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
  if (!works('apt-get', '--version')) return undefined;
  if (process.getuid?.() === 0) return ['env'];
  return works('sudo', '-n', 'true') ? ['sudo', '-n', 'env'] : undefined;
}

/** What went wrong, or `undefined`. */
async function runApt(prefix, root) {
  const apt = [
    ...prefix,
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=120',
    '-qq',
  ];
  const steps = [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-core']];
  for (const step of steps) {
    const done = await runQuietly([...apt, ...step], { cwd: root, limitMs: APT_LIMIT_MS });
    const isFatal = done.code !== 0 && step[0] === 'install';
    // `update` may fail for one foreign source while the package is still known.
    if (isFatal) return `apt-get ${step[0]}: ${done.reason}: ${done.output.trim().split('\n').at(-1)}`;
  }
  return undefined;
}
