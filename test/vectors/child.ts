import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '../..');
const url = (path: string): string => JSON.stringify(pathToFileURL(join(ROOT, path)).href);

// What every child that plays with a store begins with.
const STORE_HEAD = `
  import { storeSqlite } from ${url('src/adapters/store-sqlite/store-sqlite.ts')};
  import { rowOf } from ${url('test/vectors/rows.ts')};
  import { testVault } from ${url('test/making/vault.ts')};
  const vault = testVault();
  const [folder, ...rest] = process.argv.slice(1);
  const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
  const failure = (error) => ({ kind: error.kind, retryable: error.retryable, text: String(error) });
`;

/** How a child runs: before the program (`unshare …`) and as whom. */
export type ChildAs = { readonly before?: readonly string[]; readonly uid?: number };

function commandOf(script: string, folder: string, { before = [] }: ChildAs): readonly [string, ...string[]] {
  const node = [process.execPath, '--no-warnings', '--input-type=module', '-e', STORE_HEAD + script, folder];
  const [command = process.execPath, ...args] = [...before, ...node];
  return [command, ...args];
}

// A child of a test run must not report as a test itself.
const { NODE_TEST_CONTEXT: _, ...ENV } = process.env;

/** Runs a script about a store to its end; what it said, line by line. */
export function runStoreChild(script: string, folder: string, as: ChildAs = {}): readonly unknown[] {
  const [command, ...args] = commandOf(script, folder, as);
  const user = as.uid === undefined ? {} : { uid: as.uid, gid: as.uid };
  const run = spawnSync(command, args, { encoding: 'utf8', env: ENV, timeout: 60_000, ...user });
  if (run.status !== 0) throw new Error(`child: ${run.error ?? run.stderr}`);
  return run.stdout.trim().split('\n').filter(Boolean).map((line): unknown => JSON.parse(line));
}

export function startStoreChild(script: string, folder: string): ChildProcess {
  const [command, ...args] = commandOf(script, folder, {});
  return spawn(command, args, { env: ENV, stdio: ['ignore', 'pipe', 'inherit'] });
}
