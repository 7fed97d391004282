import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { clockAt, event, homes, on, plan, shown, situationFrom } from '../../test/making/days.ts';
import { withoutBody, writer } from '../../test/making/entries.ts';
import type { Said } from '../../test/making/entries.ts';
import {
  anyCountedHistory,
  anyCrowdedHistory,
  anyHistory,
  arrivalsOf,
  HISTORY_HUBS,
} from '../../test/making/histories.ts';
import { soakCount } from '../../test/soak-count.ts';
import { instant } from '../base/instant.ts';
import type { Entry } from '../record/entry.ts';
import type { Logged } from './buckets.ts';
import { contextOf, gather, lastMomentOf, newGathered } from './gather.ts';
import type { Gathered } from './gather.ts';
import { situationOf } from './situation.ts';
import type { Situation } from './situation.ts';

const ROUNDS = soakCount(300, 20_000);
const LOOKS = ['08:30', '12:00', '18T12:00'];

function gathered(copies: readonly Logged[]): Gathered {
  const g = newGathered({ hubKeys: new Set(HISTORY_HUBS) });
  for (const copy of copies) gather(g, copy);
  return g;
}

function look(g: Gathered): readonly Situation[] {
  return LOOKS.map((time) => situationOf(g, clockAt(time)));
}

describe('the same entries give the same situation', () => {
  const holds = (property: (one: readonly Logged[], other: readonly Logged[]) => void): void => {
    fc.assert(
      fc.property(anyHistory, (history) => property(...arrivalsOf(history))),
      { numRuns: ROUNDS },
    );
  };

  test('in any order, with any copies of them', () => {
    holds((one, other) => {
      const [a, b] = [gathered(one), gathered(other)];
      assert.deepEqual(look(a), look(b));
      assert.equal(a.lastLoggedAt, b.lastLoggedAt);
    });
  });

  test('whichever half of them comes first', () => {
    holds((one) => {
      const middle = one.length >> 1;
      const [first, second] = [one.slice(0, middle), one.slice(middle)];
      assert.deepEqual(look(gathered([...first, ...second])), look(gathered([...second, ...first])));
    });
  });

  test('with a look at the situation after each one, or only at the end', () => {
    holds((one, other) => {
      const watched = gathered([]);
      for (const copy of one) {
        gather(watched, copy);
        situationOf(watched, clockAt('12:00'));
      }
      assert.deepEqual(look(watched), look(gathered(other)));
    });
  });

  for (const [what, histories] of [
    ['events of one lane', anyCrowdedHistory],
    ['counts and answers at a few places', anyCountedHistory],
  ] as const) {
    test(`with a look after each of a hundred ${what}`, () => {
      const rounds = soakCount(8, 1_000);
      fc.assert(
        fc.property(histories, (history) => {
          const [one, other] = arrivalsOf(history);
          const watched = gathered([]);
          for (const [i, copy] of one.entries()) {
            gather(watched, copy);
            const now = situationOf(watched, clockAt('12:00'));
            if (i % 25 === 0)
              assert.deepEqual(now, situationOf(gathered(one.slice(0, i + 1)), clockAt('12:00')));
          }
          assert.deepEqual(look(watched), look(gathered(other)));
        }),
        { numRuns: rounds },
      );
    });
  }

  test('and all of them once more change nothing', () => {
    holds((one, other) => {
      const g = gathered(one);
      const before = look(g);
      for (const copy of other) gather(g, copy);
      assert.deepEqual(look(g), before);
    });
  });
});

