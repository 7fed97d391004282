import type { Instant } from '../base/instant.ts';

/** The hour that domain rules go by. In a played day it is the scenario's hour and says so. */
export type Clock = {
  readonly now: () => Instant;
  /**
   * How many milliseconds have passed since some moment, whatever was done to the hour, and also while the machine slept. A
   * clock without it is believed whatever it says.
   */
  readonly passedMs?: () => number;
  /** `replay`: the hour is a scenario's, and the store refuses to mix it with real incidents. */
  readonly kind: 'real' | 'replay';
};
