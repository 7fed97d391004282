import { cryptoNode } from '../src/adapters/crypto-node/crypto-node.ts';
import { instant } from '../src/base/instant.ts';
import { accept, toVerify } from '../src/record/verify.ts';
import { gather, newGathered } from '../src/situation/gather.ts';
import type { Gathered } from '../src/situation/gather.ts';
import type { Logged } from '../src/situation/buckets.ts';
import { situationOf } from '../src/situation/situation.ts';
import type { SaidEntry } from './said-entries.ts';
import { median } from './table.ts';

export type FoldCost = { readonly fullMs: number; readonly oneMoreUs: number };

const crypto = cryptoNode();
// 8 April 2000 at noon: after the last entry of the three days, in the nominal year.
const AS_OF = instant(Date.UTC(2000, 3, 8, 12));

/** As a hub reads its own rows back: genuine, so no signature is checked again. */
export function logged(entries: readonly SaidEntry[]): readonly Logged[] {
  return entries.map(({ wire }, index): Logged => {
    const plan = toVerify(wire, crypto);
    const entry = plan.ok ? accept(plan.value, true, crypto) : plan;
    if (!entry.ok) throw new Error(`the bench wrote what is no entry: ${JSON.stringify(entry.error)}`);
    return { entry: entry.value, index, loggedAt: AS_OF };
  });
}

// Some kernels count CPU time in ticks of 4 ms: what costs less is measured over so many of them at once.
const WINDOW = 100;

/**
 * The CPU of a whole fold with the situation, garbage collection in other threads included; then, on top of the
 * last one, the CPU of this thread for taking in one more entry and asking for the situation again: the mean over
 * windows of entries of all kinds, and of these the median.
 */
export function foldCost(full: readonly Logged[], more: readonly Logged[], runs: number): FoldCost {
  const fullMs: number[] = [];
  let g: Gathered = newGathered({ hubKeys: new Set() });
  for (let run = 0; run < runs; run++) {
    g = newGathered({ hubKeys: new Set() });
    const before = process.cpuUsage();
    for (const one of full) gather(g, one);
    situationOf(g, AS_OF);
    const used = process.cpuUsage(before);
    fullMs.push((used.user + used.system) / 1_000);
  }
  const moreUs: number[] = [];
  for (let from = 0; from + WINDOW <= more.length; from += WINDOW) {
    const before = process.threadCpuUsage();
    for (const one of more.slice(from, from + WINDOW)) {
      gather(g, one);
      situationOf(g, AS_OF);
    }
    const used = process.threadCpuUsage(before);
    moreUs.push((used.user + used.system) / WINDOW);
  }
  return { fullMs: median(fullMs), oneMoreUs: median(moreUs) };
}
