import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptCommand, aptInstall } from './apt.js';
import { findChromium } from './find-chromium.js';
import { say } from './run-quietly.js';
import { withLock } from './with-lock.js';

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
      (await aptInstall(apt, root, ['chromium', 'fonts-noto-core'])) ??
      (findChromium() ? undefined : 'apt-get ran, but no chromium came of it');
    if (failure === undefined) return;
    writeFileSync(stampFile, String(Date.now()));
    missing(failure);
  });
}

function triedLately(stampFile) {
  return existsSync(stampFile) && Date.now() - Number(readFileSync(stampFile, 'utf8')) < RETRY_AFTER_MS;
}
