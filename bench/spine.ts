import { join } from 'node:path';
import { acceptRates } from './accept-rates.ts';
import { boardPaint } from './board-paint.ts';
import { foldCost, logged } from './fold-cost.ts';
import { startHubChild } from './hub-child.ts';
import { BATCH_ENTRIES, batchesOf, cpuOfPosting, postBatches } from './hub-load.ts';
import type { Batches } from './hub-load.ts';
import { peerRates } from './peer-rates.ts';
import { tell } from './progress.ts';
import { sayEntries } from './said-entries.ts';
import { fillStore } from './fill-store.ts';
import { median, row } from './table.ts';
import type { Row } from './table.ts';

type Scale = {
  readonly runs: number;
  readonly acceptEntries: number;
  readonly foldEntries: number;
  readonly growth: readonly number[];
};

const FULL: Scale = {
  runs: 5,
  acceptEntries: 10_000,
  foldEntries: 100_000,
  growth: [1_000, 30_000, 300_000],
};
const QUICK: Scale = { runs: 3, acceptEntries: 10_000, foldEntries: 100_000, growth: [1_000, 30_000] };
const AUTHORS_FEW = 50;
const AUTHORS_MANY = 500;
// Before these a hub's code is still being compiled.
const WARM_BATCHES = 10;
const FOLD_MORE = 600;
const BOARD_ENTRIES = 10_000;
const WARM_START_MANY = 100_000;
const OPENINGS = 5;
// Entries over which the cost at one size is measured: CPU time is counted in hundredths of a second.
const GROWTH_WINDOW = 5_000;
const GROWTH_RUNS = 3;
const BYTES_PER_KB = 1024;

/** The whole way of an entry, measured on a real hub; peers in the same run. */
export async function benchSpine(isQuick: boolean, folder: string): Promise<readonly Row[]> {
  const scale = isQuick ? QUICK : FULL;
  return [
    ...(await acceptRows(scale, folder)),
    ...(await foldRows(scale)),
    ...(await boardRows(folder)),
    ...(await startRows(scale, folder)),
    ...(await growthRows(scale, folder)),
  ];
}

async function acceptRows({ runs, acceptEntries: n }: Scale, folder: string): Promise<readonly Row[]> {
  // As many again before the count begins: the first run of a peer, too, is left out by the median.
  const count = 2 * n;
  tell(`signing ${count} entries of ${AUTHORS_FEW} authors`);
  const said = await sayEntries({ count, authors: AUTHORS_FEW, mix: 'texts' });
  const batches = batchesOf(said.entries);
  const wireBytes = batches.reduce((sum, b) => sum + b.body.length, 0) / said.entries.length;
  tell(`an entry has ${said.meanBytes} bytes of core and text, ${Math.round(wireBytes)} in the HTTP body`);
  const rates = await acceptRates({
    runs,
    batches,
    warm: n / BATCH_ENTRIES,
    folderFor: (run) => join(folder, `accept-${run}`),
  });
  const peers = await peerRates(n);
  return [
    { ...row('hub-accept-per-core-s', rates.sodium, 'entries per CPU second', n), peers },
    { ...row('hub-accept-node-crypto-per-core-s', rates.node, 'entries per CPU second', n), peers },
  ];
}

async function foldRows({ runs, foldEntries: n }: Scale): Promise<readonly Row[]> {
  tell(`signing ${n + FOLD_MORE} entries of ${AUTHORS_MANY} authors`);
  const said = await sayEntries({ count: n + FOLD_MORE, authors: AUTHORS_MANY, mix: 'day' });
  const all = logged(said.entries);
  const { fullMs, oneMoreUs } = foldCost(all.slice(0, n), all.slice(n), runs);
  return [
    row('fold-100k-ms', fullMs, 'ms of CPU', n),
    row('fold-one-more-us', oneMoreUs, 'us of CPU', FOLD_MORE),
  ];
}

