import { Encrypter } from 'age-encryption';
import { err, ok } from '../../base/result.ts';
import type { SealFile } from '../../ports/sealer.ts';

/** Sealing a whole file by the library of `seal-age`. What is sealed and the file are in memory at once. */
export const sealFileAge: SealFile = async (bytes, recipients) => {
  const encrypter = new Encrypter();
  try {
    for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient);
    return ok(await encrypter.encrypt(bytes));
  } catch {
    // Form and checksum were checked when the recipient was read: what is left is a point of small order.
    return err({ kind: 'unusable-recipient' });
  }
};
