import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach } from 'node:test';
import type { ChildProcess } from 'node:child_process';
import type { LogAnswer } from '../../src/engine/log-answer.ts';
import { newFolder } from './temp-folder.ts';

/** What a hub's process tells: how it found its log, then each answer it gave. */
export type FromLogChild =
  | {
      readonly kind: 'started';
      readonly origin: string;
      readonly repaired: readonly string[];
      readonly isLost: boolean;
    }
  | {
      readonly kind: 'answered';
      /** Id and index of each entry of the post. */
      readonly kept: readonly (readonly [string, number])[];
      readonly answer: LogAnswer;
    };

const CHILD = join(import.meta.dirname, 'log-child.ts');
const { NODE_TEST_CONTEXT: _, ...ENV } = process.env;
const COMPILED = newFolder();
const running = new Set<ChildProcess>();
// A test that failed leaves its child behind.
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** When a life ends: so long after so many answers, or so long after the process began. */
export type KillAt = { readonly answers: number; readonly moreMs: number } | { readonly bornMs: number };

/** One life of a hub on a folder, which ends by kill -9. Everything it told before its end. */
export async function liveUntilKilled(folder: string, kill: KillAt): Promise<readonly FromLogChild[]> {
  const child = fork(CHILD, [folder], {
    env: { ...ENV, NODE_COMPILE_CACHE: COMPILED },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  running.add(child);
  const told: FromLogChild[] = [];
  const killIn = (ms: number): void => void setTimeout(() => child.kill('SIGKILL'), ms);
  child.on('message', (message: FromLogChild) => {
    told.push(message);
    // The first thing it tells is that it has started.
    if ('answers' in kill && told.length === kill.answers + 1) killIn(kill.moreMs);
  });
  if ('bornMs' in kill) killIn(kill.bornMs);
  // Not at `exit`: what it told last may still be on its way.
  await once(child, 'close');
  running.delete(child);
  if (child.signalCode !== 'SIGKILL') throw new Error(`it ended by itself: ${child.exitCode}`);
  return told;
}
