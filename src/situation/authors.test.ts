import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockAt, event, on, plan, situationFrom } from '../../test/making/days.ts';
import { strangeId, withoutBody, writer } from '../../test/making/entries.ts';
import type { Said } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import type { AuthorChain } from './authors.ts';
import type { Logged } from './buckets.ts';

const strange = strangeId('phone');
const ASSEMBLE = event('assemble');

function chainOf(entries: readonly (Entry | Logged)[]): AuthorChain {
  const [chain, ...more] = situationFrom(entries).chains;
  assert.ok(chain);
  assert.deepEqual(more, []);
  return chain;
}

describe("an author's chain", () => {
  const says = (numbers: readonly number[]): readonly Entry[] => {
    const who = writer('phone');
    return numbers.map((sequence, i) => who.says({ ...ASSEMBLE, at: on(`10:${10 + i}`), sequence }));
  };

  test('is whole when its numbers are', () => {
    assert.deepEqual(chainOf(says([0, 1, 2])), {
      author: writer('phone').key,
      entries: 3,
      missing: 0,
      forked: [],
      healed: [],
      ahead: [],
      offLog: [],
    });
  });

  test('lacks what lies before its last number and is not here yet', () => {
    assert.equal(chainOf(says([3, 5])).missing, 4);
    assert.equal(chainOf(says([9_007_199_254_740_991])).missing, 9_007_199_254_740_991);
  });

  test('is forked where two entries have one number: both are named, neither is taken for untrue', () => {
    const entries = says([0, 1, 1, 2]);
    const { forked, missing } = chainOf(entries);
    assert.deepEqual(new Set(forked), new Set([entries[1]?.id, entries[2]?.id]));
    assert.equal(missing, 0);
    assert.equal(situationFrom(entries).lanes[0]?.claims.flatMap((c) => c.entries).length, 4);
  });

  test('is joined again by an entry that names both, or hangs on both', () => {
    const who = writer('phone');
    const say = (at: string, more: Partial<Said> = {}): Entry =>
      who.says({ ...ASSEMBLE, at: on(at), ...more });
    const first = say('10:10');
    const [here, there] = [say('10:11', { after: [first] }), say('10:12', { sequence: 1, after: [first] })];
    const onHere = say('10:13', { sequence: 2, after: [here] });
    assert.deepEqual(new Set(chainOf([first, here, there, onHere]).forked), new Set([here.id, there.id]));
    const joined = say('10:14', { sequence: 3, after: [onHere, there] });
    const chain = chainOf([first, here, there, onHere, joined]);
    assert.deepEqual([chain.forked, new Set(chain.healed)], [[], new Set([here.id, there.id])]);
    const half = say('10:15', { sequence: 3, after: [onHere, strange] });
    assert.equal(chainOf([first, here, there, onHere, half]).forked.length, 2);
  });

  test('counts entries whose body it may not see', () => {
    assert.equal(chainOf(says([0, 1]).map(withoutBody)).entries, 2);
  });

  test('of each author stands by itself, in the order of their keys', () => {
    const keys = ['a', 'b', 'c'].map((label) => writer(label).says({ ...ASSEMBLE, at: on('10:00') }));
    assert.deepEqual(
      situationFrom(keys).chains.map((c) => c.author),
      keys.map((e) => e.core.author).sort(),
    );
  });
});

describe('an entry is ahead of the log', () => {
  const logged = (time: string, said: Said, at: string): Logged => ({
    entry: writer('phone').says({ ...said, at: time }),
    index: 0,
    loggedAt: clockAt(at),
  });
  const isAhead = (...entries: readonly (Entry | Logged)[]): boolean =>
    situationFrom(entries).chains.some((c) => c.ahead.length > 0);

  test('when it is said to have happened more than ten minutes after it was logged', () => {
    assert.equal(isAhead(logged(on('10:11'), ASSEMBLE, '10:00')), true);
    assert.equal(isAhead(logged(on('10:10'), ASSEMBLE, '10:00')), false);
    assert.equal(isAhead(logged(on('09:00'), ASSEMBLE, '10:00')), false);
  });

  test('only when all of the time that is told lies ahead', () => {
    assert.equal(isAhead(logged('XXXX-05-17', ASSEMBLE, '10:00')), false);
    assert.equal(isAhead(logged(`[..${on('12:00')}]`, ASSEMBLE, '10:00')), false);
    assert.equal(isAhead(logged(`[${on('12:00')}..]`, ASSEMBLE, '10:00')), true);
  });

  test('not while no hub has logged it', () => {
    assert.equal(isAhead(writer('phone').says({ ...ASSEMBLE, at: on('23:00') })), false);
  });

  test('not when it is a check-in that is due, or a plan: they lie ahead on purpose', () => {
    assert.equal(
      isAhead(
        logged(on('14:00'), { kind: 'checkin.due', body: { who: 'organiser', graceMin: 10 } }, '10:00'),
      ),
      false,
    );
    assert.equal(isAhead(logged('XXXX-05-19', plan(), '10:00')), false);
    assert.equal(
      isAhead(logged(on('14:00'), { kind: 'checkin.done', body: { who: 'organiser' } }, '10:00')),
      true,
    );
  });

  test("by the plan's offset: eleven in Almaty is six in Greenwich", () => {
    const offset = writer('desk').says(plan({ date: '2000-05-17', offset: '+05:00' }));
    assert.equal(isAhead(logged(on('11:00'), ASSEMBLE, '06:00')), true);
    assert.equal(isAhead(logged(on('11:00'), ASSEMBLE, '06:00'), offset), false);
    assert.equal(isAhead(offset, logged(on('11:11'), ASSEMBLE, '06:00')), true);
  });

  test('by an anchor that shows that it cannot have been so early', () => {
    const arrival = writer('desk').says({ ...event('force.arrive'), at: on('10:30') });
    const after = { edtf: 'XXXX-05-17', anchor: arrival.id, loMin: 30 };
    const entry: Logged = {
      entry: writer('phone').says({ ...ASSEMBLE, at: after }),
      index: 0,
      loggedAt: clockAt('10:40'),
    };
    assert.equal(isAhead(entry), false);
    assert.equal(isAhead(entry, arrival), true);
    assert.equal(isAhead(arrival, entry), true);
  });
});
