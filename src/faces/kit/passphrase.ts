import { utf8Encode } from '../../base/bytes.ts';

// As long as four random words. Argon2id makes each guess dear; length makes the number of guesses hopeless.
export const PASSPHRASE_CHARS_MIN = 16;
// As much as is read of a file that holds one: what cannot be given at every start must not be chosen.
export const PASSPHRASE_BYTES_MAX = 1_024;

/** What is wrong with a passphrase that somebody chooses for a hub or a device. */
export function passphraseFault(text: string): 'passphrase-short' | 'passphrase-long' | undefined {
  if (text.trim().length < PASSPHRASE_CHARS_MIN) return 'passphrase-short';
  return utf8Encode(text).length > PASSPHRASE_BYTES_MAX ? 'passphrase-long' : undefined;
}
