import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TINY_DAY } from '../../../test/sim/tiny-day.ts';
import { dayOf } from '../../../test/making/day-record.ts';
import { mayWrite } from '../../record/readers.ts';
import { castOf } from './cast.ts';
import { parseDay } from '../../../test/sim/parse-day.ts';
import type { Day } from './day.ts';

function tiny(change: (text: string) => string): Day {
  const day = parseDay(change(TINY_DAY), 'tiny.yaml');
  assert.ok(day.ok, day.ok ? '' : day.error.why);
  return day.value;
}

/** The role and kinds of each key somebody has. */
function keysOf(day: Day, handle: string): readonly string[] {
  return castOf(day)
    .filter((key) => key.handle === handle)
    .map(({ role, kinds }) => `${role ?? 'nobody'}: ${[...kinds].sort().join(' ')}`);
}

const withEntry =
  (entry: string) =>
  (text: string): string =>
    text.replace('facts:\n  - { n: 1', `  - { at: "10:11", ${entry} }\nfacts:\n  - { n: 1`);

describe('the people of a day file are vouched for', () => {
  for (const name of ['5-april', 'a-night'])
    test(`${name}: with one key each, which may write all that they write`, () => {
      const day = dayOf(name);
      const cast = castOf(day);
      assert.deepEqual(
        cast.map(({ handle }) => handle),
        day.roles.map(({ handle }) => handle),
      );
      for (const { handle, role, kinds } of cast)
        for (const kind of kinds) assert.ok(role === undefined || mayWrite(role, kind), `${handle} ${kind}`);
    });

  test('in the role of the file, or the first that may write all they write', () => {
    assert.deepEqual(keysOf(tiny(String), 'apa-1'), ['resident: alarm.raise']);
    const press = tiny((text) => text.replace('role: observer', 'role: press'));
    assert.deepEqual(keysOf(press, 'reporter-1'), ['observer: event home']);
    const raising = tiny((text) => text.replace('author: apa-1', 'author: desk-1'));
    assert.deepEqual(keysOf(raising, 'desk-1'), ['resident: alarm.raise event']);
  });

  test('with a second key, where no single role may write it all', () => {
    const day = tiny(withEntry('author: warden-1, kind: checkin.done, who: warden-1'));
    assert.deepEqual(keysOf(day, 'warden-1'), ['warden: alarm.told', 'observer: checkin.done']);
  });

  test('in their own role, whatever else they write that nobody but a hub may', () => {
    const day = tiny(withEntry('author: neighbour-1, kind: alarm.step, re: [alarm], step: tier, tier: 1'));
    assert.deepEqual(keysOf(day, 'neighbour-1'), ['resident: alarm.confirm alarm.step home']);
  });

  test('but a stranger is not', () => {
    const day = tiny((text) => text.replace('role: observer,', 'role: observer, vouched: false,'));
    assert.deepEqual(keysOf(day, 'reporter-1'), ['nobody: event home']);
  });
});
