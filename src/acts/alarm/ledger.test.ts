import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { clockAt } from '../../../test/making/days.ts';
import { strangeId } from '../../../test/making/entries.ts';
import { instant, SECOND_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { CHANNEL_NAMES } from './channels.ts';
import { PHASES, ROW_STATES } from './ledger-rows.ts';
import { carriedEvents } from './carried-events.ts';
import { newLedger } from './ledger.ts';
import type { Ledger, LedgerEvent } from './ledger.ts';

const ALARM = strangeId('alarm');
const OTHER = strangeId('other alarm');
const AT = clockAt('10:31');
const later = (seconds: number) => instant(AT + seconds * SECOND_MS);

function ledgerOf(...events: readonly LedgerEvent[]): Ledger {
  const ledger = newLedger();
  for (const event of events) ledger.apply(event);
  return ledger;
}

const plan = (
  people: readonly number[],
  over: Partial<LedgerEvent & { readonly kind: 'plan' }> = {},
): LedgerEvent => ({
  kind: 'plan',
  alarm: ALARM,
  phase: 'call',
  channel: 'push',
  due: AT,
  people,
  ...over,
});

const people = (ledger: Ledger, rows: readonly number[]): readonly number[] =>
  rows.map((n) => ledger.row(n).person);

describe('the ledger', () => {
  test('has one row for each person, alarm, phase and road, however often it is planned', () => {
    const ledger = ledgerOf(
      plan([7, 8]),
      plan([8, 9, 9]),
      plan([7], { phase: 'over' }),
      plan([7], { alarm: OTHER }),
    );
    assert.equal(ledger.size, 5);
    assert.equal(ledger.count(ALARM, { state: 'planned', phase: 'call' }), 3);
    assert.equal(ledger.count(OTHER, { state: 'planned' }), 1);
    assert.equal(ledger.find({ alarm: ALARM, phase: 'call', channel: 'push', person: 9 }), 2);
    assert.equal(ledger.find({ alarm: ALARM, phase: 'call', channel: 'sms', person: 9 }), undefined);
  });

  test('keeps when a message was first handed on and first seen, and why it failed', () => {
    const became = (state: 'accepted' | 'seen' | 'answered', at: number): LedgerEvent => ({
      kind: 'became',
      state,
      rows: [0],
      at: later(at),
    });
    const ledger = ledgerOf(plan([7, 8]), became('accepted', 1), became('seen', 2), became('accepted', 3));
    ledger.apply(became('answered', 4));
    const { state, at, handedAt, seenAt } = ledger.row(0);
    assert.deepEqual([state, at, handedAt, seenAt], ['answered', later(4), later(1), later(2)]);
    ledger.apply({ kind: 'became', state: 'failed', rows: [1], at: later(5), why: 'inside' });
    const { handedAt: never, why } = ledger.row(1);
    assert.deepEqual([never, why], [undefined, 'inside']);
    // An answer by another road is no sign from this telephone.
    assert.equal(ledgerOf(plan([7]), became('answered', 4)).row(0).seenAt, undefined);
  });

  test('gives what is due, the end of an alarm before all else, then the longest due', () => {
    const ledger = ledgerOf(
      plan([1], { due: later(5) }),
      plan([2, 3]),
      plan([4], { phase: 'over', due: later(2) }),
      plan([5], { channel: 'sms' }),
    );
    assert.deepEqual(people(ledger, ledger.due('push', AT, 9)), [2, 3]);
    assert.deepEqual(people(ledger, ledger.due('push', later(9), 9)), [4, 2, 3, 1]);
    assert.deepEqual(people(ledger, ledger.due('push', later(9), 2)), [4, 2]);
    assert.deepEqual(people(ledger, ledger.due('push', later(9), 2)), [4, 2], 'asking takes nothing');
    assert.deepEqual(people(ledger, ledger.due('sms', later(9), 9)), [5]);
    assert.equal(ledger.backlog('push'), 4);
  });

  test('gives nothing twice that is on its way, and what was put off once it is due again', () => {
    const ledger = ledgerOf(plan([1, 2]), { kind: 'claim', rows: [0, 1], at: AT });
    assert.deepEqual(ledger.due('push', later(60), 9), []);
    ledger.apply({ kind: 'defer', rows: [0], at: AT, due: later(30) });
    assert.deepEqual(ledger.due('push', later(29), 9), []);
    assert.deepEqual(ledger.due('push', later(30), 9), [0]);
    ledger.apply({ kind: 'defer', rows: [0], at: AT, due: later(90) });
    assert.deepEqual(ledger.due('push', later(60), 9), [], 'put off again before it went');
    assert.deepEqual([ledger.row(0).since, ledger.row(0).tries], [AT, 1]);
  });

  test('forgets at the end what waits, and keeps what is on its way and that it is over', () => {
    const ledger = ledgerOf(plan([1, 2]), plan([3], { phase: 'over' }), plan([4], { alarm: OTHER }), {
      kind: 'claim',
      rows: [0],
      at: AT,
    });
    ledger.apply({ kind: 'cancel', alarm: ALARM, at: AT });
    assert.deepEqual(
      [0, 1, 2, 3].map((n) => ledger.row(n).state),
      ['claimed', 'cancelled', 'planned', 'planned'],
    );
    assert.deepEqual(people(ledger, ledger.due('push', AT, 9)), [3, 4]);
  });

  test('sends again in a new epoch what was on its way, but rings nobody twice', () => {
    const ledger = ledgerOf(plan([1]), plan([2], { channel: 'call' }), {
      kind: 'claim',
      rows: [0, 1],
      at: AT,
    });
    ledger.apply({ kind: 'epoch', at: later(9) });
    assert.equal(ledger.epoch, 1);
    assert.deepEqual(ledger.due('push', later(9), 9), [0]);
    assert.deepEqual(ledger.due('call', later(9), 9), []);
    assert.equal(ledger.row(1).state, 'unknown');
  });

  test('keeps what waits for a road that was given up, gives it to nobody, and lets it go once it is asked for', () => {
    const ledger = ledgerOf(plan([1, 2]), { kind: 'became', state: 'stranded', rows: [0, 1], at: AT });
    assert.deepEqual([ledger.due('push', later(9), 9), ledger.backlog('push')], [[], 0]);
    ledger.apply({ kind: 'defer', rows: [0], at: later(9), due: later(9) });
    assert.deepEqual(ledger.due('push', later(9), 9), [0]);
    ledger.apply({ kind: 'cancel', alarm: ALARM, at: later(10) });
    ledger.apply({ kind: 'defer', rows: [1], at: later(11), due: later(11) });
    assert.deepEqual(
      [0, 1].map((n) => ledger.row(n).state),
      ['cancelled', 'cancelled'],
    );
  });

  test('forgets an alarm whole: the rows of others keep their numbers, and nothing new takes a number that is free', () => {
    const ledger = ledgerOf(plan([1, 2]), plan([3], { alarm: OTHER }), plan([4], { phase: 'over' }));
    ledger.forget([ALARM]);
    assert.deepEqual([ledger.alarms, ledger.size, ledger.first, ledger.end], [[OTHER], 1, 2, 4]);
    assert.deepEqual([0, 1, 2, 3].map(ledger.holds), [false, false, true, false]);
    assert.deepEqual(people(ledger, ledger.due('push', AT, 9)), [3]);
    assert.equal(ledger.find({ alarm: ALARM, phase: 'call', channel: 'push', person: 1 }), undefined);
    ledger.apply({ kind: 'became', state: 'answered', rows: [0, 1, 3], at: AT });
    assert.deepEqual([ledger.size, ledger.count(ALARM, { state: 'answered' })], [1, 0]);
    ledger.apply(plan([1]));
    assert.equal(ledger.find({ alarm: ALARM, phase: 'call', channel: 'push', person: 1 }), 4);
  });

  test('goes on behind a hundred million rows that are forgotten as if there had been none', () => {
    const ledger = ledgerOf({ kind: 'gap', rows: 100_000_000, epoch: 7 }, plan([1]));
    assert.deepEqual([ledger.size, ledger.first, ledger.end, ledger.epoch], [1, 100_000_000, 100_000_001, 7]);
    assert.equal(ledger.row(100_000_000).person, 1);
  });

  test('takes no answer back when the message is seen afterwards', () => {
    const ledger = ledgerOf(plan([1]), { kind: 'became', state: 'answered', rows: [0], at: AT });
    ledger.apply({ kind: 'became', state: 'seen', rows: [0], at: AT });
    assert.equal(ledger.row(0).state, 'answered');
  });

  test('grows past its first room and forgets nothing', () => {
    const ledger = ledgerOf(plan(Array.from({ length: 5_000 }, (_, i) => i)));
    assert.equal(ledger.row(4_999).person, 4_999);
    assert.equal(ledger.due('push', AT, 10_000).length, 5_000);
  });
});

const ROWS = fc.array(fc.nat(30), { maxLength: 6 });
const TIME = fc.nat(300).map(later);
const EVENT: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('plan' as const),
    alarm: fc.constantFrom(ALARM, OTHER),
    phase: fc.constantFrom(...PHASES),
    channel: fc.constantFrom(...CHANNEL_NAMES),
    due: TIME,
    people: fc.array(fc.nat(12), { maxLength: 8 }),
  }),
  fc.record({ kind: fc.constant('claim' as const), rows: ROWS, at: TIME }),
  fc.record({
    kind: fc.constant('became' as const),
    state: fc.constantFrom(
      'accepted' as const,
      'unknown' as const,
      'gone' as const,
      'seen' as const,
      'answered' as const,
      'stranded' as const,
    ),
    rows: ROWS,
    at: TIME,
  }),
  fc.record({ kind: fc.constant('defer' as const), rows: ROWS, at: TIME, due: TIME }),
  fc.record({ kind: fc.constant('cancel' as const), alarm: fc.constantFrom(ALARM, OTHER), at: TIME }),
  fc.record({ kind: fc.constant('epoch' as const), at: TIME }),
);

