import { cryptoNode, mlDsa44OfNode } from '../adapters/crypto-node/crypto-node.ts';
import type { Primitives } from '../record/primitives.ts';

/** libsodium where its prebuilt library loads (half the time a signature), else OpenSSL: both pass the same contract. */
export async function chooseCrypto(): Promise<Primitives> {
  if (process.env['SHANYRAK_CRYPTO'] === 'node') return cryptoNode();
  try {
    const { cryptoSodium } = await import('../adapters/crypto-sodium/crypto-sodium.ts');
    // libsodium has no ML-DSA.
    const mlDsa44 = mlDsa44OfNode();
    return { ...cryptoSodium(), ...(mlDsa44 && { mlDsa44 }) };
  } catch {
    return cryptoNode();
  }
}
