import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreFailure } from '../../ports/store.ts';
import { failureOf } from './failures.ts';

export const DATABASE_FILE = 'hub.sqlite';
const LOCK_FILE = 'hub.lock.sqlite';

/** Holds an exclusive transaction on a file of its own for life: the system drops it even when we are killed. */
export function takeLock(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, LOCK_FILE));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    return lock;
  } catch (cause) {
    lock.close();
    throw failureOf(cause) === 'in-use' ? new StoreFailure('in-use', false, cause) : cause;
  }
}