/** Only rows that were planned at some time are spoken of. */
function isKnownIn(ledger: Ledger, event: LedgerEvent): boolean {
  return !('rows' in event) || typeof event.rows === 'number' || event.rows.every((n) => n < ledger.end);
}

test('after any events each row is counted once, and all that is due is given', () => {
  fc.assert(
    fc.property(fc.array(EVENT, { maxLength: 60 }), TIME, (events, asOf) => {
      const ledger = newLedger();
      for (const event of events) if (isKnownIn(ledger, event)) ledger.apply(event);
      let [rows, waiting] = [0, 0];
      const due = new Set<number>();
      for (const alarm of [ALARM, OTHER])
        ledger.each(alarm, (row, n) => {
          rows++;
          const isWaiting = row.state === 'planned' || row.state === 'deferred';
          waiting += Number(isWaiting);
          if (isWaiting && row.due <= asOf) due.add(n);
        });
      const counted = [ALARM, OTHER].flatMap((alarm) =>
        ROW_STATES.map((state) => ledger.count(alarm, { state })),
      );
      assert.equal(rows, ledger.size);
      assert.equal(
        counted.reduce((a, b) => a + b, 0),
        ledger.size,
      );
      assert.equal(
        CHANNEL_NAMES.reduce((sum, channel) => sum + ledger.backlog(channel), 0),
        waiting,
      );
      const given = CHANNEL_NAMES.flatMap((channel) => ledger.due(channel, asOf, 1_000));
      assert.deepEqual(new Set(given), due);
      assert.equal(given.length, due.size);
    }),
    { numRuns: 1_000 },
  );
});