describe('what arrives later is made up for', () => {
  const looked = (copies: readonly (Entry | Logged)[]): Gathered => {
    const g = newGathered({ hubKeys: new Set() });
    for (const copy of copies) {
      gather(g, 'entry' in copy ? copy : { entry: copy });
      situationOf(g, clockAt('18:00'));
    }
    return g;
  };
  const acts = (g: Gathered): readonly string[] =>
    situationOf(g, clockAt('18:00')).lanes.flatMap((lane) =>
      lane.claims.map((c) => `${c.act} ${c.deniedBy.length}`),
    );

  const resident = writer('resident');
  const official = writer('official');
  const slip = resident.says({ ...event('arrest'), at: on('10:00') });
  const mended = resident.says({
    ...event('release', { relation: 'corrects' }),
    at: on('10:00'),
    about: [slip],
  });
  const denial = official.says({
    ...event('promise', { relation: 'denies' }),
    at: on('11:00'),
    about: [slip],
  });
  const takenBack = official.says({
    ...event('negotiate', { relation: 'corrects' }),
    at: on('11:05'),
    about: [denial],
  });

  test('a correction before what it corrects', () => {
    assert.deepEqual(acts(looked([mended, slip])), ['release 0']);
  });

  test("a correction's body after the correction", () => {
    assert.deepEqual(acts(looked([slip, withoutBody(mended)])), ['arrest 0']);
    assert.deepEqual(acts(looked([slip, withoutBody(mended), mended])), ['release 0']);
  });

  test('a denial, its body, and that it was taken back', () => {
    assert.deepEqual(acts(looked([withoutBody(denial), slip])), ['arrest 0']);
    assert.deepEqual(acts(looked([slip, withoutBody(denial), denial])), ['arrest 1', 'promise 0']);
    for (const copies of [
      [slip, denial, takenBack],
      [takenBack, denial, slip],
      [denial, slip, takenBack],
    ]) {
      assert.deepEqual(acts(looked(copies)), ['arrest 0', 'negotiate 0']);
    }
  });

  test("nobody corrects another's entry", () => {
    const meddling = official.says({
      ...event('release', { relation: 'corrects' }),
      at: on('10:00'),
      about: [slip],
    });
    assert.deepEqual(acts(looked([slip, meddling])), ['arrest 0', 'release 0']);
  });

  test('an anchor after what hangs on it', () => {
    const arrival = resident.says({ ...event('force.arrive'), at: on('10:30') });
    const within = { edtf: 'XXXX-05-17', anchor: arrival.id, loMin: 0, hiMin: 60 };
    const hanging = resident.says({ ...event('assemble'), at: within });
    const g = looked([hanging]);
    const startOf = (): string => shown(contextOf(g).timeOf(hanging).start);
    assert.equal(startOf(), '00:00 .. 23:59');
    gather(g, { entry: arrival });
    assert.equal(startOf(), '10:30 .. 11:30');
  });

  test('a plan, which lays the hours into its year', () => {
    const arrival = resident.says({ ...event('force.arrive'), at: on('10:30') });
    const dated = resident.says(plan({ date: '2031-05-17' }));
    const g = looked([arrival, dated]);
    assert.equal(contextOf(g).timeOf(arrival).start.lo, Date.UTC(2031, 4, 17, 10, 30));
  });

  test('a place in the log, and the earliest of several', () => {
    const at = (index: number): Logged => ({ entry: slip, index, loggedAt: instant(1_000 * index) });
    for (const copies of [
      [{ entry: slip }, at(9), at(4)],
      [at(4), { entry: slip }, at(9)],
    ]) {
      const g = looked(copies);
      assert.equal(g.unlogged, 0);
      assert.equal(g.byId.get(slip.id)?.index, 4);
      assert.equal(g.lastLoggedAt, 9_000);
    }
    assert.equal(looked([slip, mended]).unlogged, 2);
  });

  test('a body: until then the entry is counted as not read', () => {
    assert.equal(situationFrom([withoutBody(slip), mended]).unread, 1);
    assert.equal(situationFrom([withoutBody(slip), mended, slip]).unread, 0);
  });
});

