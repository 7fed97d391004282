import { spawn } from 'node:child_process';

const EXIT_WITHIN_MS = 20_000;

export type Exit = {
  readonly code: number | null;
  /** All that it wrote, to both streams. */
  readonly wrote: string;
  /** From the line that said "done" to its end. */
  readonly lingeredMs: number;
};

/** Runs a module that says "done" when its work is, and waits until the process ends by itself. */
export function runToExit(code: string): Promise<Exit> {
  const child = spawn(process.execPath, [
    '--input-type=module',
    '--disable-warning=ExperimentalWarning',
    '-e',
    code,
  ]);
  let wrote = '';
  let doneAt = Infinity;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      wrote += text;
      if (text.includes('done')) doneAt = performance.now();
    });
  }
  const limit = setTimeout(() => child.kill('SIGKILL'), EXIT_WITHIN_MS);
  return new Promise((resolve) => {
    child.on('close', (exitCode) => {
      clearTimeout(limit);
      resolve({ code: exitCode, wrote, lingeredMs: performance.now() - doneAt });
    });
  });
}
