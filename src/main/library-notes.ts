import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { mlDsaCosigned, parseTimed } from '../record/log/cosignature.ts';
import { leafHash } from '../record/log/merkle.ts';
import { isIncluded } from '../record/log/merkle-check.ts';
import { COSIGNATURE_ML_DSA_44, parseNote, parseVerifierKey, printVerifierKey } from '../record/log/note.ts';
import type { NoteError, VerifierKey, VerifierKeyError } from '../record/log/note.ts';
import { isSatisfied, openUnderPolicy, parsePolicy } from '../record/log/policy.ts';
import type { Policy, PolicyError, UnderPolicyError } from '../record/log/policy.ts';
import { parseTlogProof } from '../record/log/proof-file.ts';
import type { TlogProofError } from '../record/log/proof-file.ts';
import { openCheckpoint, openNote } from '../record/log/sign-note.ts';
import type { FalseLine, NotSigned, OpenCheckpoint, OpenError } from '../record/log/sign-note.ts';
import { decideAddCheckpoint, openAddCheckpoint } from '../record/log/witness-request.ts';
import { bytesGiven, textGiven } from './library-given.ts';
import type { BytesGiven, TextGiven } from './library-given.ts';

const crypto = cryptoNode();
const { sha256 } = crypto;
const HASH_BYTES = 32;

/** Not UTF-8. */
export type NotText = { readonly kind: 'not-text' };
export type KeyFault = VerifierKeyError & { readonly key: string };

/** A line of a note that was verified: whose key (as `name+keyid+base64`), and the seconds since 1970 a cosigner states. */
export type LineSaid = { readonly name: string; readonly key: string; readonly at?: number };

function readKeys(texts: readonly string[]): Result<VerifierKey[], KeyFault> {
  const keys: VerifierKey[] = [];
  for (const text of texts) {
    const key = parseVerifierKey(text, sha256);
    if (!key.ok) return err({ ...key.error, key: text });
    keys.push(key.value);
  }
  return ok(keys);
}

/** Reads a verifier key of C2SP signed-note, types 1, 4 and 6, and gives its parts. */
export function readVerifierKey(text: string): Result<VerifierKey, VerifierKeyError> {
  return parseVerifierKey(text, sha256);
}

/** Verifies a signed note with the keys that are known: its text, and who signed it. C2SP signed-note. */
export async function verifyNote(given: {
  readonly note: TextGiven;
  readonly keys: readonly string[];
}): Promise<
  Result<
    { readonly text: string; readonly signedBy: readonly LineSaid[] },
    NoteError | NotText | KeyFault | FalseLine | NotSigned
  >
> {
  const text = textGiven(given.note);
  if (text === undefined) return err({ kind: 'not-text' });
  const keys = readKeys(given.keys);
  if (!keys.ok) return keys;
  const note = parseNote(text);
  if (!note.ok) return note;
  const lines = await openNote(note.value, keys.value, crypto);
  if (!lines.ok) return lines;
  const signedBy = lines.value.map(({ key, at }) => ({
    name: key.name,
    key: printVerifierKey(key),
    ...(at !== undefined && { at }),
  }));
  return ok({ text: note.value.text, signedBy });
}

/** A checkpoint whose signatures hold. */
export type CheckpointSaid = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly extensions: readonly string[];
  /** Keys of the log, at least one. */
  readonly signedBy: readonly LineSaid[];
  readonly cosignedBy: readonly LineSaid[];
};

function checkpointSaid({ checkpoint, signedBy, cosigned }: OpenCheckpoint): CheckpointSaid {
  return {
    ...checkpoint,
    signedBy: signedBy.map((key) => ({ name: key.name, key: printVerifierKey(key) })),
    cosignedBy: cosigned.map(({ key, name, at }) => ({ name, key: printVerifierKey(key), at })),
  };
}

export type CheckpointKeys = {
  /** Of the log; without `origin`, the name of the first is the origin that is expected. */
  readonly logKeys: readonly string[];
  readonly witnessKeys?: readonly string[];
  readonly origin?: string;
};

/** Verifies a checkpoint and the cosignatures of known witnesses under it. C2SP tlog-checkpoint, tlog-cosignature. */
export async function verifyCheckpoint(
  given: CheckpointKeys & { readonly note: TextGiven },
): Promise<Result<CheckpointSaid, OpenError | NotText | KeyFault>> {
  const opened = await open(given);
  return opened.ok ? ok(checkpointSaid(opened.value)) : opened;
}

async function open(
  given: CheckpointKeys & { readonly note: TextGiven },
): Promise<Result<OpenCheckpoint, OpenError | NotText | KeyFault>> {
  const note = textGiven(given.note);
  if (note === undefined) return err({ kind: 'not-text' });
  const log = readKeys(given.logKeys);
  if (!log.ok) return log;
  const witnesses = readKeys(given.witnessKeys ?? []);
  if (!witnesses.ok) return witnesses;
  const origin = given.origin ?? log.value[0]?.name ?? '';
  return openCheckpoint(note, { origin, log: log.value, witnesses: witnesses.value }, crypto);
}

/**
 * Verifies what an ML-DSA-44 cosigner says of the leaves `[start, end)` of a log: `signature` is the time (8 bytes) and the signature,
 * what stands behind the key id in a line. False, too, where this Node has no ML-DSA. C2SP tlog-cosignature.
 */
