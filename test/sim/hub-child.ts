import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach } from 'node:test';
import { keyOf } from '../making/vault.ts';
import { isJsonObject, parseJson } from '../../src/base/canonical-json.ts';

const PROGRAM = join(import.meta.dirname, '../../src/main/shanyrak.ts');
// A child of a test run must not report as a test itself.
const { NODE_TEST_CONTEXT: _, ...ENV } = process.env;
const READY_WITHIN_MS = 30_000;

export type HubChildNeeds = {
  readonly folder: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
  /** What the program is started by, for example `unshare …`. */
  readonly before?: readonly string[];
  /** Another entry of it, which stops it where a test wants it to. */
  readonly program?: string;
};

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** The real program as a child, and everything it has said. */
export type ProgramChild = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<Ended>;
  /** Sends the signal and waits until it is gone. */
  readonly end: (signal: NodeJS.Signals) => Promise<Ended>;
};

/** A running hub. `read` and `write` are whole links, empty after the first start on a folder. */
export type HubChild = ProgramChild & {
  readonly address: string;
  readonly port: number;
  readonly read: string;
  readonly write: string;
  readonly entries: number;
};

const running = new Set<ChildProcessWithoutNullStreams>();
// A test that failed leaves its children behind; each is ended by its own handle.
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

export function startProgram(
  args: readonly string[],
  needs: Omit<HubChildNeeds, 'folder' | 'args'> = {},
): ProgramChild {
  const { env = {}, nodeArgs = [], before = [], program = PROGRAM } = needs;
  const [command = process.execPath, ...rest] = [...before, process.execPath, ...nodeArgs, program, ...args];
  const child = spawn(command, rest, { env: { ...ENV, ...env }, stdio: 'pipe' });
  running.add(child);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then((): Ended => {
    running.delete(child);
    return { code: child.exitCode, signal: child.signalCode };
  });
  return {
    child,
    out: () => out,
    err: () => err,
    ended,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs the program to its end. */
export async function runProgram(
  args: readonly string[],
  needs: Omit<HubChildNeeds, 'folder' | 'args'> = {},
): Promise<Ended & { readonly out: string; readonly err: string }> {
  const program = startProgram(args, needs);
  program.child.stdin.end();
  const ended = await program.ended;
  return { ...ended, out: program.out(), err: program.err() };
}

/** Starts a hub on a free port, or on the one in `args`, and waits until it is ready. */
export async function startHub({ folder, args = [], ...rest }: HubChildNeeds): Promise<HubChild> {
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const program = startProgram(
    ['serve', '--json', '--data', folder, ...keyOf(folder), ...port, ...args],
    rest,
  );
  const line = await readyLine(program);
  const ready = parseJson(line);
  if (!isJsonObject(ready) || typeof ready['address'] !== 'string') throw new Error(`the hub said: ${line}`);
  const link = (name: string): string => (typeof ready[name] === 'string' ? ready[name] : '');
  return {
    ...program,
    address: ready['address'],
    port: Number(new URL(ready['address']).port),
    read: link('read'),
    write: link('write'),
    entries: Number(ready['entries']),
  };
}

/** The first line that is no progress of reading entries back. */
async function readyLine({ child, ended, err }: ProgramChild): Promise<string> {
  const line = new Promise<string>((resolve, reject) => {
    AbortSignal.timeout(READY_WITHIN_MS).addEventListener('abort', () =>
      reject(new Error('not ready in time')),
    );
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (!text.startsWith('{"ready":false')) resolve(text);
    });
  });
  const early = ended.then((end): never => {
    throw new Error(`the hub ended before it was ready: ${JSON.stringify(end)} ${err()}`);
  });
  early.catch(() => {});
  line.catch(() => {});
  return Promise.race([line, early]);
}

/** A port nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const closed = once(server, 'close');
  server.close();
  await closed;
  if (bound === null || typeof bound === 'string') throw new Error('a server has a port');
  return bound.port;
}
