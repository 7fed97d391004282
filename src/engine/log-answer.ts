import { bytesToBase64 } from '../base/base64.ts';
import type { Receipt } from './keep.ts';
import type { LogKeeper } from './log-keeper.ts';
import type { LogTrouble } from './log-retries.ts';

/** Entries that stand beside each other in the log, from `start` up to but not with `end`, and the proof that they do. */
export type ProvenRange = { readonly start: number; readonly end: number; readonly proof: readonly string[] };

/** What the sender of entries needs to check that they are in the log. Hashes are in base64. */
export type LogAnswer = {
  /** A signed note. */
  readonly checkpoint: string;
  /** All entries of the post that were accepted, also those that were here before. */
  readonly ranges: readonly ProvenRange[];
  /** From the size that was asked about to that of the checkpoint. Absent when none was, or when it is larger. */
  readonly consistency?: readonly string[];
};

/** The newest checkpoint of the log with proofs for accepted entries, as soon as one holds them all; or why there is none. */
export async function answerOfLog(
  log: LogKeeper,
  receipts: readonly Receipt[],
  known: number | undefined,
): Promise<LogAnswer | LogTrouble> {
  const runs = runsOf(receipts.flatMap((receipt) => (receipt.status === 'accepted' ? receipt.index : [])));
  const head = await log.covering(runs.at(-1)?.end ?? 0);
  if ('kind' in head) return head;
  const { size, shortNote: checkpoint } = head;
  const ranges = runs.map(({ start, end }) => ({
    start,
    end,
    proof: log.rangeProof({ start, end, size }).map(bytesToBase64),
  }));
  if (known === undefined || known < 1 || known > size) return { checkpoint, ranges };
  const consistency = log.consistencyProof({ from: known, to: size }).map(bytesToBase64);
  return { checkpoint, ranges, consistency };
}

type Run = { readonly start: number; readonly end: number };

/** Indexes in any order, some perhaps twice, as rising runs without gaps. */
function runsOf(indexes: readonly number[]): readonly Run[] {
  const runs: { start: number; end: number }[] = [];
  for (const index of [...new Set(indexes)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.end === index) last.end++;
    else runs.push({ start: index, end: index + 1 });
  }
  return runs;
}
