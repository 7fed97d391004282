import sodium from 'sodium-native';
import type { Primitives, SealHow, Signer, StretchCost } from '../../record/primitives.ts';

const HASH_BYTES = 32;

/** Ed25519 and SHA-256 by libsodium (prebuilt `sodium-native`): about half the time of OpenSSL for a verification. */
export function cryptoSodium(): Primitives {
  return {
    sha256: (bytes) => {
      const out = Buffer.allocUnsafe(HASH_BYTES);
      sodium.crypto_hash_sha256(out, asBuffer(bytes));
      return out;
    },
    verifyBatch: async (checks) =>
      checks.map((c) =>
        sodium.crypto_sign_verify_detached(asBuffer(c.signature), asBuffer(c.message), asBuffer(c.key)),
      ),
    isTorsionFree: (key) => sodium.crypto_core_ed25519_is_valid_point(asBuffer(key)),
    seal,
    unseal,
    stretch,
    randomBytes: (length) => {
      const out = Buffer.allocUnsafe(length);
      sodium.randombytes_buf(out);
      return out;
    },
    newSigner: () => {
      const seed = Buffer.allocUnsafe(sodium.crypto_sign_SEEDBYTES);
      sodium.randombytes_buf(seed);
      return signerFromSeed(seed);
    },
    signerFromSeed,
  };
}

const STRETCHED_BYTES = 32;

function seal(plain: Uint8Array, { key, nonce, boundTo }: SealHow): Uint8Array {
  const out = Buffer.allocUnsafe(plain.length + sodium.crypto_aead_chacha20poly1305_ietf_ABYTES);
  sodium.crypto_aead_chacha20poly1305_ietf_encrypt(
    out,
    asBuffer(plain),
    asBuffer(boundTo),
    null,
    asBuffer(nonce),
    asBuffer(key),
  );
  return out;
}

function unseal(sealed: Uint8Array, { key, nonce, boundTo }: SealHow): Uint8Array | undefined {
  const length = sealed.length - sodium.crypto_aead_chacha20poly1305_ietf_ABYTES;
  if (length < 0) return undefined;
  const out = Buffer.allocUnsafe(length);
  try {
    sodium.crypto_aead_chacha20poly1305_ietf_decrypt(
      out,
      null,
      asBuffer(sealed),
      asBuffer(boundTo),
      asBuffer(nonce),
      asBuffer(key),
    );
    return out;
  } catch {
    return undefined; // libsodium says only that it could not verify data.
  }
}

async function stretch(
  passphrase: Uint8Array,
  { salt, memoryKiB, passes }: StretchCost,
): Promise<Uint8Array> {
  const out = Buffer.alloc(STRETCHED_BYTES);
  await sodium.crypto_pwhash_async(
    out,
    asBuffer(passphrase),
    asBuffer(salt),
    passes,
    memoryKiB * 1024,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );
  return out;
}

function signerFromSeed(seed: Uint8Array): Signer {
  const key = Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES);
  const secret = Buffer.alloc(sodium.crypto_sign_SECRETKEYBYTES);
  sodium.crypto_sign_seed_keypair(key, secret, asBuffer(seed));
  return {
    key: Uint8Array.from(key),
    seed: Uint8Array.from(seed),
    sign: async (message) => {
      const signature = Buffer.alloc(sodium.crypto_sign_BYTES);
      sodium.crypto_sign_detached(signature, asBuffer(message), secret);
      return signature;
    },
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
