import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { isJsonObject, parseJson } from '../src/base/canonical-json.ts';
import { keyOf } from '../test/making/vault.ts';
import type { Json } from '../src/base/canonical-json.ts';

/** A real hub (`shanyrak serve`) in a process of its own, and what it has used so far. */
export type HubChild = {
  readonly pid: number;
  /** From starting the process to the line that says it is ready. */
  readonly readyMs: number;
  readonly entries: number;
  readonly address: string;
  /** Addresses with the capability; only the first start on a folder has them. */
  readonly readLink: string;
  readonly writeLink: string;
  readonly peopleLink: string;
  /** CPU of all its threads, user and system, in seconds. */
  readonly cpuSeconds: () => number;
  readonly rssMb: () => number;
  readonly stop: () => Promise<void>;
};

export type HubChildNeeds = {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Flags for Node itself, such as `--cpu-prof`. */
  readonly nodeFlags?: readonly string[];
};

// Node warns that it strips types while the table is being made.
const QUIET = ['--disable-warning=ExperimentalWarning'];
const PROGRAM = fileURLToPath(new URL('../src/main/shanyrak.ts', import.meta.url));
// USER_HZ: Linux counts CPU time for /proc in hundredths of a second on every platform Node runs on (proc(5)).
const TICKS_PER_SECOND = 100;
const KB_PER_MB = 1024;

export async function startHubChild(needs: HubChildNeeds): Promise<HubChild> {
  const started = performance.now();
  const { pid, line, stop } = await spawnHub(needs, keyOf(needs.folder), (said) => !said.includes('"of":'));
  const readyMs = performance.now() - started;
  const ready = parseJson(line);
  if (!isJsonObject(ready) || ready['ready'] !== true) throw new Error(line);
  return {
    pid,
    readyMs,
    entries: Number(ready['entries']),
    address: textOf(ready['address']),
    readLink: textOf(ready['read']),
    writeLink: textOf(ready['write']),
    peopleLink: textOf(ready['people']),
    cpuSeconds: () => cpuSecondsOf(pid),
    rssMb: () => rssMbOf(pid),
    stop,
  };
}

/** A hub that was started without its key: where its locked page is. */
export async function startLockedHub(
  needs: HubChildNeeds,
): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const { line, stop } = await spawnHub(needs, [], () => true);
  const locked = parseJson(line);
  if (!isJsonObject(locked) || locked['locked'] !== true) throw new Error(line);
  return { address: textOf(locked['address']), stop };
}

type Spawned = { readonly pid: number; readonly line: string; readonly stop: () => Promise<void> };

/** A hub's process, and the first line it says of the kind that is awaited. */
async function spawnHub(
  { folder, env = {}, nodeFlags = [] }: HubChildNeeds,
  key: readonly string[],
  isAwaited: (line: string) => boolean,
): Promise<Spawned> {
  const child = spawn(
    process.execPath,
    [...QUIET, ...nodeFlags, PROGRAM, 'serve', '--json', '--data', folder, ...key, '--port', '0'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    },
  );
  const gone = once(child, 'exit');
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const line = await Promise.race([
    firstLine(child.stdout, isAwaited),
    gone.then(() => 'the hub ended before it was ready'),
  ]);
  if (child.pid === undefined) throw new Error(line);
  return {
    pid: child.pid,
    line,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
      process.off('exit', killWithUs);
    },
  };
}

function firstLine(output: Readable, isAwaited: (line: string) => boolean): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: output }).on('line', (line) => {
      if (isAwaited(line)) resolve(line);
    });
  });
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** proc(5), /proc/pid/stat: utime and stime are fields 14 and 15; the name in brackets may hold spaces. */
function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function rssMbOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / KB_PER_MB;
}
