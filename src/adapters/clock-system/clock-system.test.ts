import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockSystem } from './clock-system.ts';

test("the system clock is real and shows the machine's hour", () => {
  const clock = clockSystem();
  const before = Date.now();
  const now = clock.now();
  assert.equal(clock.kind, 'real');
  assert.ok(now >= before && now <= Date.now());
});
