import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { event, homes, on, plan, situationFrom, source } from '../../../test/making/days.ts';
import { writer } from '../../../test/making/entries.ts';
import { anyHistory, arrivalsOf, HISTORY_HUBS } from '../../../test/making/histories.ts';
import { soakCount } from '../../../test/soak-count.ts';
import type { Entry } from '../../record/entry.ts';
import type { PlainObject } from '../../record/subset.ts';
import { LANGUAGES } from '../words/words.ts';
import type { Language } from '../words/words.ts';
import { bulletinOf } from './bulletin.ts';
import type { Bulletin } from './bulletin.ts';

const who = writer('reporter');
const says = (time: string, act: string, over: PlainObject = {}): Entry =>
  who.says({
    ...event(act, { actors: ['police'], ...over }),
    at: /^(18T)?\d\d:/.test(time) ? on(time) : time,
  });

const arrival = says('10:30', 'force.arrive');
const refusal = says('[..XXXX-05-17T12:00]', 'refuse.order', {
  lane: 'workers',
  actors: ['drivers'],
  group: 'bulldozer-drivers',
  modality: 'refused',
  answer: 'refused',
  all: 'yes',
});
const DAY: readonly Entry[] = [
  who.says(plan()),
  arrival,
  refusal,
  says('13:00', 'cordon.complete'),
  says('14:10', 'arrest', { source: source('gossip', { link: 'heard' }) }),
  says('XXXX-05-17', 'claim.outcome', { topic: 'turned-back' }),
  says('1998', 'claim.history', { modality: 'background', actors: ['residents'] }),
  who.says({ ...homes(['n1'], 'reached'), at: on('14:30') }),
];

function paper(entries: readonly Entry[], language: Language = 'en', asOf = '18:00'): Bulletin {
  return bulletinOf(situationFrom(entries, { asOf }), language);
}

function sections(b: Bulletin): readonly string[] {
  return b.sections.flatMap(({ heading, lines }) => lines.map((l) => `${heading} | ${l.text}`));
}

function allText(b: Bulletin): string {
  return [
    b.title,
    b.standing,
    ...b.summary.map((l) => l.text),
    ...sections(b),
    ...b.notes.map((n) => n.sources),
  ].join('\n');
}

describe('the bulletin', () => {
  test('begins with place and date, and says until when it is told and that no year is stated', () => {
    const { title, standing } = paper(DAY, 'en', '14:40');
    assert.deepEqual(
      [title, standing],
      ['Example field, 17 May', 'As of 14:40. The year is not stated. Local time, offset from UTC unknown.'],
    );
    assert.equal(paper([who.says(plan({ date: '2031-05-17' }))]).title, 'Example field, 17 May 2031');
    assert.equal(paper([]).title, 'A settlement');
  });

  test('sums up the minutes gained, homes, ring and the answers of groups', () => {
    assert.deepEqual(
      paper(DAY).summary.map((l) => l.text),
      [
        'Minutes gained: 450.',
        'Homes: standing 0, reached 1, demolished 0, unknown 3, total unknown.',
        'Ring closed 13:00.',
        'All bulldozer drivers refused.',
      ],
    );
  });

  test('tells hour by hour, then what has no hour, then what was before', () => {
    assert.deepEqual(sections(paper(DAY)), [
      '10:00–11:00 | 10:30: police arrived.',
      '12:00–13:00 | By 12:00: all bulldozer drivers refused.',
      '13:00–14:00 | 13:00: police closed the ring.',
      '14:00–15:00 | 14:10: police arrested people (not confirmed: rumour).',
      '14:00–15:00 | Homes told of as reached: 1.',
      'Said of the day, without an hour | That day: outcome (police): turned back.',
      'Before the day | Time not stated: residents had lost homes before.',
    ]);
  });

  test('tells a night in the order in which it passed', () => {
    const night = [says('23:30', 'force.arrive'), says('18T00:20', 'arrest')];
    assert.deepEqual(sections(paper(night, 'en', '18T06:00')), [
      '23:00–00:00 | 23:30: police arrived.',
      '00:00–01:00 | 18.05 00:20: police arrested people.',
    ]);
  });

  test('shows what is told differently side by side', () => {
    const count = (by: string, stance: string, lo: number): Entry =>
      says('11:00', 'evict.demolish', {
        source: source(by, { stance }),
        number: { of: 'homes', lo, hi: lo, words: String(lo) },
      });
    const [text = ''] = sections(paper([count('a', 'resident', 4), count('b', 'official', 1)])).slice(-1);
    assert.match(text, /^Told differently \| demolition: /);
    assert.match(text, /\b4 \(resident\)/);
    assert.match(text, /\b1 \(official\)/);
  });

  test('is the same day in each language, line for line', () => {
    const papers = LANGUAGES.map((language) => paper(DAY, language));
    const shapes = papers.map((b) => [
      b.summary.map((l) => l.notes),
      b.sections.map((s) => s.lines.map((l) => l.notes)),
    ]);
    assert.deepEqual(shapes[1], shapes[0]);
    assert.deepEqual(shapes[2], shapes[0]);
    assert.equal(new Set(papers.map((b) => b.notesHeading)).size, LANGUAGES.length);
  });
});

