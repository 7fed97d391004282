// `npm run bench -- NAME [--json FILE] [--quick]`: runs one bench and prints its table; progress goes to stderr.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchAlarm } from './alarm.ts';
import { bagVerify } from './bag-verify.ts';
import { logRates } from './log-rates.ts';
import { benchPeople } from './people.ts';
import { benchRecord } from './record.ts';
import { benchSpine } from './spine.ts';
import { printTable } from './table.ts';
import type { Row } from './table.ts';

type Bench = {
  readonly what: string;
  readonly run: (isQuick: boolean, folder: string) => Promise<readonly Row[]>;
};

const BENCHES: Readonly<Record<string, Bench>> = {
  spine: {
    what: 'entry to record to situation to board: accepting, folding, painting, starting',
    run: benchSpine,
  },
  people: {
    what: 'a founded, encrypted hub: accepting, unlocking, searching, dropping a key, a backup',
    run: benchPeople,
  },
  record: {
    what: 'the record as evidence: accepting, proving, checking and sending entries, beside others',
    run: benchRecord,
  },
  alarm: {
    what: 'telling many: pushes encrypted, signed and handed off, beside web-push',
    run: benchAlarm,
  },
  log: {
    what: "the log's own arithmetic: leaves appended, proofs made",
    run: async (isQuick) => logRates(isQuick),
  },
  bag: {
    what: 'an evidence bag of 10,000 entries, checked from its folder',
    run: async (isQuick, folder) => [await bagVerify(isQuick, folder)],
  },
};
const EXIT_USAGE = 2;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const given = readArgs(argv);
  if (given === undefined) return usage();
  const bench = Object.hasOwn(BENCHES, given.name) ? BENCHES[given.name] : undefined;
  if (bench === undefined) return usage(given.name);
  const folder = mkdtempSync(join(tmpdir(), 'shanyrak-bench-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const rows = await bench.run(given.isQuick, folder);
  process.stdout.write(`${printTable(rows)}\n`);
  if (given.json !== undefined) writeFileSync(given.json, `${JSON.stringify({ rows }, undefined, 2)}\n`);
  return 0;
}

type Given = { readonly name: string; readonly json: string | undefined; readonly isQuick: boolean };

function readArgs(argv: readonly string[]): Given | undefined {
  try {
    const options = { json: { type: 'string' }, quick: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    if (positionals.length > 1) return undefined;
    return { name: positionals[0] ?? '', json: values.json, isQuick: values.quick === true };
  } catch {
    return undefined;
  }
}

function usage(unknown = ''): number {
  const names = Object.entries(BENCHES).map(([name, { what }]) => `  ${name}  ${what}`);
  const problem = unknown === '' ? [] : [`bench: there is no bench "${unknown}"`];
  const lines = [...problem, 'usage: npm run bench -- NAME [--json FILE] [--quick]', 'Benches:', ...names];
  process.stderr.write(`${lines.join('\n')}\n`);
  return EXIT_USAGE;
}
