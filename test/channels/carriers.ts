import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Where `npm run test:channels` unpacks Debian's packages. */
export const DEBIAN: string = resolve('out/debian');

const SOON_MS = 20_000;
const POLL_MS = 50;
const GOODBYE_MS = 10_000;

/** For Debian's programs, which look for their libraries where a package would have installed them. */
export const LIBRARIES: string = ['usr/lib/*-linux-gnu', 'lib/*-linux-gnu', 'usr/lib/postfix', 'usr/lib']
  .flatMap((pattern) => globSync(join(DEBIAN, pattern)))
  .join(':');

/** Why none of these programs can run here, or `false`. */
export function cannotRun(...programs: readonly string[]): string | false {
  const missing = programs.find((program) => !existsSync(join(DEBIAN, program)));
  if (missing !== undefined) return `no ${missing} here; it is unpacked where apt-get works`;
  const canDie = spawnSync('setpriv', ['--version'], { stdio: 'ignore' }).status === 0;
  return !canDie && 'there is no setpriv (util-linux) here, which ends what a stopped test leaves behind';
}

export type Server = {
  readonly pid: number;
  /** All that it wrote, to both streams. */
  readonly wrote: () => string;
  readonly isRunning: () => boolean;
  /** Ends this one process, and waits until it has ended. */
  readonly end: () => Promise<void>;
};

/** Starts one of Debian's programs, or one of this machine's by its whole path. It ends with the process of the test, however that ends. */
export function startServer(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Server {
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', resolve(DEBIAN, program), ...args], {
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', LD_LIBRARY_PATH: LIBRARIES, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which some of them end as a whole.
    detached: true,
  });
  let wrote = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      wrote += text;
    });
  if (child.pid === undefined) throw new Error(`${program} did not start`);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return { pid: child.pid, wrote: () => wrote, isRunning, end: () => endOf(child, isRunning) };
}

async function endOf(child: ChildProcess, isRunning: () => boolean): Promise<void> {
  if (!isRunning()) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), GOODBYE_MS);
  await ended;
  clearTimeout(late);
}

/** Waits until something is so, and says what was waited for when it is not. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs: number = SOON_MS,
): Promise<void> {
  const last = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > last) throw new Error(`waited in vain: ${what}`);
    await wait(POLL_MS);
  }
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('not a port');
  return address.port;
}

/** Whether a program of this machine listens there. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
