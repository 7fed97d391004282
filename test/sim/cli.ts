import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';

/** What a command did: its exit code and all it wrote. */
export type CliRun = { readonly code: number; readonly out: string; readonly err: string };
export type Cli = { readonly run: (...argv: readonly string[]) => Promise<CliRun>; readonly end: () => void };

// A child of a test run must not report as a test itself.
const { NODE_TEST_CONTEXT: _, ...ENV } = process.env;
// oxlint-disable-next-line no-control-regex -- a NUL stands in nothing the program writes
const MARK = /^([^\u0000]*)\u0000([^\u0000]*)\u0000/;

/** The program's commands, run one after the other in one child. */
export function openCli(): Cli {
  const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'cli-child.ts')], {
    env: ENV,
    stdio: 'pipe',
  });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const [out, err] = [marked(child, 'stdout'), marked(child, 'stderr')];
  let last: Promise<unknown> = Promise.resolve();
  const runNow = async (argv: readonly string[]): Promise<CliRun> => {
    child.stdin.write(`${JSON.stringify(argv)}\n`);
    const [said, told] = await Promise.all([out(), err()]);
    if (!/^\d$/.test(said.code)) throw new Error(`${argv.join(' ')}: ${said.code}: ${told.text}`);
    return { code: Number(said.code), out: said.text, err: told.text };
  };
  return {
    run: (...argv) => {
      const turn = last.then(() => runNow(argv));
      last = turn.catch(() => {});
      return turn;
    },
    end,
  };
}

type Marked = { readonly text: string; readonly code: string };

/** Each call waits for what the next command writes, up to its mark. */
function marked(child: ChildProcessWithoutNullStreams, name: 'stdout' | 'stderr'): () => Promise<Marked> {
  let text = '';
  let wake = (): void => {};
  child[name].setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    wake();
  });
  child.once('close', () => wake());
  return async () => {
    for (;;) {
      const found = MARK.exec(text);
      if (found !== null) {
        text = text.slice(found[0].length);
        return { text: found[1] ?? '', code: found[2] ?? '' };
      }
      if (child.exitCode !== null || child.signalCode !== null) return { text, code: 'the commands ended' };
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}
