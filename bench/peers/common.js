// What the peer programs share: reading --n and --runs, timing by CPU, one line of JSON at the end.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export const require = createRequire(import.meta.url);

/** A package that a peer brings along, the same copy that the peer itself uses. */
export const requireFrom = (peer, name) => createRequire(require.resolve(peer))(name);

/** Bytes of one message or block, so that every peer handles the same amount. */
export const ITEM_BYTES = 474;

const TIME_LIMIT_MS = 240_000;

/** The exact version that was installed, read from the package itself. */
export function versionOf(name) {
  const url = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')).version;
}

/** Whether a compiled libsodium is in use; without it a peer would fall back to slow JavaScript. */
export function hasNativeSodium() {
  return Object.keys(require.cache).some((file) => file.endsWith('.node') && file.includes('sodium-native'));
}

function wholeNumber(text, name) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} must be 1 or more`);
  return value;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** CPU seconds that `work` takes: user and system, of every thread of this process and of the programs it has waited for. */
async function cpuOf(work) {
  globalThis.gc?.();
  const before = process.cpuUsage();
  const children = cpuOfChildren();
  await work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6 + cpuOfChildren() - children;
}

/** proc(5), /proc/self/stat: cutime and cstime are fields 16 and 17, in hundredths of a second; the name may hold spaces. */
function cpuOfChildren() {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

/**
 * Run one peer and print its line.
 *
 * `hasSodium: false` is for a peer that checks signatures by something else, or none.
 * `selfCheck(dir)` runs first, untimed; it must show that the peer refuses a spoilt item.
 * `prepare(n, dir)` is untimed and returns `{ work, verify }`: only `work` is timed, and
 * `verify` then shows (untimed) that all n items arrived, and closes what is open.
 */
export async function runPeer({ peer, what, selfCheck, prepare, note, hasSodium = true }) {
  const { values } = parseArgs({
    options: { n: { type: 'string', default: '10000' }, runs: { type: 'string', default: '3' } },
  });
  const dir = mkdtempSync(join(tmpdir(), 'bench-peer-'));
  process.on('exit', () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
  setTimeout(() => {
    console.error(`${peer}: not done after ${TIME_LIMIT_MS / 1000} s`);
    process.exit(1);
  }, TIME_LIMIT_MS);

  try {
    const n = wholeNumber(values.n, 'n');
    const runs = wholeNumber(values.runs, 'runs');
    await selfCheck(join(dir, 'self-check'));
    const seconds = [];
    for (let run = 0; run < runs; run += 1) {
      const { work, verify } = await prepare(n, join(dir, `run-${run}`));
      seconds.push(await cpuOf(work));
      await verify();
    }
    if (hasSodium && !hasNativeSodium()) throw new Error('the compiled libsodium did not load');
    const cpuSeconds = median(seconds);
    const each = seconds.map((s) => s.toFixed(3)).join(', ');
    const line = {
      peer,
      what,
      n,
      cpuSeconds: Number(cpuSeconds.toFixed(4)),
      perCoreSecond: Math.round(n / cpuSeconds),
      note: `${note(n)} Median of ${runs} (${each} CPU s), Node ${process.versions.node}, ${availableParallelism()} cores.`,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`, () => process.exit(0));
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}
