import { uptime } from 'node:os';
import { instant, SECOND_MS } from '../../base/instant.ts';
import type { Clock } from '../../ports/clock.ts';

/** The machine's clock. */
export function clockSystem(): Clock {
  // The monotonic clock of Node stands still while a machine sleeps.
  return { kind: 'real', now: () => instant(Date.now()), passedMs: () => uptime() * SECOND_MS };
}
