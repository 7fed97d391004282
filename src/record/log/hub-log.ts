import { base64UrlToBytes } from '../../base/bytes.ts';
import { parseAuthorKey } from '../names.ts';
import type { AuthorKey } from '../names.ts';
import type { Sha256 } from './merkle.ts';
import { ED25519, verifierKey } from './note.ts';
import type { VerifierKey } from './note.ts';

/** How the origin of every hub's log begins; the hub's key follows. */
export const HUB_LOG_PREFIX = 'shanyrak.hub/';

/** The hub whose log has this origin: `shanyrak.hub/KEY`, and whatever follows behind a further slash. */
export function hubOfOrigin(origin: string): AuthorKey | undefined {
  if (!origin.startsWith(HUB_LOG_PREFIX)) return undefined;
  return parseAuthorKey(origin.slice(HUB_LOG_PREFIX.length).split('/', 1)[0]);
}

/** The key that signs the checkpoints of a hub's log: the hub's own, under the origin as its name. Whoever knows the origin knows it. */
export function hubLogKey(origin: string, sha256: Sha256): VerifierKey | undefined {
  const hub = hubOfOrigin(origin);
  const key = hub === undefined ? undefined : base64UrlToBytes(hub);
  if (key === undefined) return undefined;
  const made = verifierKey({ name: origin, type: ED25519, key }, sha256);
  return made.ok ? made.value : undefined;
}
