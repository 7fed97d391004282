import { hash } from 'node:crypto';
import sodium from 'sodium-native';
import type { Primitives, SealHow, Signer, StretchCost } from '../../record/primitives.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Ed25519 by libsodium (prebuilt `sodium-native`): about half the time of OpenSSL for a verification. SHA-256 by
 * OpenSSL, which uses the processor's own instructions for it.
 */
export function cryptoSodium(): Primitives {
  return {
    sha256,
    sha256Text: (bytes, as) => hash('sha256', bytes, as),
    utf8Encode: (text) => Buffer.from(text),
    utf8Decode,
    verifyBatch: async (checks) =>
      checks.map((c) => sodium.crypto_sign_verify_detached(c.signature, c.message, c.key)),
    isTorsionFree: (key) => sodium.crypto_core_ed25519_is_valid_point(key),
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
  sodium.crypto_aead_chacha20poly1305_ietf_encrypt(out, plain, boundTo, null, nonce, key);
  return out;
}

function unseal(sealed: Uint8Array, { key, nonce, boundTo }: SealHow): Uint8Array | undefined {
  const length = sealed.length - sodium.crypto_aead_chacha20poly1305_ietf_ABYTES;
  if (length < 0) return undefined;
  const out = Buffer.allocUnsafe(length);
  try {
    sodium.crypto_aead_chacha20poly1305_ietf_decrypt(out, null, sealed, boundTo, nonce, key);
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
    passphrase,
    salt,
    passes,
    memoryKiB * 1024,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );
  return out;
}

/** In one call, and by way of a string: half the time of a buffer from OpenSSL. */
function sha256(bytes: Uint8Array): Uint8Array {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
}

function utf8Decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function signerFromSeed(seed: Uint8Array): Signer {
  const key = Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES);
  const secret = Buffer.alloc(sodium.crypto_sign_SECRETKEYBYTES);
  sodium.crypto_sign_seed_keypair(key, secret, seed);
  return {
    key: Uint8Array.from(key),
    seed: Uint8Array.from(seed),
    sign: async (message) => {
      const signature = Buffer.alloc(sodium.crypto_sign_BYTES);
      sodium.crypto_sign_detached(signature, message, secret);
      return signature;
    },
  };
}
