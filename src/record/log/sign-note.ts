import { assert } from '../../base/assert.ts';
import { utf8Encode } from '../../base/bytes.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Primitives, SignatureCheck, Signer } from '../primitives.ts';
import { pointFault, signatureFault } from '../signing.ts';
import { parseCheckpoint, printCheckpoint } from './checkpoint.ts';
import type { Checkpoint, CheckpointError } from './checkpoint.ts';
import { ed25519Cosigned, mlDsaCosigned, parseTimed, printTimed } from './cosignature.ts';
import {
  COSIGNATURE_ED25519,
  COSIGNATURE_ML_DSA_44,
  ED25519,
  parseNote,
  printNote,
  printSignatureLine,
  verifierKey,
} from './note.ts';
import type { NoteError, SignatureLine, SignedNote, VerifierKey } from './note.ts';

/** What checking the lines of a note takes. */
export type NoteCrypto = Pick<Primitives, 'sha256' | 'verifyBatch' | 'isTorsionFree' | 'mlDsa44'>;

/** Signs checkpoints under one name with one key. */
export type NoteSigner = {
  readonly key: VerifierKey;
  readonly sign: (checkpoint: Checkpoint) => Promise<SignatureLine>;
};

/** Who signs: a name that may stand in a note, and its key. */
export type NamedSigner = { readonly name: string; readonly signer: Signer };

/** A plain signature over the text, as a log signs its own checkpoints. C2SP signed-note, type 1. */
export function ed25519NoteSigner(named: NamedSigner, sha256: Primitives['sha256']): NoteSigner {
  const key = keyOf(named, ED25519, sha256);
  return {
    key,
    sign: async (checkpoint) => ({
      name: key.name,
      keyId: key.keyId,
      signature: await named.signer.sign(utf8Encode(printCheckpoint(checkpoint))),
    }),
  };
}

/** When a cosigner signs, in whole seconds since 1970. */
export type TimedSigner = NamedSigner & { readonly seconds: number };

/** A cosignature of a witness: the log only grew, and this is the largest tree seen of it. C2SP tlog-cosignature, Ed25519. */
export function ed25519Cosigner(timed: TimedSigner, sha256: Primitives['sha256']): NoteSigner {
  const key = keyOf(timed, COSIGNATURE_ED25519, sha256);
  const seconds = BigInt(timed.seconds);
  return {
    key,
    sign: async (checkpoint) => {
      const signature = await timed.signer.sign(ed25519Cosigned(printCheckpoint(checkpoint), seconds));
      return { name: key.name, keyId: key.keyId, signature: printTimed({ seconds, signature }) };
    },
  };
}

/**
 * The ML-DSA-44 form of a cosignature, which logs use for their own checkpoints too; those give 0 seconds and so claim no
 * more than the tree. The signer must be one of `mlDsa44`.
 */
export function mlDsaCosigner(timed: TimedSigner, sha256: Primitives['sha256']): NoteSigner {
  const key = keyOf(timed, COSIGNATURE_ML_DSA_44, sha256);
  const seconds = BigInt(timed.seconds);
  return {
    key,
    sign: async ({ origin, size, root }) => {
      const message = mlDsaCosigned({ cosigner: key.name, seconds, origin, start: 0, end: size, root });
      assert(message !== undefined, 'cosigner and origin fit in 255 bytes each');
      const signature = await timed.signer.sign(message);
      return { name: key.name, keyId: key.keyId, signature: printTimed({ seconds, signature }) };
    },
  };
}

function keyOf(
  { name, signer }: NamedSigner,
  type: VerifierKey['type'],
  sha256: Primitives['sha256'],
): VerifierKey {
  const made = verifierKey({ name, type, key: signer.key }, sha256);
  assert(made.ok, 'a signer has a name for notes and a key of its kind');
  return made.value;
}

/** The checkpoint as a note: its text, and one line of each signer. */
export async function signCheckpoint(
  checkpoint: Checkpoint,
  signers: readonly NoteSigner[],
): Promise<string> {
  const lines = await Promise.all(signers.map(({ sign }) => sign(checkpoint)));
  return printNote({ text: printCheckpoint(checkpoint), lines });
}

/** Lines of witnesses set under a note that was opened with them. */
export function withLines(note: string, lines: readonly SignatureLine[]): string {
  return note + lines.map(printSignatureLine).join('');
}

/** A line that was verified. `at`: seconds since 1970 that a cosigner states; absent under plain signatures, 0 where it states none. */
export type VerifiedLine = { readonly key: VerifierKey; readonly at?: number };

/** A line of a known key is false: the note as a whole is not to be believed. C2SP signed-note, "Signatures". */
export type FalseLine = { readonly kind: 'signature-wrong'; readonly name: string };
export type NotSigned = { readonly kind: 'not-signed' };

/**
 * Verifies the lines of known keys; lines of others are passed over, also those that share a name or an id with a known key.
 * One false line of a known key refuses the note, and so does a note without a line of one.
 */
