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
    randombytes_buf(out: Uint8Array): void;
  };
  const sodium: Sodium;
  export default sodium;
}
