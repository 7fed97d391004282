import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreFailure } from '../../ports/store.ts';
import { failureOf, guard } from './failures.ts';

const LOCK_FILES = { hub: 'hub.lock.sqlite', care: 'hub.care.sqlite' } as const;

/**
 * Holds an exclusive transaction on a file of its own for life: the system drops it even when we are killed. `hub`: who
 * writes the record. `care`: who copies the folder or changes its keys, which must not happen at once.
 */
export function takeLock(folder: string, what: keyof typeof LOCK_FILES): { readonly close: () => void } {
  return guard(() => {
    const lock = new DatabaseSync(join(folder, LOCK_FILES[what]));
    try {
      lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
      return lock;
    } catch (cause) {
      lock.close();
      throw failureOf(cause) === 'in-use' ? new StoreFailure('in-use', false, cause) : cause;
    }
  });
}
