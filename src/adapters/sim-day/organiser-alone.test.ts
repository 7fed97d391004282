import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dayOf } from '../../../test/making/day-record.ts';
import { organiserAlone } from './organiser-alone.ts';

const day = dayOf('5-april');
const RAISED_AT = 10 * 60 + 31;
const curve = organiserAlone(day, RAISED_AT);

describe('an organiser who texts everybody alone', () => {
  test('tells nobody before the alarm, then as many a minute as one telephone sends', () => {
    assert.ok(curve.filter(({ minute }) => minute <= RAISED_AT).every(({ told }) => told === 0));
    const after = (minutes: number): number =>
      curve.find(({ minute }) => minute === RAISED_AT + minutes)?.told ?? -1;
    const hour = after(65) - after(5);
    assert.ok(Math.abs(hour - 60 * day.crowd.smsPerMinute) <= day.crowd.smsPerMinute, String(hour));
  });

  test('never tells more than can be reached, nor does anybody check in who was not told', () => {
    const people = day.cells.reduce((sum, cell) => sum + cell.people, 0);
    const last = curve.at(-1);
    assert.ok(last !== undefined && last.told > 0);
    assert.ok(last.told <= (people * day.crowd.reachablePerMille) / 1_000);
    for (const { told, acknowledged, checkedIn } of curve)
      assert.ok(acknowledged <= told && checkedIn.lo <= told);
  });

  test('is the same at each run', () => {
    assert.deepEqual(organiserAlone(day, RAISED_AT), curve);
  });
});
