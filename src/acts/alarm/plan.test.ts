import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, become, PEOPLE, planning } from '../../../test/making/planned-alarm.ts';
import { newRoster } from './roster.ts';

describe('whom an alarm tells', () => {
  test('tier 1 asks the wardens, each by the first road they have', () => {
    assert.deepEqual(planning('tier 1').plan(0).toSorted(), ['ask push 0 +0', 'ask sms 1 +0']);
  });

  test('tier 2 calls the neighbours too, those nearest to it first', () => {
    assert.deepEqual(
      planning('tier 1', 'tier 2')
        .plan(0)
        .filter((line) => line.startsWith('call')),
      ['call push 0 +0', 'call push 2 +0', 'call push 3 +2', 'call push 4 +4', 'call sms 1 +4'],
    );
  });

  test('tier 3 calls press, lawyers and near supporters, by e-mail beside the first road', () => {
    const lines = planning('tier 1', 'tier 2', 'tier 3').plan(0);
    assert.deepEqual(lines.filter((line) => /[5-8] \+/.test(line)).toSorted(), [
      'call email 5 +0',
      'call email 6 +0',
      'call push 6 +0',
      'call push 7 +0',
    ]);
  });

  test('tier 4 calls supporters wherever they are', () => {
    const lines = planning('tier 1', 'tier 2', 'tier 3', 'tier 4').plan(0);
    assert.deepEqual(lines.filter((line) => / 8 \+/.test(line)).toSorted(), [
      'call email 8 +0',
      'call push 8 +0',
    ]);
  });

  test('planned again it tells nobody twice, and whoever is new', () => {
    const { plan } = planning('tier 1');
    plan(0);
    assert.deepEqual(plan(5), []);
    const more = newRoster();
    for (const [person, listed] of [...PEOPLE, { role: 'warden', channels: ['sms'] } as const].entries())
      more.put(person, listed);
    assert.deepEqual(plan(6, { roster: more }), ['ask sms 9 +6']);
  });
});

describe('the ladder', () => {
  test('goes on to a text message where no notification was seen in a minute', () => {
    const { ledger, plan } = planning('tier 1', 'tier 2');
    plan(0);
    become(ledger, 'accepted', 5);
    assert.deepEqual(plan(59), []);
    assert.deepEqual(plan(70).toSorted(), [
      'ask sms 0 +70',
      'call sms 0 +70',
      'call sms 3 +70',
      'call sms 4 +70',
    ]);
  });

  test('calls a warden who has not answered in three minutes, and nobody else', () => {
    const { ledger, plan } = planning('tier 1', 'tier 2');
    plan(0);
    become(ledger, 'seen', 5);
    assert.deepEqual(plan(179), []);
    assert.deepEqual(plan(190).toSorted(), [
      'ask call 0 +190',
      'ask call 1 +190',
      'call call 0 +190',
      'call call 1 +190',
    ]);
  });

  test('leaves alone who has answered', () => {
    const { ledger, plan } = planning('tier 1', 'tier 2');
    plan(0);
    become(ledger, 'answered', 5);
    assert.deepEqual(plan(3_600), []);
  });

  test('does not wait where an address is no more', () => {
    const { ledger, plan } = planning('tier 1');
    plan(0);
    become(ledger, 'gone', 1);
    assert.deepEqual(plan(1).toSorted(), ['ask call 1 +1', 'ask sms 0 +1']);
  });

  test('takes a cell’s data network for down when next to no notification is seen there', () => {
    const { ledger, plan } = planning('tier 1', 'tier 2');
    const roster = newRoster();
    for (let person = 0; person < 40; person++)
      roster.put(person, { role: 'resident', cell: person < 20 ? 'c1' : 'c3', channels: ['push', 'sms'] });
    plan(0, { roster });
    become(ledger, 'accepted', 1);
    for (let n = 0; n < ledger.size; n++)
      if (ledger.row(n).person >= 20)
        ledger.apply({ kind: 'became', state: 'seen', rows: [n], at: after(20) });
    // Twenty were told in each cell. One of c1 saw it; two newcomers have just been told.
    ledger.apply({ kind: 'became', state: 'seen', rows: [0], at: after(20) });
    for (const [person, cell] of [
      [40, 'c1'],
      [41, 'c3'],
    ] as const)
      roster.put(person, { role: 'resident', cell, channels: ['push', 'sms'] });
    plan(65, { roster });
    assert.deepEqual(plan(66, { roster }), ['call sms 40 +66'], 'at once in c1, not in c3');
  });
});

describe('the end of an alarm', () => {
  test('is told to all who were told, by the same road, and cancels what waits', () => {
    const running = planning('tier 1', 'tier 2');
    running.plan(0);
    const { ledger } = running;
    const rows = [0, 1, 2];
    ledger.apply({ kind: 'claim', rows, at: after(1) });
    ledger.apply({ kind: 'became', state: 'accepted', rows, at: after(1) });
    const told = rows.map((n) => ledger.row(n)).map(({ channel, person }) => `over ${channel} ${person} +9`);
    const over = planning('tier 1', 'tier 2', 'false').plan(9, { ledger });
    assert.deepEqual(over, ['cancel', ...new Set(told)]);
    assert.equal(ledger.backlog('push') + ledger.backlog('sms'), new Set(told).size);
  });

  test('is told to nobody where nobody was told', () => {
    assert.deepEqual(planning('duplicate').plan(0), []);
  });

  test('is told by another road where the first one fails', () => {
    const { ledger, plan } = planning('tier 1');
    plan(0);
    become(ledger, 'accepted', 1);
    const ended = planning('tier 1', 'ended');
    ended.plan(9, { ledger });
    become(ledger, 'gone', 10);
    assert.deepEqual(ended.plan(10, { ledger }).toSorted(), ['over call 1 +10', 'over sms 0 +10']);
  });
});

test('who lives far away is sent nowhere when the ring closes', () => {
  const { ledger, plan } = planning('tier 1', 'tier 2', 'tier 3', 'tier 4');
  plan(0);
  become(ledger, 'answered', 1);
  const sent = plan(9, { isRingClosed: true }).filter((line) => / [78] /.test(line));
  assert.deepEqual(sent, ['redirect push 7 +9']);
});

test('once the ring is closed, all who were called are sent elsewhere, before anybody else is called', () => {
  const { ledger, plan } = planning('tier 1', 'tier 2');
  plan(0);
  become(ledger, 'answered', 1);
  const lines = plan(9, { isRingClosed: true });
  assert.deepEqual(lines.toSorted(), [
    'redirect push 0 +9',
    'redirect push 2 +9',
    'redirect push 3 +9',
    'redirect push 4 +9',
    'redirect sms 1 +9',
  ]);
  assert.deepEqual(plan(10, { isRingClosed: true }), []);
});
