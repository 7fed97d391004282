import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { anAlarm } from '../../../test/making/an-alarm.ts';
import { clockAt } from '../../../test/making/days.ts';
import { placePlan } from '../../../test/making/place-plans.ts';
import { soakCount } from '../../../test/soak-count.ts';
import { instant, SECOND_MS } from '../../base/instant.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Alarm } from '../../situation/alarms.ts';
import { CHANNEL_NAMES } from './channels.ts';
import { FAILED_WHY, ROW_STATES } from './ledger-rows.ts';
import { newLedger } from './ledger.ts';
import type { LedgerEvent, Row } from './ledger.ts';
import { HANDFUL, reachReport } from './reach-report.ts';
import type { Reached, ReachReport } from './reach-report.ts';
import { newRoster } from './roster.ts';
import type { Roster } from './roster.ts';

const DRILL: Alarm = { ...anAlarm(2), mode: 'drill', coming: 4, cannot: 1 };
const AT = clockAt('10:32');
const later = (seconds: number) => instant(AT + seconds * SECOND_MS);
const TICKS = { told: 20, acknowledged: 15, coming: 9, cannot: 3, unreached: 5 };

/** Two wardens and six neighbours in c1, a warden and two neighbours in c2, an organiser in no cell, one with no road. */
function village(): Roster {
  const roster = newRoster();
  const put = (person: number, role: Role, cell?: string): void =>
    roster.put(person, { role, channels: ['push', 'sms'], ...(cell !== undefined && { cell }) });
  for (const person of [1, 2]) put(person, 'warden', 'c1');
  for (const person of [3, 4, 5, 6, 7, 8]) put(person, 'resident', 'c1');
  put(9, 'warden', 'c2');
  for (const person of [10, 11]) put(person, 'resident', 'c2');
  put(12, 'organiser');
  roster.put(13, { role: 'resident', cell: 'c2', channels: ['email'] });
  roster.open(['push', 'sms']);
  return roster;
}

const plan = (
  phase: 'ask' | 'call' | 'over',
  channel: 'push' | 'sms',
  people: readonly number[],
  due = AT,
): LedgerEvent => ({ kind: 'plan', alarm: DRILL.id, phase, channel, due, people });

function reported(
  events: readonly LedgerEvent[],
  over: Partial<Alarm> = {},
  asOf = later(3_600),
): ReachReport {
  const ledger = newLedger();
  for (const event of events) ledger.apply(event);
  return reachReport(
    { ...DRILL, ...over },
    {
      ledger,
      roster: village(),
      plan: placePlan(),
      ticks: new Map([['c1', TICKS]]),
      paceOf: (channel) => (channel === 'sms' ? { perSecond: 0.5, burst: 1 } : undefined),
      asOf,
    },
  );
}

const became = (
  state: 'accepted' | 'seen' | 'answered' | 'gone' | 'failed' | 'unknown',
  rows: readonly number[],
  seconds: number,
  why?: (typeof FAILED_WHY)[number],
): LedgerEvent => ({ kind: 'became', state, rows, at: later(seconds), ...(why && { why }) });

const words = ({ people, told, seen, answered }: Reached): string => `${people} ${told} ${seen} ${answered}`;

/** Rows 0-2 ask the wardens; 3-14 call all twelve by push; 15-17 text persons 3, 4 and 10. */
const HELD: readonly LedgerEvent[] = [
  plan('ask', 'push', [1, 2, 9]),
  became('accepted', [0, 1], 1),
  became('failed', [2], 1, 'address'),
  became('seen', [0], 20),
  became('answered', [0], 40),
  plan('call', 'push', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], later(60)),
  became('accepted', [3, 4, 5, 6, 7, 8, 9, 10], 62),
  became('gone', [11], 62),
  became('unknown', [12, 13], 90),
  became('seen', [5, 6], 100),
  plan('call', 'sms', [3, 4, 10], later(120)),
  { kind: 'claim', rows: [15, 16], at: later(120) },
  became('accepted', [15], 125),
  { kind: 'defer', rows: [16], at: later(126), due: later(131) },
  // By the text: the notification is answered with it.
  became('answered', [5, 15], 200),
  became('seen', [14], 300),
];

