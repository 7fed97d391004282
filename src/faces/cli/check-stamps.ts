import { checkStamp } from '../../adapters/stamp-rfc3161/check-stamp.ts';
import { bytesEqual, utf8Decode } from '../../base/bytes.ts';
import type { LogNames } from '../../engine/log-names.ts';
import { stampsHeld } from '../../engine/stamps-kept.ts';
import type { StampHeld } from '../../engine/stamps-kept.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Store } from '../../ports/store.ts';
import { hubLogKey } from '../../record/log/hub-log.ts';
import type { MerkleTree } from '../../record/log/merkle-tree.ts';
import { checkpointIn } from '../../record/log/checkpoint.ts';
import { openCheckpoint } from '../../record/log/sign-note.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { LogFault } from './check-log.ts';
import { parseAuthorities, STAMPS_SETTING } from './stamp-settings.ts';
import type { StampAuthority } from './stamp-settings.ts';
import { stampFaultWords } from './stamp-words.ts';

const WORTHLESS =
  'That stamp says nothing of the time of any entry; the others stand. A stamp cannot be made anew for the past: look for it in a backup.';
const CHANGED =
  'The authority has stamped a state of the log that is not the one kept here. Keep a copy of the folder and the stamp as they are: one of the two was changed.';

/** Every stamp that is kept: whether its checkpoint is one of this log, and whether the authority's reply is a stamp of it. */
export async function checkStamps(
  store: Store,
  { names, tree }: { readonly names: LogNames; readonly tree: MerkleTree },
  crypto: Primitives,
): Promise<readonly LogFault[]> {
  let held: readonly StampHeld[];
  try {
    held = stampsHeld(store);
  } catch (cause) {
    if (!(cause instanceof StoreFailure)) throw cause;
    return [{ where: 'the kept stamps', why: 'cannot be read', todo: WORTHLESS }];
  }
  const authorities = parseAuthorities(store.setting(STAMPS_SETTING)) ?? [];
  const faults: LogFault[] = [];
  for (const [i, stamp] of held.entries()) {
    const hour = new Date(stamp.at).toISOString().slice(0, 19);
    const where = `stamp ${i + 1} (${stamp.authority}, ${hour}Z, ${stamp.size} entries)`;
    const why = (await checkpointFault(stamp, { names, tree }, crypto)) ?? replyFault(stamp, authorities);
    if (why !== undefined) faults.push({ where, ...why });
  }
  return faults;
}

type Why = Omit<LogFault, 'where'>;

async function checkpointFault(
  { checkpoint, size }: StampHeld,
  { names, tree }: { readonly names: LogNames; readonly tree: MerkleTree },
  crypto: Primitives,
): Promise<Why | undefined> {
  const note = utf8Decode(checkpoint) ?? '';
  const origin = checkpointIn(note)?.origin ?? '';
  const key = hubLogKey(origin, crypto.sha256);
  const opened = key && (await openCheckpoint(note, { origin, log: [key] }, crypto));
  if (opened?.ok !== true) return { why: 'is of no checkpoint that this hub signed', todo: WORTHLESS };
  const said = opened.value.checkpoint;
  if (said.size !== size) return { why: `is of ${said.size} entries`, todo: WORTHLESS };
  const shared = origin === names.origin ? size : names.earlierLogs.get(origin);
  if (shared === undefined) return { why: 'is of another log', todo: WORTHLESS };
  // Of a log before a loss only what is the same here can be looked up.
  if (size > shared) return undefined;
  if (size > tree.size()) return { why: 'is of more entries than are kept', todo: CHANGED };
  return bytesEqual(tree.root(size), said.root)
    ? undefined
    : { why: 'is of other entries than are kept', todo: CHANGED };
}

/** By the certificates that were set up for the authority, those of one that is asked no more among them. */
function replyFault(
  { authority, checkpoint, query, reply, at }: StampHeld,
  authorities: readonly StampAuthority[],
): Why | undefined {
  const known = authorities.find(({ name }) => name === authority);
  if (known === undefined)
    return {
      why: 'cannot be checked: no certificates are set up for that authority',
      todo: 'Give them with shanyrak stamp add, under the same name; then look again.',
    };
  const stamp = checkStamp({ reply, query, data: checkpoint, anchors: known.certificates });
  if (!stamp.ok) return { why: `is no good stamp: ${stampFaultWords(stamp.error)}`, todo: WORTHLESS };
  return stamp.value.genTime === at ? undefined : { why: 'says another hour', todo: WORTHLESS };
}
