import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockAt, on, situationFrom } from '../../../test/making/days.ts';
import { writer } from '../../../test/making/entries.ts';
import { placeLog } from '../../../test/making/place.ts';
import { exactly } from '../../base/number-range.ts';
import { instant, SECOND_MS } from '../../base/instant.ts';
import { instantToWall } from '../../base/wall.ts';
import type { Entry } from '../../record/entry.ts';
import type { PlainObject } from '../../record/subset.ts';
import type { Alarm } from '../../situation/alarms.ts';
import { alarmReport } from './alarm-report.ts';
import type { AlarmReport } from './alarm-report.ts';
import { newLedger } from './ledger.ts';
import type { LedgerEvent } from './ledger.ts';
import { newRoster } from './roster.ts';
import { POLICY_DEFAULT } from './step.ts';

const AT = clockAt('10:31');
const NOW = clockAt('10:33');
const CELL = Array.from({ length: 6 }, (_, i) => i);
const people = placeLog().people();
const hub = writer('hub');
const raiser = writer('raiser');
const raiseOf = (mode: 'real' | 'drill'): Entry =>
  raiser.says({ kind: 'alarm.raise', body: { mode, act: 'force.arrive' }, at: on('10:31') });
const raise = raiseOf('real');
const drill = raiseOf('drill');

function alarmWith(...steps: readonly PlainObject[]): Alarm {
  return alarmOf(raise, steps);
}

function alarmOf(raised: Entry, steps: readonly PlainObject[]): Alarm {
  const said = steps.map((body) => hub.says({ kind: 'alarm.step', body, about: [raised] }));
  const [alarm] = situationFrom([raised, ...said], { hubs: [hub.key] }).alarms;
  assert.ok(alarm);
  return alarm;
}

/** Six pushes to cell c1 and two texts that left at 10:31. */
function reported(alarm: Alarm, ...more: readonly LedgerEvent[]): AlarmReport {
  const [ledger, roster] = [newLedger(), newRoster()];
  for (const person of CELL) roster.put(person, { role: 'resident', cell: 'c1', channels: ['push', 'sms'] });
  const plan = { kind: 'plan', alarm: raise.id, phase: 'call', due: AT } as const;
  ledger.apply({ ...plan, channel: 'push', people: CELL });
  ledger.apply({ ...plan, channel: 'sms', people: [0, 1, 2, 3] });
  ledger.apply({ kind: 'claim', rows: CELL, at: AT });
  ledger.apply({ kind: 'became', state: 'accepted', rows: CELL, at: AT });
  for (const event of more) ledger.apply(event);
  return alarmReport(alarm, {
    ledger,
    roster,
    paceOf: (channel) => (channel === 'sms' ? { perSecond: 0.5, burst: 1 } : undefined),
    looking: {
      people,
      doubts: new Map(),
      ordered: {},
      asOf: instantToWall(NOW, 0),
      expected: 90,
      raisedBefore: 0,
    },
    forecast: { expected: 90, band: { ...exactly(90), lo: 40, hi: 160 } },
    policy: POLICY_DEFAULT,
    asOf: NOW,
  });
}

const CALLED = [
  { step: 'tier', tier: 1, why: 'voices' },
  { step: 'tier', tier: 2, why: 'order' },
] as const;

describe('the report of an alarm', () => {
  test('says which tier is open, why, what comes next, and how many are reckoned with', () => {
    const { tier, why, waitsFor, forecast } = reported(alarmWith(...CALLED));
    assert.deepEqual([tier, why, waitsFor?.tier], [2, 'order', 3]);
    assert.deepEqual([forecast?.expected, forecast?.band.lo, forecast?.band.hi], [90, 40, 160]);
    assert.equal(reported(alarmWith(CALLED[0])).forecast, undefined, 'nobody was called yet');
    assert.equal(reported(alarmOf(drill, CALLED)).forecast, undefined, 'a drill counts in no figure');
  });

  test('counts messages by road: who has seen one was handed it, who has answered has seen it', () => {
    const became = (state: 'seen' | 'answered' | 'gone', rows: readonly number[]): LedgerEvent => ({
      kind: 'became',
      state,
      rows,
      at: NOW,
    });
    const { roads } = reported(
      alarmWith(...CALLED),
      became('seen', [0, 1]),
      became('answered', [2]),
      became('gone', [5]),
    );
    assert.deepEqual(roads, [
      { channel: 'push', handed: 5, seen: 3, answered: 1, failed: 1, waiting: 0, cutOff: 0 },
      {
        channel: 'sms',
        handed: 0,
        seen: 0,
        answered: 0,
        failed: 0,
        waiting: 4,
        cutOff: 0,
        // Four at one in two seconds.
        doneAt: instant(NOW + 8 * SECOND_MS),
      },
    ]);
  });

  test('counts whom a road that was given up leaves without any, and not those whom another reaches', () => {
    const stranded: LedgerEvent = { kind: 'became', state: 'stranded', rows: [6, 7, 8, 9], at: NOW };
    const gone: LedgerEvent = { kind: 'became', state: 'gone', rows: [0, 1, 2], at: NOW };
    // The same person is one, of whatever there was to tell.
    const ask = {
      kind: 'plan',
      alarm: raise.id,
      phase: 'ask',
      channel: 'sms',
      due: AT,
      people: [0],
    } as const;
    const askStranded: LedgerEvent = { kind: 'became', state: 'stranded', rows: [10], at: NOW };
    const { roads } = reported(alarmWith(...CALLED), gone, stranded, ask, askStranded);
    assert.deepEqual(
      roads.map(({ channel, waiting, failed, cutOff }) => ({ channel, waiting, failed, cutOff })),
      [
        { channel: 'push', waiting: 0, failed: 3, cutOff: 0 },
        { channel: 'sms', waiting: 0, failed: 0, cutOff: 3 },
      ],
    );
  });

  test('names the cells where next to nobody has seen a notification, while it runs', () => {
    assert.deepEqual(reported(alarmWith(...CALLED)).areasDown, ['c1']);
    const seen: LedgerEvent = { kind: 'became', state: 'seen', rows: [0, 1], at: NOW };
    assert.deepEqual(reported(alarmWith(...CALLED), seen).areasDown, []);
    const ended = reported(alarmWith(...CALLED, { step: 'ended', why: 'order' }));
    assert.deepEqual([ended.areasDown, ended.waitsFor, ended.forecast], [[], undefined, undefined]);
  });
});