describe('how far an alarm reached', () => {
  test('counts people once, whatever came of how many messages', () => {
    const { all, cells, others, coming, cannot, withoutRoad } = reported(HELD);
    // Asked and called twelve; not told is the warden of c2, whose addresses failed.
    assert.equal(words(all), '12 11 4 2');
    const [c1, c2] = cells;
    assert.ok(c1 && c2);
    assert.equal(`${c1.cell} ${words(c1.wardens)} of ${c1.wardens.planned}`, 'c1 2 2 1 1 of 2');
    assert.deepEqual([c1.ticks, c1.people], [TICKS, 45]);
    assert.equal(`${c2.cell} ${words(c2.wardens)} of ${c2.wardens.planned}`, 'c2 1 0 0 0 of 2');
    assert.deepEqual(others, [{ role: 'organiser', people: 1, told: 1, seen: 1, answered: 0 }]);
    assert.deepEqual([coming, cannot, withoutRoad], [4, 1, 1]);
  });

  test('tells of no cell by itself in which few neighbours let the hub write to them', () => {
    const { cells, fewNeighbours } = reported(HELD);
    assert.deepEqual(
      cells.map(({ cell, neighbours }) => [cell, neighbours?.people]),
      [
        ['c1', undefined],
        ['c2', undefined],
        ['c3', 0],
      ],
    );
    // Two alone could be reckoned back from the sum: the next cell is counted with them.
    assert.deepEqual(fewNeighbours, { cells: 2, people: 8, told: 8, seen: 2, answered: 1 });
  });

  test('counts messages by road, each in one place, with why they did not arrive', () => {
    const { roads } = reported(HELD);
    assert.deepEqual(roads, [
      {
        channel: 'push',
        handed: 13,
        seen: 4,
        answered: 2,
        spared: 0,
        failed: 2,
        waiting: 0,
        dropped: 0,
        reasons: [
          { why: 'unsaid', messages: 2 },
          { why: 'address', messages: 1 },
          { why: 'gone', messages: 1 },
        ],
      },
      {
        channel: 'sms',
        handed: 1,
        answered: 1,
        spared: 0,
        failed: 0,
        waiting: 2,
        dropped: 0,
        reasons: [{ why: 'not-taken', messages: 1 }],
        doneAt: later(3_604),
      },
    ]);
  });

  test('a message that is not needed any more is neither handed nor failed', () => {
    const { roads, all } = reported([
      plan('call', 'push', [3]),
      plan('call', 'sms', [3, 4]),
      became('accepted', [0], 1),
      became('answered', [0, 1], 30),
      { kind: 'cancel', alarm: DRILL.id, at: later(40) },
    ]);
    const sms = roads.find(({ channel }) => channel === 'sms');
    assert.deepEqual([sms?.handed, sms?.spared, sms?.dropped, sms?.answered], [0, 1, 1, 0]);
    assert.deepEqual(sms?.reasons, [{ why: 'too-slow', messages: 1 }]);
    assert.equal(words(all), '2 1 1 1');
  });

  test('says how long it took until half, nine of ten and the last were told, and leaves out what never was', () => {
    const { phases } = reported(HELD);
    assert.deepEqual(
      phases.map(({ phase, from, toldIn, seenIn }) => ({ phase, from, toldIn, seenIn })),
      [
        // Two of three: the third was never told, so nine of ten were not.
        { phase: 'ask', from: AT, toldIn: { half: 1, last: 1 }, seenIn: { last: 20 } },
        { phase: 'call', from: later(60), toldIn: { half: 2, most: 240, last: 240 }, seenIn: { last: 240 } },
      ],
    );
  });

  test('of those who were told, says who was not told that it is over; a contact that is gone needs no word', () => {
    const { phases } = reported(
      [
        plan('call', 'push', [3, 4, 5]),
        became('accepted', [0, 1, 2], 1),
        plan('over', 'push', [3, 4, 5], later(600)),
        became('accepted', [3], 602),
        became('failed', [4], 602, 'nobody'),
      ],
      { endedAs: 'ended' },
    );
    const over = phases.find(({ phase }) => phase === 'over');
    assert.ok(over);
    assert.deepEqual(
      [over.people, over.told, over.from, over.toldIn],
      [2, 1, later(600), { half: 2, last: 2 }],
    );
  });

  test('draws told, seen and answered at the same moments, up to the last thing that happened', () => {
    const { curve } = reported(HELD);
    assert.deepEqual(
      curve.map(({ at, told, seen, answered }) => `${(at - AT) / SECOND_MS} ${told} ${seen} ${answered}`),
      ['0 0 0 0', '60 2 1 1', '120 10 3 1', '180 10 3 1', '240 10 3 2', '300 11 4 2'],
    );
    assert.deepEqual(reported([plan('call', 'push', [3])]).curve, []);
  });
});

const seconds = fc.nat(20_000);
const rowsIn = (size: number) => fc.uniqueArray(fc.nat(size - 1), { maxLength: 12 });

