import { instant, MINUTE_MS } from '../../src/base/instant.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** A clock that stands still until it is moved. */
export type HandClock = Clock & { readonly moveMinutes: (minutes: number) => void };

/** One whose hour can be set wrong too, as a machine's. */
export type SetClock = HandClock & { readonly setMinutes: (minutes: number) => void };

export function setClock(startsAt: string): SetClock {
  const [hour, passing] = [handClock(startsAt), handClock(startsAt)];
  const from = passing.now();
  return {
    ...hour,
    passedMs: () => passing.now() - from,
    moveMinutes: (minutes) => [hour, passing].forEach((each) => each.moveMinutes(minutes)),
    setMinutes: hour.moveMinutes,
  };
}

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
