import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { event, homes, on, situationFrom, source } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import type { PlainObject } from '../record/subset.ts';
import type { Contradiction } from './claims.ts';

const who = writer('desk');
const says = (time: string, act: string, over: PlainObject = {}, about: readonly Entry[] = []): Entry =>
  who.says({ ...event(act, over), at: time.startsWith('[') ? time : on(time), about });
const count = (time: string, by: string, counted: string, over: PlainObject = {}): Entry => {
  const [figure = '', of = ''] = counted.split(' ');
  const number = { of, lo: Number(figure), hi: Number(figure), words: figure };
  return says(time, 'evict.demolish', { source: source(by), number, ...over });
};

function contradictions(entries: readonly Entry[]): readonly Contradiction[] {
  return situationFrom(entries).contradictions;
}

/** `number evict.demolish: 3 witness, 5 paper`, versions sorted. */
function told(entries: readonly Entry[]): readonly string[] {
  return contradictions(entries).map(({ about, subject, versions }) => {
    const sides = versions.map((v) => `${v.number?.lo ?? v.state ?? v.modality} ${v.source.id}`);
    return `${about} ${subject}: ${sides.sort().join(', ')}`;
  });
}

describe('a claim', () => {
  const grade = (entries: readonly Entry[]): string | undefined =>
    situationFrom(entries).lanes[0]?.claims[0]?.grade;
  const copy = { source: source('paper', { stance: 'press', link: 'quotes', quotes: 'witness' }) };

  test('shows each teller with stance, link and the source it comes down to', () => {
    const [claim] = situationFrom([says('10:00', 'arrest', copy)]).lanes[0]?.claims ?? [];
    assert.deepEqual(claim?.told, [{ id: 'paper', stance: 'press', link: 'quotes', root: 'witness' }]);
  });

  test('is no better for a copy that quotes its source', () => {
    assert.equal(grade([says('10:00', 'arrest')]), 'single');
    assert.equal(grade([says('10:00', 'arrest'), says('10:00', 'arrest', copy)]), 'several-dependent');
    assert.equal(
      grade([says('10:00', 'arrest'), says('10:00', 'arrest', { source: source('neighbour') })]),
      'several-independent',
    );
  });

  test('knows from any other entry whom a source quotes', () => {
    const paper = { stance: 'press', link: 'quotes' };
    const elsewhere = who.says({
      ...homes(['n1'], 'standing', source('paper', { ...paper, quotes: 'witness' })),
      at: on('08:00'),
    });
    const entries = [says('10:00', 'arrest'), says('10:00', 'arrest', { source: source('paper') })];
    assert.equal(grade(entries), 'several-independent');
    assert.equal(grade([...entries, elsewhere]), 'several-dependent');
  });

  test('told in a circle of quotes is one source', () => {
    const quotes = (id: string, quoted: string): PlainObject => ({
      source: source(id, { stance: 'press', link: 'quotes', quotes: quoted }),
    });
    assert.equal(
      grade([
        says('10:00', 'arrest', quotes('paper', 'radio')),
        says('10:00', 'arrest', quotes('radio', 'paper')),
      ]),
      'several-dependent',
    );
    const third = says('10:00', 'arrest', quotes('a-blog', 'paper'));
    assert.equal(
      grade([
        says('10:00', 'arrest', quotes('paper', 'radio')),
        says('10:00', 'arrest', quotes('radio', 'paper')),
        third,
      ]),
      'several-dependent',
    );
  });
});

