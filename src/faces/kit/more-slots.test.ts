import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SLOT_MAX } from '../../record/kinds/people.ts';
import { rowsOf, slotsLetIn, slotsToAsk, slotsTold } from './more-slots.ts';

describe('the slots of a device', () => {
  test('are asked for from the next incident on, never one that was asked for before, never beyond the last', () => {
    assert.deepEqual(slotsToAsk({ upTo: 5, nextNumber: 3 }), [6, 7, 8, 9, 10]);
    assert.deepEqual(slotsToAsk({ upTo: 5, nextNumber: 9 }, 2), [9, 10]);
    assert.deepEqual(slotsToAsk({ upTo: 0, nextNumber: 1 }, 1), [1]);
    assert.deepEqual(slotsToAsk({ upTo: SLOT_MAX - 2, nextNumber: 3 }), [SLOT_MAX - 1, SLOT_MAX]);
    assert.deepEqual(slotsToAsk({ upTo: SLOT_MAX, nextNumber: 3 }), []);
  });

  test('that are good are those let in and still to come; one alone is few', () => {
    const slots = [0, 1, 2, 3, 4, 8].map((slot) => ({ slot }));
    assert.deepEqual(slotsLetIn(slots, { upTo: 4, nextNumber: 3 }), {
      all: [1, 2, 3, 4],
      ahead: [3, 4],
      isLow: false,
    });
    assert.deepEqual(slotsLetIn(slots, { upTo: 4, nextNumber: 4 }).isLow, true);
    assert.deepEqual(slotsLetIn(slots, { upTo: 4, nextNumber: 7 }).ahead, []);
  });

  test('are told as rows', () => {
    assert.deepEqual(rowsOf([3, 4, 5, 8, 10, 11]), [
      [3, 5],
      [8, 8],
      [10, 11],
    ]);
    assert.deepEqual(rowsOf([]), []);
  });

  test('as a hub tells them are read; any other answer says nothing of slots', () => {
    assert.deepEqual(slotsTold({ upTo: 7, request: 4 }), { upTo: 7, request: 4 });
    assert.deepEqual(slotsTold({ upTo: 7 }), { upTo: 7 });
    for (const other of [undefined, null, {}, { upTo: '7' }, { kind: 'no-slots-needed', says: 'None.' }])
      assert.equal(slotsTold(other), undefined);
  });
});