async function boardRows(folder: string): Promise<readonly Row[]> {
  const said = await sayEntries({ count: BOARD_ENTRIES, authors: AUTHORS_MANY, mix: 'day' });
  const data = boardFolder(folder);
  const hub = await startHubChild({ folder: data });
  try {
    await postBatches(hub, batchesOf(said.entries));
    const rssMb = hub.rssMb();
    const address = `${hub.readLink}/`;
    const paint = await boardPaint(address, OPENINGS);
    const html = await boardBytes(address);
    if (paint)
      tell(`the first of the openings, for which the page was made: ${Math.round(paint.firstMs)} ms`);
    else tell('no Chromium found (npm run setup, or SHANYRAK_CHROMIUM): the first paint is left out');
    return [
      ...(paint ? [row('board-10k-first-paint-ms', paint.medianMs, 'ms', OPENINGS)] : []),
      row('board-10k-html-kb', html / BYTES_PER_KB, 'KiB', 1),
      row('hub-rss-mb', rssMb, 'MiB', BOARD_ENTRIES),
    ];
  } finally {
    await hub.stop();
  }
}

async function boardBytes(address: string): Promise<number> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the board answers ${response.status}`);
  return (await response.arrayBuffer()).byteLength;
}

function boardFolder(folder: string): string {
  return join(folder, 'board');
}

/** Needs the store that `boardRows` has filled. */
async function startRows({ runs }: Scale, folder: string): Promise<readonly Row[]> {
  const many = join(folder, 'many');
  await fillStore(many, await sayEntries({ count: WARM_START_MANY, authors: AUTHORS_MANY, mix: 'day' }));
  const startMs = async (data: (run: number) => string): Promise<number> => {
    const taken: number[] = [];
    for (let run = 0; run < runs; run++) {
      const hub = await startHubChild({ folder: data(run) });
      taken.push(hub.readyMs);
      await hub.stop();
    }
    return median(taken);
  };
  return [
    row('hub-cold-start-ms', await startMs((run) => join(folder, `cold-${run}`)), 'ms', runs),
    row(
      'hub-warm-start-ms',
      await startMs(() => boardFolder(folder)),
      `ms with ${BOARD_ENTRIES} entries`,
      runs,
    ),
    row('hub-warm-start-100k-ms', await startMs(() => many), `ms with ${WARM_START_MANY} entries`, runs),
  ];
}

async function growthRows({ growth, runs }: Scale, folder: string): Promise<readonly Row[]> {
  const last = growth.at(-1)!;
  tell(`signing ${last + GROWTH_WINDOW} entries`);
  const said = await sayEntries({ count: last + GROWTH_WINDOW, authors: AUTHORS_MANY, mix: 'day' });
  const batches = batchesOf(said.entries);
  const costs: (readonly number[])[] = [];
  for (let run = 0; run < Math.min(runs, GROWTH_RUNS); run++) {
    const cost = await growthCosts(batches, growth, join(folder, `growth-${run}`));
    costs.push(cost);
    tell(`us per entry at ${growth.join(', ')}: ${cost.map((us) => us.toFixed(0)).join(', ')}`);
  }
  const at = growth.map((_, i) => median(costs.map((cost) => cost[i]!)));
  return [
    ...growth.map((size, i) =>
      row(`accept-us-at-${size / 1_000}k`, at[i]!, 'us of CPU per entry', GROWTH_WINDOW),
    ),
    row('accept-growth-ratio', at.at(-1)! / at[0]!, `cost at ${last} to cost at ${growth[0]}`, last),
  ];
}

/** CPU of a fresh hub for one entry, in microseconds, from each of the sizes on. */
async function growthCosts(
  batches: Batches,
  sizes: readonly number[],
  folder: string,
): Promise<readonly number[]> {
  const hub = await startHubChild({ folder });
  try {
    const costs: number[] = [];
    let at = sizes[0]! / BATCH_ENTRIES;
    await postBatches(hub, batches.slice(0, at));
    // Offered again, entries are checked and change nothing: the first size, too, meets code that is compiled.
    for (let i = 0; i < WARM_BATCHES; i++) await postBatches(hub, batches.slice(0, 1), false);
    for (const size of sizes) {
      await postBatches(hub, batches.slice(at, size / BATCH_ENTRIES));
      at = (size + GROWTH_WINDOW) / BATCH_ENTRIES;
      const seconds = await cpuOfPosting(hub, batches.slice(size / BATCH_ENTRIES, at));
      costs.push((seconds * 1e6) / GROWTH_WINDOW);
    }
    return costs;
  } finally {
    await hub.stop();
  }
}
