import type { Json } from '../../base/canonical-json.ts';
import { utf8Encode } from '../../base/bytes.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { WireEntry } from '../../record/wire.ts';
import { writeEntry } from '../../record/write.ts';
import type { Draft } from '../../record/write.ts';
import type { Key } from './author-key.ts';
import { isForLater } from './receipts.ts';

const BATCH = 250;
// Below the 4 MiB a hub takes at once, with room for the frame around the list.
const BATCH_BYTES: number = 3 * 1024 * 1024;

/** As many entries a post as a hub takes: it bounds the list and the bytes. */
export function batchesOf(wires: readonly WireEntry[]): readonly (readonly WireEntry[])[] {
  const batches: WireEntry[][] = [];
  let bytes = 0;
  for (const wire of wires) {
    const size = utf8Encode(JSON.stringify(wire)).length + 1;
    const last = batches.at(-1);
    if (last === undefined || last.length >= BATCH || bytes + size > BATCH_BYTES) {
      batches.push([wire]);
      bytes = size;
    } else {
      last.push(wire);
      bytes += size;
    }
  }
  return batches;
}

/** One receipt an entry, or in words why there is none. */
export type Posted =
  | { readonly ok: true; readonly receipts: readonly Json[] }
  | { readonly ok: false; readonly says: string };

/**
 * `said`: ids of the drafts, in order. Receipts are of what waited before too, the drafts' last. `waiting`: how many go out
 * next time.
 */
export type SaidEntries =
  | {
      readonly ok: true;
      readonly said: readonly EntryId[];
      readonly receipts: readonly Json[];
      readonly waiting: number;
    }
  | { readonly ok: false; readonly says: string; readonly waiting: number };

/**
 * Signs drafts one after the other and sends them, with what no hub has answered for yet. Kept before it is sent: a
 * number used twice would be a fork, and what the hub did not answer for, or refused only for now, goes out next time.
 */
export async function sayEntries(
  drafts: readonly Draft[],
  { key, save }: { readonly key: Key; readonly save: (key: Key) => void | Promise<void> },
  {
    post,
    crypto,
  }: { readonly post: (entries: readonly WireEntry[]) => Promise<Posted>; readonly crypto: Primitives },
): Promise<SaidEntries> {
  const signer = crypto.signerFromSeed(key.seed);
  const waiting: WireEntry[] = [...key.unsent];
  const said: EntryId[] = [];
  let { place } = key;
  for (const draft of drafts) {
    const written = await writeEntry(draft, place, signer, crypto);
    place = written.next;
    waiting.push(written.wire);
    said.push(written.id);
  }
  await save({ ...key, place, unsent: waiting });
  const receipts: Json[] = [];
  const keep = async (): Promise<number> => {
    const unsent = waiting.filter((_, i) => i >= receipts.length || isForLater(receipts[i]));
    await save({ ...key, place, unsent });
    return unsent.length;
  };
  for (const batch of batchesOf(waiting)) {
    const answered = await post(batch);
    if (!answered.ok) return { ok: false, says: answered.says, waiting: await keep() };
    receipts.push(...answered.receipts);
  }
  return { ok: true, said, receipts, waiting: await keep() };
}