export function verifySubtree(given: {
  readonly key: string;
  readonly origin: string;
  readonly start: number;
  readonly end: number;
  readonly root: BytesGiven;
  readonly signature: Uint8Array;
}): boolean {
  const key = parseVerifierKey(given.key, sha256);
  const timed = parseTimed(given.signature);
  const root = bytesGiven(given.root, HASH_BYTES);
  if (!key.ok || key.value.type !== COSIGNATURE_ML_DSA_44 || timed === undefined || root === undefined)
    return false;
  const { seconds, signature } = timed;
  const message = mlDsaCosigned({ ...given, root, cosigner: key.value.name, seconds });
  if (message === undefined) return false;
  return crypto.mlDsa44?.verify({ key: key.value.key, signature, message }) === true;
}

/** Reads a policy file, as bytes or text. C2SP tlog-policy. */
export function readPolicy(policy: TextGiven): Result<Policy, PolicyError> {
  return parsePolicy(policy, sha256);
}

/** Whether the witnesses of these names, as the policy calls them, make its quorum. */
export function isQuorum(policy: Policy, witnesses: readonly string[]): boolean {
  const named = policy.witnesses.filter(({ name }) => witnesses.includes(name));
  return isSatisfied(policy, named);
}

/** Verifies a checkpoint of any log that the policy accepts, with the quorum it asks for. */
export async function verifyUnderPolicy(given: {
  readonly note: TextGiven;
  readonly policy: TextGiven;
}): Promise<Result<CheckpointSaid, UnderPolicyError | PolicyError | NotText>> {
  const note = textGiven(given.note);
  if (note === undefined) return err({ kind: 'not-text' });
  const policy = readPolicy(given.policy);
  if (!policy.ok) return policy;
  const opened = await openUnderPolicy(note, policy.value, crypto);
  return opened.ok ? ok(checkpointSaid(opened.value)) : opened;
}

/** What is proven: the hash of a leaf, or its data (of our logs: the 32 bytes of the entry id). */
export type LeafGiven = { readonly leafHash: BytesGiven } | { readonly leafData: Uint8Array };

/** Whose word counts for the checkpoint in a proof. */
export type TrustGiven = { readonly policy: TextGiven } | CheckpointKeys;

export type ProofFault =
  | TlogProofError
  | UnderPolicyError
  | PolicyError
  | NotText
  | KeyFault
  | { readonly kind: 'not-included' };

/** Verifies a proof file: the leaf stands at its index under a checkpoint that is trusted. C2SP tlog-proof. */
export async function verifyLogProof(
  given: LeafGiven & TrustGiven & { readonly proof: TextGiven },
): Promise<Result<CheckpointSaid & { readonly index: number }, ProofFault>> {
  const text = textGiven(given.proof);
  if (text === undefined) return err({ kind: 'not-text' });
  const proof = parseTlogProof(text);
  if (!proof.ok) return proof;
  const { index, hashes, checkpoint: note } = proof.value;
  const said =
    'policy' in given
      ? await verifyUnderPolicy({ note, policy: given.policy })
      : await verifyCheckpoint({ ...given, note });
  if (!said.ok) return said;
  const { size, root } = said.value;
  const leaf =
    'leafData' in given ? leafHash(given.leafData, sha256) : bytesGiven(given.leafHash, HASH_BYTES);
  const isThere = leaf !== undefined && isIncluded({ index, size, leaf, proof: hashes, root }, sha256);
  return isThere ? ok({ ...said.value, index }) : err({ kind: 'not-included' });
}

/** What a witness answers over HTTP; after 200 it has to keep `cosign` as its latest before it signs it. */
export type WitnessAnswer = {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  /** With 409: the size of the latest checkpoint, as the body states it. */
  readonly body?: string;
  readonly cosign?: { readonly origin: string; readonly size: number; readonly root: Uint8Array };
};

/** Decides on the body of `add-checkpoint` from the keys of known logs and the latest checkpoint that was cosigned. C2SP tlog-witness. */
export async function answerAddCheckpoint(given: {
  readonly body: TextGiven;
  /** Each key's name is the origin of its log. */
  readonly logKeys: readonly string[];
  readonly latest?: { readonly size: number; readonly root: BytesGiven };
}): Promise<Result<WitnessAnswer, KeyFault>> {
  const keys = readKeys(given.logKeys);
  if (!keys.ok) return keys;
  const keysOf = (origin: string): { origin: string; log: VerifierKey[] } | undefined => {
    const log = keys.value.filter(({ name }) => name === origin);
    return log.length === 0 ? undefined : { origin, log };
  };
  const request = await openAddCheckpoint(textGiven(given.body) ?? '', keysOf, crypto);
  if (!request.ok) return ok(request.error);
  const root = given.latest && bytesGiven(given.latest.root, HASH_BYTES);
  const latest = given.latest && { size: given.latest.size, root: root ?? new Uint8Array() };
  const decision = decideAddCheckpoint(latest, request.value, sha256);
  const { status } = decision;
  if (status === 409) return ok({ status, body: `${decision.size}\n` });
  return ok(status === 200 ? { status, cosign: decision.checkpoint } : { status });
}
