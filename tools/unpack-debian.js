import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { aptCommand } from './apt.js';
import { runQuietly, say } from './run-quietly.js';
import { withLock } from './with-lock.js';

/** Carriers of other authors that messages are sent through in `npm run test:channels`. */
const PACKAGES = [
  'postfix',
  'kannel',
  'kannel-extras',
  'gammu-smsd',
  'gammu',
  'firefox-esr',
  'libnet-smpp-perl',
];
const LIMIT_MS = 5 * 60_000;

/**
 * Unpacks these packages, and what they need that is not installed here, into out/debian. They are not installed: installed,
 * a mail server or a modem's daemon would start by itself, now and after each boot, and write to /etc. Needs no root, but an
 * apt-get that knows its packages. Never fails: the tests that lack a program are skipped.
 *
 * @param {string} root
 * @param {boolean} isQuiet
 */
export async function unpackDebian(root, isQuiet) {
  const out = join(root, 'out', 'debian');
  const stamp = join(out, '.unpacked');
  const wanted = `${PACKAGES.join(' ')} ${process.arch}`;
  if (isUnpacked(stamp, wanted) || process.env.SHANYRAK_NO_APT === '1') return;
  await withLock(join(root, 'out', 'setup-carriers.lock'), isQuiet, async () => {
    if (isUnpacked(stamp, wanted)) return;
    if (!isQuiet) say('Setting up (once): unpacking mail, SMS and push programs for npm run test:channels …');
    const failure = await unpackInto(out, root);
    if (failure === undefined) writeFileSync(stamp, wanted);
    else say(`setup: no programs of carriers (${failure}); their tests will be reported as skipped.`);
  });
}

function isUnpacked(stamp, wanted) {
  try {
    return readFileSync(stamp, 'utf8') === wanted;
  } catch {
    return false;
  }
}

async function unpackInto(out, root) {
  mkdirSync(join(root, 'out'), { recursive: true });
  const work = mkdtempSync(join(root, 'out', 'unpacking-'));
  try {
    const run = (cwd, ...command) => runQuietly(command, { cwd, limitMs: LIMIT_MS });
    const names = await packagesToFetch(run, root);
    if (names === undefined) return 'apt-get does not know them';
    const debs = join(work, 'debs');
    const tree = join(work, 'tree');
    mkdirSync(debs);
    mkdirSync(tree);
    const fetched = await run(debs, 'apt-get', '-qq', 'download', ...names);
    if (fetched.code !== 0) return `apt-get download: ${lastLine(fetched)}`;
    for (const deb of readdirSync(debs)) {
      const unpacked = await run(debs, 'dpkg', '-x', deb, tree);
      if (unpacked.code !== 0) return `dpkg -x ${deb}: ${lastLine(unpacked)}`;
    }
    rmSync(out, { recursive: true, force: true });
    renameSync(tree, out);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The packages themselves, and of what they need only what this machine lacks. */
async function packagesToFetch(run, root) {
  const apt = aptCommand();
  if (apt !== undefined) await run(root, ...apt, 'apt-get', '-qq', 'update');
  const plan = await run(root, 'apt-get', '-s', '--no-install-recommends', 'install', ...PACKAGES);
  if (plan.code !== 0) return undefined;
  const missing = [...plan.output.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
  return [...new Set([...PACKAGES, ...missing])];
}

function lastLine({ reason, output }) {
  return `${reason}: ${output.trim().split('\n').at(-1)}`;
}
