import { instant, MINUTE_MS } from '../../src/base/instant.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** A clock that stands still until it is moved. */
export type HandClock = Clock & { readonly moveMinutes: (minutes: number) => void };

export function handClock(startsAt: string, kind: Clock['kind'] = 'real'): HandClock {
  let at = Date.parse(startsAt);
  return {
    kind,
    now: () => instant(at),
    moveMinutes: (minutes) => {
      at += minutes * MINUTE_MS;
    },
  };
}
