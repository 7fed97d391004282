import type { Json } from '../../base/canonical-json.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { WireEntry } from '../../record/wire.ts';
import { writeEntry } from '../../record/write.ts';
import type { Draft } from '../../record/write.ts';
import { batchesOf, postEntries } from './hub-post.ts';
import type { Key } from './key-file.ts';

/** An author's key as it lies in a file, and how it is put back there. `file`: its name, for words. */
export type KeptKey = { readonly file: string; readonly key: Key; readonly save: (key: Key) => void };

/** `said`: ids of the drafts, in order. Receipts are of what waited before too, the drafts' last. */
export type SaidEntries =
  | { readonly ok: true; readonly said: readonly EntryId[]; readonly receipts: readonly Json[] }
  | { readonly ok: false; readonly says: string; readonly waiting: number };

/**
 * Signs drafts one after the other and sends them, with what no hub has answered for yet. Kept in the key's file before
 * it is sent: a number used twice would be a fork, and what the hub did not answer for goes out next time.
 */
export async function sayEntries(
  drafts: readonly Draft[],
  { key, save }: KeptKey,
  { link, crypto }: { readonly link: string; readonly crypto: Primitives },
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
  save({ ...key, place, unsent: waiting });
  const receipts: Json[] = [];
  for (const batch of batchesOf(waiting)) {
    const answered = await postEntries(link, batch);
    if (!answered.ok) {
      const left = waiting.slice(receipts.length);
      save({ ...key, place, unsent: left });
      return { ok: false, says: answered.says, waiting: left.length };
    }
    receipts.push(...answered.receipts);
  }
  save({ ...key, place, unsent: [] });
  return { ok: true, said, receipts };
}
