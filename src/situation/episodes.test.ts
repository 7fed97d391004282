import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { event, on, shown, situationFrom, source } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import { LANES } from '../record/kinds/vocabulary.ts';
import type { PlainObject } from '../record/subset.ts';
import type { Claim } from './claims.ts';

const one = writer('one');
let sources = 0;

/** An arrest by the police; each is told by another source, unless it is named. */
function says(time: string, over: PlainObject = {}): Entry {
  const told = { actors: ['police'], source: source(`s${++sources}`), ...over };
  return one.says({ ...event('arrest', told), at: /[/[]/.test(time) ? time : on(time) });
}

function claimsOf(entries: readonly Entry[]): readonly Claim[] {
  return situationFrom(entries).lanes.flatMap((lane) => lane.claims);
}

/** When each episode was, with how many tellings. */
function parts(entries: readonly Entry[]): readonly string[] {
  return claimsOf(entries).map((c) => `${shown(c.when.start)} x${c.entries.length}`);
}

describe('two tellings are one episode', () => {
  test('when act, lane, actors, topic, place and modality are the same and the time is near', () => {
    const entries = [
      says('10:00', { source: source('witness') }),
      says('10:20', { source: source('neighbour') }),
    ];
    const [claim] = claimsOf(entries);
    assert.deepEqual(parts(entries), ['10:00 .. 10:20 x2']);
    assert.deepEqual(claim?.entries, entries.map((e) => e.id).sort());
    assert.equal(claim?.id, claim?.entries[0]);
    assert.deepEqual(claim?.tellers.map((t) => t.source.id).sort(), ['neighbour', 'witness']);
  });

  test('when they name the same actors in another order', () => {
    assert.equal(
      parts([
        says('10:00', { actors: ['bailiff', 'police'] }),
        says('10:00', { actors: ['police', 'bailiff'] }),
      ]).length,
      1,
    );
  });

  const different: readonly (readonly [what: string, over: PlainObject])[] = [
    ['modality', { modality: 'attempted' }],
    ['actors', { actors: ['riot-police'] }],
    ['number of actors', { actors: ['police', 'bailiff'] }],
    ['topic', { topic: 'organiser' }],
    ['lane', { lane: 'others' }],
    ['act', { act: 'release' }],
    ['side', { side: 'residents' }],
    ['group', { group: 'drivers' }],
    ['zone', { place: { zone: 'north' } }],
    ['cell', { place: { cell: 'c1' } }],
    ['home', { place: { home: 'n1' } }],
    ['point', { place: { point: 'gate' } }],
    ['approach', { place: { approach: 'north' } }],
  ];
  for (const [what, over] of different) {
    test(`but not with another ${what}`, () => {
      assert.equal(parts([says('10:00'), says('10:00', over)]).length, 2);
    });
  }

  test('and a zone is not an approach of the same name', () => {
    assert.equal(
      parts([says('10:00', { place: { zone: 'north' } }), says('10:00', { place: { approach: 'north' } })])
        .length,
      2,
    );
  });

  test('nor is one answer of a group another', () => {
    const answers = ['announced', 'refused'].map((answer) =>
      says('10:00', { act: 'refuse.order', group: 'drivers', answer }),
    );
    assert.equal(parts(answers).length, 2);
  });
});

describe('time parts episodes', () => {
  test('where half an hour and more lies between two tellings', () => {
    assert.deepEqual(parts([says('10:00'), says('10:30'), says('11:00')]), ['10:00 .. 11:00 x3']);
    assert.deepEqual(parts([says('10:00'), says('10:31')]), ['10:00 x1', '10:31 x1']);
  });

  test('where one source tells of two moments that cannot be one, however near', () => {
    const by = (id: string): PlainObject => ({ source: source(id) });
    assert.deepEqual(parts([says('10:00', by('a')), says('10:10', by('a'))]), ['10:00 x1', '10:10 x1']);
    assert.deepEqual(
      parts([says('10:00', by('a')), says('10:05', by('b')), says('10:10', by('a')), says('10:12', by('b'))]),
      ['10:00 .. 10:05 x2', '10:10 .. 10:12 x2'],
    );
    assert.deepEqual(
      parts([says('10:00', by('a')), says('10:00', by('a')), says('[..XXXX-05-17T10:10]', by('a'))]),
      ['10:00 x3'],
    );
  });

  test('not within what one telling spans', () => {
    assert.deepEqual(parts([says('XXXX-05-17T10:00/XXXX-05-17T13:00'), says('12:00')]), ['10:00 x2']);
    assert.deepEqual(parts([says('XXXX-05-17T10:00/XXXX-05-17T13:00'), says('13:31')]), [
      '10:00 x1',
      '13:31 x1',
    ]);
  });

  test('a telling of the whole day is one more telling of the last episode, and narrows nothing', () => {
    assert.deepEqual(parts([says('10:00'), says('14:00'), says('[XXXX-05-17..XXXX-05-17]')]), [
      '10:00 x1',
      '14:00 x2',
    ]);
  });

  test('midnight does not', () => {
    assert.deepEqual(parts([says('23:50'), says('18T00:10')]), ['23:50 .. 18T00:10 x2']);
  });
});

describe('what an episode keeps', () => {
  const dozens = { of: 'people', lo: 24, hi: 99, words: 'dozens' };
  const forty = { of: 'people', lo: 40, hi: 40, words: 'сорок' };

  test('every number, with its words and who told it', () => {
    const entries = [says('10:00', { number: dozens }), says('10:05', { number: forty })];
    const [claim] = claimsOf(entries);
    const told = new Map(claim?.numbers.map(({ entry, number }) => [entry, number]));
    assert.deepEqual(told, new Map(entries.map((entry, i) => [entry.id, [dozens, forty][i]])));
  });

  test('what any of its tellings says of the order, by whom, the threat and the side', () => {
    const shared = { group: 'drivers', topic: 'machines', side: 'residents', answer: 'refused' };
    const told = [
      { by: 'bailiff' },
      { order: 'evict.demolish' },
      { threat: 'dismissal' },
      { unit: 'a company' },
    ];
    const [claim, ...more] = claimsOf(told.map((over, i) => says(`10:0${i}`, { ...shared, ...over })));
    assert.deepEqual(more, []);
    assert.partialDeepStrictEqual(claim, Object.assign({}, shared, ...told));
  });

  test('where tellings differ, one word for everybody: that of the entry with the lowest id', () => {
    const entries = ['bailiff', 'police', 'procurer'].map((by) => says('10:00', { by }));
    const lowest = entries.toSorted((a, b) => (a.id < b.id ? -1 : 1))[0];
    const by = lowest?.body?.type === 'event' ? lowest.body.by : undefined;
    assert.ok(by);
    for (const order of [entries, entries.toReversed()]) assert.equal(claimsOf(order)[0]?.by, by);
  });

  test('the actors of all tellings about a group, in one order', () => {
    const group = { group: 'drivers', act: 'refuse.order' };
    const [claim] = claimsOf([
      says('10:00', { ...group, actors: ['workers', 'drivers'] }),
      says('10:00', { ...group, actors: ['labourers'] }),
    ]);
    assert.deepEqual(claim?.actors, ['drivers', 'labourers', 'workers']);
  });

  test('a unit is a word and no number', () => {
    const [claim] = claimsOf([says('10:00', { unit: 'battalion' })]);
    assert.equal(claim?.unit, 'battalion');
    assert.deepEqual(claim?.numbers, []);
  });

  test('each place once, as it was told', () => {
    const [north, well] = [{ zone: 'north' }, { zone: 'north', name: 'у колодца' }];
    const [claim] = claimsOf([
      says('10:00', { place: north }),
      says('10:01', { place: well }),
      says('10:02', { place: north }),
    ]);
    assert.deepEqual(
      claim?.places.map((p) => JSON.stringify(p)).sort(),
      [well, north].map((p) => JSON.stringify(p)).sort(),
    );
  });

  test('that all of a group did, when one telling says all', () => {
    const answer = { act: 'refuse.order', group: 'drivers', answer: 'refused' };
    assert.deepEqual(
      claimsOf([says('10:00', answer), says('10:01', { ...answer, all: 'yes' })]).map((c) => c.all),
      [true],
    );
    assert.deepEqual(
      claimsOf([says('10:00', answer)]).map((c) => c.all),
      [false],
    );
  });
});

test('every lane is there, in its order, with its own claims by time', () => {
  const entries = [
    says('12:00', { lane: 'press' }),
    says('11:00', { lane: 'press', act: 'release' }),
    says('10:00'),
  ];
  const { lanes } = situationFrom(entries);
  assert.deepEqual(
    lanes.map((l) => l.lane),
    LANES,
  );
  assert.deepEqual(
    lanes.find((l) => l.lane === 'press')?.claims.map((c) => c.act),
    ['release', 'arrest'],
  );
});

test('a spelling is no episode', () => {
  const said = one.says(
    event('spelling', { lane: 'others', spellings: { of: 'city', as: [{ words: 'Almaty' }] } }),
  );
  assert.deepEqual(claimsOf([said]), []);
});
