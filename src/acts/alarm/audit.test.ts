import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockAt } from '../../../test/making/days.ts';
import { strangeId } from '../../../test/making/entries.ts';
import { instant, SECOND_MS } from '../../base/instant.ts';
import { auditAlarms } from './audit.ts';
import { newLedger } from './ledger.ts';

const AT = clockAt('10:31');
const ago = (seconds: number) => instant(AT - seconds * SECOND_MS);

function ledgerWith(people: number, claimed: number) {
  const ledger = newLedger();
  const all = Array.from({ length: people }, (_, i) => i);
  ledger.apply({ kind: 'plan', alarm: strangeId('a'), phase: 'call', channel: 'push', due: AT, people: all });
  ledger.apply({ kind: 'claim', rows: all.slice(0, claimed), at: AT });
  return ledger;
}

test('where every message is in one state and every alarm was just looked at, nothing is wrong', () => {
  const ledger = ledgerWith(9, 3);
  assert.deepEqual(
    auditAlarms({ ledger, onTheirWay: 3, looked: [ago(5), ago(29)], isClockHeld: false, asOf: AT }),
    [],
  );
  assert.deepEqual(
    auditAlarms({ ledger: newLedger(), onTheirWay: 0, looked: [], isClockHeld: false, asOf: AT }),
    [],
  );
});

test('a clock that is not followed is found', () => {
  const audited = { ledger: newLedger(), onTheirWay: 0, looked: [], asOf: AT };
  assert.deepEqual(auditAlarms({ ...audited, isClockHeld: true }), ['clock']);
});

test('a message that nobody waits for, an alarm nobody looks at and a row that is not counted are found', () => {
  const ledger = ledgerWith(9, 3);
  assert.deepEqual(auditAlarms({ ledger, onTheirWay: 2, looked: [], isClockHeld: false, asOf: AT }), [
    'adrift',
  ]);
  assert.deepEqual(auditAlarms({ ledger, onTheirWay: 3, looked: [ago(31)], isClockHeld: false, asOf: AT }), [
    'forgotten',
  ]);
  const short = { ...ledger, size: 10 };
  assert.deepEqual(auditAlarms({ ledger: short, onTheirWay: 3, looked: [], isClockHeld: false, asOf: AT }), [
    'miscounted',
  ]);
});
