import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAlarm } from '../../../test/making/an-alarm.ts';
import { answersTo, phaseNow, sayingOf } from './saying.ts';

const INSIDE = { point: { code: 'B2' }, isOutside: false };
const OUTSIDE = { point: { code: 'C7' }, isOutside: true };
const ALARM = anAlarm(4);

test('who was called is told to go elsewhere once the way is closed, and everybody that it is over', () => {
  assert.equal(phaseNow('call', ALARM, INSIDE), 'call');
  assert.equal(phaseNow('call', ALARM, OUTSIDE), 'redirect');
  assert.equal(phaseNow('ask', ALARM, OUTSIDE), 'ask');
  for (const phase of ['ask', 'call', 'redirect', 'over'] as const)
    assert.equal(phaseNow(phase, { endedAs: 'false' }, OUTSIDE), 'over');
});

test('a supporter far away is sent nowhere, whether the way is open or closed', () => {
  for (const [phase, meeting] of [
    ['call', INSIDE],
    ['redirect', OUTSIDE],
  ] as const) {
    const far = sayingOf(phase, ALARM, { role: 'supporter', isNear: false }, meeting);
    assert.deepEqual(far, { kind: 'abroad', mode: 'real', act: 'force.arrive' });
    const near = sayingOf(phase, ALARM, { role: 'supporter', isNear: true }, meeting);
    assert.partialDeepStrictEqual(near, { point: meeting.point.code });
  }
});

test('only who is asked to go somewhere may say that they are coming', () => {
  const mode = 'real';
  assert.deepEqual(answersTo({ kind: 'ask', mode }), ['confirm', 'refute']);
  for (const saying of [
    { kind: 'call', whom: 'neighbours', mode },
    { kind: 'redirect', mode, point: 'C7' },
    { kind: 'task', mode, cell: 'c1' },
  ] as const)
    assert.deepEqual(answersTo(saying), ['coming', 'cannot', 'confirm', 'refute']);
  assert.deepEqual(answersTo({ kind: 'redirect', mode }), ['cannot', 'confirm', 'refute']);
  for (const saying of [
    { kind: 'abroad', mode },
    { kind: 'over', mode, as: 'ended' },
    { kind: 'task-over', mode, as: 'false', cell: 'c1' },
  ] as const)
    assert.deepEqual(answersTo(saying), []);
});
