import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Debian's own, unpacked here and not installed: installing a server would start it on this machine.
const UNPACKED = fileURLToPath(new URL('../../out/debian', import.meta.url));
const APT_WITHIN_MS = 90_000;

/** The program, or why there is none. */
export type FoundProgram = { readonly program: string } | { readonly missing: string };

/** A program as it is here, or out of Debian's package of that name: `path` is where it lies in it. */
export function findProgram(name: string, path: string): FoundProgram {
  const folder = join(UNPACKED, name);
  const places = [join('/', path), join('/usr/local/bin', basename(path)), join(folder, path)];
  const works = (): string | undefined =>
    places.find((p) => existsSync(p) && spawnSync(p, ['-v'], { timeout: 10_000 }).error === undefined);
  const here = works();
  if (here !== undefined) return { program: here };
  if (process.env['SHANYRAK_NO_APT'] === '1')
    return { missing: `there is no ${name}, and SHANYRAK_NO_APT is set` };
  const fault = unpack(name, folder);
  const program = works();
  return program === undefined
    ? { missing: `there is no ${name} (${fault ?? 'it does not run here'})` }
    : { program };
}

function unpack(name: string, folder: string): string | undefined {
  mkdirSync(folder, { recursive: true });
  const run = (command: string, ...args: readonly string[]): boolean =>
    spawnSync(command, args, { cwd: folder, timeout: APT_WITHIN_MS }).status === 0;
  if (!run('apt-get', '--version')) return 'no apt-get';
  const fetch = (): boolean => run('apt-get', '-qq', 'download', name);
  // A machine that never asked for a list of packages knows none.
  const isFetched = fetch() || (process.getuid?.() === 0 && run('apt-get', '-qq', 'update') && fetch());
  const file = readdirSync(folder).find((found) => found.startsWith(`${name}_`) && found.endsWith('.deb'));
  if (!isFetched || file === undefined) return 'apt-get could not fetch it';
  return run('dpkg-deb', '-x', file, '.') ? undefined : 'dpkg-deb could not unpack it';
}
