import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { event, on, plan, situationFrom } from '../../../test/making/days.ts';
import { writer } from '../../../test/making/entries.ts';
import type { Entry } from '../../record/entry.ts';
import { meetingNow } from './meeting.ts';
import type { MeetingPoint } from './meeting.ts';

const desk = writer('desk');
const POINTS: readonly MeetingPoint[] = [
  { code: 'mosque', approach: 'north-road' },
  { code: 'well', approach: 'canal-path' },
];

function planned(hasOutside: boolean): Entry {
  const { kind, body } = plan();
  const { outside, ...rest } = body;
  return desk.says({
    kind,
    body: hasOutside && outside !== undefined ? { ...rest, outside } : rest,
    at: on('08:00'),
  });
}

/** Where to go after these were said: an act, and which approach it closes or opens. */
function whereAfter(
  said: readonly (readonly [act: string, approach?: string])[],
  { points = POINTS, hasOutside = true } = {},
): string {
  const entries = said.map(([act, approach], i) =>
    desk.says({ ...event(act, approach === undefined ? {} : { place: { approach } }), at: on(`11:0${i}`) }),
  );
  const { ring } = situationFrom([planned(hasOutside), ...entries]);
  const { point, isOutside } = meetingNow(ring, points);
  return `${point?.code ?? 'nowhere'}${isOutside ? ', outside' : ''}`;
}

describe('where people are asked to come', () => {
  test('is the first point of the place', () => {
    assert.equal(whereAfter([]), 'mosque');
    assert.equal(whereAfter([['access.deny', 'south-road']]), 'mosque');
  });

  test('is outside once its road is closed, and again inside once it is open', () => {
    assert.equal(whereAfter([['access.deny', 'north-road']]), 'school, outside');
    assert.equal(
      whereAfter([
        ['access.deny', 'north-road'],
        ['cordon.lift', 'north-road'],
      ]),
      'mosque',
    );
  });

  test('is outside once the ring is whole', () => {
    assert.equal(whereAfter([['cordon.complete']]), 'school, outside');
  });

  test('is nowhere where no point is open and the place has none outside', () => {
    assert.equal(whereAfter([['cordon.complete']], { hasOutside: false }), 'nowhere, outside');
    assert.equal(whereAfter([['access.deny', 'north-road']], { hasOutside: false }), 'well, outside');
    assert.equal(whereAfter([], { points: [] }), 'school');
  });
});
