import { vaultOf } from '../test/making/vault.ts';
import { fillFrom } from './fill-store.ts';
import { foundPlaceIn } from './founded-place.ts';
import { startHubChild } from './hub-child.ts';
import type { HubChild } from './hub-child.ts';
import { BATCH_ENTRIES, batchesOf, cpuOfPosting, postBatches } from './hub-load.ts';
import { tell } from './progress.ts';
import { newSayer } from './said-entries.ts';
import type { SaidEntry } from './said-entries.ts';
import { median } from './table.ts';

/** What an entry costs a hub that holds so many already. */
export type CostAt = { readonly entries: number; readonly us: number; readonly rssMb: number };

const AUTHORS = 50;
// Entries over which the cost is measured: CPU time is counted in hundredths of a second.
const WINDOW = 2_500;
const WINDOWS = 4;
// Offered again, entries are checked and change nothing: so the code is compiled at every size before it is measured.
const WARM_BATCHES = 40;
// A million entries take about 4 GB, and Node's own limit may be lower.
const HEAP_FLAG = '--max-old-space-size=6000';

/**
 * A place is founded and its store filled with genuine entries past the hub, for posting them takes several times as long; a
 * hub is started on it and reads them all; then entries that are new to it are posted as ever, and every check is made. The
 * cost of one is the median of four windows.
 */
export async function costAt(entries: number, folder: string): Promise<CostAt> {
  const more = WINDOWS * WINDOW;
  const { incident, authors, say } = newSayer({ count: entries + more, authors: AUTHORS, mix: 'texts' });
  await foundPlaceIn(folder, await vaultOf(folder), { incident, authors });
  tell(`signing ${entries} entries into a store`);
  const first: SaidEntry[] = [];
  const sayFirst = async (): Promise<SaidEntry> => {
    const said = await say();
    if (first.length < BATCH_ENTRIES) first.push(said);
    return said;
  };
  await fillFrom(folder, { incident, count: entries, say: sayFirst });
  const later: SaidEntry[] = [];
  while (later.length < more) later.push(await say());
  const hub = await startHubChild({ folder, nodeFlags: [HEAP_FLAG] });
  tell(`a hub has read ${hub.entries} entries in ${(hub.readyMs / 1_000).toFixed(1)} s`);
  try {
    return { entries, ...(await costOf(hub, first, later)) };
  } finally {
    await hub.stop();
  }
}

async function costOf(
  hub: HubChild,
  known: readonly SaidEntry[],
  later: readonly SaidEntry[],
): Promise<Omit<CostAt, 'entries'>> {
  const [again] = batchesOf(known);
  for (let i = 0; i < WARM_BATCHES; i++) await postBatches(hub, [again!], false);
  const batches = batchesOf(later);
  const perWindow = WINDOW / BATCH_ENTRIES;
  const costs: number[] = [];
  for (let from = 0; from < batches.length; from += perWindow)
    costs.push(((await cpuOfPosting(hub, batches.slice(from, from + perWindow))) * 1e6) / WINDOW);
  return { us: median(costs), rssMb: hub.rssMb() };
}
