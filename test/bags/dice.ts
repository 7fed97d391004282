/** Chance that is the same for the same seed. */
export type Dice = {
  /** A whole number from 0, below `n`. */
  readonly below: (n: number) => number;
  readonly pick: <T>(list: readonly T[]) => T | undefined;
};

/** Mulberry32. */
export function newDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return { below, pick: (list) => list[below(list.length)] };
}
