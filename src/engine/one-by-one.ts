/** Runs pieces of work one after the other, in the order in which they are handed in; one that fails holds up none behind it. */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = before.then(work);
    before = done.catch(() => {});
    return done;
  };
}
