/** What the promise gives, or `undefined` as soon as `signal` says that nobody waits any more. Never rejects by itself. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  let giveUp = (): void => undefined;
  const aborted = new Promise<undefined>((resolve) => {
    giveUp = (): void => resolve(undefined);
  });
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
