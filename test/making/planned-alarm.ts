import assert from 'node:assert/strict';
import { instant, SECOND_MS } from '../../src/base/instant.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { Alarm } from '../../src/situation/alarms.ts';
import { newLedger } from '../../src/acts/alarm/ledger.ts';
import type { Ledger, RowNumber, RowState } from '../../src/acts/alarm/ledger.ts';
import { planMessages } from '../../src/acts/alarm/plan.ts';
import type { Planning } from '../../src/acts/alarm/plan.ts';
import { newRoster } from '../../src/acts/alarm/roster.ts';
import type { Listed, Roster } from '../../src/acts/alarm/roster.ts';
import { clockAt, on, situationFrom } from './days.ts';
import { writer } from './entries.ts';

const AT = clockAt('10:31');
const HERE = { lat: 43_238_000, lon: 76_889_000 };
const NEAR = { ...HERE, radiusMetres: 3_000 };
const FAR = { lat: 52_520_000, lon: 13_405_000, radiusMetres: 5_000 };
/** Who can be told, by number; cells c1 and c2 lie in the north, c3 in the south. */
export const PEOPLE: readonly Listed[] = [
  { role: 'warden', cell: 'c1', channels: ['push', 'sms', 'call'] },
  { role: 'warden', cell: 'c3', channels: ['sms', 'call'] },
  { role: 'resident', cell: 'c1', channels: ['push'] },
  { role: 'resident', cell: 'c2', channels: ['push', 'sms'] },
  { role: 'resident', cell: 'c3', channels: ['push', 'sms'] },
  { role: 'press', channels: ['email'] },
  { role: 'lawyer', channels: ['push', 'email'] },
  { role: 'supporter', channels: ['push'], circle: NEAR },
  { role: 'supporter', channels: ['push', 'email'], circle: FAR },
];
const ZONES: Readonly<Record<string, string>> = { c1: 'north', c2: 'north', c3: 'south' };

export type Plan = {
  readonly ledger: Ledger;
  readonly roster: Roster;
  readonly plan: (seconds: number, over?: Partial<Planning>) => readonly string[];
};

/** An alarm raised in c1 with these steps; its messages as `phase channel person +seconds`. */
export function planning(...steps: readonly string[]): Plan {
  const [raiser, hub] = [writer('raiser'), writer('hub')];
  const raise = raiser.says({
    kind: 'alarm.raise',
    body: { mode: 'real', act: 'force.arrive' },
    at: on('10:31'),
  });
  const said = steps.map((text) => {
    const [step = '', tier] = text.split(' ');
    const body = { step, ...(tier !== undefined && { tier: Number(tier) }) };
    return hub.says({ kind: 'alarm.step', body, about: [raise] });
  });
  const [alarm] = situationFrom([raise, ...said], { hubs: [hub.key] }).alarms;
  assert.ok(alarm);
  const ledger = newLedger();
  const roster = newRoster();
  for (const [person, listed] of PEOPLE.entries()) roster.put(person, listed);
  const site = { point: HERE, cell: 'c1', zoneOf: (cell: string) => ZONES[cell] };
  return {
    ledger,
    roster,
    plan: (seconds, over = {}) =>
      apply(alarm, { ledger, roster, site, isRingClosed: false, asOf: after(seconds), ...over }),
  };
}

function apply(alarm: Alarm, needs: Planning): readonly string[] {
  const events = planMessages(alarm, needs);
  for (const event of events) needs.ledger.apply(event);
  return events.flatMap((event) => {
    if (event.kind !== 'plan') return [event.kind];
    const { phase, channel, people, due } = event;
    return people.map((person) => `${phase} ${channel} ${person} +${(due - AT) / SECOND_MS}`);
  });
}

export const after = (seconds: number): Instant => instant(AT + seconds * SECOND_MS);

export function become(
  ledger: Ledger,
  state: RowState & ('accepted' | 'seen' | 'answered' | 'gone'),
  seconds: number,
): void {
  const rows: RowNumber[] = Array.from({ length: ledger.size }, (_, n) => n).filter(
    (n) => ledger.row(n).state === 'planned',
  );
  ledger.apply({ kind: 'claim', rows, at: after(seconds) });
  ledger.apply({ kind: 'became', state, rows, at: after(seconds) });
}