describe('the summary', () => {
  const called = [
    who.says({
      kind: 'alarm.told',
      body: { cell: 'c1', told: 20, acknowledged: 12, coming: 3, cannot: 1, unreached: 2 },
      at: on('10:40'),
    }),
    who.says({
      kind: 'checked.in',
      body: { point: 'gate', number: { lo: 30, hi: 40, words: '30-40' } },
      at: on('11:40'),
    }),
  ];
  const drivers = { lane: 'workers', actors: ['drivers'], group: 'drivers', modality: 'refused' };
  const answers = [
    says('12:00', 'refuse.order', { ...drivers, answer: 'announced' }),
    says('13:00', 'refuse.order', { ...drivers, answer: 'refused', all: 'yes' }),
  ];
  const road = says('11:00', 'access.deny', { place: { approach: 'north-road' } });
  const by = says('[..XXXX-05-17T10:30]', 'force.arrive');
  const summary = (language: Language): readonly string[] =>
    paper([who.says(plan()), by, road, ...called, ...answers], language).summary.map((l) => l.text);

  test('keeps ranges as they are, open ends too, and of each group the last answer', () => {
    assert.deepEqual(summary('en'), [
      'Minutes gained: 450+.',
      'Told 20, acknowledged 12, checked in 30-40.',
      'Homes: standing 0, reached 0, demolished 0, unknown 4, total unknown.',
      'Ring partial 11:00.',
      'All drivers refused.',
    ]);
  });

  test('says the same in Russian and in Kazakh', () => {
    assert.deepEqual(summary('ru').slice(3), ['Кольцо неполное 11:00.', 'Водители (все): отказались.']);
    assert.deepEqual(summary('kk').slice(3), [
      'Қоршау (11:00) толық емес.',
      'Жүргізушілер (бәрі): бас тартты.',
    ]);
    const closed = (language: Language): string =>
      paper([says('[..XXXX-05-17T13:00]', 'cordon.complete')], language).summary.at(-1)?.text ?? '';
    assert.deepEqual(LANGUAGES.map(closed), [
      'Қоршау (13:00-ке қарай) тұйықталды.',
      'Кольцо замкнуто к 13:00.',
      'Ring closed by 13:00.',
    ]);
  });

  test('has the total of homes only where somebody says it', () => {
    const total = says('XXXX-05-17', 'claim.history', {
      topic: 'total',
      number: { of: 'homes', lo: 300, words: 'over 300' },
    });
    assert.equal(paper([total]).summary[0]?.text, 'Homes: standing 0, reached 0, demolished 0, total 300+.');
  });
});

describe('a claim stands under', () => {
  const under = (time: string): string | undefined => paper([says(time, 'negotiate')]).sections[0]?.heading;
  const HOURS: readonly (readonly [time: string, heading: string])[] = [
    ['10:59', '10:00–11:00'],
    ['23:10', '23:00–00:00'],
    ['[..XXXX-05-17T12:00]', '12:00–13:00'],
    ['[XXXX-05-17T10:50..XXXX-05-17T12:10]', '12:00–13:00'],
    ['[XXXX-05-17T12:10..]', '12:00–13:00'],
    ['XXXX-05-17T10:30/..', '10:00–11:00'],
    ['../XXXX-05-17T12:10', '12:00–13:00'],
    ['XXXX-05-17T00:00/XXXX-05-17T04:00', '00:00–01:00'],
  ];
  for (const [time, heading] of HOURS) {
    test(`${heading}: ${time}`, () => assert.equal(under(time), heading));
  }

  for (const time of [
    'XXXX-05-17',
    'XXXX-05-17/XXXX-05-17',
    '[XXXX-05-17..]',
    '[XXXX-05-17T06:00..XXXX-05-17T18:00]',
    'XXXX-05',
  ]) {
    test(`no hour: ${time}`, () => assert.equal(under(time), 'Said of the day, without an hour'));
  }
});

test('what is told differently is told in words of the language, each side with its stance', () => {
  const official = { source: source('akimat', { stance: 'official' }) };
  const entries = [
    says('10:50', 'arrest'),
    says('14:00', 'arrest', { modality: 'denied', ...official }),
    who.says({ ...homes(['n1'], 'demolished'), at: on('12:00') }),
    who.says({ ...homes(['n1'], 'standing', official.source), at: on('12:00') }),
  ];
  const sides = (language: Language): readonly string[] =>
    paper(entries, language)
      .sections.at(-1)
      ?.lines.map((l) =>
        l.text
          .replace(/\.$/, '')
          .split(/: | · /)
          .sort()
          .join(' | '),
      ) ?? [];
  assert.deepEqual(sides('en'), [
    'arrests | denied (official) | happened (resident)',
    'a home | demolished (resident) | standing (official)',
  ]);
  assert.deepEqual(sides('ru'), [
    'задержания | отрицается (официальное лицо) | произошло (житель)',
    'дом | снесён (житель) | стоит (официальное лицо)',
  ]);
});

