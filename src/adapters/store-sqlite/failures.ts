import { StoreFailure } from '../../ports/store.ts';

/** Runs work on the database and turns what SQLite or the system says into a `StoreFailure`. */
export function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof StoreFailure) throw cause;
    const kind = failureOf(cause);
    throw new StoreFailure(kind, kind === 'full' || kind === 'in-use', cause);
  }
}

/** SQLite result codes, https://www.sqlite.org/rescode.html: primary code in the low byte. */
export function failureOf(cause: unknown): StoreFailure['kind'] {
  const code =
    typeof cause === 'object' && cause !== null && 'errcode' in cause
      ? Number(cause.errcode) & 0xff
      : undefined;
  if (code === 13) return 'full';
  if (code === 8 || code === 3) return 'read-only';
  if (code === 5 || code === 6) return 'in-use';
  if (code === 11 || code === 26) return 'broken';
  const system = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return system === 'EROFS' || system === 'EACCES'
    ? 'read-only'
    : system === 'ENOSPC'
      ? 'full'
      : 'unavailable';
}
