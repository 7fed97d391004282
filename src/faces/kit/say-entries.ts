import type { Json } from '../../base/canonical-json.ts';
import { utf8Encode } from '../../base/bytes.ts';
import { holdPost } from '../../record/log/held-post.ts';
import type { HeldPost } from '../../record/log/held-post.ts';
import { knownSize, seenIn } from '../../record/log/seen-log.ts';
import type { SeenLog } from '../../record/log/seen-log.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { WireEntry } from '../../record/wire.ts';
import { writeEntry } from '../../record/write.ts';
import type { Draft } from '../../record/write.ts';
import type { Key } from './author-key.ts';
import { isForLater, notProven } from './receipts.ts';

const BATCH = 250;
// Below the 4 MiB a hub takes at once, with room for the frame around the list.
const BATCH_BYTES: number = 3 * 1024 * 1024;

/** As many entries a post as a hub takes: it bounds the list and the bytes. */
function batchesOf(wires: readonly WireEntry[]): readonly (readonly WireEntry[])[] {
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

/** One receipt an entry, and all else that the hub answered, or in words why there is none. */
export type Posted =
  | { readonly ok: true; readonly receipts: readonly Json[]; readonly answer: Json | undefined }
  | { readonly ok: false; readonly says: string };

/** Hands entries in. `known`: how many entries of the hub's log were seen, from which it is to show that the log only grew. */
export type Post = (entries: readonly WireEntry[], known: number | undefined) => Promise<Posted>;

/** What is posted to a hub's `/entries`. */
export function postBody(...[entries, known]: Parameters<Post>): string {
  return JSON.stringify({ entries, ...(known !== undefined && { known }) });
}

/**
 * How the hub's log stood to what was said. `left`: it was begun anew, and so many entries of the one before were seen. `says`:
 * why there is no proof, in the hub's words.
 */
export type LogSaid = Pick<HeldPost, 'standing' | 'left' | 'says'>;

/**
 * `said`: ids of the drafts, in order. Receipts are of what waited before too, the drafts' last; where the hub accepted an
 * entry and did not prove it the receipt says `not-proven`. `waiting`: how many go out next time.
 */
export type SaidEntries =
  | {
      readonly ok: true;
      readonly said: readonly EntryId[];
      readonly receipts: readonly Json[];
      readonly waiting: number;
      /** Nothing where nothing was handed in. */
      readonly log?: LogSaid;
    }
  | { readonly ok: false; readonly says: string; readonly waiting: number };

/**
 * Signs drafts one after the other and sends them, with what no hub has answered for yet. Kept before it is sent: a
 * number used twice would be a fork, and what the hub did not answer for, did not prove, or refused only for now, goes out
 * next time.
 */
export async function sayEntries(
  drafts: readonly Draft[],
  { key, save }: { readonly key: Key; readonly save: (key: Key) => void | Promise<void> },
  { post, crypto, isDistrusted }: HandingIn,
): Promise<SaidEntries> {
  const signer = crypto.signerFromSeed(key.seed);
  const waiting: WireEntry[] = [...key.unsent];
  const said: EntryId[] = [];
  let { place } = key;
  const before = seenIn(key.log);
  for (const draft of drafts) {
    const written = await writeEntry({ ...draft, ...(before && { before }) }, place, signer, crypto);
    place = written.next;
    waiting.push(written.wire);
    said.push(written.id);
  }
  await save({ ...key, place, unsent: waiting });
  const handed = await handIn(waiting, key.log, { post, crypto, isDistrusted });
  const { receipts, log = key.log } = handed;
  const unsent = waiting.filter((_, i) => i >= receipts.length || isForLater(receipts[i]));
  await save({ ...key, place, unsent, ...(log && { log }) });
  const { length } = unsent;
  if (handed.says !== undefined) return { ok: false, says: handed.says, waiting: length };
  return { ok: true, said, receipts, waiting: length, ...(handed.said && { log: handed.said }) };
}

/** What was handed in and came back: of as many entries, from the first on, as there are receipts. */
export type HandedIn = {
  /** Says `not-proven` where the hub accepted an entry and did not prove it. */
  readonly receipts: readonly Json[];
  readonly log: SeenLog | undefined;
  /** Nothing where nothing was handed in. */
  readonly said?: LogSaid;
  /** Why the hub took no more, in words. */
  readonly says?: string;
};

/** `isDistrusted`: another key of the same device holds the hub to a contradiction; then nothing counts as taken. */
export type HandingIn = {
  readonly post: Post;
  readonly crypto: Primitives;
  readonly isDistrusted?: boolean | undefined;
};

/** Hands in entries and holds the hub's log to what was kept of it. */
export async function handIn(
  wires: readonly WireEntry[],
  known: SeenLog | undefined,
  { post, crypto, isDistrusted = false }: HandingIn,
): Promise<HandedIn> {
  const receipts: Json[] = [];
  let [log, said]: [SeenLog | undefined, LogSaid | undefined] = [known, undefined];
  for (const entries of batchesOf(wires)) {
    const answered = await post(entries, knownSize(log));
    if (!answered.ok) return { receipts, log, ...(said && { said }), says: answered.says };
    const held: HeldPost = isDistrusted
      ? { log, proven: [], standing: 'contradicted' }
      : await holdPost(log, { entries, ...answered }, crypto);
    const { proven, standing } = held;
    log = held.log;
    said = worst(said, held);
    const counts = (i: number): boolean => proven[i] === true || standing === 'older-hub';
    receipts.push(...answered.receipts.map((receipt, i) => (counts(i) ? receipt : notProven(receipt))));
  }
  return { receipts, log, ...(said && { said }) };
}

/** What is said of all posts together. */
function worst(before: LogSaid | undefined, held: HeldPost): LogSaid {
  const { standing, says } = before === undefined || held.standing !== 'proven' ? held : before;
  const left = held.left ?? before?.left;
  return { standing, ...(left !== undefined && { left }), ...(says !== undefined && { says }) };
}
