import { evidenceIn } from '../../engine/kept-evidence.ts';
import type { WatchedLog } from '../../engine/witness-desk.ts';
import type { Store } from '../../ports/store.ts';
import { hubLogKey } from '../../record/log/hub-log.ts';
import { openCheckpoint } from '../../record/log/sign-note.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { LogFault } from './check-log.ts';

const WORTHLESS = 'It convinces nobody any more: look for the pair in a backup, or where it was written out.';

/** Whether both notes of every pair that is held against a log are still signed by that log. */
export async function checkEvidence(
  store: Pick<Store, 'inDrawer'>,
  watches: readonly WatchedLog[],
  crypto: Primitives,
): Promise<readonly LogFault[]> {
  const faults: LogFault[] = [];
  for (const { n, origin, first, second } of evidenceIn(store)) {
    const own = hubLogKey(origin, crypto.sha256);
    const given = watches.flatMap(({ key }) => (key.name === origin ? [key] : []));
    const keys = { origin, log: [...given, ...(own ? [own] : [])] };
    for (const [which, { note }] of [
      ['first', first],
      ['second', second],
    ] as const) {
      const opened = await openCheckpoint(note, keys, crypto);
      if (opened.ok) continue;
      const where = `evidence ${n} against ${origin}`;
      faults.push({ where, why: `has a ${which} note that is not signed by that log`, todo: WORTHLESS });
    }
  }
  return faults;
}
