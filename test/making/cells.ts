import fc from 'fast-check';
import type { CellAlarm } from '../../src/acts/alarm/cell-work.ts';
import { ALARM_ACTS, ALARM_ENDS } from '../../src/acts/words/alarm-words.ts';
import { entryIdOf, parseIncidentId } from '../../src/record/names.ts';

const incident = parseIncidentId('AAAAAAAAAAAAAAAA');
if (incident === undefined) throw new Error('that is an incident');

/** An alarm of cell c1 by which neighbours are called to the bakery yard. */
export const CALLING: CellAlarm = {
  alarm: entryIdOf(new Uint8Array(32).fill(1)),
  incident,
  number: 1,
  mode: 'real',
  act: 'force.arrive',
  tier: 2,
  point: { code: 'B2', name: 'the bakery yard' },
  isOutside: false,
};

const anyCode = fc
  .stringMatching(/^[\p{L}\d](?:[\p{L}\d-]{0,30}[\p{L}\d])?$/u)
  .filter((code) => code.length <= 32);

/** Whatever a hub may tell a warden of an alarm. */
export const ANY_ALARM: fc.Arbitrary<CellAlarm> = fc
  .record(
    {
      mode: fc.constantFrom('real' as const, 'drill' as const),
      act: fc.constantFrom(...ALARM_ACTS),
      tier: fc.nat(4),
      point: fc.record(
        { code: anyCode, name: fc.string({ maxLength: 30 }) },
        { requiredKeys: ['code'], noNullPrototype: true },
      ),
      isOutside: fc.boolean(),
      endedAs: fc.constantFrom(...ALARM_ENDS),
    },
    { requiredKeys: ['mode', 'tier', 'isOutside'], noNullPrototype: true },
  )
  .map((told) => ({ alarm: CALLING.alarm, incident: CALLING.incident, number: 1, ...told }));
