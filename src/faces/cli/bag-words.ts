import type { BagFault, BagFinding, BagNote } from '../../record/bag-check.ts';

/** What is wrong, in the words of `verify.py`. */
export const BAG_FAULT_WORDS: Readonly<Record<BagFault, string>> = {
  'path-refused': 'no file of a bag has such a name or size, or it is a link',
  'file-missing': 'is missing, or a file of it',
  'file-extra': 'stands in no manifest',
  'file-changed': 'was changed: it has another SHA-256',
  form: 'is not of the form it must have',
  'not-listed': 'is not in the list of the bag',
  'listed-differs': 'is not the file that the list names',
  'not-signed': 'is not signed by the log',
  'key-not-of-origin': 'is not the key in the name of the log',
  'key-not-yours': 'is not of the log whose key you gave',
  'core-refused': 'its core breaks the rules of the format',
  'other-incident': 'is of another incident',
  'key-refused': 'the key of its author is unsafe',
  'signature-refused': 'its signature is of an unsafe form',
  'signature-wrong': 'its signature does not fit: core, key or signature was changed',
  'id-differs': 'its core and signature give another id',
  'part-refused': 'a part of it is not what its author signed',
  'proof-wrong': 'its proof does not lead from it to the checkpoint',
  'not-consistent': 'is no earlier state of the log',
  'checkpoint-differs': 'is not the checkpoint that the proofs end in',
  'stamp-wrong': 'is no genuine stamp on its checkpoint',
  'cosignature-wrong': 'was not signed by a witness it names',
};

/** What is to be known beside the verdict, in the words of `verify.py`. */
export const BAG_NOTE_WORDS: Readonly<Record<BagNote, string>> = {
  unproven: 'entries that no log is proven to have held',
  unstamped: 'proven entries without a later stamp',
  gaps: 'entries whose author wrote one before that is not here',
  withheld: 'parts that are not here',
  sealed: 'sealed parts, for those to check who can open them',
  unwitnessed: 'checkpoints without a known witness',
  unsigned: 'list that no log signed: what was left out cannot be told',
};

/** One finding as a line for people. */
export function bagFindingLine({ at, code }: BagFinding): string {
  const what = /^[0-9a-f]{64}$/.test(at) ? `entry ${at}` : at;
  return `WRONG: ${what}: ${BAG_FAULT_WORDS[code]}`;
}
