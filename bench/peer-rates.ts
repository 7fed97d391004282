import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isJsonObject, parseJson } from '../src/base/canonical-json.ts';
import { tell } from './progress.ts';

// The name of a row's peer, and the program that measures it; see peers/README.md for what each does.
const PEERS: readonly (readonly [name: string, program: string])[] = [
  ['ssb-db2', 'ssb-db2.js'],
  ['ssb-db2-from-text', 'ssb-db2-text.js'],
  ['ssb-classic', 'ssb-classic.js'],
  ['hypercore-replicate', 'hypercore.js'],
];

/** Items per CPU second of each peer, measured now. One that cannot run is left out and named on stderr. */
export async function peerRates(items: number): Promise<Readonly<Record<string, number>>> {
  const rates: Record<string, number> = {};
  for (const [name, program] of PEERS) {
    const rate = await peerRate(program, items);
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
