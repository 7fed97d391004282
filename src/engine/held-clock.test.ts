import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { heldClock } from './held-clock.ts';
import type { HeldClock } from './held-clock.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const START = Date.parse('2031-05-17T05:30Z');

/** A machine whose hour somebody sets, and which sleeps and wakes. */
function machine(from: number = START): {
  readonly clock: HeldClock;
  readonly pass: (ms: number) => void;
  readonly set: (byMs: number) => void;
  readonly alarm: (runs: boolean) => void;
  readonly hour: () => number;
} {
  let [hour, passed, isRunning] = [START, 0, true];
  const clock = heldClock(
    { kind: 'real', now: () => instant(hour), passedMs: () => passed },
    instant(from),
    () => isRunning,
  );
  return {
    clock,
    pass: (ms) => {
      [hour, passed] = [hour + ms, passed + ms];
    },
    set: (byMs) => {
      hour += byMs;
    },
    alarm: (runs) => {
      isRunning = runs;
    },
    hour: () => hour,
  };
}

const minutesSince = (at: Instant): number => (at - START) / MINUTE;

describe('the hour of a hub', () => {
  test('is the machine’s, however long nobody asks and however it is corrected by seconds', () => {
    const { clock, pass, set, hour } = machine();
    for (const ms of [10, 5_000, 7 * MINUTE, 3 * DAY]) {
      pass(ms);
      set(ms % 2 === 0 ? -30_000 : 30_000);
      assert.equal(clock.now(), hour());
    }
    assert.equal(clock.isHeld(), false);
  });

  for (const days of [1, -1, 365])
    test(`goes on by the minutes that pass when the clock jumps by ${days} days in an alarm, and comes back with it`, () => {
      const { clock, pass, set } = machine();
      pass(3 * MINUTE);
      assert.equal(minutesSince(clock.now()), 3);
      set(days * DAY);
      for (const minute of [4, 5, 6]) {
        pass(MINUTE);
        assert.equal(minutesSince(clock.now()), minute);
        assert.equal(clock.isHeld(), true);
      }
      set(-days * DAY);
      pass(MINUTE);
      assert.equal(minutesSince(clock.now()), 7);
      assert.equal(clock.isHeld(), false);
    });

  test('follows a jump where no alarm runs, and once the alarm is over', () => {
    const { clock, pass, set, alarm, hour } = machine();
    set(DAY);
    pass(MINUTE);
    assert.equal(minutesSince(clock.now()), 1);
    assert.equal(clock.setAt(), 0);
    alarm(false);
    pass(MINUTE);
    assert.equal(clock.now(), hour());
    assert.equal(clock.setAt(), hour());
    set(-DAY);
    pass(MINUTE);
    assert.equal(clock.now(), hour());
  });

  test('is not before what stands on the record when a machine without a battery starts in an alarm', () => {
    const { clock, pass } = machine(START + 20 * MINUTE);
    assert.equal(minutesSince(clock.now()), 20);
    pass(5 * MINUTE);
    assert.equal(minutesSince(clock.now()), 25);
    assert.equal(clock.isHeld(), true);
  });

  test('is whatever a clock says that cannot tell how much has passed', () => {
    let hour = START;
    const clock = heldClock({ kind: 'replay', now: () => instant(hour) }, instant(0), () => true);
    hour += DAY;
    assert.equal(clock.now(), hour);
  });
});
