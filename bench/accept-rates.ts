import { median } from './table.ts';
import { acceptRate } from './hub-load.ts';
import type { Batches } from './hub-load.ts';
import { tell } from './progress.ts';

type Accepting = {
  readonly runs: number;
  readonly batches: Batches;
  /** How many of the batches are posted before the count begins. */
  readonly warm: number;
  /** The data folder of one run: a hub's first, or one that was made before. */
  readonly folderFor: (run: string) => string;
};

/** Entries a fresh hub accepts per CPU second, with either crypto; in turns, so that a busy minute falls on both. */
export async function acceptRates({
  runs,
  batches,
  warm,
  folderFor,
}: Accepting): Promise<Readonly<Record<'sodium' | 'node', number>>> {
  const rates: Record<'sodium' | 'node', number[]> = { sodium: [], node: [] };
  for (let run = 0; run < runs; run++) {
    for (const [crypto, env] of [
      ['sodium', {}],
      ['node', { SHANYRAK_CRYPTO: 'node' }],
    ] as const) {
      const rate = await acceptRate({ folder: folderFor(`${crypto}-${run}`), env }, batches, warm);
      rates[crypto].push(rate);
      tell(`accept with ${crypto}, run ${run + 1}: ${Math.round(rate)} per core-second`);
    }
  }
  return { sodium: median(rates.sodium), node: median(rates.node) };
}
