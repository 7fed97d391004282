import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { event, homes, on, plan, situationFrom, source } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import { HOME_STATES } from '../record/kinds/vocabulary.ts';
import type { Home } from './homes.ts';
import type { Homes } from './situation.ts';

const who = writer('steward');
const says = (time: string, state: string, by = 'witness', codes: readonly string[] = ['n1']): Entry =>
  who.says({ ...homes(codes, state, source(by)), at: on(time) });

function homesOf(entries: readonly Entry[]): Homes {
  return situationFrom(entries).homes;
}

function home(entries: readonly Entry[], code = 'n1'): Home | undefined {
  return homesOf(entries).list.find((h) => h.code === code);
}

/** `reached`, or `standing, against demolished` where others say otherwise. */
function told(entries: readonly Entry[]): string {
  const found = home(entries);
  const against = found?.conflicts.map((c) => c.state) ?? [];
  return [found?.state ?? 'nothing', ...(against.length > 0 ? [`against ${against.join()}`] : [])].join(', ');
}

describe('the state of a home', () => {
  test('is what was last said of it, whoever says it', () => {
    assert.equal(
      told([says('11:00', 'standing'), says('12:00', 'threatened'), says('13:00', 'reached', 'other')]),
      'reached',
    );
  });

  test('reached is not demolished', () => {
    const { counts } = homesOf([says('14:30', 'reached')]);
    assert.deepEqual([counts.reached, counts.demolished, counts.damaged], [1, 0, 0]);
  });

  test('every state is counted, unknown too, and homes of the plan nobody speaks of are unknown', () => {
    const entries = HOME_STATES.map((state, i) => says('12:00', state, 'witness', [`h${i}`]));
    const { counts, named, list } = homesOf([...entries, who.says(plan())]);
    assert.deepEqual(counts, {
      standing: 1,
      threatened: 1,
      reached: 1,
      damaged: 1,
      demolished: 1,
      unknown: 5,
    });
    assert.equal(named, 10);
    assert.deepEqual(
      list.map((h) => h.code),
      ['h0', 'h1', 'h2', 'h3', 'h4', 'h5', 'n1', 'n2', 's1', 's2'],
    );
  });

  test('is known with its claim, in order of time, and not before any', () => {
    const [later, earlier] = [says('12:00', 'reached'), says('11:00', 'standing')];
    assert.deepEqual(
      home([later, earlier])?.claims.map((c) => c.entry),
      [earlier.id, later.id],
    );
    assert.equal(home([later, earlier])?.by?.entry, later.id);
    assert.equal(home([who.says(plan())])?.by, undefined);
  });

  test('a home named by a slip that was corrected is not counted, unless the plan has it', () => {
    const slip = says('11:00', 'standing', 'witness', ['nl', 'n1']);
    const mended = who.says({ ...event('claim.outcome', { relation: 'corrects' }), about: [slip] });
    assert.deepEqual(homesOf([slip, mended]).list, []);
    assert.deepEqual(
      homesOf([slip, mended, who.says(plan())]).list.map((h) => `${h.code} ${h.state}`),
      ['n1 unknown', 'n2 unknown', 's1 unknown', 's2 unknown'],
    );
  });
});

describe('two sources', () => {
  test('at the same moment: the weaker state speaks, the stronger stands beside it', () => {
    const pairs = [
      ['standing', 'demolished'],
      ['threatened', 'damaged'],
      ['standing', 'damaged'],
      ['reached', 'demolished'],
    ] as const;
    for (const [weak, strong] of pairs) {
      const entries = [says('12:00', strong), says('12:00', weak, 'other')];
      assert.equal(told(entries), `${weak}, against ${strong}`);
      assert.equal(told(entries.toReversed()), `${weak}, against ${strong}`);
    }
  });

  test('that do not exclude each other are no conflict: under notice and reached, or nothing known', () => {
    assert.equal(told([says('12:00', 'threatened'), says('12:00', 'standing', 'other')]), 'standing');
    assert.equal(told([says('12:00', 'reached'), says('12:00', 'standing', 'other')]), 'standing');
    assert.equal(told([says('12:00', 'damaged'), says('12:00', 'unknown', 'other')]), 'unknown');
  });

  test('at other moments are a story, not a conflict', () => {
    assert.equal(told([says('11:00', 'standing'), says('12:00', 'demolished', 'other')]), 'demolished');
  });

  test('a home that is something else after it was demolished is a conflict', () => {
    for (const state of HOME_STATES.filter((s) => s !== 'demolished')) {
      assert.equal(
        told([says('11:00', 'demolished'), says('13:00', state, 'other')]),
        `${state}, against demolished`,
      );
    }
  });

  test('one source mends its own word without a conflict', () => {
    assert.equal(told([says('12:00', 'demolished'), says('12:00', 'standing')]), 'standing');
    assert.equal(told([says('12:00', 'demolished'), says('13:00', 'standing')]), 'standing');
  });
});

describe('homes told in numbers', () => {
  const lost = (over: object): Entry =>
    who.says({
      ...event('evict.demolish', { number: { of: 'homes', lo: 4, hi: 5, words: '4-5' }, ...over }),
      at: on('13:00'),
    });

  test('lost homes without codes are kept apart from homes by code', () => {
    const entry = lost({});
    const { toldLost, counts, list } = homesOf([entry]);
    assert.deepEqual(toldLost, [{ entry: entry.id, number: { of: 'homes', lo: 4, hi: 5, words: '4-5' } }]);
    assert.deepEqual([counts.demolished, list.length], [0, 0]);
  });

  test('also where another telling of the same counts people', () => {
    const people = lost({ number: { of: 'people', lo: 9, hi: 9, words: '9' } });
    assert.equal(homesOf([lost({}), people]).toldLost.length, 1);
  });

  test('only homes that were demolished, not people or vehicles, not an attempt or an order', () => {
    const others = [
      lost({ number: { of: 'people', lo: 4, words: '4' } }),
      ...['attempted', 'ordered', 'planned', 'denied', 'alleged', 'opinion'].map((modality) =>
        lost({ modality }),
      ),
    ];
    assert.deepEqual(homesOf(others).toldLost, []);
  });

  test('the total is what somebody says it is, never the length of a list', () => {
    assert.equal(homesOf([who.says(plan())]).total, undefined);
    const total = who.says({
      ...event('claim.history', {
        lane: 'residents',
        topic: 'total',
        number: { of: 'homes', lo: 300, words: 'over 300' },
      }),
    });
    assert.deepEqual(homesOf([total]).total, { of: 'homes', lo: 300, words: 'over 300' });
  });

  test('nobody states a total by an opinion or by denying one', () => {
    for (const modality of ['opinion', 'denied']) {
      const said = who.says(
        event('claim.history', {
          modality,
          topic: 'total',
          number: { of: 'homes', lo: 9, hi: 9, words: '9' },
        }),
      );
      assert.equal(homesOf([said]).total, undefined);
    }
  });
});
