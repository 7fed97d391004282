import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';

/**
 * A secret as words of the BIP-39 English list with their checksum: 16 bytes are 12 words, 32 bytes are 24. The words
 * stand for these very bytes; nothing is stretched or derived, as a wallet would do.
 */
export function secretWords(secret: Uint8Array): string {
  return entropyToMnemonic(secret, wordlist);
}

/** The secret behind words as a person typed them: any spaces, any case. One wrong word of sixteen passes the checksum. */
export function parseSecretWords(text: string): Uint8Array | undefined {
  const words = text.trim().toLowerCase().split(/\s+/).join(' ');
  try {
    return mnemonicToEntropy(words, wordlist);
  } catch {
    return undefined;
  }
}
