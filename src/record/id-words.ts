import { wordlist } from '@scure/bip39/wordlists/english.js';
import { hexToBytes } from '../base/bytes.ts';
import type { EntryId } from './names.ts';

const WORDS = 8;
const WORD_BITS = 11;

/** The first 88 bits of an id as eight words of the BIP-39 English list: for reading it over the telephone. */
export function idWords(id: EntryId): string {
  const bytes = hexToBytes(id) ?? new Uint8Array();
  const words: string[] = [];
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    if (bits < WORD_BITS) continue;
    bits -= WORD_BITS;
    words.push(wordlist[value >> bits] ?? '');
    value &= (1 << bits) - 1;
    if (words.length === WORDS) break;
  }
  return words.join(' ');
}
