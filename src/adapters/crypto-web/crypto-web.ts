import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToBase64Url, bytesToHex } from '../../base/bytes.ts';
import type { Primitives, SignatureCheck, Signer } from '../../record/primitives.ts';
import { randomBytes, sealingWeb } from './sealing-web.ts';

const SEED_BYTES = 32;

/**
 * What a browser signs with: noble where the record wants an answer at once (hash, seal, sign), WebCrypto where verifiers
 * differ (verify), the browser's own random numbers. Decision: docs/decisions/0014-screens-that-sign.md.
 *
 * `onStretch` is told how far a stretch is, from 0 to 1.
 */
export function cryptoWeb(onStretch: (done: number) => void = () => {}): Primitives {
  return {
    sha256,
    sha256Text: (bytes, as) => (as === 'hex' ? bytesToHex : bytesToBase64Url)(sha256(bytes)),
    utf8Encode: (text) => encoder.encode(text),
    utf8Decode,
    verifyBatch: (checks) => Promise.all(checks.map(isGenuine)),
    isTorsionFree,
    ...sealingWeb(onStretch),
    newSigner: () => signerFromSeed(randomBytes(SEED_BYTES)),
    signerFromSeed,
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8Decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** By WebCrypto, which has no cofactor; noble's verifier has one, and would differ on crafted signatures. */
async function isGenuine({ key, message, signature }: SignatureCheck): Promise<boolean> {
  try {
    const known = await crypto.subtle.importKey('raw', Uint8Array.from(key), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', known, Uint8Array.from(signature), Uint8Array.from(message));
  } catch {
    return false; // A point that is not on the curve is not imported.
  }
}

function isTorsionFree(key: Uint8Array): boolean {
  try {
    return ed25519.Point.fromBytes(key).isTorsionFree();
  } catch {
    return false;
  }
}

/** By RFC 8032 a signature is one and the same, whoever computes it: noble needs no import of the key. */
function signerFromSeed(seed: Uint8Array): Signer {
  const own = Uint8Array.from(seed);
  return {
    key: ed25519.getPublicKey(own),
    seed: own,
    sign: async (message) => ed25519.sign(message, own),
  };
}
