import { err } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { checkpointIn } from '../record/log/checkpoint.ts';
import { hubLogKey, hubOfOrigin } from '../record/log/hub-log.ts';
import type { AuthorKey } from '../record/names.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Evidence, EvidenceDesk, NotEvidence } from './evidence.ts';
import type { WatchedLog } from './witness-desk.ts';

export type HandedIn = {
  readonly desk: EvidenceDesk;
  /** Logs that are witnessed here. */
  readonly logs: readonly WatchedLog[];
  readonly hubKey: AuthorKey;
  readonly sha256: Primitives['sha256'];
};

/**
 * Keeps two notes that somebody brings, when one log signed both and they have one size and two roots: that needs nobody's word. Of
 * two sizes nobody here knows whether the one contains the other, and they are refused. So is what concerns neither this hub nor one that it
 * witnesses: anybody can make up a log and have it contradict itself.
 */
export async function keepEvidence(
  notes: readonly [string, string],
  { desk, logs, hubKey, sha256 }: HandedIn,
): Promise<Result<Evidence, NotEvidence>> {
  const [first, second] = notes.map(checkpointIn);
  if (first === undefined || second === undefined || first.origin !== second.origin)
    return err({ kind: 'not-signed' });
  if (first.size !== second.size) return err({ kind: 'sizes-differ' });
  const { origin } = first;
  const watched = logs.flatMap(({ key }) => (key.name === origin ? key : []));
  const own = hubOfOrigin(origin) === hubKey ? hubLogKey(origin, sha256) : undefined;
  const keys = own === undefined ? watched : [own];
  return keys.length === 0
    ? err({ kind: 'not-signed' })
    : desk.keep({ notes, from: 'handed-in' }, { origin, keys });
}
