import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockAt, event, homes, on, plan } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Said } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import { newBuckets } from './buckets.ts';
import type { Buckets, Saying, Shelf } from './buckets.ts';
import { gather, newGathered } from './gather.ts';
import type { Gathered, Subjects } from './gather.ts';
import { situationOf } from './situation.ts';

/** The same buckets, that also write down what is read and what is summed up. */
function counting<S, T extends Saying>(
  name: keyof Subjects,
  { section }: Buckets<S, T>,
  log: Log,
): Buckets<S, T> {
  return newBuckets({
    ...section,
    read: (logged, context) => {
      log.read.push(logged.entry.id);
      return section.read(logged, context);
    },
    summarise: (said, key) => {
      log.summed.push(`${name} ${key}`);
      return section.summarise(said, key);
    },
  });
}

type Log = { read: string[]; summed: string[] };

/** An index that tells which buckets were summed up by the last look, and which entries were read for it. */
function watched(): {
  readonly add: (entry: Entry) => readonly string[];
  readonly lastRead: () => readonly string[];
  readonly g: Gathered;
} {
  const log: Log = { read: [], summed: [] };
  const plainIndex = newGathered({ hubKeys: new Set([hub.key]) });
  const { subjects: s } = plainIndex;
  const subjects: Subjects = {
    alarms: counting('alarms', s.alarms, log),
    approaches: counting('approaches', s.approaches, log),
    authors: counting('authors', s.authors, log),
    episodes: counting('episodes', s.episodes, log),
    heard: counting('heard', s.heard, log),
    homes: counting('homes', s.homes, log),
    points: counting('points', s.points, log),
    refusals: counting('refusals', s.refusals, log),
    sealed: counting('sealed', s.sealed, log),
    spellings: counting('spellings', s.spellings, log),
    standbys: counting('standbys', s.standbys, log),
    tallies: counting('tallies', s.tallies, log),
    watches: counting('watches', s.watches, log),
  };
  const g = { ...plainIndex, subjects };
  const add = (entry: Entry): readonly string[] => {
    log.read = [];
    log.summed = [];
    gather(g, { entry });
    situationOf(g, clockAt('18:00'));
    return log.summed.toSorted();
  };
  return { add, lastRead: () => [...new Set(log.read)].sort(), g };
}

const hub = writer('hub');
const resident = writer('resident');
const steward = writer('steward');

const raised = resident.says({
  kind: 'alarm.raise',
  body: { mode: 'real', act: 'force.arrive' },
  at: on('10:31'),
});
const arrival = resident.says({ ...event('force.arrive', { actors: ['police'] }), at: on('10:30') });
const DAY: readonly Entry[] = [
  steward.says(plan()),
  raised,
  arrival,
  resident.says({ ...event('arrest', { place: { zone: 'north' } }), at: on('11:00') }),
  steward.says({
    kind: 'checked.in',
    body: { point: 'gate', number: { lo: 9, hi: 9, words: '9' } },
    at: on('11:05'),
  }),
  steward.says({
    kind: 'checked.in',
    body: { point: 'well', number: { lo: 4, hi: 4, words: '4' } },
    at: on('11:06'),
  }),
  resident.says({ ...homes(['n1', 'n2'], 'standing'), at: on('11:10') }),
];

describe('one more entry is summed up in its own buckets and no others', () => {
  const cases: readonly (readonly [title: string, said: Said, buckets: readonly string[]])[] = [
    [
      'people checked in at one point',
      { kind: 'checked.in', body: { point: 'gate', number: { lo: 12, hi: 12, words: '12' } } },
      ['points gate'],
    ],
    ['a home', { ...homes(['n2'], 'reached') }, ['homes n2']],
    ['homes together', { ...homes(['n1', 's9'], 'reached') }, ['homes n1', 'homes s9']],
    [
      'an answer to an alarm',
      { kind: 'alarm.reply', body: { reply: 'coming' }, about: [raised] },
      [`alarms ${raised.id}`],
    ],
    ['an act of another kind', event('release'), ['episodes authorities|release||||//||done']],
    [
      'an approach',
      event('access.deny', { place: { approach: 'north-road' } }),
      ['approaches north-road', 'episodes authorities|access.deny||||north-road//||done'],
    ],
    [
      'a group under orders',
      event('refuse.order', { group: 'drivers', answer: 'refused' }),
      ['episodes authorities|refuse.order|drivers|||//|refused|done', 'refusals drivers'],
    ],
    [
      'a tally',
      {
        kind: 'alarm.told',
        body: { cell: 'c1', told: 3, acknowledged: 1, coming: 1, cannot: 0, unreached: 0 },
      },
      ['tallies c1'],
    ],
  ];
  for (const [title, said, buckets] of cases) {
    test(title, () => {
      const { add, lastRead } = watched();
      for (const entry of DAY) add(entry);
      const more = writer('newcomer').says(said);
      assert.deepEqual(add(more), [`authors ${more.core.author}`, ...buckets].sort());
      assert.deepEqual(lastRead(), [more.id]);
    });
  }

  test('a correction, and what it corrects', () => {
    const { add, lastRead } = watched();
    for (const entry of DAY) add(entry);
    const mended = resident.says({ ...event('promise', { relation: 'corrects' }), about: [arrival] });
    const spoilt = add(mended).filter((name) => !name.startsWith('authors'));
    assert.deepEqual(spoilt, [
      'episodes authorities|force.arrive|police|||//||done',
      'episodes authorities|promise||||//||done',
    ]);
    assert.deepEqual(lastRead(), [arrival.id, mended.id].sort());
  });

  test('an anchor, and what hangs on it', () => {
    const { add, lastRead } = watched();
    const late = resident.says({ ...event('force.advance'), at: on('10:40') });
    const hanging = steward.says({
      ...event('assemble'),
      at: { edtf: 'XXXX-05-17', anchor: late.id, loMin: 0, hiMin: 60 },
    });
    for (const entry of [...DAY, hanging]) add(entry);
    const spoilt = add(late).filter((name) => !name.startsWith('authors'));
    assert.deepEqual(spoilt, [
      'episodes authorities|assemble||||//||done',
      'episodes authorities|force.advance||||//||done',
    ]);
    assert.deepEqual(lastRead(), [hanging.id, late.id].sort());
  });
});

test('a second copy of an entry is not summed up again', () => {
  const { add, g } = watched();
  for (const entry of DAY) add(entry);
  assert.deepEqual(add(arrival), []);
  assert.equal(g.byId.size, DAY.length);
});

test('a plan is summed up with everything, since it gives the year and the offset', () => {
  const { add, g } = watched();
  for (const entry of DAY) add(entry);
  const all = Object.values<Shelf>(g.subjects).reduce((n, buckets) => n + buckets.byKey.size, 0);
  assert.equal(add(writer('desk').says(plan({ date: '2031-05-17' }))).length, all + 1);
});
