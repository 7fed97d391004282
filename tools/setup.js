// Makes the checkout ready to run: packages, Node 24, the pages' scripts, a browser for tests. Plain JS without packages, because
// it runs first, on Node 18 or newer. Flags: --quiet, --browser (programs of tests: Chromium, age, xmllint), --channels (carriers
// that messages are sent through in tests), --bench (peers of the bench), --hub (what a hub needs to run, and nothing else).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installChromium } from './install-chromium.js';
import { installDebian } from './install-debian.js';
import { installPackages, linkPrograms, NODE_PACKAGE } from './install-packages.js';
import { runQuietly, say } from './run-quietly.js';
import { unpackDebian } from './unpack-debian.js';
import { isWebBuilt } from './web-stamp.js';
import { withLock } from './with-lock.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_MAJOR_MIN = 24;
const BUILD_LIMIT_MS = 60_000;
const KNOWN_FLAGS = ['--quiet', '--browser', '--channels', '--bench', '--hub'];

const flags = new Set(process.argv.slice(2));
const unknown = [...flags].filter((flag) => !KNOWN_FLAGS.includes(flag));
const isQuiet = flags.has('--quiet');
const isHub = flags.has('--hub');

if (unknown.length > 0) {
  say(`setup: unknown ${unknown.join(' ')}; known are ${KNOWN_FLAGS.join(', ')}`);
  process.exitCode = 2;
} else {
  process.exitCode = (await setUp()) ? 0 : 1;
}

async function setUp() {
  if (!(await install(ROOT, 'packages', checkNode))) return false;
  if (!(await buildWeb())) return false;
  if (flags.has('--bench') && existsSync(join(ROOT, 'bench', 'package.json'))) {
    if (!(await install(join(ROOT, 'bench'), 'the peers of the bench', () => undefined))) return false;
  }
  if (flags.has('--browser')) {
    await installChromium(ROOT, isQuiet);
    await installDebian(ROOT, isQuiet);
  }
  if (flags.has('--channels')) await unpackDebian(ROOT, isQuiet);
  return true;
}

/** Installs what the lock file of `dir` says, unless the stamp shows that it is there. */
async function install(dir, what, check) {
  const stampFile = join(dir, 'node_modules', '.shanyrak-setup');
  const wanted = fingerprint(dir);
  if (readStamp(stampFile) === wanted) return true;
  return withLock(join(ROOT, 'out', `setup-${what.replaceAll(' ', '-')}.lock`), isQuiet, async () => {
    // Another setup may have done it while this one waited.
    if (readStamp(stampFile) === wanted) return true;
    if (!isQuiet) say(`Setting up (once): installing ${what} …`);
    const started = Date.now();
    const failure = (await installPackages(ROOT, dir, isHub)) ?? (await check());
    if (failure !== undefined) {
      say(failure);
      return false;
    }
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, wanted);
    if (!isQuiet) say(`Setting up: ${what} installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return true;
  });
}

/** Builds the scripts of the pages, unless they are those of the sources. */
async function buildWeb() {
  if (isWebBuilt(ROOT)) return true;
  return withLock(join(ROOT, 'out', 'setup-web.lock'), isQuiet, async () => {
    if (isWebBuilt(ROOT)) return true;
    const [binary] = ownNode();
    const command = [existsSync(binary) ? binary : process.execPath, join(ROOT, 'tools', 'build-web.js')];
    const done = await runQuietly(command, { cwd: ROOT, limitMs: BUILD_LIMIT_MS });
    if (done.code !== 0)
      say(`${done.output}\nsetup: the scripts of the pages could not be built (${done.reason}).`);
    return done.code === 0;
  });
}

function readStamp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Changes when what is to be installed changes; scripts and descriptions in package.json do not matter. */
function fingerprint(dir) {
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const { dependencies, devDependencies, optionalDependencies, overrides, engines } = manifest;
  const lock = join(dir, 'package-lock.json');
  return createHash('sha256')
    .update(JSON.stringify({ dependencies, devDependencies, optionalDependencies, overrides, engines }))
    .update(existsSync(lock) ? readFileSync(lock) : 'no lock file')
    .update(`${process.platform}-${process.arch}${isHub ? '-hub' : ''}`)
    .digest('hex');
}

/** Where the Node of npm scripts lies if a package brought it, and the name of that package. */
function ownNode() {
  const binary = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  return [binary, NODE_PACKAGE];
}

/** What is wrong with the Node that npm scripts will use, or `undefined`. */
async function checkNode() {
  const [binary, place] = ownNode();
  // npm 9, as Debian 12 has it, installs the optional package and forgets to link its program.
  if (place !== undefined && !existsSync(binary)) await linkPrograms(ROOT, place);
  const hasOwn = place !== undefined && existsSync(binary);
  const run =
    hasOwn && spawnSync(binary, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  const version = hasOwn ? (run.stdout ?? '').trim() : process.version;
  if (Number(/^v(\d+)\./.exec(version)?.[1] ?? 0) >= NODE_MAJOR_MIN) return undefined;
  const found = hasOwn
    ? `the one in node_modules does not run here (${run.error?.code ?? (run.stderr || `it says "${version}"`)})`
    : `this is ${version}`;
  const why = place === undefined ? `, and no package brings it for ${process.platform}-${process.arch}` : '';
  return `setup: Shanyrak needs Node ${NODE_MAJOR_MIN} or newer; ${found}${why}. Install it from https://nodejs.org and run the same command again.`;
}
