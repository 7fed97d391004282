import type { Instant } from '../base/instant.ts';

/** The hour that domain rules go by. In a played day it is the scenario's hour and says so. */
export type Clock = {
  readonly now: () => Instant;
  /** `replay`: the hour is a scenario's, and the store refuses to mix it with real incidents. */
  readonly kind: 'real' | 'replay';
};
