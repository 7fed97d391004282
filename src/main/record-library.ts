// `shanyrak/record`: what a program of others needs to check a record without running a hub. docs/library.md tells of it.
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { openAgeFile } from '../adapters/seal-age/seal-age.ts';
import { canonicalJson, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { err } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { UnsealFault } from '../ports/sealer.ts';
import { parseIdentity } from '../record/age-key.ts';
import { commitmentOf, SALT_BYTES } from '../record/commit.ts';
import type { EntryAsSent } from '../record/entry.ts';
import { consistencyProof, inclusionProof, leafHash, rangeProof } from '../record/log/merkle.ts';
import type { Growth, LeafPlace, LeafRange } from '../record/log/merkle.ts';
import { isConsistent, isIncluded, isRangeIncluded } from '../record/log/merkle-check.ts';
import { newMerkleTree } from '../record/log/merkle-tree.ts';
import type { MerkleTree } from '../record/log/merkle-tree.ts';
import { parseTilePath, pathOfTile, tilesOf } from '../record/log/tiles.ts';
import type { Tile } from '../record/log/tiles.ts';
import { pointFault, signatureFault } from '../record/signing.ts';
import type { PointFault } from '../record/signing.ts';
import { parsePlain } from '../record/subset.ts';
import type { PlainFault } from '../record/subset.ts';
import { accept, toVerify } from '../record/verify.ts';
import type { EntryError } from '../record/verify.ts';
import { parseWireEntry } from '../record/wire.ts';
import type { WireError } from '../record/wire.ts';
import { bytesGiven, bytesListGiven, textGiven } from './library-given.ts';
import type { BytesGiven, TextGiven } from './library-given.ts';

export {
  answerAddCheckpoint,
  isQuorum,
  readPolicy,
  readVerifierKey,
  verifyCheckpoint,
  verifyLogProof,
  verifyNote,
  verifySubtree,
  verifyUnderPolicy,
} from './library-notes.ts';
export { checkStamp } from './library-stamps.ts';
export { verifyBag } from './library-bag.ts';

const crypto = cryptoNode();
const { sha256 } = crypto;
const HASH_BYTES = 32;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** The hash of a leaf: SHA-256(00 || data). */
export function hashLeaf(data: Uint8Array): Uint8Array {
  return leafHash(data, sha256);
}

/** Whether a leaf stands at its index under a root. RFC 6962. Anything malformed is `false`; nothing throws. */
export function verifyInclusion(given: {
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly leafHash: BytesGiven;
  readonly proof: readonly BytesGiven[] | null;
  readonly root: BytesGiven;
}): boolean {
  const leaf = bytesGiven(given.leafHash, HASH_BYTES);
  const root = bytesGiven(given.root, HASH_BYTES);
  const proof = bytesListGiven(given.proof, HASH_BYTES);
  if (leaf === undefined || root === undefined || proof === undefined) return false;
  return isIncluded({ index: given.leafIndex, size: given.treeSize, leaf, proof, root }, sha256);
}

/** Whether the tree of `size1` leaves begins the tree of `size2` leaves. RFC 6962. From size 0 is `false`. */
export function verifyConsistency(given: {
  readonly size1: number;
  readonly size2: number;
  readonly root1: BytesGiven;
  readonly root2: BytesGiven;
  readonly proof: readonly BytesGiven[] | null;
}): boolean {
  const fromRoot = bytesGiven(given.root1, HASH_BYTES);
  const toRoot = bytesGiven(given.root2, HASH_BYTES);
  const proof = bytesListGiven(given.proof, HASH_BYTES);
  if (fromRoot === undefined || toRoot === undefined || proof === undefined) return false;
  return isConsistent({ from: given.size1, to: given.size2, fromRoot, toRoot, proof }, sha256);
}

/** Whether leaves stand beside each other from `start` on under a root. docs/record-format.md, "Log". */
export function verifyRange(given: {
  readonly start: number;
  readonly treeSize: number;
  readonly leafHashes: readonly BytesGiven[];
  readonly proof: readonly BytesGiven[];
  readonly root: BytesGiven;
}): boolean {
  const leaves = bytesListGiven(given.leafHashes, HASH_BYTES);
  const root = bytesGiven(given.root, HASH_BYTES);
  const proof = bytesListGiven(given.proof, HASH_BYTES);
  if (leaves === undefined || root === undefined || proof === undefined) return false;
  return isRangeIncluded({ start: given.start, size: given.treeSize, leaves, proof, root }, sha256);
}

/** A tree in memory that makes proofs, of the leaves whose data was appended. */
export type ProvingTree = MerkleTree & {
  readonly inclusionProof: (place: LeafPlace) => Uint8Array[];
  readonly consistencyProof: (growth: Growth) => Uint8Array[];
  readonly rangeProof: (range: LeafRange) => Uint8Array[];
};

/** An empty tree of RFC 6962. */
export function newTree(): ProvingTree {
  const tree = newMerkleTree(sha256);
  return {
    ...tree,
    inclusionProof: (place) => inclusionProof(place, tree.read, sha256),
    consistencyProof: (growth) => consistencyProof(growth, tree.read, sha256),
    rangeProof: (range) => rangeProof(range, tree.read, sha256),
  };
}

/** Where the tiles and entry bundles of a log of `size` leaves lie below its prefix. C2SP tlog-tiles. */
export function tilePathsOf(size: number): string[] {
  return tilesOf(size).map(pathOfTile);
}

/** The tile that lies at a path; `undefined` for any other spelling. */
export function readTilePath(path: string): Tile | undefined {
  return parseTilePath(path);
}

/** JSON text in canonical form (RFC 8785); `undefined` when it is no JSON, or holds what has no such form. */
export function canonicalize(text: TextGiven): string | undefined {
  const read = textGiven(text);
  const value = read === undefined ? undefined : parseJson(read);
  return value === undefined || !isInteroperable(value) ? undefined : canonicalJson(value);
}

// Far above what anybody nests by hand, and far below what a stack holds.
const NESTING_MAX = 500;

/** RFC 8785 takes I-JSON (RFC 7493): finite numbers and whole Unicode. */
function isInteroperable(value: Json, depth = 0): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return true;
  if (depth > NESTING_MAX) return false;
  return Object.entries(value).every(
    ([key, member]) => key.isWellFormed() && isInteroperable(member, depth + 1),
  );
}

