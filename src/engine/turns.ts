/** Lets work run together that may, and alone what must. Whoever comes while somebody waits to be alone waits too. */
export type Turns = {
  readonly together: <T>(work: () => Promise<T>) => Promise<T>;
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
};

export function newTurns(): Turns {
  let aloneDone: Promise<unknown> = Promise.resolve();
  const running = new Set<Promise<unknown>>();
  return {
    together: (work) => {
      const turn = aloneDone.then(work);
      const quiet = turn.then(ignore, ignore);
      running.add(quiet);
      void quiet.then(() => running.delete(quiet));
      return turn;
    },
    alone: (work) => {
      const turn = Promise.all([aloneDone, ...running]).then(work);
      aloneDone = turn.then(ignore, ignore);
      return turn;
    },
  };
}

function ignore(): void {}
