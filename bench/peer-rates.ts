import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isJsonObject, parseJson } from '../src/base/canonical-json.ts';
import { tell } from './progress.ts';

export type PeerProgram = {
  /** The name of a row's peer. */
  readonly name: string;
  /** See peers/README.md for what each does. */
  readonly program: string;
  /** For one that would take too long for as many as the others. */
  readonly itemsMax?: number;
};

const SIGNED_LOGS: readonly PeerProgram[] = [
  { name: 'ssb-db2', program: 'ssb-db2.js' },
  { name: 'ssb-db2-from-text', program: 'ssb-db2-text.js' },
  { name: 'ssb-classic', program: 'ssb-classic.js' },
  { name: 'hypercore-replicate', program: 'hypercore.js' },
];

/** Items per CPU second of each peer, measured now. One that cannot run is left out and named on stderr. */
export async function peerRates(
  items: number,
  peers: readonly PeerProgram[] = SIGNED_LOGS,
): Promise<Readonly<Record<string, number>>> {
  const rates: Record<string, number> = {};
  for (const { name, program, itemsMax = items } of peers) {
    const rate = await peerRate(program, Math.min(items, itemsMax));
    if (rate === undefined) tell(`${name} did not run: see above`);
    else {
      rates[name] = rate;
      tell(`${name}: ${rate} per core-second`);
    }
  }
  return rates;
}

async function peerRate(program: string, items: number): Promise<number | undefined> {
  const file = fileURLToPath(new URL(`./peers/${program}`, import.meta.url));
  const child = spawn(process.execPath, [file, '--n', String(items)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child, 'close');
  const line = parseJson(said.trim());
  const rate = isJsonObject(line) ? line['perCoreSecond'] : undefined;
  return typeof rate === 'number' ? rate : undefined;
}
