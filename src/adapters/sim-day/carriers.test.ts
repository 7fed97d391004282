import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TINY_DAY } from '../../../test/sim/tiny-day.ts';
import { simCarriers } from './carriers.ts';
import { seededChance } from './chance.ts';
import { parseDay } from '../../../test/sim/parse-day.ts';
import type { Day, NetworkChange } from './day.ts';

function dayWith(network: readonly NetworkChange[]): Day {
  const day = parseDay(TINY_DAY, 'tiny.yaml');
  assert.ok(day.ok);
  return { ...day.value, network };
}

describe('the simulated carriers', () => {
  const day = dayWith([
    { at: 600, where: 'everywhere', state: 'thin' },
    { at: 605, where: 'inside', state: 'cut' },
    { at: 607, where: 'outside', state: 'up' },
    { at: 610, where: 'everywhere', state: 'up' },
  ]);

  test('change for each side at its minute, the last word counting', () => {
    const { stateAt } = simCarriers(day, seededChance(1));
    const states = [599, 600, 604, 605, 606, 607, 609, 610, 700].map((m) => [
      stateAt(m, true),
      stateAt(m, false),
    ]);
    assert.deepEqual(states, [
      ['up', 'up'],
      ['thin', 'thin'],
      ['thin', 'thin'],
      ['cut', 'thin'],
      ['cut', 'thin'],
      ['cut', 'up'],
      ['cut', 'up'],
      ['up', 'up'],
      ['up', 'up'],
    ]);
  });

  test('let everything through when up, nothing when cut, and about a third when thin', () => {
    const { carries } = simCarriers(day, seededChance(2));
    const through = (minute: number, isInside: boolean): number =>
      Array.from({ length: 3_000 }, () => carries(minute, isInside)).filter(Boolean).length;
    assert.equal(through(610, true), 3_000);
    assert.equal(through(606, true), 0);
    const thin = through(606, false);
    assert.ok(thin > 900 && thin < 1_100, `${thin}`);
  });
});

describe('seeded chance', () => {
  test('is the same for the same seed and lies from 0 to below 1', () => {
    const [a, b, c] = [seededChance(9), seededChance(9), seededChance(10)];
    const list = (chance: () => number): readonly number[] => Array.from({ length: 1_000 }, chance);
    const drawn = list(a);
    assert.deepEqual(list(b), drawn);
    assert.notDeepEqual(list(c), drawn);
    assert.ok(drawn.every((n) => n >= 0 && n < 1));
    const mean = drawn.reduce((sum, n) => sum + n, 0) / drawn.length;
    assert.ok(Math.abs(mean - 0.5) < 0.05, `${mean}`);
  });
});