describe('what anybody may write costs little', () => {
  const author = writer('many');

  test('a chain of 12,000 anchors has one time, whoever of it is asked first', () => {
    const first = author.says({ ...event('force.arrive'), at: on('06:00') });
    const chain = [first];
    for (let n = 0; n < 12_000; n++) {
      const anchor = chain.at(-1)?.id ?? first.id;
      chain.push(
        author.says({
          kind: 'checkin.done',
          body: { who: 'observer' },
          at: { edtf: 'XXXX-05', anchor, loMin: 0, hiMin: 1 },
        }),
      );
    }
    const [last, middle] = [chain.at(-1) ?? first, chain[6_000] ?? first];
    const timesOf = (order: readonly Entry[], asked: readonly Entry[]): readonly string[] => {
      const g = gathered(order.map((entry) => ({ entry })));
      for (const entry of asked) contextOf(g).timeOf(entry);
      return [last, middle].map((entry) => shown(contextOf(g).timeOf(entry).start));
    };
    const times = timesOf(chain, [last]);
    assert.deepEqual(times, ['06:00 .. 25T14:00', '06:00 .. 21T10:00']);
    assert.deepEqual(timesOf(chain.toReversed(), [middle]), times);
  });

  test('entries that each name the sixteen before them are gone through once', () => {
    const web: Entry[] = [];
    for (let n = 0; n < 200; n++)
      web.push(author.says({ ...event('arrest'), at: on('10:00'), about: web.slice(-16) }));
    const g = newGathered({ hubKeys: new Set() });
    for (const entry of web.toReversed()) {
      gather(g, { entry });
      situationOf(g, clockAt('12:00'));
    }
    assert.equal(g.byId.size, 200);
  });
});

describe('the moment to look from, when nobody says one', () => {
  const who = writer('archive');
  const moment = (...copies: readonly Logged[]): string | undefined => {
    const at = lastMomentOf(gathered(copies));
    return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
  };
  const said = (time: string, over: Said = event('arrest')): Logged => ({
    entry: who.says({ ...over, at: time }),
  });

  test('is when the newest entry was logged', () => {
    const logged = (time: string, index: number): Logged => ({
      ...said(on('23:00')),
      index,
      loggedAt: clockAt(time),
    });
    assert.equal(moment(said(on('23:30')), logged('12:00', 3), logged('11:00', 4)), '2000-05-17T12:00');
  });

  test('is the latest moment any entry tells of, while no hub has logged any', () => {
    assert.equal(
      moment(said(on('14:00')), said(`[${on('13:00')}..${on('14:20')}]`), said(on('10:00'))),
      '2000-05-17T14:20',
    );
  });

  test('is none while nobody tells of any moment', () => {
    assert.equal(moment(), undefined);
    assert.equal(moment(said('XXXX-05-17'), said(`[${on('13:00')}..]`), said('199X')), undefined);
  });

  test('is not in the future that a plan, a check-in or an entry about plans tells of', () => {
    const ahead = [
      said(on('20:00'), { kind: 'checkin.due', body: { who: 'observer', graceMin: 5 } }),
      said(on('21:00'), event('picket', { modality: 'planned' })),
      said('XXXX-05-19', plan()),
    ];
    assert.equal(moment(said(on('14:00')), ...ahead), '2000-05-17T14:00');
  });

  test("is counted by the plan's offset", () => {
    const entries = [
      said('2000-05-17T14:00'),
      said('2000-05-17', plan({ date: '2000-05-17', offset: '+05:00' })),
    ];
    assert.equal(moment(...entries), '2000-05-17T09:00');
  });
});

test('of two plans the one with the lower id speaks, for everybody the same', () => {
  const author = writer('desk');
  const plans = [
    author.says(plan({ settlement: 'East field' })),
    author.says(plan({ settlement: 'West field', approaches: ['gate'] })),
  ];
  const lower = plans.toSorted((a, b) => (a.id < b.id ? -1 : 1))[0];
  const settlement = lower?.body?.type === 'plan' ? lower.body.settlement : '';
  for (const order of [plans, plans.toReversed()]) assert.equal(situationFrom(order).settlement, settlement);
});

test('a correction takes away an entry of any kind', () => {
  const author = writer('resident');
  const said = author.says({ ...homes(['n1'], 'demolished'), at: on('11:00') });
  const not = author.says({
    ...event('claim.outcome', { relation: 'corrects' }),
    at: on('11:10'),
    about: [said],
  });
  assert.equal(situationFrom([said]).homes.counts.demolished, 1);
  assert.equal(situationFrom([said, not]).homes.counts.demolished, 0);
});
