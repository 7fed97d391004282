// sodium-native ships no types; only what we call is declared (libsodium's own names).
declare module 'sodium-native' {
  type Sodium = {
    readonly crypto_sign_SEEDBYTES: number;
    readonly crypto_sign_PUBLICKEYBYTES: number;
    readonly crypto_sign_SECRETKEYBYTES: number;
    readonly crypto_sign_BYTES: number;
    crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean;
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secret: Uint8Array): void;
    crypto_sign_seed_keypair(key: Uint8Array, secret: Uint8Array, seed: Uint8Array): void;
    crypto_core_ed25519_is_valid_point(key: Uint8Array): boolean;
    readonly crypto_aead_chacha20poly1305_ietf_ABYTES: number;
    readonly crypto_pwhash_ALG_ARGON2ID13: number;
    /** Out, plaintext, bound to, no secret nonce, nonce, key. */
    crypto_aead_chacha20poly1305_ietf_encrypt(
      ...how: readonly [Uint8Array, Uint8Array, Uint8Array, null, Uint8Array, Uint8Array]
    ): number;
    /** Out, no secret nonce, ciphertext, bound to, nonce, key. Throws when the tag is another. */
    crypto_aead_chacha20poly1305_ietf_decrypt(
      ...how: readonly [Uint8Array, null, Uint8Array, Uint8Array, Uint8Array, Uint8Array]
    ): number;
    /** Out, passphrase, salt, passes, memory in bytes, algorithm. */
    crypto_pwhash_async(
      ...how: readonly [Uint8Array, Uint8Array, Uint8Array, number, number, number]
    ): Promise<void>;
    randombytes_buf(out: Uint8Array): void;
  };
  const sodium: Sodium;
  export default sodium;
}
