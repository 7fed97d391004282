import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { untilReady } from './ready-line.ts';
import type { Ready } from './ready-line.ts';

/** A hub in a process of its own, and where it can be reached. */
export type HubProcess = {
  readonly address: string;
  readonly readLink: string;
  readonly writeLink: string;
  /** Of a keyholder: also what waits is seen. */
  readonly peopleLink: string;
  /** Ends the hub and waits for it; afterwards none of its files is open. */
  readonly stop: () => Promise<void>;
};

export type HubProcessNeeds = {
  readonly folder: string;
  /** Opens the hub's folder; made at the first start. A played day hides nothing: it lies beside the folder. */
  readonly keyFile: string;
  readonly scenario: string;
  /** What the place is founded with at the first start. */
  readonly founding?: string;
  /** Its simulated telephones. */
  readonly phones?: string;
  /** Called when the hub died by itself and was started again on the same port and folder. */
  readonly restarted: () => void;
};

// Between two lines of a hub that starts: a page of entries takes half a second, on a small machine some seconds.
const SIGN_OF_LIFE_WITHIN_MS = 20_000;
const RESTARTS_MAX = 20;
const STOP_WITHIN_MS = 5_000;

/** The hub could not be started; `message` is what it said. */
export class HubProcessError extends Error {}

/** Starts a hub for a played day and keeps it running: killed by anyone, it comes back with all it acknowledged. */
export async function startHubProcess(needs: HubProcessNeeds): Promise<HubProcess> {
  let port = '0';
  let isUp = false;
  let isStopping = false;
  let restarts = 0;
  let child: ChildProcess;
  const launch = (): Promise<Ready> => {
    const started = startChild(needs, port);
    child = started.child;
    // From its first breath: it may be killed again while it comes back.
    child.once('exit', () => {
      if (!isUp || isStopping || restarts++ >= RESTARTS_MAX) return;
      needs.restarted();
      // Without it the day cannot go on; the phones keep what they have until it is back.
      launch().catch(() => {});
    });
    return started.ready;
  };
  const stop = async (): Promise<void> => {
    isStopping = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.stdin?.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await gone;
    clearTimeout(timer);
  };
  const { address, read, write, people } = await launch();
  if (read === undefined || write === undefined || people === undefined) {
    await stop();
    throw new HubProcessError('the data folder already had a hub');
  }
  port = new URL(address).port;
  isUp = true;
  return { address, readLink: read, writeLink: write, peopleLink: people, stop };
}

function startChild(
  { folder, keyFile, scenario, founding, phones }: HubProcessNeeds,
  port: string,
): { readonly child: ChildProcess; readonly ready: Promise<Ready> } {
  const program = fileURLToPath(new URL('./shanyrak.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      program,
      'serve',
      '--json',
      '--data',
      folder,
      '--key-file',
      keyFile,
      '--port',
      port,
      '--scenario',
      scenario,
      ...(founding === undefined ? [] : ['--found', founding]),
      ...(phones === undefined ? [] : ['--phones', phones]),
    ],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, SHANYRAK_PARENT_PIPE: '1' },
      // Ctrl+C goes to the whole group: the hub must outlive it until the day has written its files.
      detached: true,
    },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  const ready = new Promise<Ready>((resolve, reject) => {
    void untilReady(child.stdout, SIGN_OF_LIFE_WITHIN_MS).then((answer) => {
      if (!('kind' in answer)) return resolve(answer);
      // It is told by what it said last, once that is read.
      if (answer.kind === 'ended') return;
      if (answer.kind === 'other-words') return reject(new HubProcessError(answer.line));
      child.kill('SIGKILL');
      reject(new HubProcessError(`the hub gave no sign of life for ${SIGN_OF_LIFE_WITHIN_MS / 1000} s`));
    });
    // Not at `exit`: what it said last may still be in the pipe.
    child.once('close', () => {
      reject(new HubProcessError(said.trim() || 'the hub ended before it was ready'));
    });
  });
  return { child, ready };
}
