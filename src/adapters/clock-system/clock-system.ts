import { instant } from '../../base/instant.ts';
import type { Clock } from '../../ports/clock.ts';

/** The machine's clock. */
export function clockSystem(): Clock {
  return { kind: 'real', now: () => instant(Date.now()) };
}