export async function openNote(
  note: SignedNote,
  keys: readonly VerifierKey[],
  crypto: NoteCrypto,
): Promise<Result<readonly VerifiedLine[], FalseLine | NotSigned>> {
  const planned: Planned[] = [];
  for (const line of note.lines) {
    const key = keys.find(({ name, keyId }) => name === line.name && keyId === line.keyId);
    if (key === undefined || (key.type === COSIGNATURE_ML_DSA_44 && !crypto.mlDsa44)) continue;
    const plan = planLine(note.text, line, key);
    if (plan === undefined) return err({ kind: 'signature-wrong', name: line.name });
    planned.push(plan);
  }
  if (planned.length === 0) return err({ kind: 'not-signed' });
  const verdicts = await verdictsOf(planned, crypto);
  const wrong = planned.find((_, i) => verdicts[i] !== true);
  if (wrong !== undefined) return err({ kind: 'signature-wrong', name: wrong.line.key.name });
  return ok(planned.map(({ line }) => line));
}

type Planned = { readonly line: VerifiedLine; readonly check: SignatureCheck };

/** Which signature over which bytes one line claims; `undefined` when it cannot be a true one. */
function planLine(text: string, line: SignatureLine, key: VerifierKey): Planned | undefined {
  const isCosignature = key.type !== ED25519;
  const timed = isCosignature ? parseTimed(line.signature) : { seconds: 0n, signature: line.signature };
  if (timed === undefined) return undefined;
  const { seconds, signature } = timed;
  const message = messageOf(text, key, seconds);
  if (message === undefined) return undefined;
  const isEdwards = key.type !== COSIGNATURE_ML_DSA_44;
  if (isEdwards && (signatureFault(signature) ?? pointFault(key.key)) !== undefined) return undefined;
  const check = { key: key.key, signature, message };
  return { line: isCosignature ? { key, at: Number(seconds) } : { key }, check };
}

function messageOf(text: string, key: VerifierKey, seconds: bigint): Uint8Array | undefined {
  if (key.type === ED25519) return utf8Encode(text);
  // A cosigner vouches for a checkpoint and for nothing else.
  const checkpoint = parseCheckpoint(text);
  if (!checkpoint.ok) return undefined;
  if (key.type !== COSIGNATURE_ML_DSA_44) return ed25519Cosigned(text, seconds);
  const { origin, size, root } = checkpoint.value;
  return mlDsaCosigned({ cosigner: key.name, seconds, origin, start: 0, end: size, root });
}

async function verdictsOf(planned: readonly Planned[], crypto: NoteCrypto): Promise<readonly boolean[]> {
  const isEdwards = ({ line }: Planned): boolean => line.key.type !== COSIGNATURE_ML_DSA_44;
  const edwards = planned.filter(isEdwards);
  const hasTorsion = edwards.some(({ check }) => !crypto.isTorsionFree(check.key));
  const verdicts = hasTorsion ? [] : await crypto.verifyBatch(edwards.map(({ check }) => check));
  const byPlan = new Map(edwards.map((plan, i) => [plan, verdicts[i] === true]));
  return planned.map((plan) => byPlan.get(plan) ?? crypto.mlDsa44?.verify(plan.check) === true);
}

/** Whom to believe about one log: keys of the log itself, and of witnesses. */
export type LogKeys = {
  readonly origin: string;
  readonly log: readonly VerifierKey[];
  readonly witnesses?: readonly VerifierKey[];
};

/** A cosigner's line under a checkpoint: which key, and the seconds since 1970 it states. */
export type Cosigner = { readonly key: VerifierKey; readonly name: string; readonly at: number };

/** A checkpoint whose signatures were verified; made by `openCheckpoint` alone. */
export type OpenCheckpoint = {
  readonly checkpoint: Checkpoint;
  /** The exact text it came as: what is kept as evidence. */
  readonly noteText: string;
  readonly note: SignedNote;
  /** Keys of the log, at least one. */
  readonly signedBy: readonly VerifierKey[];
  readonly cosigned: readonly Cosigner[];
};

export type OpenError =
  | NoteError
  | CheckpointError
  | FalseLine
  | NotSigned
  | { readonly kind: 'other-origin'; readonly origin: string }
  /** Only ML-DSA-44 lines of the log, which leave out the extension lines that are there. */
  | { readonly kind: 'extensions-unsigned' };

/** Reads a note as a checkpoint of this one log, signed by a key of the log. The witnesses' lines count beside it, never alone. */
export async function openCheckpoint(
  noteText: string,
  keys: LogKeys,
  crypto: NoteCrypto,
): Promise<Result<OpenCheckpoint, OpenError>> {
  const note = parseNote(noteText);
  if (!note.ok) return note;
  const read = parseCheckpoint(note.value.text);
  if (!read.ok) return read;
  const checkpoint = read.value;
  if (checkpoint.origin !== keys.origin) return err({ kind: 'other-origin', origin: checkpoint.origin });
  const lines = await openNote(note.value, [...keys.log, ...(keys.witnesses ?? [])], crypto);
  if (!lines.ok) return lines;
  const ofLog = lines.value.filter(({ key }) => keys.log.includes(key));
  if (ofLog.length === 0) return err({ kind: 'not-signed' });
  const isCovered = ofLog.some(({ key }) => key.type !== COSIGNATURE_ML_DSA_44);
  if (checkpoint.extensions.length > 0 && !isCovered) return err({ kind: 'extensions-unsigned' });
  return ok({
    checkpoint,
    noteText,
    note: note.value,
    signedBy: ofLog.map(({ key }) => key),
    cosigned: lines.value
      .filter(({ key }) => !keys.log.includes(key))
      .map(({ key, at }) => ({ key, name: key.name, at: at ?? 0 })),
  });
}
