import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidentOf } from '../../../test/making/place.ts';
import { strangeId } from '../../../test/making/entries.ts';
import type { Place } from '../../record/write.ts';
import { joinChain } from './own-chain.ts';
import type { JoinedChain } from './own-chain.ts';

const [A, B, C] = [strangeId('a'), strangeId('b'), strangeId('c')];
const incident = incidentOf('fire');
const at = (sequence: number, previous: Place['previous']): Place => ({ incident, sequence, previous });

/** A device's chain with as many entries unsent, and what a hub has. */
function joined(
  place: Place,
  unsent: number,
  ...heads: readonly (readonly [typeof A, number])[]
): JoinedChain {
  return joinChain(
    { place, unsent: Array.from({ length: unsent }) },
    heads.map(([id, number]) => ({ id, number })),
  );
}

describe('a device’s chain beside the hub’s', () => {
  test('is whole when its last word is the hub’s, is not there yet, or was erased there', () => {
    for (const chain of [
      joined(at(2, A), 0, [A, 1]),
      joined(at(0, ''), 0),
      joined(at(1, A), 1),
      joined(at(3, C), 2, [A, 0]),
      joined(at(3, C), 2, [B, 1]),
      joined(at(3, C), 0, [B, 1]),
    ])
      assert.equal(chain.kind, 'whole');
  });

  test('of an older copy goes on after the hub’s last', () => {
    assert.deepEqual(joined(at(1, A), 0, [C, 4]), { kind: 'older-copy', place: at(5, C) });
    assert.deepEqual(joined(at(0, ''), 0, [C, 4]), { kind: 'older-copy', place: at(5, C) });
    assert.deepEqual(joined(at(1, A), 0, [C, 0]), { kind: 'older-copy', place: at(1, C) });
  });

  test('that has forked names both heads, under a number neither has', () => {
    assert.deepEqual(joined(at(2, B), 1, [C, 1]), { kind: 'forked', place: at(2, [B, C]) });
    assert.deepEqual(joined(at(2, B), 0, [B, 1], [C, 5]), { kind: 'forked', place: at(6, [B, C]) });
    assert.deepEqual(joined(at(4, B), 0, [C, 1], [B, 3]), { kind: 'forked', place: at(4, [B, C]) });
    assert.deepEqual(joined(at(1, A), 0, [B, 1], [C, 1]), { kind: 'forked', place: at(2, [B, C]) });
  });

  test('names no more heads than an entry may', () => {
    const many = Array.from({ length: 20 }, (_, n) => [strangeId(String(n)), 3] as const);
    const { place } = joined(at(3, A), 1, ...many);
    assert.equal(Array.isArray(place.previous) && place.previous.length, 8);
  });
});
