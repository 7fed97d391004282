import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { argon2idAsync } from '@noble/hashes/argon2.js';
import type { Primitives, SealHow, StretchCost } from '../../record/primitives.ts';

const STRETCHED_BYTES = 32;
// Between two pieces of a stretch the page may draw and answer.
const STRETCH_TICK_MS = 30;

/** As much of `cryptoWeb` as seals files, for a page that signs nothing: without the curve it is a third of the bytes. */
export function sealingWeb(
  onStretch: (done: number) => void = () => {},
): Pick<Primitives, 'seal' | 'unseal' | 'stretch' | 'randomBytes'> {
  return { seal, unseal, stretch: (message, cost) => stretch(message, cost, onStretch), randomBytes };
}

export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

function seal(plain: Uint8Array, { key, nonce, boundTo }: SealHow): Uint8Array {
  return chacha20poly1305(key, nonce, boundTo).encrypt(plain);
}

function unseal(sealed: Uint8Array, { key, nonce, boundTo }: SealHow): Uint8Array | undefined {
  try {
    return chacha20poly1305(key, nonce, boundTo).decrypt(sealed);
  } catch {
    return undefined; // Too short, or the tag is another.
  }
}

function stretch(
  message: Uint8Array,
  { salt, memoryKiB, passes }: StretchCost,
  onProgress: (done: number) => void,
): Promise<Uint8Array> {
  return argon2idAsync(message, salt, {
    m: memoryKiB,
    t: passes,
    p: 1,
    dkLen: STRETCHED_BYTES,
    asyncTick: STRETCH_TICK_MS,
    onProgress,
  });
}