describe('numbers contradict each other', () => {
  test('of vehicles, or of all homes there are, at any two times, with both kept', () => {
    assert.deepEqual(told([count('11:00', 'witness', '3 vehicles'), count('15:00', 'paper', '5 vehicles')]), [
      'number evict.demolish: 3 witness, 5 paper',
    ]);
    const total = { topic: 'total' };
    assert.deepEqual(
      told([count('11:00', 'witness', '30 homes', total), count('15:00', 'paper', '50 homes', total)]),
      ['number evict.demolish total: 30 witness, 50 paper'],
    );
  });

  test('of homes lost when a later total is lower, or two of one moment differ; a later one may be higher', () => {
    assert.deepEqual(told([count('11:00', 'witness', '3 homes'), count('15:00', 'paper', '5 homes')]), []);
    assert.deepEqual(told([count('11:00', 'witness', '5 homes'), count('15:00', 'paper', '3 homes')]), [
      'number evict.demolish: 3 paper, 5 witness',
    ]);
    assert.deepEqual(told([count('11:00', 'witness', '3 homes'), count('11:00', 'paper', '5 homes')]), [
      'number evict.demolish: 3 witness, 5 paper',
    ]);
  });

  test('of homes lost over a stretch of time, as they were at its end', () => {
    const night = 'XXXX-05-17T01:45/XXXX-05-17T06:15';
    const [at, sinceNoon] = [{ place: { cell: 'c1' } }, 'XXXX-05-17T12:00/..'];
    const says5 = (time: string): Entry =>
      who.says({
        ...event('evict.demolish', {
          source: source('witness'),
          number: { of: 'homes', lo: 5, hi: 5, words: '5' },
        }),
        at: time,
      });
    assert.equal(told([says5(night), count('06:15', 'paper', '3 homes', at)]).length, 1);
    assert.deepEqual(told([says5(night), count('06:14', 'paper', '3 homes', at)]), []);
    // In one episode with the stretch, each is still told of its own time.
    assert.deepEqual(told([says5(night), count('03:00', 'paper', '3 homes')]), []);
    assert.deepEqual(told([says5(sinceNoon), count('18:00', 'paper', '3 homes', at)]), []);
  });

  test('of homes lost not while the lower may be the earlier', () => {
    for (const time of [
      '[XXXX-05-17T10:00..XXXX-05-17T12:00]',
      '[..XXXX-05-17T12:00]',
      '[XXXX-05-17T10:00..]',
    ])
      assert.deepEqual(
        told([
          count('11:00', 'witness', '5 homes'),
          count(time, 'paper', '3 homes', { place: { cell: 'c1' } }),
        ]),
        [],
        time,
      );
    const after = '[XXXX-05-17T11:00..XXXX-05-17T12:00]';
    assert.equal(
      told([
        count('11:00', 'witness', '5 homes'),
        count(after, 'paper', '3 homes', { place: { cell: 'c1' } }),
      ]).length,
      1,
    );
  });

  test('of homes lost exactly where two of them cannot both be right', () => {
    const hour = (n: number): string => `XXXX-05-17T${10 + n}:00`;
    const anyTotal = fc.record({
      from: fc.nat(3),
      more: fc.nat(2),
      lo: fc.nat(6),
      wide: fc.option(fc.nat(3), { nil: undefined }),
      by: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(anyTotal, { maxLength: 6, selector: (t) => JSON.stringify(t) }),
        (totals) => {
          const all = totals.map((t, i) => {
            const number = {
              of: 'homes',
              lo: t.lo,
              ...(t.wide !== undefined && { hi: t.lo + t.wide }),
              words: 'told',
            };
            const time = `[${hour(t.from)}..${hour(t.from + t.more)}]`;
            // Each in a cell of its own: an episode of its own, with no time but its own.
            const entry = says(time, 'evict.demolish', {
              source: source(t.by),
              number,
              place: { cell: `c${i}` },
            });
            return { ...t, until: t.from + t.more, hi: t.lo + (t.wide ?? Infinity), entry };
          });
          const isOff = (low: (typeof all)[0], high: (typeof all)[0]): boolean =>
            low.by !== high.by && low.hi < high.lo && low.from >= high.until;
          const off = all.filter((t) => all.some((other) => isOff(t, other) || isOff(other, t)));
          const found = contradictions(all.map((t) => t.entry)).flatMap((c) =>
            c.versions.map((v) => v.entry),
          );
          assert.deepEqual(found, off.map((t) => t.entry.id).sort());
        },
      ),
    );
  });

  test('of people only at the same short moment, since crowds grow', () => {
    assert.deepEqual(told([count('11:00', 'witness', '30 people'), count('11:25', 'paper', '300 people')]), [
      'number evict.demolish: 30 witness, 300 paper',
    ]);
    assert.deepEqual(
      told([count('11:00', 'witness', '30 people'), count('15:00', 'paper', '300 people')]),
      [],
    );
    assert.deepEqual(
      told([count('11:00', 'witness', '30 people'), count('[..XXXX-05-17T13:00]', 'paper', '300 people')]),
      [],
    );
    const [morning, longer] = [
      '[XXXX-05-17T11:00..XXXX-05-17T11:20]',
      '[XXXX-05-17T11:10..XXXX-05-17T12:30]',
    ];
    const actors = { actors: ['police'] };
    assert.deepEqual(
      told([
        count(morning, 'witness', '30 people', actors),
        count(longer, 'paper', '300 people', { ...actors, place: { cell: 'c1' } }),
      ]),
      [],
    );
    assert.equal(
      told([
        count(morning, 'witness', '30 people', actors),
        count(morning, 'paper', '300 people', { ...actors, place: { cell: 'c1' } }),
      ]).length,
      1,
    );
  });

  test('not where the ranges meet, of different things, or from one source', () => {
    const dozens = {
      actors: ['women'],
      number: { of: 'people', lo: 24, hi: 99, words: 'dozens' },
      source: source('paper'),
    };
    assert.deepEqual(
      told([
        count('11:00', 'witness', '30 people', { actors: ['women'] }),
        says('11:00', 'evict.demolish', dozens),
      ]),
      [],
    );
    assert.deepEqual(
      told([
        count('11:00', 'witness', '3 homes'),
        says('11:00', 'evict.demolish', {
          source: source('paper'),
          number: { of: 'homes', lo: 2, words: 'over 1' },
        }),
      ]),
      [],
    );
    assert.deepEqual(told([count('11:00', 'witness', '3 homes'), count('11:00', 'paper', '5 vehicles')]), []);
    assert.deepEqual(told([count('11:00', 'witness', '3 homes'), count('11:00', 'witness', '5 homes')]), []);
    const copied = source('paper', { link: 'quotes', quotes: 'witness' });
    assert.deepEqual(
      told([count('11:00', 'witness', '3 homes'), count('11:00', 'paper', '5 homes', { source: copied })]),
      [],
    );
  });

  test('when said to be done, ongoing or alleged', () => {
    for (const modality of ['ongoing', 'alleged']) {
      assert.equal(
        told([count('11:00', 'witness', '3 homes'), count('11:00', 'paper', '5 homes', { modality })]).length,
        1,
        modality,
      );
    }
  });

  test('not when one was ordered, planned or tried, and the other done; nor by opinions', () => {
    for (const modality of [
      'ordered',
      'planned',
      'attempted',
      'threatened',
      'refused',
      'background',
      'opinion',
    ]) {
      assert.deepEqual(
        told([count('11:00', 'witness', '3 homes'), count('11:00', 'paper', '40 homes', { modality })]),
        [],
        modality,
      );
    }
    assert.equal(
      told([
        count('11:00', 'witness', '3 homes', { modality: 'ordered' }),
        count('11:00', 'paper', '40 homes', { modality: 'ordered' }),
      ]).length,
      1,
    );
    assert.deepEqual(
      told([
        count('11:00', 'witness', '3 homes', { modality: 'opinion' }),
        count('11:00', 'paper', '40 homes', { modality: 'opinion' }),
      ]),
      [],
    );
  });
});

