import { instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { Clock } from '../../ports/clock.ts';

/** How a scenario's hours map to the machine's: `from` was shown at real moment `since`, `speed` times as fast. */
export type ScenarioPace = {
  readonly from: Instant;
  readonly since: Instant;
  readonly speed: number;
  readonly until: Instant;
};

/**
 * The clock of a played day, fixed at start. It stops at `until`, so that a board left open keeps its last hour. `nowMs`: the
 * machine's hours; whoever plays faster than a machine keeps time counts its own.
 */
export function clockScenario(pace: ScenarioPace, nowMs: () => number = Date.now): Clock {
  return { kind: 'replay', now: () => scenarioTime(pace, nowMs()) };
}

function scenarioTime(pace: ScenarioPace, realMs: number): Instant {
  const at = Math.round(pace.from + Math.max(0, realMs - pace.since) * pace.speed);
  return instant(Math.min(at, pace.until));
}

/** Milliseconds of real time from `realMs` until the scenario shows `at`; 0 when it has. */
export function realDelayMs(pace: ScenarioPace, at: Instant, realMs: number): number {
  return Math.max(0, pace.since + (at - pace.from) / pace.speed - realMs);
}
