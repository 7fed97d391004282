import { assert } from '../../base/assert.ts';
import { concatBytes, utf8Encode } from '../../base/bytes.ts';
import { HASH_BYTES } from './merkle.ts';

/** A signature with the time before it, in seconds since 1970: `timestamped_signature` of C2SP tlog-cosignature. */
export type TimedSignature = { readonly seconds: bigint; readonly signature: Uint8Array };

const TIME_BYTES = 8;
// C2SP tlog-cosignature, "Format": the time must not exceed 2^63 - 1.
const SECONDS_MAX = 2n ** 63n - 1n;

/** `undefined` when it is too short, or of a time that may not be. Whether the time lies ahead is for the caller to ask. */
export function parseTimed(bytes: Uint8Array): TimedSignature | undefined {
  if (bytes.length <= TIME_BYTES) return undefined;
  const seconds = new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0);
  return seconds > SECONDS_MAX ? undefined : { seconds, signature: bytes.subarray(TIME_BYTES) };
}

/** The other side of `parseTimed`. */
export function printTimed({ seconds, signature }: TimedSignature): Uint8Array {
  return concatBytes(uint64(seconds), signature);
}

function uint64(n: bigint): Uint8Array {
  assert(n >= 0n && n <= SECONDS_MAX, 'a time or a size fits in 63 bits');
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, n);
  return bytes;
}

/** What an Ed25519 cosigner signs of the text of a checkpoint, extension lines and all. C2SP tlog-cosignature. */
export function ed25519Cosigned(text: string, seconds: bigint): Uint8Array {
  return utf8Encode(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/** A part of a log that a cosigner vouches for: the leaves `[start, end)`. A checkpoint is the one from 0 to its size. */
export type Cosigned = {
  readonly cosigner: string;
  /** 0: nothing is said about this being the largest tree the cosigner has seen. */
  readonly seconds: bigint;
  readonly origin: string;
  readonly start: number;
  readonly end: number;
  readonly root: Uint8Array;
};

// Twelve bytes: the label ends in a newline and a zero.
const LABEL = utf8Encode('subtree/v1\n\0');
const NAME_BYTES_MAX = 255;

/**
 * What an ML-DSA-44 cosigner signs: `cosigned_message` of C2SP tlog-cosignature. The extension lines of a checkpoint are no part
 * of it. `undefined` where the form has no room: names of none or over 255 bytes, a root that is no SHA-256, a stretch of leaves
 * that is no subtree, and a subtree from within the log that states a time.
 */
export function mlDsaCosigned(about: Cosigned): Uint8Array | undefined {
  const { seconds, start, end, root } = about;
  const [cosigner, origin] = [utf8Encode(about.cosigner), utf8Encode(about.origin)];
  if ([cosigner, origin].some(({ length }) => length < 1 || length > NAME_BYTES_MAX)) return undefined;
  if (root.length !== HASH_BYTES || !isSubtree(start, end) || (start > 0 && seconds > 0n)) return undefined;
  return concatBytes(
    LABEL,
    Uint8Array.of(cosigner.length),
    cosigner,
    uint64(seconds),
    Uint8Array.of(origin.length),
    origin,
    uint64(BigInt(start)),
    uint64(BigInt(end)),
    root,
  );
}

/** Merkle Tree Certificates (draft-ietf-plants-merkle-tree-certs), "Subtrees": it begins at a multiple of the power of two that holds it. */
function isSubtree(start: number, end: number): boolean {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end)) return false;
  if (start <= 0) return start === 0 && end >= 0;
  let width = 1;
  while (width < end - start) width *= 2;
  return start < end && start % width === 0;
}
