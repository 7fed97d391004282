import { bytesToBase64 } from '../../base/base64.ts';
import { bytesEqual } from '../../base/bytes.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { parseCheckpoint, parseSize } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { emptyRoot } from './merkle.ts';
import type { Sha256 } from './merkle.ts';
import { isConsistent } from './merkle-check.ts';
import { parseNote } from './note.ts';
import { parseHashes } from './proof-file.ts';
import { openCheckpoint } from './sign-note.ts';
import type { LogKeys, NoteCrypto, OpenCheckpoint } from './sign-note.ts';

/** What a log asks a witness: cosign this checkpoint, which grew from `old` leaves. C2SP tlog-witness, `add-checkpoint`. */
export type AddCheckpoint = {
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  /** The note of the checkpoint, exactly. */
  readonly note: string;
};

/** Reads the body of `add-checkpoint`; `undefined` for any other form than the one it has. Verifies nothing. */
export function parseAddCheckpoint(body: string): (AddCheckpoint & { readonly origin: string }) | undefined {
  const end = body.indexOf('\n\n');
  if (end < 0) return undefined;
  // Old size, 63 hashes and one too many: the rest need not be looked at.
  const [first, ...rows] = body.slice(0, end).split('\n', 65);
  const old = first?.startsWith('old ') ? parseSize(first.slice('old '.length)) : undefined;
  const proof = parseHashes(rows);
  const note = body.slice(end + 2);
  const read = parseNote(note);
  const checkpoint = read.ok ? parseCheckpoint(read.value.text) : read;
  if (old === undefined || proof === undefined || !checkpoint.ok) return undefined;
  return { old, proof, note, origin: checkpoint.value.origin };
}

/** The other side of `parseAddCheckpoint`. */
export function printAddCheckpoint({ old, proof, note }: AddCheckpoint): string {
  return `${[`old ${old}`, ...proof.map(bytesToBase64)].join('\n')}\n\n${note}`;
}

/** A request whose checkpoint is signed by the log it names. What the witness has seen of that log is not asked yet. */
export type OpenRequest = Pick<AddCheckpoint, 'old' | 'proof'> & { readonly opened: OpenCheckpoint };

/** 400: not of the form. 404: a log the witness does not know. 403: not signed by that log. */
export type RequestRefusal = { readonly status: 400 | 403 | 404 };

/** The first half of a witness's work, without its state: reads the request and verifies the log's signature. */
export async function openAddCheckpoint(
  body: string,
  keysOf: (origin: string) => LogKeys | undefined,
  crypto: NoteCrypto,
): Promise<Result<OpenRequest, RequestRefusal>> {
  const request = parseAddCheckpoint(body);
  if (request === undefined) return err({ status: 400 });
  const keys = keysOf(request.origin);
  if (keys === undefined) return err({ status: 404 });
  const opened = await openCheckpoint(request.note, keys, crypto);
  if (!opened.ok) return err({ status: 403 });
  return ok({ old: request.old, proof: request.proof, opened: opened.value });
}

/** The largest checkpoint of a log that a witness cosigned. */
export type LatestCosigned = Pick<Checkpoint, 'size' | 'root'>;

/**
 * What a witness answers. 200: keep this checkpoint as the latest, then cosign it. 400: the old size is above the new one.
 * 409 `size`: the log counts from another checkpoint than this witness, whose size is answered. 409 `root`: the same size
 * with another root. 422: the growth is not proven. After 409 `root` and 422 both checkpoints may be evidence against the log.
 */
export type WitnessDecision =
  | { readonly status: 200; readonly checkpoint: Checkpoint }
  | { readonly status: 400 }
  | { readonly status: 409; readonly size: number; readonly why: 'size' | 'root' }
  | { readonly status: 422 };

/**
 * The second half: decides from what the witness cosigned last of this log (`undefined`: nothing). C2SP tlog-witness.
 * Reading that, this decision and keeping the checkpoint have to be one step that nothing comes between; the caller sees to it.
 */
export function decideAddCheckpoint(
  latest: LatestCosigned | undefined,
  { old, proof, opened }: OpenRequest,
  sha256: Sha256,
): WitnessDecision {
  const { checkpoint } = opened;
  const { size, root } = latest ?? { size: 0, root: emptyRoot(sha256) };
  if (old > checkpoint.size) return { status: 400 };
  if (old !== size) return { status: 409, size, why: 'size' };
  const isSameSize = old === checkpoint.size;
  if (isSameSize && !bytesEqual(root, checkpoint.root)) return { status: 409, size, why: 'root' };
  // From no leaves, as to the same leaves, there is nothing to prove, and the proof must be empty.
  const isGrown =
    old === 0 || isSameSize
      ? proof.length === 0
      : isConsistent(
          { from: old, to: checkpoint.size, fromRoot: root, toRoot: checkpoint.root, proof },
          sha256,
        );
  return isGrown ? { status: 200, checkpoint } : { status: 422 };
}
