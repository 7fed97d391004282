import { armor, Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { assert } from '../../base/assert.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Sealer, UnsealFault } from '../../ports/sealer.ts';
import { parseIdentity, parseRecipient } from '../../record/age-key.ts';
import { RECIPIENTS_MAX, SALTED_BYTES_MAX, SEALED_BYTES_MAX } from '../../record/commit.ts';
import { sealFileAge } from './seal-file.ts';

// The library has one class of error; these words tell a file for others from a broken one. Its version is pinned
// and the contract suite fails when the words change.
const NO_MATCH = "no identity matched any of the file's recipients";

// A sealed part is binary: one spelling of it on every disk.
const DAMAGED: Result<Uint8Array, UnsealFault> = err({ kind: 'damaged' });
// As much white space as the vectors of C2SP put before an armour, and more.
const ARMOUR_LOOK_BYTES = 2_048;

/** Sealing by `age-encryption` (typage), by the author of age: X25519 by WebCrypto, the rest by noble. */
export function sealAge(): Sealer {
  return {
    seal: async (bytes, recipients) => {
      assert(
        recipients.length > 0 && recipients.length <= RECIPIENTS_MAX,
        'what is sealed to nobody nobody can open, and a part has room for so many readers only',
      );
      if (bytes.length > SALTED_BYTES_MAX) return err({ kind: 'seal-too-large' });
      return sealFileAge(bytes, recipients);
    },
    open: async (file, identities) => {
      if (file.length > SEALED_BYTES_MAX) return err({ kind: 'sealed-too-large' });
      const opened = isArmoured(file) ? DAMAGED : await openAgeFile(file, { identities });
      return opened.ok && opened.value.length > SALTED_BYTES_MAX ? err({ kind: 'sealed-too-large' }) : opened;
    },
    newIdentity: async () => {
      const identity = parseIdentity(await generateX25519Identity());
      assert(identity !== undefined, 'the library makes X25519 identities');
      return identity;
    },
    recipientOf: async (identity) => {
      const recipient = parseRecipient(await identityToRecipient(identity));
      assert(recipient !== undefined, 'the library makes X25519 recipients');
      return recipient;
    },
  };
}

/** What may open an age file: identities of any kind the library has, and a passphrase. */
export type AgeKeys = { readonly identities: readonly string[]; readonly passphrase?: string };

/** Opens an age file of any size, which has to fit in memory, binary or armoured. */
export async function openAgeFile(
  file: Uint8Array,
  { identities, passphrase }: AgeKeys,
): Promise<Result<Uint8Array, UnsealFault>> {
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
    if (passphrase !== undefined) decrypter.addPassphrase(passphrase);
    return ok(await decrypter.decrypt(isArmoured(file) ? armor.decode(latin1(file)) : file));
  } catch (cause) {
    const isForOthers = cause instanceof Error && cause.message === NO_MATCH;
    return err({ kind: isForOthers ? 'not-for-this-key' : 'damaged' });
  }
}

// C2SP age, "ASCII Armor": white space may stand before it. A binary file begins with another word.
function isArmoured(file: Uint8Array): boolean {
  return latin1(file.subarray(0, ARMOUR_LOOK_BYTES)).trimStart().startsWith('-----BEGIN');
}

/** One character a byte, so that nothing outside of ASCII passes for something inside. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
