import type { Alarm } from '../../src/situation/alarms.ts';
import { strangeId } from './entries.ts';

/** A real alarm that has opened this tier, with nobody's word beside the raise. */
export function anAlarm(tier: number): Alarm {
  return {
    id: strangeId('alarm'),
    mode: 'real',
    act: 'force.arrive',
    state: tier >= 2 ? 'active' : 'raised',
    tier,
    confirmedBy: [],
    refutedBy: [],
    isTakenBack: false,
    relayedVoices: { confirm: [], refute: [] },
    acknowledged: 0,
    coming: 0,
    cannot: 0,
    onTheWay: [],
    steps: [],
    entries: [],
  };
}
