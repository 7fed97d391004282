import { copyFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { keyFileOf, vaultOf } from '../test/making/vault.ts';
import { bagVerify } from './bag-verify.ts';
import { costAt } from './flatness.ts';
import { foundPlaceIn } from './founded-place.ts';
import { acceptRate, BATCH_ENTRIES, batchesOf } from './hub-load.ts';
import { logRates } from './log-rates.ts';
import { peerRates } from './peer-rates.ts';
import type { PeerProgram } from './peer-rates.ts';
import { tell } from './progress.ts';
import { sayEntries } from './said-entries.ts';
import { median, row } from './table.ts';
import type { Row } from './table.ts';
import { PAGE, wireSize } from './wire-size.ts';
import type { WireSize } from './wire-size.ts';

type Scale = {
  readonly runs: number;
  readonly entries: number;
  readonly sizes: readonly [small: number, large: number];
};

const FULL: Scale = { runs: 5, entries: 10_000, sizes: [1_000, 1_000_000] };
const QUICK: Scale = { runs: 3, entries: 5_000, sizes: [1_000, 30_000] };
const AUTHORS = 50;
const PEERS: readonly PeerProgram[] = [
  { name: 'ssb-db2', program: 'ssb-db2.js' },
  { name: 'ssb-db2-from-text', program: 'ssb-db2-text.js' },
  { name: 'hypercore-replicate', program: 'hypercore.js' },
  { name: 'automerge', program: 'automerge.js' },
  { name: 'git-signed', program: 'git-signed.js', itemsMax: 300 },
];

/** The record as evidence: what accepting, proving, checking and sending an entry costs. */
export async function benchRecord(isQuick: boolean, folder: string): Promise<readonly Row[]> {
  const scale = isQuick ? QUICK : FULL;
  if (isQuick)
    tell(`quick: ${scale.runs} runs of ${scale.entries} entries, flatness only to ${scale.sizes[1]}`);
  return [
    await acceptRow(scale, folder),
    ...logRates(isQuick),
    await bagVerify(isQuick, folder),
    ...(await wireRows(folder)),
    ...(await flatnessRows(scale, folder)),
  ];
}

/** Ours and the peers in turns, so that a busy minute falls on all. */
async function acceptRow({ runs, entries: n }: Scale, folder: string): Promise<Row> {
  tell(`signing ${2 * n} entries of ${AUTHORS} authors`);
  const day = await sayEntries({ count: 2 * n, authors: AUTHORS, mix: 'texts' });
  const batches = batchesOf(day.entries);
  const founded = join(folder, 'founded');
  await foundPlaceIn(founded, await vaultOf(founded), day);
  const ours: number[] = [];
  const peers = new Map<string, number[]>();
  for (let run = 0; run < runs; run++) {
    const data = join(folder, `accept-${run}`);
    cpSync(founded, data, { recursive: true });
    copyFileSync(keyFileOf(founded), keyFileOf(data));
    ours.push(await acceptRate({ folder: data }, batches, n / BATCH_ENTRIES));
    tell(`accept, run ${run + 1}: ${Math.round(ours.at(-1)!)} per core-second`);
    for (const [name, rate] of Object.entries(await peerRates(n, PEERS)))
      peers.set(name, [...(peers.get(name) ?? []), rate]);
  }
  const unit = 'entries per CPU second, founded and encrypted hub, from the HTTP body to the disk';
  const note = `${runs} runs in turns, ${Math.round(Math.min(...ours))} to ${Math.round(Math.max(...ours))}; the peers do other jobs (bench/peers/README.md)`;
  const rates = Object.fromEntries([...peers].map(([name, found]) => [name, Math.round(median(found))]));
  return { ...row('accept-durable-per-core-s', median(ours), unit, n), peers: rates, note };
}

async function wireRows(folder: string): Promise<readonly Row[]> {
  const texts = await wireSize(join(folder, 'wire-texts'), { mix: 'texts', checkpoints: true });
  const bare = await wireSize(join(folder, 'wire-bare'), { mix: 'texts', checkpoints: false });
  const day = await wireSize(join(folder, 'wire-day'), { mix: 'day', checkpoints: true });
  const unit = 'bytes of answer, brotli';
  return [
    {
      ...row('wire-bytes-per-entry', texts.br / PAGE, unit, PAGE),
      note: `every entry with a sentence of its own and another checkpoint; ${others(texts)}`,
    },
    { ...row('wire-bytes-per-entry-no-checkpoint', bare.br / PAGE, unit, PAGE), note: others(bare) },
    { ...row('wire-bytes-per-entry-day', day.br / PAGE, unit, PAGE), note: `all kinds; ${others(day)}` },
  ];
}

function others({ gzip, json, packMs }: WireSize): string {
  const each = (bytes: number): string => (bytes / PAGE).toFixed(1);
  return `gzip ${each(gzip)}, JSON ${each(json)}; ${packMs.toFixed(0)} ms of CPU an answer`;
}

async function flatnessRows({ sizes: [small, large] }: Scale, folder: string): Promise<readonly Row[]> {
  const few = await costAt(small, join(folder, 'few'));
  const many = await costAt(large, join(folder, 'many'));
  const unit = `cost of an entry at ${large} to its cost at ${small}`;
  const note = `${few.us.toFixed(0)} and ${many.us.toFixed(0)} us of CPU; ${Math.round(few.rssMb)} and ${Math.round(many.rssMb)} MiB of memory`;
  return [{ ...row('accept-flatness', many.us / few.us, unit, large), note }];
}
