import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { assert } from '../../base/assert.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Sealer, UnsealFault } from '../../ports/sealer.ts';
import { parseIdentity, parseRecipient } from '../../record/age-key.ts';
import type { Identity } from '../../record/age-key.ts';
import { RECIPIENTS_MAX, SALTED_BYTES_MAX, SEALED_BYTES_MAX } from '../../record/commit.ts';

// The library has one class of error; these words tell a file for others from a broken one. Its version is pinned
// and the contract suite fails when the words change.
const NO_MATCH = "no identity matched any of the file's recipients";

/** Sealing by `age-encryption` (typage), by the author of age: X25519 by WebCrypto, the rest by noble. */
export function sealAge(): Sealer {
  return {
    seal: async (bytes, recipients) => {
      assert(
        recipients.length > 0 && recipients.length <= RECIPIENTS_MAX,
        'what is sealed to nobody nobody can open, and a part has room for so many readers only',
      );
      if (bytes.length > SALTED_BYTES_MAX) return err({ kind: 'seal-too-large' });
      const encrypter = new Encrypter();
      try {
        for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient);
        return ok(await encrypter.encrypt(bytes));
      } catch {
        // Form and checksum were checked when the recipient was read: what is left is a point of small order.
        return err({ kind: 'unusable-recipient' });
      }
    },
    open: async (file, identities) => {
      if (file.length > SEALED_BYTES_MAX) return err({ kind: 'sealed-too-large' });
      const opened = await openAgeFile(file, identities);
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

/** Opens a binary age file of any size, which has to fit in memory. */
export async function openAgeFile(
  file: Uint8Array,
  identities: readonly Identity[],
): Promise<Result<Uint8Array, UnsealFault>> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return ok(await decrypter.decrypt(file));
  } catch (cause) {
    const isForOthers = cause instanceof Error && cause.message === NO_MATCH;
    return err({ kind: isForOthers ? 'not-for-this-key' : 'damaged' });
  }
}
