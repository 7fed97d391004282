import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../base/instant.ts';
import { bracketOf } from './bracket.ts';
import type { SeenBy } from './bracket.ts';

const at = (ms: number): ReturnType<typeof instant> => instant(ms);
const seen = (name: string, size: number, ms: number): SeenBy => ({ name, size, at: at(ms) });

test('an entry nobody else has seen is not after its log time, by the word of the hub alone', () => {
  assert.deepEqual(bracketOf(4, { loggedAt: at(100), cosigned: [], stamped: [] }), {
    notAfter: [{ by: 'hub', at: 100 }],
  });
});

test('an entry is not before the checkpoint it names; one that names an empty log is after nothing', () => {
  const times = { loggedAt: at(100), cosigned: [], stamped: [] };
  const known = { size: 3, at: at(40) };
  assert.deepEqual(bracketOf(4, { ...times, known }).notBefore, known);
  assert.equal(bracketOf(4, { ...times, known: { size: 0, at: at(0) } }).notBefore, undefined);
});

test('a checkpoint covers what is below its size, and of each name the first counts', () => {
  const bracket = bracketOf(4, {
    loggedAt: at(100),
    cosigned: [seen('east', 4, 90), seen('east', 9, 300), seen('east', 5, 120), seen('west', 6, 110)],
    stamped: [seen('authority', 4, 50), seen('authority', 7, 200)],
  });
  assert.deepEqual(bracket.notAfter, [
    { by: 'hub', at: 100 },
    { by: 'witness', name: 'west', at: 110 },
    { by: 'witness', name: 'east', at: 120 },
    { by: 'authority', name: 'authority', at: 200 },
  ]);
  assert.deepEqual(bracket.outside, { by: 'witness', name: 'west', at: 110 });
});

test('an outside clock may lie before the hub’s own, and both are shown', () => {
  const bracket = bracketOf(0, { loggedAt: at(100), cosigned: [], stamped: [seen('authority', 1, 90)] });
  assert.deepEqual(
    bracket.notAfter.map(({ by }) => by),
    ['authority', 'hub'],
  );
});