/** A ledger in which anything happened in any order, and who lives where. */
const anything = fc
  .record({
    homes: fc.array(fc.constantFrom('c1', 'c2', 'c3', 'c9', undefined), { minLength: 1, maxLength: 40 }),
    wardens: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
    plans: fc.array(
      fc.record({
        phase: fc.constantFrom('over', 'redirect', 'ask', 'call'),
        channel: fc.constantFrom(...CHANNEL_NAMES),
        people: fc.uniqueArray(fc.nat(39), { minLength: 1, maxLength: 30 }),
        at: seconds,
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .chain((made) => {
    const keys = new Set(
      made.plans.flatMap(({ phase, channel, people }) => people.map((p) => `${phase} ${channel} ${p}`)),
    );
    const state = fc.constantFrom('accepted', 'unknown', 'gone', 'failed', 'seen', 'answered');
    const happening = fc.oneof(
      fc.record({
        kind: fc.constant('became'),
        state,
        rows: rowsIn(keys.size),
        at: seconds,
        why: fc.option(fc.constantFrom(...FAILED_WHY)),
      }),
      fc.record({ kind: fc.constant('claim'), rows: rowsIn(keys.size), at: seconds }),
      fc.record({ kind: fc.constant('defer'), rows: rowsIn(keys.size), at: seconds }),
      fc.record({ kind: fc.constant('cancel'), at: seconds }),
    );
    return fc.record({ made: fc.constant(made), happened: fc.array(happening, { maxLength: 30 }) });
  });

describe('the sums of a report', () => {
  test('are those of the ledger, whatever happened to it', () => {
    fc.assert(
      fc.property(anything, ({ made, happened }) => {
        const [ledger, roster] = [newLedger(), newRoster()];
        made.homes.forEach((cell, person) =>
          roster.put(person, {
            role: made.wardens[person] === true ? 'warden' : 'resident',
            channels: ['push'],
            ...(cell !== undefined && { cell }),
          }),
        );
        for (const { at, ...planned } of made.plans)
          ledger.apply({ kind: 'plan', alarm: DRILL.id, due: later(at), ...planned });
        for (const { at, ...event } of happened) ledger.apply(eventOf(event, at));
        const report = reachReport(DRILL, {
          ledger,
          roster,
          plan: placePlan(),
          ticks: new Map(),
          paceOf: () => undefined,
          asOf: later(30_000),
        });
        const rows: Row[] = [];
        ledger.each(DRILL.id, (row) => rows.push(row));
        holdToRows(report, rows);
        holdToHandfuls(report);
      }),
      { numRuns: soakCount(500, 20_000) },
    );
  });
});

type Happened = { readonly kind: string; readonly [field: string]: unknown };

function eventOf({ kind, rows = [], state, why }: Happened, at: number): LedgerEvent {
  const known = ROW_STATES.find((each) => each === state);
  const numbers = Array.isArray(rows) ? rows.filter((n) => typeof n === 'number') : [];
  if (kind === 'cancel') return { kind, alarm: DRILL.id, at: later(at) };
  if (kind === 'claim') return { kind, rows: numbers, at: later(at) };
  if (kind === 'defer') return { kind, rows: numbers, at: later(at), due: later(at + 5) };
  assert.ok(
    known === 'accepted' ||
      known === 'unknown' ||
      known === 'gone' ||
      known === 'failed' ||
      known === 'seen' ||
      known === 'answered',
  );
  const reason = known === 'failed' ? FAILED_WHY.find((each) => each === why) : undefined;
  return { kind: 'became', state: known, rows: numbers, at: later(at), ...(reason && { why: reason }) };
}

function holdToRows(report: ReachReport, rows: readonly Row[]): void {
  const asked = new Set(
    rows.filter(({ phase }) => phase === 'ask' || phase === 'call').map(({ person }) => person),
  );
  const parts = [
    ...report.cells.flatMap(({ wardens, neighbours }) => [wardens, ...(neighbours ? [neighbours] : [])]),
    report.fewNeighbours,
    ...report.others,
  ];
  for (const field of ['people', 'told', 'seen', 'answered'] as const)
    assert.equal(
      parts.reduce((sum, part) => sum + part[field], 0),
      report.all[field],
      field,
    );
  assert.equal(report.all.people, asked.size);
  for (const { people, told, seen, answered } of [...parts, report.all, ...report.phases])
    assert.ok(people >= told && told >= seen && seen >= answered);
  for (const channel of CHANNEL_NAMES) {
    const road = report.roads.find((each) => each.channel === channel);
    const { handed = 0, spared = 0, failed = 0, waiting = 0, dropped = 0 } = road ?? {};
    const own = rows.filter((row) => row.channel === channel);
    assert.equal(handed + spared + failed + waiting + dropped, own.length, channel);
  }
  const end = report.curve.at(-1);
  const { told, seen, answered } = report.all;
  assert.deepEqual(
    end && [end.told, end.seen, end.answered],
    told === 0 ? undefined : [told, seen, answered],
  );
}

/** What is told of few together is told of a handful at least, or of all there are. */
function holdToHandfuls({ cells, fewNeighbours }: ReachReport): void {
  const shown = cells.flatMap(({ neighbours }) =>
    neighbours && neighbours.people > 0 ? [neighbours.people] : [],
  );
  assert.ok(shown.every((people) => people >= HANDFUL));
  if (fewNeighbours.cells > 0 && shown.length > 0) assert.ok(fewNeighbours.people >= HANDFUL);
}
