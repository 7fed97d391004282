import type { StoreFailure } from '../../ports/store.ts';

/** What a failed store means to whoever runs the command, and what to do. */
export const STORE_FAILURES: Readonly<Record<StoreFailure['kind'], string>> = {
  full: 'the disk is full. What was acknowledged is kept. Make room and start again.',
  'read-only':
    'the data folder cannot be written. What was acknowledged is kept. Check the disk and the folder’s owner.',
  'in-use':
    'another hub is already running on this data folder. Stop it first, or give another folder with --data.',
  'newer-format':
    'the data folder was written by a newer version of the program. Nothing was changed. Use that version.',
  'older-format':
    'the data folder was written by an older version of the program. Nothing was changed. Start the hub once with this version, then look again.',
  broken:
    'the store is damaged. Nothing was changed. Copy the folder away, then run: shanyrak fsck --data DIR',
  'other-key':
    'the data folder is sealed under another key than the one it was opened with: its key was changed meanwhile, or its vault.json is of another time. Nothing was changed. Start again with the folder’s newest vault.json.',
  unavailable: 'the data folder cannot be opened. Check that it exists and who may read it.',
};
