import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAlarm } from '../../../test/making/an-alarm.ts';
import { clockAt } from '../../../test/making/days.ts';
import { instant, MINUTE_MS } from '../../base/instant.ts';
import { toMend } from './mend.ts';
import type { CellReached, ReachReport } from './reach-report.ts';
import type { RoadReach } from './road-reach.ts';

const NOBODY = { people: 0, told: 0, seen: 0, answered: 0 };
const FROM = clockAt('10:32');

const cell = (
  code: string,
  people: number,
  answered: number,
  planned: number | undefined = 2,
): CellReached => ({
  cell: code,
  wardens: { people, told: people, seen: answered, answered, ...(planned !== undefined && { planned }) },
});

const road = (over: Partial<RoadReach>): RoadReach => ({
  channel: 'push',
  handed: 20,
  seen: 15,
  answered: 9,
  spared: 0,
  failed: 0,
  waiting: 0,
  dropped: 0,
  reasons: [],
  ...over,
});

function report(over: Partial<ReachReport> = {}): ReachReport {
  return {
    alarm: anAlarm(2).id,
    mode: 'drill',
    tier: 2,
    endedAs: 'ended',
    asOf: instant(FROM + 60 * MINUTE_MS),
    all: NOBODY,
    withoutRoad: 0,
    coming: 0,
    cannot: 0,
    phases: [],
    curve: [],
    cells: [cell('c1', 2, 2)],
    fewNeighbours: { ...NOBODY, cells: 0 },
    others: [],
    roads: [road({})],
    ...over,
  };
}

const over = (people: number, told: number, last: number, minutesAgo = 60): Partial<ReachReport> => ({
  phases: [{ phase: 'over', from: FROM, ...NOBODY, people, told, toldIn: { last }, seenIn: {} }],
  asOf: instant(FROM + minutesAgo * MINUTE_MS),
});

describe('what a drill shows to be mended', () => {
  test('is nothing where all wardens answered and all roads carried', () => {
    assert.deepEqual(toMend(report()), []);
  });

  test('is that nobody confirmed it, once it is over', () => {
    assert.deepEqual(toMend(report({ tier: 1, endedAs: 'lapsed' })), [{ kind: 'not-called' }]);
    const { endedAs: _, ...running } = report({ tier: 1 });
    assert.deepEqual(toMend(running), []);
  });

  test('names cells whose wardens have no address, do not answer, or answer alone', () => {
    const cells = [
      cell('c1', 0, 0),
      cell('c2', 2, 0),
      cell('c3', 2, 1),
      cell('c4', 1, 1, 1),
      cell('c5', 2, 2),
    ];
    assert.deepEqual(toMend(report({ cells })), [
      { kind: 'no-warden', cells: ['c1'] },
      { kind: 'silent', cells: ['c2'] },
      { kind: 'one-answered', cells: ['c3'] },
    ]);
  });

  test('tells a road that carries nothing from one that is slow, and from dead addresses', () => {
    const held = [{ why: 'not-taken', messages: 5 }] as const;
    assert.deepEqual(toMend(report({ roads: [road({ handed: 0, seen: 0, reasons: held })] })), [
      { kind: 'road-down', channel: 'push' },
    ]);
    // All left, and no carrier said that it took one.
    const unsaid = road({ channel: 'sms', handed: 7, reasons: [{ why: 'unsaid', messages: 7 }] });
    assert.deepEqual(toMend(report({ roads: [unsaid] })), [{ kind: 'road-down', channel: 'sms' }]);
    const reasons = [
      { why: 'too-slow', messages: 4 },
      { why: 'gone', messages: 2 },
      { why: 'address', messages: 1 },
      { why: 'nobody', messages: 9 },
    ] as const;
    assert.deepEqual(toMend(report({ roads: [road({ channel: 'sms', reasons })] })), [
      { kind: 'too-slow', channel: 'sms', messages: 4 },
      { kind: 'dead-address', channel: 'sms', messages: 3 },
    ]);
  });

  test('says when fewer than half of the notifications were seen, of several only', () => {
    assert.deepEqual(toMend(report({ roads: [road({ handed: 20, seen: 9 })] })), [
      { kind: 'unseen', seen: 9, handed: 20 },
    ]);
    assert.deepEqual(toMend(report({ roads: [road({ handed: 4, seen: 0 })] })), []);
  });

  test('holds the word that it is over to three minutes', () => {
    assert.deepEqual(toMend(report(over(10, 10, 180))), []);
    assert.deepEqual(toMend(report(over(10, 10, 181))), [{ kind: 'over-late', seconds: 181 }]);
    assert.deepEqual(toMend(report(over(10, 8, 20))), [{ kind: 'over-missed', people: 2 }]);
    assert.deepEqual(toMend(report(over(10, 8, 20, 2))), [], 'it still goes out');
  });

  test('counts those on the list without any road', () => {
    assert.deepEqual(toMend(report({ withoutRoad: 3 })), [{ kind: 'no-road', people: 3 }]);
  });
});