/** All that can be asked of a ledger of two alarms. */
function all(ledger: Ledger, asOf: Instant): unknown {
  const { first, end, size, epoch, alarms } = ledger;
  const rows = Array.from({ length: end - first }, (_, i) => first + i).filter(ledger.holds);
  return {
    first,
    end,
    size,
    epoch,
    alarms: alarms.toSorted(),
    rows: rows.map((n) => ({ n, draw: ledger.draw(n), ...ledger.row(n) })),
    found: rows.map((n) => ledger.find(ledger.row(n))),
    counts: [ALARM, OTHER].map((alarm) => ROW_STATES.map((state) => ledger.count(alarm, { state }))),
    ways: CHANNEL_NAMES.map((channel) => [ledger.backlog(channel), ledger.due(channel, asOf, 1_000)]),
  };
}

const EVENTS = fc.array(EVENT, { maxLength: 40 });

test('carried over without one of its alarms it is the same ledger as the one that forgot it, whatever follows', () => {
  fc.assert(
    fc.property(
      EVENTS,
      EVENTS,
      fc.constantFrom([ALARM], [OTHER], [ALARM, OTHER]),
      TIME,
      (before, after, gone, asOf) => {
        const ledger = newLedger();
        for (const event of before) if (isKnownIn(ledger, event)) ledger.apply(event);
        const draws = new Map(Array.from({ length: ledger.end }, (_, n) => [n, n % 3]));
        const carried = ledgerOf(...carriedEvents(ledger, new Set(gone), (n) => draws.get(n) ?? 0));
        for (const n of draws.keys()) if (carried.holds(n)) assert.equal(carried.draw(n), n % 3);
        const plain = ledgerOf(...carriedEvents(ledger, new Set(gone), () => 0));
        ledger.forget(gone);
        assert.deepEqual(all(plain, asOf), all(ledger, asOf));
        for (const event of after) {
          if (!isKnownIn(ledger, event)) continue;
          ledger.apply(event);
          plain.apply(event);
        }
        assert.deepEqual(all(plain, asOf), all(ledger, asOf));
      },
    ),
    { numRuns: 1_000 },
  );
});
