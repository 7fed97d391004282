/** One signature to check: all three are raw bytes (32-byte key, 64-byte signature). */
export type SignatureCheck = {
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
  readonly message: Uint8Array;
};

/**
 * The hot and the random parts of cryptography, given to the record from outside. An adapter computes;
 * what is hashed, prechecked, signed and accepted is decided here. Every adapter passes the same
 * contract suite with the edge vectors (`ports/crypto.contract.ts`).
 */
export type Primitives = {
  /** SHA-256 (FIPS 180-4): 32 bytes. */
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  /** Cofactorless Ed25519 (RFC 8032) verdicts, in order. Called only with values that passed the prechecks. */
  readonly verifyBatch: (checks: readonly SignatureCheck[]) => Promise<readonly boolean[]>;
  /** Whether a canonical key that is not of small order lies in the prime-order group. About 60 us to 1 ms. */
  readonly isTorsionFree: (key: Uint8Array) => boolean;
  /** Cryptographically secure random bytes. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** A fresh Ed25519 signer; the secret stays inside it. */
  readonly newSigner: () => Signer;
  /** A signer from a 32-byte seed kept by its owner. */
  readonly signerFromSeed: (seed: Uint8Array) => Signer;
};

export type Signer = {
  readonly key: Uint8Array;
  readonly seed: Uint8Array;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
};