/** Whether the text is exactly its own canonical form. A name that stands twice makes it another. */
export function isCanonical(text: TextGiven): boolean {
  const read = textGiven(text);
  return read !== undefined && canonicalize(read) === read;
}

/** Why a text is not canonical JSON within the subset of the record; `undefined` when it is. */
export function recordJsonFault(text: TextGiven): PlainFault | undefined {
  const read = textGiven(text);
  const plain = read === undefined ? undefined : parsePlain(read);
  if (plain === undefined) return { kind: 'not-json' };
  return plain.ok ? undefined : plain.error;
}

/** `accepted`, or the first thing that was wrong. A text as message is its UTF-8. */
export type SignatureSaid =
  | 'accepted'
  | `signature ${PointFault | 'wrong'}`
  | `key ${PointFault | 'torsion'}`;

/**
 * Ed25519 as the record decides it: what verifiers disagree on is refused first (encodings that are not canonical, points of
 * small order, keys with torsion), then the equation without cofactor decides. docs/record-format.md, "Signature".
 */
export async function verifyEd25519(given: {
  readonly key: BytesGiven;
  readonly signature: BytesGiven;
  readonly message: Uint8Array | string;
}): Promise<SignatureSaid> {
  const signature = bytesGiven(given.signature, SIGNATURE_BYTES) ?? new Uint8Array();
  const key = bytesGiven(given.key, KEY_BYTES) ?? new Uint8Array();
  const badSignature = signatureFault(signature);
  if (badSignature !== undefined) return `signature ${badSignature}`;
  const badKey = pointFault(key);
  if (badKey !== undefined) return `key ${badKey}`;
  if (!crypto.isTorsionFree(key)) return 'key torsion';
  const message = typeof given.message === 'string' ? crypto.utf8Encode(given.message) : given.message;
  const [isGenuine] = await crypto.verifyBatch([{ key, signature, message }]);
  return isGenuine === true ? 'accepted' : 'signature wrong';
}

/**
 * Verifies one entry as it travels, `{e, g, parts}`, an object or a line of a transfer file: its id, what it says, its parts that
 * match, and flags of those that do not. Whether its author had a grant is not asked: that takes the place log.
 */
export async function verifyEntry(
  entry: TextGiven | Json,
): Promise<Result<EntryAsSent, EntryError | WireError>> {
  const isText = typeof entry === 'string' || entry instanceof Uint8Array;
  const read = isText ? parseJson(textGiven(entry) ?? '') : entry;
  const wire = parseWireEntry(read);
  if (!wire.ok) return wire;
  const plan = toVerify(wire.value, crypto);
  if (!plan.ok) return plan;
  if (!crypto.isTorsionFree(plan.value.check.key)) return err({ kind: 'key-refused', why: 'torsion' });
  const [isGenuine] = await crypto.verifyBatch([plan.value.check]);
  return accept(plan.value, isGenuine === true, crypto);
}

/** The commitment to a part, base64url: what stands under its name in the core. */
export function commitmentTo(given: {
  readonly salt: BytesGiven;
  readonly plain: Uint8Array | string;
}): string | undefined {
  const salt = bytesGiven(given.salt, SALT_BYTES);
  if (salt?.length !== SALT_BYTES) return undefined;
  const plain = typeof given.plain === 'string' ? crypto.utf8Encode(given.plain) : given.plain;
  return commitmentOf(salt, plain, crypto.sha256Text);
}

/**
 * Opens a sealed part, or any age file, binary or armoured: with an identity (`AGE-SECRET-KEY-1…`, or a post-quantum one), with
 * several, or with the passphrase it was made with.
 */
export async function openAge(given: {
  readonly file: Uint8Array;
  readonly identity?: string;
  readonly identities?: readonly string[];
  readonly passphrase?: string;
}): Promise<Result<Uint8Array, UnsealFault | { readonly kind: 'not-an-identity' }>> {
  const identities = [...(given.identities ?? []), ...(given.identity === undefined ? [] : [given.identity])];
  const { passphrase } = given;
  if (!identities.every(isAgeIdentity) || (identities.length === 0 && passphrase === undefined))
    return err({ kind: 'not-an-identity' });
  return openAgeFile(given.file, { identities, ...(passphrase !== undefined && { passphrase }) });
}

/** Of the sealed parts' own kind its checksum too; of others the library that opens the file says what they are worth. */
function isAgeIdentity(text: string): boolean {
  return parseIdentity(text) !== undefined || /^AGE-SECRET-KEY-[A-Z]+-1/.test(text);
}