describe('a denial stands beside what it denies', () => {
  const arrest = says('10:00', 'arrest', { actors: ['police'] });
  const official = { source: source('akimat', { stance: 'official' }) };

  test('by its modality, when it is about the same', () => {
    const denial = says('14:00', 'arrest', { actors: ['police'], modality: 'denied', ...official });
    assert.deepEqual(told([arrest, denial]), ['denial arrest police: denied akimat, done witness']);
    assert.deepEqual(told([denial]), []);
  });

  test('by naming the entry, whatever it says itself: both sides are shown', () => {
    const denial = says('14:00', 'promise', { actors: ['city-officer'], relation: 'denies', ...official }, [
      arrest,
    ]);
    assert.deepEqual(told([arrest, denial]), ['denial arrest police: denied akimat, done witness']);
    const [claim] = situationFrom([arrest, denial]).lanes[0]?.claims ?? [];
    assert.deepEqual(claim?.deniedBy, [denial.id]);
  });

  test('but nothing stands beside an opinion', () => {
    const opinion = says('10:00', 'arrest', { actors: ['police'], modality: 'opinion' });
    const denial = says('14:00', 'arrest', { actors: ['police'], modality: 'denied', ...official }, []);
    assert.deepEqual(told([opinion, denial]), []);
    assert.deepEqual(told([arrest, opinion, denial]), ['denial arrest police: denied akimat, done witness']);
    assert.deepEqual(
      told([opinion, says('14:00', 'promise', { relation: 'denies', ...official }, [opinion])]),
      [],
    );
  });

  test('by an entry that supports or corrects nobody is denied', () => {
    for (const relation of ['supports', 'corrects']) {
      const entry = writer('other').says({
        ...event('promise', { relation, ...official }),
        at: on('14:00'),
        about: [arrest],
      });
      assert.deepEqual(told([arrest, entry]), [], relation);
    }
  });

  test('of which nothing is left once it was taken back', () => {
    const denial = says('14:00', 'promise', { relation: 'denies', ...official }, [arrest]);
    const back = says('14:30', 'negotiate', { relation: 'corrects', ...official }, [denial]);
    assert.deepEqual(told([arrest, denial, back]), []);
  });
});

test('two sources about one home are kept side by side', () => {
  const entries = [
    who.says({ ...homes(['n1'], 'demolished'), at: on('12:00') }),
    who.says({ ...homes(['n1'], 'standing', source('paper')), at: on('12:00') }),
  ];
  assert.deepEqual(told(entries), ['home n1: demolished witness, standing paper']);
});

test('contradictions are in one order for everybody', () => {
  const entries = [
    count('11:00', 'witness', '3 homes'),
    count('11:00', 'paper', '5 homes'),
    says('10:00', 'arrest'),
    says('14:00', 'arrest', { modality: 'denied', source: source('paper') }),
  ];
  assert.deepEqual(
    told(entries).map((t) => t.split(':')[0]),
    ['denial arrest', 'number evict.demolish'],
  );
  assert.deepEqual(contradictions(entries), contradictions(entries.toReversed()));
  for (const { versions } of contradictions(entries)) {
    const ids = versions.map((v) => v.entry);
    assert.deepEqual(ids, ids.toSorted());
  }
});
