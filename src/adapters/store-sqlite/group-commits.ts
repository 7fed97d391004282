// One fsync a commit: commits that come this close together share it.
const GROUP_WAIT_MS = 5;

type Waiting<T, R> = {
  readonly work: T;
  readonly resolve: (done: R) => void;
  readonly reject: (cause: unknown) => void;
};

/** Work handed in within a few milliseconds is committed together, all of it or none; each hears of its own. */
export type GroupCommits<T, R> = {
  readonly handIn: (work: T) => Promise<R>;
  /** Commits what waits, now. */
  readonly flush: () => void;
};

/** `waitMs`: 0 where nobody else hands anything in meanwhile; then only what comes in one turn is together. */
export function groupCommits<T, R>(
  commit: (group: readonly T[]) => readonly R[],
  waitMs: number = GROUP_WAIT_MS,
): GroupCommits<T, R> {
  let queue: Waiting<T, R>[] = [];
  const flush = (): void => {
    const group = queue;
    queue = [];
    if (group.length === 0) return;
    try {
      const done = commit(group.map(({ work }) => work));
      for (const [i, result] of done.entries()) group[i]?.resolve(result);
    } catch (cause) {
      for (const waiting of group) waiting.reject(cause);
    }
  };
  return {
    handIn: (work) =>
      new Promise((resolve, reject) => {
        queue.push({ work, resolve, reject });
        if (queue.length > 1) return;
        if (waitMs === 0) setImmediate(flush);
        else setTimeout(flush, waitMs);
      }),
    flush,
  };
}
