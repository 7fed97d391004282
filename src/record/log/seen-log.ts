import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { SeenCheckpoint } from '../signed.ts';
import { checkpointIn } from './checkpoint.ts';
import { seenOf } from './seen-checkpoint.ts';

/** What a writer keeps of its hub's log, beside its key. What is in it was verified when it was put there. */
export type SeenLog = {
  /** The newest checkpoint believed: the signed note as it came. */
  readonly checkpoint: string;
  /** Names the log had before; a hub takes a new one when it was brought back from a backup, and never an old one again. */
  readonly earlier: readonly string[];
  /** Once there, nothing more of this hub is believed. */
  readonly against?: Contradiction;
};

/** Two notes that a log signed and that do not continue each other, as they came: evidence that anybody can check. */
export type Contradiction = { readonly known: string; readonly shown: string };

/** Reads it back from where it was kept; `undefined` for what is not of this form. */
export function parseSeenLog(value: Json | undefined): SeenLog | undefined {
  if (!isJsonObject(value) || typeof value['checkpoint'] !== 'string') return undefined;
  const { checkpoint, earlier } = value;
  if (checkpointIn(checkpoint) === undefined) return undefined;
  const names = (isJsonArray(earlier) ? earlier : []).filter((name) => typeof name === 'string');
  const against = contradictionIn(value['against']);
  return { checkpoint, earlier: names, ...(against && { against }) };
}

function contradictionIn(value: Json | undefined): Contradiction | undefined {
  const { known, shown } = isJsonObject(value) ? value : {};
  return typeof known === 'string' && typeof shown === 'string' ? { known, shown } : undefined;
}

/** What its writer puts into field `b` of the next entry. */
export function seenIn(log: SeenLog | undefined): SeenCheckpoint | undefined {
  const checkpoint = log && checkpointIn(log.checkpoint);
  return checkpoint && seenOf(checkpoint);
}

/** From which size on a hub is asked to show that its log only grew; nothing the first time. */
export function knownSize(log: SeenLog | undefined): number | undefined {
  const size = log && checkpointIn(log.checkpoint)?.size;
  return size === 0 ? undefined : size;
}
