// sodium-native ships no types; only what we call is declared (libsodium's own names).
declare module 'sodium-native' {
  type Sodium = {
    readonly crypto_sign_SEEDBYTES: number;
    readonly crypto_sign_PUBLICKEYBYTES: number;
    readonly crypto_sign_SECRETKEYBYTES: number;
    readonly crypto_sign_BYTES: number;
    crypto_hash_sha256(out: Buffer, input: Buffer): void;
    crypto_sign_verify_detached(signature: Buffer, message: Buffer, key: Buffer): boolean;
    crypto_sign_detached(signature: Buffer, message: Buffer, secret: Buffer): void;
    crypto_sign_seed_keypair(key: Buffer, secret: Buffer, seed: Buffer): void;
    crypto_core_ed25519_is_valid_point(key: Buffer): boolean;
    readonly crypto_aead_chacha20poly1305_ietf_ABYTES: number;
    readonly crypto_pwhash_ALG_ARGON2ID13: number;
    /** Out, plaintext, bound to, no secret nonce, nonce, key. */
    crypto_aead_chacha20poly1305_ietf_encrypt(
      ...how: readonly [Buffer, Buffer, Buffer, null, Buffer, Buffer]
    ): number;
    /** Out, no secret nonce, ciphertext, bound to, nonce, key. Throws when the tag is another. */
    crypto_aead_chacha20poly1305_ietf_decrypt(
      ...how: readonly [Buffer, null, Buffer, Buffer, Buffer, Buffer]
    ): number;
    /** Out, passphrase, salt, passes, memory in bytes, algorithm. */
    crypto_pwhash_async(...how: readonly [Buffer, Buffer, Buffer, number, number, number]): Promise<void>;
    randombytes_buf(out: Buffer): void;
  };
  const sodium: Sodium;
  export default sodium;
}