describe('what stays out of the bulletin', () => {
  test('opinions, by their modality or their act', () => {
    const opinions = [
      says('11:00', 'arrest', { modality: 'opinion' }),
      says('11:00', 'opinion', { topic: 'regime' }),
      says('11:00', 'evict.demolish', {
        modality: 'opinion',
        source: source('b'),
        number: { of: 'homes', lo: 90, hi: 90, words: '90' },
      }),
    ];
    const entries = [
      arrival,
      says('11:00', 'evict.demolish', { number: { of: 'homes', lo: 2, hi: 2, words: '2' } }),
    ];
    assert.deepEqual(sections(paper([...entries, ...opinions])), sections(paper(entries)));
  });

  test('who of a group refused, who wrote it, and every free text', () => {
    const told = {
      lane: 'workers',
      actors: ['drivers'],
      group: 'drivers',
      modality: 'refused',
      answer: 'refused',
      text: 'Ivan Ivanov would not go on',
      quote: '«Не поеду», — Иван Иванов',
      place: { name: 'the yard of Ivan Ivanov', home: 'ivanov-17' },
      source: source('ivanov-cousin'),
    };
    const entry = says('12:00', 'refuse.order', told);
    const home = who.says({
      kind: 'home',
      body: { homes: ['ivanov-17'], state: 'reached', source: source('ivanov-cousin'), text: 'Ivanov' },
      at: on('12:00'),
    });
    for (const language of LANGUAGES) {
      const text = allText(paper([entry, home], language));
      assert.doesNotMatch(text, /ivanov|Иван/i);
      assert.equal(text.includes(who.key), false);
    }
  });
});

describe('every sentence rests on entries', () => {
  const check = (b: Bulletin): void => {
    const numbers = new Set(b.notes.map((n) => n.n));
    assert.deepEqual(
      [...numbers].sort((a, c) => a - c),
      b.notes.map((_, i) => i + 1),
    );
    for (const note of b.notes) assert.ok(note.entries.length > 0);
    for (const { lines } of b.sections) {
      for (const { text, notes } of lines)
        assert.ok(notes.length > 0 && notes.every((n) => numbers.has(n)), text);
    }
    for (const { notes } of b.summary) assert.ok(notes.every((n) => numbers.has(n)));
    const used = new Set([...b.summary, ...b.sections.flatMap((s) => s.lines)].flatMap((l) => l.notes));
    assert.deepEqual(
      [...used].sort((a, c) => a - c),
      [...numbers].sort((a, c) => a - c),
    );
  };

  test('through notes numbered from 1 without a gap, none of them unused, on any day in any language', () => {
    fc.assert(
      fc.property(anyHistory, fc.constantFrom(...LANGUAGES), (history, language) => {
        check(bulletinOf(situationFrom(arrivalsOf(history)[0], { hubs: HISTORY_HUBS }), language));
      }),
      { numRuns: soakCount(100, 5_000) },
    );
  });

  test("and a claim's note says how its sources stand to it", () => {
    const b = paper([arrival, says('14:10', 'arrest', { source: source('gossip', { link: 'heard' }) })]);
    const [line] = b.sections.at(-1)?.lines ?? [];
    assert.equal(
      b.notes.find((n) => n.n === line?.notes[0])?.sources,
      'rumour: resident, heard it from others',
    );
  });
});

describe('what must not slip into the bulletin', () => {
  test('the note of the first arrival says how its source stands, although the summary rests on it too', () => {
    for (const note of paper([arrival, refusal]).notes) assert.match(note.sources, /single source/);
  });

  test('notes are numbered in the order in which they are met', () => {
    const b = paper(DAY);
    const met = [...new Set([...b.summary, ...b.sections.flatMap((s) => s.lines)].flatMap((l) => l.notes))];
    assert.deepEqual(
      met,
      b.notes.map((n) => n.n),
    );
  });

  test('an answer that is only a rumour is no fact in the summary either', () => {
    const heard = says('12:00', 'refuse.order', {
      group: 'drivers',
      modality: 'refused',
      answer: 'refused',
      source: source('gossip', { link: 'heard' }),
    });
    const text = paper([heard])
      .summary.map((l) => l.text)
      .join(' ');
    assert.match(text, /rumour|^(?!.*refused)/);
  });

  const told = [
    who.says({ ...homes(['ivanov-17'], 'demolished'), at: on('12:00') }),
    who.says({ ...homes(['ivanov-17'], 'standing', source('b')), at: on('12:00') }),
  ];

  test('homes told of differently are named by no code', () => {
    assert.doesNotMatch(allText(paper(told)), /ivanov/);
  });

  test('the state of a home is a word of the language', () => {
    for (const language of ['ru', 'kk'] as const)
      assert.doesNotMatch(sections(paper(told, language)).at(-1) ?? '', /standing|demolished/);
  });

  test('minutes gained are minutes won, not minutes lost, in Kazakh', () => {
    assert.doesNotMatch(paper(DAY, 'kk').summary[0]?.text ?? '', /Ұтылған/);
  });
});
