import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { strangeId, writer } from '../../test/making/entries.ts';
import { instant } from '../base/instant.ts';
import type { Entry } from '../record/entry.ts';
import { summaries } from './buckets.ts';
import type { Logged } from './buckets.ts';
import { contextOf, gather, newGathered } from './gather.ts';
import type { Heard, Standby } from './standbys.ts';

const [hub, o1, o2] = [writer('hub'), writer('o1'), writer('o2')];

type Told = { readonly standbys: readonly (Standby | undefined)[]; readonly heard: readonly Heard[] };

/** What is told once these have been logged in this order, whatever the order they come in. */
function told(entries: readonly Entry[], arrival: readonly number[] = entries.map((_, i) => i)): Told {
  const g = newGathered({ hubKeys: new Set([hub.key]) });
  const logged = entries.map((entry, index): Logged => ({ entry, index, loggedAt: instant(1_000 * index) }));
  for (const i of arrival) {
    const one = logged[i];
    if (one !== undefined) gather(g, one);
  }
  return {
    standbys: summaries(g.subjects.standbys, contextOf(g)),
    heard: summaries(g.subjects.heard, contextOf(g)),
  };
}

const raised = (by = hub, about: readonly Entry[] = []): Entry =>
  by.says({ kind: 'standby.step', body: { step: 'raised', cause: 'check-in', who: 'o1' }, about });
const lifted = (of: Entry, why: string, by = hub): Entry =>
  by.says({ kind: 'standby.step', body: { step: 'lifted', why }, about: [of] });
const here = (who: string, by = o1): Entry => by.says({ kind: 'checkin.here', body: { who } });

describe('a standby', () => {
  test('stands by the hub’s word, with when it was logged and what it rests on', () => {
    const sign = here('o2', o2);
    const entry = raised(hub, [sign]);
    assert.deepEqual(told([sign, entry]).standbys, [
      { id: entry.id, index: 1, raisedAt: 1_000, entries: [sign.id], cause: 'check-in', who: 'o1' },
    ]);
  });

  test('is over with the first end that was logged', () => {
    const entry = raised();
    const ends = [lifted(entry, 'came'), lifted(entry, 'order')];
    assert.deepEqual(told([entry, ...ends]).standbys[0]?.lifted, { at: 1_000, why: 'came' });
  });

  test('is raised and ended by nobody but the hub, and not by what no hub has logged', () => {
    const entry = raised();
    assert.deepEqual(told([raised(o1)]).standbys, [undefined]);
    assert.equal(told([entry, lifted(entry, 'came', o1)]).standbys[0]?.lifted, undefined);
    const g = newGathered({ hubKeys: new Set([hub.key]) });
    gather(g, { entry });
    assert.deepEqual(summaries(g.subjects.standbys, contextOf(g)), [undefined]);
  });

  test('whose raise has not come is none yet', () => {
    const end = hub.says({
      kind: 'standby.step',
      body: { step: 'lifted', why: 'came' },
      about: [strangeId('a raise')],
    });
    assert.deepEqual(told([end]).standbys, [undefined]);
  });
});

test('who said that they are free is listed by handle, in order of the log, with the key', () => {
  const said = [here('o1'), here('o1', o2), here('o2', o2)];
  assert.deepEqual(
    told(said).heard.map(({ who, said: times }) => [who, times.map(({ author, at }) => [author, at])]),
    [
      [
        'o1',
        [
          [o1.key, 0],
          [o2.key, 1_000],
        ],
      ],
      ['o2', [[o2.key, 2_000]]],
    ],
  );
});

test('in any order, and however often each comes, the same is told', () => {
  const first = raised();
  const entries = [first, here('o1'), lifted(first, 'came'), raised(), here('o1', o2), here('o2', o2)];
  const whole = told(entries);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        entries.map((_, i) => i),
        { minLength: 6 },
      ),
      fc.array(fc.nat(5)),
      (order, more) => {
        assert.deepEqual(told(entries, [...more, ...order, ...more]), whole);
      },
    ),
  );
});
