import { instant, MINUTE_MS, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { Clock } from '../ports/clock.ts';

/** A clock whose hour goes on by the time that passes, where the machine's has jumped and something hangs on it. */
export type HeldClock = Clock & {
  /** The machine's clock has jumped, and is not followed for now. */
  readonly isHeld: () => boolean;
  /** When the machine's clock was seen to be set and was followed, by its new hour; long ago where it never was. */
  readonly setAt: () => Instant;
};

/** Network time corrects a clock by less at once; a clock that was never set is wrong by more. */
const JUMP_MS: number = 2 * MINUTE_MS;
/** What has passed is asked of the system, which takes longer than to ask for the hour. */
const COMPARED_EVERY_MS: number = SECOND_MS;

/**
 * A day that was put on the clock would end an alarm that nobody confirmed "in a quarter of an hour", and tell everybody that
 * it is over; a day taken off would let messages wait till tomorrow. So while `mustHold` says that an alarm runs, a jump is
 * not followed: the alarm's minutes are minutes that passed. `from`: the last hour this hub has put on its record, before
 * which it cannot be.
 */
export function heldClock(clock: Clock, from: Instant, mustHold: () => boolean): HeldClock {
  const { passedMs } = clock;
  let setAt = instant(0);
  if (passedMs === undefined) return { ...clock, isHeld: () => false, setAt: () => setAt };
  let known: { readonly at: number; readonly passed: number } = {
    at: Math.max(from, clock.now()),
    passed: passedMs(),
  };
  let isHeld = false;
  const now = (): Instant => {
    const hour = clock.now();
    const since = hour - known.at;
    if (!isHeld && since >= 0 && since < COMPARED_EVERY_MS) return hour;
    const passed = passedMs();
    const at = known.at + passed - known.passed;
    const isSet = Math.abs(hour - at) > JUMP_MS;
    isHeld = isSet && mustHold();
    if (isHeld) return instant(Math.round(at));
    if (isSet) setAt = hour;
    known = { at: hour, passed };
    return hour;
  };
  return { kind: clock.kind, now, passedMs, isHeld: () => isHeld, setAt: () => setAt };
}
