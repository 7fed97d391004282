import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, become, planning } from '../../../test/making/planned-alarm.ts';
import type { Plan } from '../../../test/making/planned-alarm.ts';
import { SECOND_MS } from '../../base/instant.ts';
import type { ChannelName } from './channels.ts';
import type { HourSpan } from './hours.ts';
import type { Ledger } from './ledger.ts';
import { newRoster } from './roster.ts';
import type { Listed, Roster } from './roster.ts';

describe('a road that the hub gives up', () => {
  /** Warden 0 has push, SMS and call; press 5 e-mail alone. */
  const cut = (roster: Roster, ...left: readonly ChannelName[]): void => roster.open([...left, 'task']);
  const all = ['push', 'sms', 'call', 'email'] as const;
  const states = (ledger: Ledger, person: number): readonly string[] =>
    Array.from({ length: ledger.end }, (_, n) => ledger.row(n))
      .filter((row) => row.person === person && row.phase === 'call')
      .map(({ channel, state }) => `${channel} ${state}`);

  test('moves on at once who waits for it, and tells by it nobody again who has been told by another', () => {
    const { ledger, roster, plan } = planning('tier 1', 'tier 2');
    plan(0);
    cut(roster, 'sms', 'email');
    assert.deepEqual(
      plan(1).filter((line) => / [23] \+/.test(line) && !line.includes('ask')),
      ['call sms 3 +1'],
    );
    assert.deepEqual(states(ledger, 3), ['push stranded', 'sms planned']);
    become(ledger, 'accepted', 2);
    cut(roster, ...all);
    plan(60);
    assert.deepEqual(states(ledger, 3), ['push stranded', 'sms accepted']);
  });

  test('leaves without a message who has no other, and tells them once it is back while the alarm runs', () => {
    const { ledger, roster, plan } = planning('tier 1', 'tier 2');
    plan(0);
    cut(roster, 'email');
    plan(1);
    assert.deepEqual(states(ledger, 2), ['push stranded']);
    assert.deepEqual(plan(2), [], 'and asks for nothing more meanwhile');
    cut(roster, ...all);
    const hours = 4 * 3_600;
    assert.deepEqual(plan(hours), ['defer']);
    const row = ledger.find({ ...ledger.row(0), phase: 'call', channel: 'push', person: 2 }) ?? -1;
    assert.deepEqual([ledger.row(row).state, ledger.row(row).since], ['deferred', after(hours)]);
    assert.ok(ledger.due('push', after(hours), 99).includes(row));
  });

  test('lets what is on its way arrive, and takes the next road where it is put off', () => {
    const { ledger, roster, plan } = planning('tier 1', 'tier 2');
    plan(0);
    const row = ledger.find({ alarm: ledger.row(0).alarm, phase: 'call', channel: 'push', person: 3 }) ?? -1;
    ledger.apply({ kind: 'claim', rows: [row], at: after(1) });
    cut(roster, 'sms');
    plan(2);
    assert.deepEqual(states(ledger, 3), ['push claimed']);
    ledger.apply({ kind: 'defer', rows: [row], at: after(3), due: after(30) });
    plan(3);
    assert.deepEqual(states(ledger, 3), ['push stranded', 'sms planned']);
  });

  test('tells of the end by the next road who was told by it', () => {
    const { ledger, roster, plan } = planning('tier 1', 'tier 2');
    plan(0);
    become(ledger, 'accepted', 1);
    cut(roster, 'sms');
    const ended = planning('tier 1', 'tier 2', 'ended');
    const over = (seconds: number): readonly string[] => ended.plan(seconds, { ledger, roster });
    over(9);
    assert.ok(over(10).includes('over sms 3 +10'));
    assert.deepEqual(over(11), []);
  });

  test('gives what it had put off to the carrier that takes its place, at once', () => {
    const { ledger, plan } = planning('tier 1');
    plan(0);
    ledger.apply({ kind: 'defer', rows: [0, 1], at: after(1), due: after(600) });
    const isDue = (channel: ChannelName): boolean => ledger.due(channel, after(2), 9).length > 0;
    assert.deepEqual(plan(2, { renewed: new Set(['sms']) }), ['defer']);
    assert.deepEqual([isDue('push'), isDue('sms')], [false, true]);
  });
});

describe('hours that somebody gave', () => {
  /** It is 15:31 there. */
  const offsetMinutes = 300;
  const NOW = { from: 900, to: 960 };
  const LATER = { from: 1_320, to: 900 };
  const listed = (role: Listed['role'], hours: HourSpan): Listed => ({
    role,
    cell: 'c1',
    channels: ['push', 'sms'],
    hours: [hours],
  });
  const asked = (hours: HourSpan): Plan => {
    const { ledger, plan } = planning('tier 1', 'tier 2', 'tier 3');
    const roster = newRoster();
    roster.put(0, listed('warden', hours));
    roster.put(1, listed('press', hours));
    return { ledger, roster, plan: (seconds, over) => plan(seconds, { roster, offsetMinutes, ...over }) };
  };

  test('let them be called within, and outside once they begin while the alarm runs; a warden at any hour', () => {
    assert.deepEqual(asked(NOW).plan(0), ['ask push 0 +0', 'call push 0 +0', 'call push 1 +0']);
    const { ledger, plan } = asked(LATER);
    assert.deepEqual(plan(0), ['ask push 0 +0', 'call push 0 +0']);
    become(ledger, 'answered', 1);
    // At 22:00.
    const until = (hours: number, minutes: number): number => hours * 3_600 + minutes * 60;
    assert.deepEqual(plan(until(6, 28)), []);
    assert.deepEqual(plan(until(6, 29)), [`call push 1 +${until(6, 29)}`]);
  });

  test('count for nothing where the clock of the place is not known', () => {
    const { ledger, plan } = planning('tier 1', 'tier 2', 'tier 3');
    const roster = newRoster();
    roster.put(1, listed('press', LATER));
    assert.deepEqual(plan(0, { ledger, roster }), ['call push 1 +0']);
  });

  test('keep the ladder from going on outside, and put off what still waits', () => {
    const { ledger, plan } = asked(NOW);
    plan(0);
    const [ofWarden, ofPress] = [[0, 1], 2];
    ledger.apply({ kind: 'claim', rows: ofWarden, at: after(1) });
    ledger.apply({ kind: 'became', state: 'answered', rows: ofWarden, at: after(1) });
    const end = 29 * 60;
    assert.deepEqual(plan(end), ['defer']);
    assert.equal(ledger.row(ofPress).due - after(end), 23 * 3_600 * SECOND_MS, 'until they begin again');
    assert.deepEqual(plan(end + 60), []);
    const late = asked(NOW);
    late.plan(0);
    become(late.ledger, 'accepted', 1);
    assert.ok(!late.plan(end).some((line) => line.startsWith('call sms 1')));
  });

  test('are nothing to the end of an alarm, nor to where everybody now goes', () => {
    const { ledger, roster, plan } = asked(NOW);
    plan(0);
    become(ledger, 'answered', 1);
    const late = 3 * 3_600;
    assert.ok(plan(late, { isRingClosed: true }).includes(`redirect push 1 +${late}`));
    const over = planning('tier 1', 'tier 2', 'tier 3', 'ended').plan(late, {
      ledger,
      roster,
      offsetMinutes,
    });
    assert.ok(over.includes(`over push 1 +${late}`));
  });
});
