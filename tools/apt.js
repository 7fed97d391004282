import { spawnSync } from 'node:child_process';
import { runQuietly } from './run-quietly.js';

const APT_LIMIT_MS = 10 * 60_000;

/** apt-get as root, or through a sudo that asks nothing. */
export function aptCommand() {
  const works = (command, ...args) =>
    spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
  if (!works('apt-get', '--version')) return undefined;
  if (process.getuid?.() === 0) return ['env'];
  return works('sudo', '-n', 'true') ? ['sudo', '-n', 'env'] : undefined;
}

/** Installs Debian packages; gives what went wrong, or `undefined`. */
export async function aptInstall(prefix, root, packages) {
  const apt = [
    ...prefix,
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=120',
    '-qq',
  ];
  const steps = [['update'], ['install', '-y', '--no-install-recommends', ...packages]];
  for (const step of steps) {
    const done = await runQuietly([...apt, ...step], { cwd: root, limitMs: APT_LIMIT_MS });
    const isFatal = done.code !== 0 && step[0] === 'install';
    // `update` may fail for one foreign source while the package is still known.
    if (isFatal) return `apt-get ${step[0]}: ${done.reason}: ${done.output.trim().split('\n').at(-1)}`;
  }
  return undefined;
}
