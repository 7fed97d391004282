import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ANY_ALARM, CALLING } from '../../../test/making/cells.ts';
import { alarmByHand, toldNow } from '../../acts/alarm/cell-work.ts';
import type { Tick } from '../../acts/alarm/cell-work.ts';
import { NEIGHBOURS_MAX } from '../../acts/alarm/neighbour.ts';
import type { Json } from '../../base/canonical-json.ts';
import { entryIdOf } from '../../record/names.ts';
import { changeWork, isOwnLink, parseNotes, printNotes, withAlarm, withTold } from './cell-notes.ts';
import type { CellNotes } from './cell-notes.ts';
import { cellTold } from './cell-told.ts';

const REAL = { ...CALLING, alarm: entryIdOf(new Uint8Array(32).fill(9)) };

const anySentTo = fc.record(
  { point: fc.string(), isOutside: fc.boolean() },
  { requiredKeys: ['isOutside'], noNullPrototype: true },
);
const anyTick: fc.Arbitrary<Tick> = fc.record(
  {
    told: anySentTo,
    opened: anySentTo,
    answer: fc.constantFrom('coming' as const, 'cannot' as const),
    knows: fc.constant(true as const),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const anyNotes: fc.Arbitrary<CellNotes> = fc.record(
  {
    neighbours: fc.array(
      fc.record(
        {
          home: fc.stringMatching(/^[A-Z]\d{1,3}$/),
          number: fc.stringMatching(/^\+[1-9]\d{7,14}$|^[1-9]\d{7,14}$/),
          name: fc.stringMatching(/^[A-Za-zӘә]{0,20}$/u),
        },
        { requiredKeys: ['home', 'name'], noNullPrototype: true },
      ),
      { maxLength: 20 },
    ),
    language: fc.constantFrom('kk' as const, 'ru' as const, 'en' as const),
    base: fc.stringMatching(/^\/b\/[\w-]{43}$/),
    work: fc.array(
      fc.record(
        {
          alarm: ANY_ALARM,
          ticks: fc.dictionary(fc.stringMatching(/^[A-Z]\d \d{8}$/), anyTick, { noNullPrototype: true }),
          sent: fc.record({ counts: fc.string(), isIn: fc.boolean() }, { noNullPrototype: true }),
        },
        { requiredKeys: ['alarm', 'ticks'], noNullPrototype: true },
      ),
      { maxLength: 8 },
    ),
  },
  { requiredKeys: ['neighbours', 'work'], noNullPrototype: true },
);

describe('what a warden’s device keeps of the cell', () => {
  test('is read again as it was written', () => {
    fc.assert(fc.property(anyNotes, (notes) => assert.deepEqual(parseNotes(printNotes(notes)), notes)));
  });

  test('damaged or of another program is read as far as it can be, within its bounds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (any, other) => {
        for (const text of [
          JSON.stringify(any),
          JSON.stringify({ neighbours: any, work: [other], base: any }),
        ]) {
          const { neighbours, work } = parseNotes(text);
          assert.ok(neighbours.length <= NEIGHBOURS_MAX && work.length <= 8);
        }
      }),
    );
    assert.deepEqual(parseNotes('{'), { neighbours: [], work: [] });
    const many = Array.from({ length: 500 }, (_, n) => ({ home: `H${n}`, name: '' }));
    assert.equal(parseNotes(JSON.stringify({ neighbours: many })).neighbours.length, NEIGHBOURS_MAX);
  });

  test('holds the last eight alarms; a change to one leaves the others', () => {
    const alarms = Array.from({ length: 10 }, (_, n) => ({
      ...CALLING,
      alarm: entryIdOf(new Uint8Array(32).fill(n)),
    }));
    const notes = alarms.reduce(withAlarm, parseNotes(undefined));
    assert.deepEqual(
      notes.work.map(({ alarm }) => alarm.alarm),
      alarms.slice(2).map(({ alarm }) => alarm),
    );
    const [, , , fourth = CALLING] = alarms;
    const changed = changeWork(withAlarm(notes, { ...fourth, isOutside: true }), fourth.alarm, (known) => ({
      ...known,
      ticks: { 'N1 ': toldNow(fourth) },
    }));
    assert.equal(changed.work.filter(({ ticks }) => Object.keys(ticks).length > 0).length, 1);
    assert.equal(changed.work[1]?.alarm.isOutside, true);
    assert.deepEqual(
      changeWork(notes, CALLING.alarm, () => assert.fail()),
      notes,
    );
  });

  test('written down by hand joins the hub’s alarm of the same mode once that calls neighbours, and no other', () => {
    const byHand = alarmByHand({ mode: 'real', act: 'force.arrive' });
    const ticks = { 'N1 ': toldNow(byHand) };
    const known = withAlarm(parseNotes(undefined), byHand);
    const notes = changeWork(known, byHand.alarm, (work) => ({ ...work, ticks }));
    const told = { cell: 'c1', homes: [], settlement: '' };
    for (const other of [
      { ...REAL, tier: 1 },
      { ...REAL, endedAs: 'ended' as const },
      { ...REAL, mode: 'drill' as const },
    ]) {
      const { work } = withTold(notes, { ...told, alarms: [other] });
      assert.deepEqual(work.find(({ alarm }) => alarm.alarm === byHand.alarm)?.ticks, ticks);
    }
    const { work } = withTold(notes, { ...told, alarms: [REAL] });
    assert.deepEqual(work, [{ alarm: REAL, ticks }]);
    assert.deepEqual(parseNotes(printNotes(notes)), notes);
  });

  test('remembers only a link by which something can be handed in', () => {
    assert.deepEqual(
      ['/b/token', '/a/token', '/b/', 'https://evil.example/b/x', '/b/x/../../y'].map(isOwnLink),
      [true, false, false, false, false],
    );
  });
});

test('an answer of a hub that is none, or that tells of too much, is bounded and never throws', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void cellTold(value as Json)));
  fc.assert(
    fc.property(fc.array(ANY_ALARM, { maxLength: 30 }), (alarms) => {
      const told = cellTold({
        cell: 'c1',
        homes: ['N1', '<b>', 7],
        settlement: 'x'.repeat(500),
        alarms,
      });
      assert.deepEqual([told?.homes, told?.settlement.length], [['N1'], 200]);
      assert.deepEqual(told?.alarms, alarms.slice(0, 20));
    }),
  );
  assert.equal(cellTold({ cell: 'c 1', homes: [] }), undefined);
});
