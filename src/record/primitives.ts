/** One signature to check: all three are raw bytes (32-byte key, 64-byte signature). */
export type SignatureCheck = {
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
  readonly message: Uint8Array;
};

/**
 * The hot and the random parts of cryptography, and of turning text to bytes, given to the record from outside. An adapter computes;
 * what is hashed, prechecked, signed and accepted is decided here. Every adapter passes the same
 * contract suite with the edge vectors (`ports/crypto.contract.ts`).
 */
export type Primitives = {
  /** SHA-256 (FIPS 180-4): 32 bytes. */
  readonly sha256: (bytes: Uint8Array) => Uint8Array;
  /** The same, written out: lower-case hex, or base64url without padding. */
  readonly sha256Text: (bytes: Uint8Array, as: 'base64url' | 'hex') => string;
  /** UTF-8 of a well-formed string: as `utf8Encode` of base, several times as fast on long texts. */
  readonly utf8Encode: (text: string) => Uint8Array;
  /** Strict UTF-8: as `utf8Decode` of base, ten times as fast. */
  readonly utf8Decode: (bytes: Uint8Array) => string | undefined;
  /** Cofactorless Ed25519 (RFC 8032) verdicts, in order. Called only with values that passed the prechecks. */
  readonly verifyBatch: (checks: readonly SignatureCheck[]) => Promise<readonly boolean[]>;
  /** Whether a canonical key that is not of small order lies in the prime-order group. About 60 us to 1 ms. */
  readonly isTorsionFree: (key: Uint8Array) => boolean;
  /** ChaCha20-Poly1305 (RFC 8439, section 2.8): the ciphertext with its tag of 16 bytes. One nonce once a key. */
  readonly seal: (plain: Uint8Array, how: SealHow) => Uint8Array;
  /** The plaintext, or `undefined` when key, nonce, what it is bound to, or one bit of it is another. */
  readonly unseal: (sealed: Uint8Array, how: SealHow) => Uint8Array | undefined;
  /** Argon2id, version 1.3, one lane (RFC 9106): 32 bytes. Slow on purpose. */
  readonly stretch: (passphrase: Uint8Array, cost: StretchCost) => Promise<Uint8Array>;
  /** Cryptographically secure random bytes. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** A fresh Ed25519 signer; the secret stays inside it. */
  readonly newSigner: () => Signer;
  /** A signer from a 32-byte seed kept by its owner. */
  readonly signerFromSeed: (seed: Uint8Array) => Signer;
  /** Absent where the platform has no ML-DSA: such lines under a note are then passed over like those of unknown keys. */
  readonly mlDsa44?: MlDsa44;
};

/** ML-DSA-44 (FIPS 204), pure, with an empty context: keys of 1312 bytes, signatures of 2420, seeds of 32. */
export type MlDsa44 = {
  /** False, too, for a key or a signature of another length. */
  readonly verify: (check: SignatureCheck) => boolean;
  readonly signerFromSeed: (seed: Uint8Array) => Signer;
};

/** All that the record needs to say whether bytes are what they are said to be. */
export type Hashing = Pick<Primitives, 'sha256Text' | 'utf8Encode'>;

/** A key of 32 bytes, a nonce of 12, and what the ciphertext is bound to. */
export type SealHow = {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly boundTo: Uint8Array;
};

/** `salt` has 16 bytes. */
export type StretchCost = {
  readonly salt: Uint8Array;
  readonly memoryKiB: number;
  readonly passes: number;
};

export type Signer = {
  readonly key: Uint8Array;
  readonly seed: Uint8Array;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
};
