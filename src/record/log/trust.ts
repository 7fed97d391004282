import { bytesEqual } from '../../base/bytes.ts';
import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { checkpointIn } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { emptyRoot } from './merkle.ts';
import type { Sha256 } from './merkle.ts';
import { isConsistent } from './merkle-check.ts';
import { parseVerifierKey, printVerifierKey } from './note.ts';
import type { VerifierKey } from './note.ts';
import type { LogKeys, OpenCheckpoint } from './sign-note.ts';

/** What one client has seen of one log, and keeps between its visits. */
export type LogView = {
  readonly origin: string;
  /** Whose signature counts as the log's. */
  readonly keys: readonly VerifierKey[];
  /** The note of the largest checkpoint seen. Absent: nothing yet, the first one is believed. */
  readonly last?: string;
  /** Nothing this log says is trusted again until a person has decided, and made a new view. */
  readonly distrust?: Distrust;
};

/**
 * Two checkpoints that the log signed and that do not fit. `fork`: one size, two roots, which convicts it by itself. `no-proof-holds`:
 * two sizes, and the proof the log gave for them is false.
 */
export type Distrust = {
  readonly kind: 'distrust';
  readonly why: 'fork' | 'no-proof-holds';
  /** The exact notes, the one seen before and the one offered. */
  readonly kept: string;
  readonly offered: string;
};

/** Why a view does not go on; only `distrust` is the log's fault. */
export type AdvanceFault =
  | Distrust
  | { readonly kind: 'other-log'; readonly origin: string }
  /** It says to have grown and brings no proof: ask it for one, between these sizes. */
  | { readonly kind: 'proof-missing'; readonly from: number; readonly to: number };

/** A checkpoint that was opened with the keys of the view, and the proof between its size and the last one seen, if the log gave one. */
export type Offer = { readonly opened: OpenCheckpoint; readonly consistency?: readonly Uint8Array[] };

/** The keys to open offers with. */
export function keysOfView({ origin, keys }: LogView): LogKeys {
  return { origin, log: keys };
}

/** The checkpoint of the last note seen. */
export function lastSeen({ last }: LogView): Checkpoint | undefined {
  return last === undefined ? undefined : checkpointIn(last);
}

/**
 * What the view is after an offer. The first checkpoint is believed; a larger one only with its proof; a smaller one changes
 * nothing (an old page, a slow mirror), unless a proof comes with it that does not hold. The proof must come from the log
 * itself: one that a stranger made up would cost it its trust. A view that distrusts stays as it is.
 */
export function advance(view: LogView, offer: Offer, sha256: Sha256): Result<LogView, AdvanceFault> {
  const { checkpoint, noteText } = offer.opened;
  if (view.distrust) return err(view.distrust);
  if (checkpoint.origin !== view.origin) return err({ kind: 'other-log', origin: checkpoint.origin });
  const seen = lastSeen(view);
  const distrust = (why: Distrust['why']): Result<LogView, AdvanceFault> =>
    err({ kind: 'distrust', why, kept: view.last ?? '', offered: noteText });
  const goesOn = ok({ ...view, last: noteText });
  if (seen === undefined) return goesOn;
  if (checkpoint.size === seen.size) {
    if (!bytesEqual(checkpoint.root, seen.root)) return distrust('fork');
    // The same once more: kept anew only when witnesses that are known stand under it.
    return offer.opened.cosigned.length > 0 ? goesOn : ok(view);
  }
  const isNewer = checkpoint.size > seen.size;
  const [older, newer] = isNewer ? [seen, checkpoint] : [checkpoint, seen];
  const { consistency } = offer;
  if (consistency === undefined) {
    if (!isNewer) return ok(view);
    if (older.size > 0) return err({ kind: 'proof-missing', from: older.size, to: newer.size });
  }
  if (!beginsWith(newer, older, consistency ?? [], sha256)) return distrust('no-proof-holds');
  return isNewer ? goesOn : ok(view);
}

function beginsWith(
  newer: Checkpoint,
  older: Checkpoint,
  proof: readonly Uint8Array[],
  sha256: Sha256,
): boolean {
  if (older.size === 0) return proof.length === 0 && bytesEqual(older.root, emptyRoot(sha256));
  const claim = { from: older.size, to: newer.size, fromRoot: older.root, toRoot: newer.root, proof };
  return isConsistent(claim, sha256);
}

/** The view from now on, which keeps both checkpoints as evidence. */
export function distrusting(view: LogView, distrust: Distrust): LogView {
  return { ...view, distrust };
}

/** As a device keeps it. */
export function printLogView({ origin, keys, last, distrust }: LogView): string {
  const kept: Json = {
    origin,
    keys: keys.map(printVerifierKey),
    ...(last !== undefined && { last }),
    ...(distrust && { distrust }),
  };
  return JSON.stringify(kept);
}

/** The other side of `printLogView`; `undefined` for anything it did not print. The notes in it were opened when they came. */
export function parseLogView(value: Json | undefined, sha256: Sha256): LogView | undefined {
  if (!isJsonObject(value)) return undefined;
  const { origin, last } = value;
  const keys = readKeys(value['keys'], sha256);
  if (typeof origin !== 'string' || origin === '' || keys === undefined) return undefined;
  if (last !== undefined && (typeof last !== 'string' || checkpointIn(last)?.origin !== origin))
    return undefined;
  const distrust = value['distrust'] === undefined ? undefined : readDistrust(value['distrust']);
  if (value['distrust'] !== undefined && distrust === undefined) return undefined;
  return { origin, keys, ...(last !== undefined && { last }), ...(distrust && { distrust }) };
}

function readKeys(value: Json | undefined, sha256: Sha256): VerifierKey[] | undefined {
  if (!isJsonArray(value) || value.length === 0) return undefined;
  const keys: VerifierKey[] = [];
  for (const text of value) {
    const key = typeof text === 'string' ? parseVerifierKey(text, sha256) : undefined;
    if (!key?.ok) return undefined;
    keys.push(key.value);
  }
  return keys;
}

function readDistrust(value: Json): Distrust | undefined {
  if (!isJsonObject(value)) return undefined;
  const { kind, why, kept, offered } = value;
  if (kind !== 'distrust' || (why !== 'fork' && why !== 'no-proof-holds')) return undefined;
  return typeof kept === 'string' && typeof offered === 'string' ? { kind, why, kept, offered } : undefined;
}
