import { isJsonObject, parseJson } from '../src/base/canonical-json.ts';
import { startHubChild } from './hub-child.ts';
import type { HubChild, HubChildNeeds } from './hub-child.ts';
import type { SaidEntry } from './said-entries.ts';

/** Bodies of HTTP posts, made before any timing. */
export type Batches = readonly { readonly body: Uint8Array; readonly count: number }[];

export const BATCH_ENTRIES = 250;

export function batchesOf(entries: readonly SaidEntry[]): Batches {
  const text = new TextEncoder();
  const starts = Array.from(
    { length: Math.ceil(entries.length / BATCH_ENTRIES) },
    (_, i) => i * BATCH_ENTRIES,
  );
  return starts.map((from) => {
    const part = entries.slice(from, from + BATCH_ENTRIES).map(({ wire }) => wire);
    return { body: text.encode(JSON.stringify({ entries: part })), count: part.length };
  });
}

/**
 * Posts one batch after the other and stops at the first entry that is not newly on the hub's disk, or does not count;
 * with `isNew` false, at the first that was not there before.
 */
export async function postBatches(hub: HubChild, batches: Batches, isNew = true): Promise<void> {
  for (const { body, count } of batches) {
    const response = await fetch(`${hub.writeLink}/entries`, { method: 'POST', body });
    const answer = parseJson(await response.text());
    const receipts = isJsonObject(answer) ? answer['receipts'] : undefined;
    const isKept =
      Array.isArray(receipts) &&
      receipts.length === count &&
      receipts.every((r) => isJsonObject(r) && r['isNew'] === isNew && r['weight'] === 'counts');
    if (!isKept)
      throw new Error(
        `the hub did not keep a batch: ${response.status} ${JSON.stringify(answer).slice(0, 300)}`,
      );
  }
}

/** CPU of the hub, in seconds, while it accepts the batches. */
export async function cpuOfPosting(hub: HubChild, batches: Batches): Promise<number> {
  const before = hub.cpuSeconds();
  await postBatches(hub, batches);
  return hub.cpuSeconds() - before;
}

/** Entries accepted per CPU second of a fresh hub, after `warm` batches that are not counted. */
export async function acceptRate(needs: HubChildNeeds, batches: Batches, warm: number): Promise<number> {
  const hub = await startHubChild(needs);
  try {
    await postBatches(hub, batches.slice(0, warm));
    const counted = batches.slice(warm);
    const seconds = await cpuOfPosting(hub, counted);
    return counted.reduce((n, b) => n + b.count, 0) / seconds;
  } finally {
    await hub.stop();
  }
}
