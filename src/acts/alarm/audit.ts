import { SECOND_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { ROW_STATES } from './ledger-rows.ts';
import type { Ledger } from './ledger.ts';

/**
 * What is wrong with the work on alarms. `miscounted`: a row is in no state or in two. `adrift`: a message counts as on its way
 * and nobody waits for it. `forgotten`: an alarm runs and nobody has looked at it for long. `clock`: the machine's hour has
 * jumped while an alarm runs, and is not followed.
 */
export type AuditFault = 'miscounted' | 'adrift' | 'forgotten' | 'clock';

export type Audited = {
  readonly ledger: Ledger;
  /** Messages whose carrier has not answered, or whose answer is not kept yet. */
  readonly onTheirWay: number;
  /** When each running alarm was last looked at. */
  readonly looked: Iterable<Instant>;
  readonly isClockHeld: boolean;
  readonly asOf: Instant;
};

/** Each alarm is looked at every few seconds: after this long whoever does so has stopped. */
const LOOKED_WITHIN_MS: number = 30 * SECOND_MS;

/** Goes by counters alone, so that it costs the same with a hundred thousand messages. */
export function auditAlarms({
  ledger,
  onTheirWay,
  looked,
  isClockHeld,
  asOf,
}: Audited): readonly AuditFault[] {
  const counted = (state: (typeof ROW_STATES)[number]): number =>
    ledger.alarms.reduce((sum, alarm) => sum + ledger.count(alarm, { state }), 0);
  const rows = ROW_STATES.reduce((sum, state) => sum + counted(state), 0);
  const faults: AuditFault[] = [];
  if (rows !== ledger.size) faults.push('miscounted');
  if (counted('claimed') > onTheirWay) faults.push('adrift');
  if ([...looked].some((at) => asOf - at > LOOKED_WITHIN_MS)) faults.push('forgotten');
  if (isClockHeld) faults.push('clock');
  return faults;
}
