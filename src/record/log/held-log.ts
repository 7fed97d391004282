import { checkpointIn } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { hubLogKey, hubOfOrigin } from './hub-log.ts';
import type { SeenLog } from './seen-log.ts';
import { openCheckpoint } from './sign-note.ts';
import type { NoteCrypto } from './sign-note.ts';
import { advance } from './trust.ts';

/** A checkpoint as a hub shows it, with the proof that it goes on from the size that was known, where one was asked for. */
export type ShownLog = { readonly checkpoint: string; readonly consistency?: readonly Uint8Array[] };

/** Why a checkpoint is not believed this time. The hub may do better the next time. */
export type LogDoubt = 'no-proof' | 'wrong-proof' | 'older-state' | 'not-signed' | 'other-log';

/** What a checkpoint came to, held to what was kept. `log` is what to keep from now on. */
export type HeldLog =
  | {
      readonly kind: 'believed';
      readonly log: SeenLog;
      readonly checkpoint: Checkpoint;
      /** The log was begun anew; so many entries of the one before were seen. */
      readonly left?: number;
    }
  | { readonly kind: 'doubted'; readonly why: LogDoubt }
  /** Signed by the same log as the one kept, and not its continuation. */
  | { readonly kind: 'contradicted'; readonly log: SeenLog };

/**
 * Holds a checkpoint that a hub shows to the last one that was believed: signed by the hub's own key, which the name of the log
 * holds, and shown to go on from it. The first is believed at sight. A contradiction needs the hub's signature under both.
 */
export async function holdLog(
  kept: SeenLog | undefined,
  { checkpoint: noteText, consistency }: ShownLog,
  crypto: NoteCrypto,
): Promise<HeldLog> {
  const doubt = (why: LogDoubt): HeldLog => ({ kind: 'doubted', why });
  const origin = checkpointIn(noteText)?.origin;
  const key = origin === undefined ? undefined : hubLogKey(origin, crypto.sha256);
  if (origin === undefined || key === undefined) return doubt('not-signed');
  const opened = await openCheckpoint(noteText, { origin, log: [key] }, crypto);
  if (!opened.ok) return doubt('not-signed');
  const { checkpoint } = opened.value;
  const last = kept && checkpointIn(kept.checkpoint);
  if (kept === undefined || last === undefined)
    return { kind: 'believed', log: { checkpoint: noteText, earlier: [] }, checkpoint };
  if (last.origin !== origin) {
    const isAnew = hubOfOrigin(last.origin) === hubOfOrigin(origin) && !kept.earlier.includes(origin);
    const log = { ...kept, checkpoint: noteText, earlier: [...kept.earlier, last.origin] };
    return isAnew ? { kind: 'believed', log, checkpoint, left: last.size } : doubt('other-log');
  }
  const view = { origin, keys: [key], last: kept.checkpoint };
  const offer = { opened: opened.value, ...(consistency && { consistency }) };
  const advanced = advance(view, offer, crypto.sha256);
  if (advanced.ok)
    return advanced.value.last === noteText
      ? { kind: 'believed', log: { ...kept, checkpoint: noteText }, checkpoint }
      : doubt('older-state');
  const { error } = advanced;
  if (error.kind !== 'distrust') return doubt('no-proof');
  return { kind: 'contradicted', log: { ...kept, against: { known: error.kept, shown: error.offered } } };
}
