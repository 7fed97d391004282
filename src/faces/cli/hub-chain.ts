import { authorKeyOf } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { KeptKey } from '../kit/author-key.ts';
import { chainPath, headsTold, joinChain } from '../kit/own-chain.ts';
import { tell } from './command.ts';
import { askHub } from './hub-place.ts';
import { askingLog } from './hub-post.ts';
import { lookAtLog } from '../kit/look-at-log.ts';

const OLDER_COPY = `This is an older copy of the key: the hub has later entries by it. Nothing is lost: what you say now goes on after them.`;
const FORKED = `This key has said something else under a number it used already: a copy of it was used. Nothing is lost: the hub keeps
all of it, and what you say now names both and joins them again.`;
const WHOSE = `If you have the newer copy, go on with that one and destroy this. If it was not you, somebody else has this key: ask two
keyholders to revoke it, and join again with new keys.`;

// Nothing is kept before it is signed: on a bad line whoever writes must not wait long for this.
const TIMEOUT_MS = 5_000;

/**
 * Before a key signs anew: its place after all that the hub has of it, so that an older copy of a device makes no fork, and
 * heals one that is there; and the newest checkpoint of the hub's log, for the next entry to name. A hub that does not
 * answer leaves the key as it is.
 */
export async function joinedWithHub(
  kept: KeptKey,
  { link, crypto }: { readonly link: string; readonly crypto: Primitives },
): Promise<KeptKey> {
  const { seed, place, unsent } = kept.key;
  const key = authorKeyOf(crypto.signerFromSeed(seed).key);
  const [{ value }, log] = await Promise.all([
    askHub(link + chainPath(place.incident, key), { timeoutMs: TIMEOUT_MS }),
    lookAtLog(kept.key.log, askingLog(link), crypto),
  ]);
  const joined = joinChain({ place, unsent }, headsTold(value));
  if (joined.kind !== 'whole') {
    tell(joined.kind === 'forked' ? FORKED : OLDER_COPY);
    tell(WHOSE);
  }
  return { ...kept, key: { ...kept.key, place: joined.place, ...(log && { log }) } };
}
