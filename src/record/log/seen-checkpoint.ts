import { bytesToBase64Url } from '../../base/bytes.ts';
import type { SeenCheckpoint } from '../signed.ts';

/** Bytes of a root that an entry names (record-format.md, field `b`): enough to tell two trees apart, short on every entry. */
const SEEN_ROOT_BYTES = 16;

/** Why the checkpoint an entry names is none of the log that keeps it: its root is another, or it is of more than was kept. */
export type SeenFault = 'unknown' | 'newer';

/** What a log says of checkpoints of its own. */
export type OwnLog = {
  /** How many first entries the log of this origin has in common with this one; `undefined` where it is another hub's. */
  readonly sharedWith: (origin: string) => number | undefined;
  /** The root over its first `size` entries, which must be there. */
  readonly rootAt: (size: number) => Uint8Array;
};

/** What a writer puts into field `b` of a checkpoint it has checked; nothing for an empty log, before which nothing was. */
export function seenOf({
  origin,
  size,
  root,
}: {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}): SeenCheckpoint | undefined {
  return size === 0 ? undefined : { origin, size, root: rootNamed(root) };
}

/**
 * Holds the checkpoint that the entry at `index` names against the log that keeps it. Depends on the log alone, so it is
 * the same whenever it is asked. The checkpoint of another hub is no fault, and says nothing here.
 */
export function seenFault(
  { origin, size, root }: SeenCheckpoint,
  index: number,
  { sharedWith, rootAt }: OwnLog,
): SeenFault | undefined {
  const shared = sharedWith(origin);
  // What was lost before a restore cannot be looked up any more.
  if (shared === undefined || size > shared) return undefined;
  if (size > index) return 'newer';
  return rootNamed(rootAt(size)) === root ? undefined : 'unknown';
}

function rootNamed(root: Uint8Array): string {
  return bytesToBase64Url(root.subarray(0, SEEN_ROOT_BYTES));
}
