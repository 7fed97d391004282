import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { HOUR_MS, instant, MINUTE_MS } from '../../base/instant.ts';
import { clockScenario, realDelayMs } from './clock-scenario.ts';
import type { ScenarioPace } from './clock-scenario.ts';

const FROM = instant(Date.UTC(2031, 4, 17, 5));

function paceSince(sinceMs: number, speed: number): ScenarioPace {
  return { from: FROM, since: instant(sinceMs), speed, until: instant(FROM + 10 * HOUR_MS) };
}

describe('the clock of a played day', () => {
  test('says that it is none of the real world', () => {
    assert.equal(clockScenario(paceSince(Date.now(), 1)).kind, 'replay');
  });

  test('runs as many times as fast as it was told', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
    const clock = clockScenario(paceSince(1_000_000, 60));
    assert.equal(clock.now(), FROM);
    t.mock.timers.tick(1_000);
    assert.equal(clock.now(), FROM + MINUTE_MS);
    t.mock.timers.tick(59_000);
    assert.equal(clock.now(), FROM + HOUR_MS);
  });

  test('stands before its start and stops at its end', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 0 });
    const clock = clockScenario(paceSince(5_000, 3_600));
    assert.equal(clock.now(), FROM);
    t.mock.timers.setTime(5_000 + 60_000);
    assert.equal(clock.now(), FROM + 10 * HOUR_MS);
  });

  test('shows a whole millisecond at any speed', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_333 });
    for (const speed of [0.3, 1 / 7, 13.37])
      assert.ok(Number.isInteger(clockScenario(paceSince(0, speed)).now()));
  });
});

test('waiting as long as it says brings the clock to the hour, and not before', () => {
  const speeds = fc.constantFrom(1, 60, 600);
  fc.assert(
    fc.property(speeds, fc.nat(9 * HOUR_MS), fc.nat(100_000), (speed, ahead, realMs) => {
      const pace = paceSince(0, speed);
      const at = instant(FROM + ahead);
      const delay = realDelayMs(pace, at, realMs);
      assert.ok(delay >= 0);
      const shown = FROM + (realMs + delay) * speed;
      assert.ok(shown >= at - 1);
      if (delay > 0) assert.ok(Math.abs(shown - at) <= 1);
    }),
  );
});
