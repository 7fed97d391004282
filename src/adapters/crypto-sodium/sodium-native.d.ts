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
    randombytes_buf(out: Buffer): void;
  };
  const sodium: Sodium;
  export default sodium;
}
