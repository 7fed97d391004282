import type { Day, DayMinute, NetworkChange } from './day.ts';

export type NetworkState = NetworkChange['state'];

/** The simulated carriers: what the network does for a phone inside or outside the ring at a given minute. */
export type Carriers = {
  readonly stateAt: (minute: DayMinute, isInside: boolean) => NetworkState;
  /** Whether one post gets through just then. */
  readonly carries: (minute: DayMinute, isInside: boolean) => boolean;
};

// A thin network lets about one post in three through.
const THIN_CHANCE = 1 / 3;

export function simCarriers(day: Day, chance: () => number): Carriers {
  const stateAt = (minute: DayMinute, isInside: boolean): NetworkState => {
    const side = isInside ? 'inside' : 'outside';
    const said = day.network.filter((n) => n.at <= minute && (n.where === side || n.where === 'everywhere'));
    return said.at(-1)?.state ?? 'up';
  };
  return {
    stateAt,
    carries: (minute, isInside) => {
      const state = stateAt(minute, isInside);
      return state === 'up' || (state === 'thin' && chance() < THIN_CHANCE);
    },
  };
}
