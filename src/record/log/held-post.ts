import type { Json } from '../../base/canonical-json.ts';
import { isJsonObject } from '../../base/canonical-json.ts';
import { base64UrlToBytes } from '../../base/bytes.ts';
import { entryIdFor } from '../names.ts';
import type { EntryId } from '../names.ts';
import type { Hashing } from '../primitives.ts';
import { signedBytes } from '../signing.ts';
import type { WireEntry } from '../wire.ts';
import { holdLog } from './held-log.ts';
import type { LogDoubt } from './held-log.ts';
import type { SeenLog } from './seen-log.ts';
import { parsePostProof, provenBy } from './post-proof.ts';
import type { NoteCrypto } from './sign-note.ts';

/**
 * How a hub's log stands to whoever hands in entries. `older-hub`: it has never shown a log, so it cannot be held to one.
 */
export type LogStanding = 'proven' | 'older-hub' | 'contradicted' | LogDoubt;

/** What became of entries handed in. */
export type HeldPost = {
  readonly log: SeenLog | undefined;
  /** For each entry whether it stands in the log, by proof; what the hub accepted without is to be offered again. */
  readonly proven: readonly boolean[];
  readonly standing: LogStanding;
  readonly left?: number;
  /** Why there is no proof, in the hub's words. */
  readonly says?: string;
};

/** A hub's whole answer to a post, and of it one receipt an entry. */
export type PostAnswered = {
  readonly entries: readonly WireEntry[];
  readonly receipts: readonly Json[];
  readonly answer: Json | undefined;
};

/**
 * Holds the hub's answer to what its log was before: what it accepted counts as taken where it is shown to stand in a log that
 * only grew. A hub that has shown a log once is held to it for good: that none comes with an answer is no excuse then.
 */
export async function holdPost(
  kept: SeenLog | undefined,
  { entries, receipts, answer }: PostAnswered,
  crypto: NoteCrypto & Hashing,
): Promise<HeldPost> {
  const none = entries.map(() => false);
  if (kept?.against) return { log: kept, proven: none, standing: 'contradicted' };
  const { log: told, logSays } = isJsonObject(answer) ? answer : {};
  const shown = parsePostProof(told);
  if (shown === undefined) {
    const isOlder = kept === undefined && told === undefined && logSays === undefined;
    const says = typeof logSays === 'string' ? logSays.slice(0, SAYS_CHARS_MAX) : undefined;
    const standing = isOlder ? 'older-hub' : 'no-proof';
    return { log: kept, proven: none, standing, ...(says !== undefined && { says }) };
  }
  const held = await holdLog(kept, shown, crypto);
  if (held.kind === 'doubted') return { log: kept, proven: none, standing: held.why };
  if (held.kind === 'contradicted') return { log: held.log, proven: none, standing: 'contradicted' };
  const { log, checkpoint, left } = held;
  const accepted = entries.map((wire, i) => {
    const index = acceptedAt(receipts[i]);
    return index === undefined ? undefined : { index, id: idOf(wire, crypto) };
  });
  const byIndex = new Map(accepted.flatMap((each) => (each ? [[each.index, each.id] as const] : [])));
  const shownIds = provenBy(shown, checkpoint, byIndex, crypto.sha256);
  const proven = accepted.map((each) => each !== undefined && shownIds.has(each.id));
  const isWhole = accepted.every((each, i) => each === undefined || proven[i] === true);
  return { log, proven, standing: isWhole ? 'proven' : 'wrong-proof', ...(left !== undefined && { left }) };
}

// Shown to people as it came; a sentence or two are meant.
const SAYS_CHARS_MAX = 400;

/** By what was signed, whatever a hub calls it. */
function idOf({ e, g }: WireEntry, { utf8Encode, sha256Text }: Hashing): EntryId {
  return entryIdFor(signedBytes(utf8Encode(e), base64UrlToBytes(g) ?? new Uint8Array()), sha256Text);
}

/** Where a receipt says that the hub put the entry; nothing where it did not accept it. */
function acceptedAt(receipt: Json | undefined): number | undefined {
  const { status, index } = isJsonObject(receipt) ? receipt : {};
  return status === 'accepted' && typeof index === 'number' && Number.isSafeInteger(index)
    ? index
    : undefined;
}
