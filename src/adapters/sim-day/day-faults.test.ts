import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TINY_DAY } from '../../../test/sim/tiny-day.ts';
import { parseDay } from './day-file.ts';

/** What is put in place of what, the text of the line the fault is on, its field, and words of the reason. */
type Fault = {
  readonly from: string;
  readonly to: string;
  readonly on: string;
  readonly field: string;
  readonly why: RegExp;
};

function faultOf(text: string): {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly why: string;
} {
  const day = parseDay(text, 'days/tiny.yaml');
  assert.equal(day.ok, false, 'the day was played');
  return day.ok ? { file: '', line: 0, field: '', why: '' } : day.error;
}

/** The fault stands at the first line that holds `on`, and is the first one there is. */
function assertFault({ from, to, on, field, why }: Fault): void {
  assert.ok(TINY_DAY.includes(from), from);
  const text = TINY_DAY.replace(from, to);
  const fault = faultOf(text);
  const line = text.split('\n').findIndex((each) => each.includes(on)) + 1;
  assert.ok(line > 0, on);
  assert.deepEqual([fault.file, fault.line, fault.field], ['days/tiny.yaml', line, field], fault.why);
  assert.match(fault.why, why);
}

const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  'a field nobody knows': [
    {
      from: 'seed: 3',
      to: 'seed: 3\ncolour: red',
      on: 'colour',
      field: 'colour',
      why: /is not a field here; known are title/,
    },
    {
      from: 'people: 20',
      to: 'people: 20, poeple: 2',
      on: 'poeple',
      field: 'place.cells[0].poeple',
      why: /is not a field here/,
    },
    {
      from: 'role: desk,',
      to: 'rolle: x, role: desk,',
      on: 'rolle',
      field: 'roles[0].rolle',
      why: /is not a field here/,
    },
    {
      from: 'every: 1, take: 2',
      to: 'evry: 1, every: 1',
      on: 'evry',
      field: 'entries[4].repeat.evry',
      why: /is not a field here/,
    },
    {
      from: 'mode: real',
      to: 'mood: real',
      on: '- at: "10:02"',
      field: 'entries[1]',
      why: /mode is missing/,
    },
    {
      from: 'mode: real',
      to: 'mode: real\n    colour: red',
      on: 'colour',
      field: 'entries[1].colour',
      why: /colour is not a field this version reads/,
    },
  ],
  'a field missing': [
    { from: 'seed: 3\n', to: '', on: 'title', field: '', why: /has no field "seed"/ },
    { from: 'handle: desk-1, ', to: '', on: 'role: desk', field: 'roles[0]', why: /has no field "handle"/ },
    {
      from: '    author: apa-1\n',
      to: '',
      on: '- at: "10:02"',
      field: 'entries[1]',
      why: /has no field "author"/,
    },
    {
      from: 'role: warden, cell: c2',
      to: 'role: warden',
      on: 'handle: warden-2',
      field: 'roles[7]',
      why: /a warden has a cell/,
    },
    {
      from: ', notYet: shown later',
      to: '',
      on: 'n: 2',
      field: 'facts[1]',
      why: /needs "expect", or "notYet"/,
    },
  ],
  'somebody or something nobody knows': [
    {
      from: 'author: apa-1',
      to: 'author: apa-2',
      on: 'apa-2',
      field: 'entries[1].author',
      why: /there is no role "apa-2"/,
    },
    {
      from: '[reporter-1, neighbour-1]',
      to: '[reporter-1, nobody]',
      on: 'nobody',
      field: 'entries[4].author[1]',
      why: /there is no role "nobody"/,
    },
    {
      from: 're: [alarm]',
      to: 're: [alarum]',
      on: 'alarum',
      field: 'entries[2].re[0]',
      why: /no entry above has the label "alarum"/,
    },
    {
      from: 'anchor: arrival',
      to: 'anchor: departure',
      on: 'departure',
      field: 'entries[3].after.anchor',
      why: /no entry above has the label "departure"/,
    },
    {
      from: 'source: reprint',
      to: 'source: rumour',
      on: 'source: rumour',
      field: 'entries[6].source',
      why: /there is no source "rumour"/,
    },
    {
      from: 'steward: steward-2',
      to: 'steward: steward-9',
      on: 'steward-9',
      field: 'place.points[1].steward',
      why: /there is no role "steward-9"/,
    },
    { from: 'cell: c2', to: 'cell: c9', on: 'c9', field: 'roles[7].cell', why: /there is no cell "c9"/ },
    {
      from: 'kind: alarm.confirm',
      to: 'kind: alarm.comfort',
      on: 'alarm.comfort',
      field: 'entries[2].kind',
      why: /is not a kind of entry/,
    },
    { from: 'role: press', to: 'role: x', on: 'role: desk', field: '', why: /x/ },
  ].slice(0, -1),
  'a circle or a look ahead': [
    {
      from: 'label: arrival',
      to: 'label: arrival\n    re: [alarm]',
      on: 're: [alarm]',
      field: 'entries[0].re[0]',
      why: /no entry above has the label "alarm"/,
    },
    {
      from: 'label: arrival',
      to: 'label: arrival\n    re: [arrival]',
      on: 're: [arrival]',
      field: 'entries[0].re[0]',
      why: /no entry above/,
    },
    {
      from: 'label: arrival',
      to: 'label: arrival\n    after: { anchor: ring }',
      on: 'anchor: ring',
      field: 'entries[0].after.anchor',
      why: /no entry above/,
    },
    {
      from: 'anchor: arrival',
      to: 'anchor: ring',
      on: 'anchor: ring',
      field: 'entries[3].after.anchor',
      why: /no entry above/,
    },
  ],
  'a name there twice': [
    {
      from: 'handle: neighbour-1',
      to: 'handle: apa-1',
      on: 'handle: apa-1, role: resident, cell: c1, inside: true }\n',
      field: 'roles[2].handle',
      why: /"apa-1" is there twice/,
    },
    {
      from: 'label: ring',
      to: 'label: arrival',
      on: 'x',
      field: 'entries[3].label',
      why: /"arrival" is there twice/,
    },
    { from: 'seed: 3', to: 'seed: 3\nseed: 4', on: 'seed: 4', field: '', why: /unique/i },
  ],
  'a time that is none, or out of order': [
    {
      from: 'from: "10:00"',
      to: 'from: "10"',
      on: 'from: "10"',
      field: 'from',
      why: /is not a time such as 10:30/,
    },
    { from: 'from: "10:00"', to: 'from: 600', on: 'from: 600', field: 'from', why: /is not a text/ },
    { from: 'until: "10:12"', to: 'until: "48:00"', on: 'until', field: 'until', why: /is not a time/ },
    { from: 'until: "10:12"', to: 'until: "10:00"', on: 'until', field: 'until', why: /is not after "from"/ },
    { from: 'at: "10:02"', to: 'at: "10:60"', on: '10:60', field: 'entries[1].at', why: /is not a time/ },
    {
      from: 'at: "10:03"',
      to: 'at: "10:01"',
      on: 'x',
      field: 'entries[2].at',
      why: /is before the entry above it/,
    },
    {
      from: 'at: "10:11"',
      to: 'at: "10:13"',
      on: '10:13',
      field: 'entries[6].at',
      why: /is after the end of the day/,
    },
    {
      from: 'at: "10:05", where',
      to: 'at: "10:10", where',
      on: 'at: "10:09", where',
      field: 'network[1].at',
      why: /is out of order/,
    },
    {
      from: 'at: "10:09", where',
      to: 'at: "10:19", where',
      on: '10:19',
      field: 'network[1].at',
      why: /outside the day/,
    },
    {
      from: 'at: "10:05", where',
      to: 'at: "09:59", where',
      on: '09:59',
      field: 'network[0].at',
      why: /out of order, or outside/,
    },
  ],
  'a date or hour that cannot be': [
    {
      from: 'date: XXXX-05-17',
      to: 'date: XXXX-05-32',
      on: 'date',
      field: 'date',
      why: /is not a day such as/,
    },
    {
      from: 'date: XXXX-05-17',
      to: 'date: 2031-02-29',
      on: 'date',
      field: 'date',
      why: /is not a day such as/,
    },
    { from: 'date: XXXX-05-17', to: 'date: "2031"', on: 'date', field: 'date', why: /is not a day such as/ },
    {
      from: 'seed: 3',
      to: 'seed: 3\noffset: "+5"',
      on: 'offset',
      field: 'offset',
      why: /is not an offset such as \+06:00/,
    },
    {
      from: '"10:00..10:01"',
      to: '"yesterday"',
      on: 'yesterday',
      field: 'entries[0].when',
      why: /"yesterday" is not a time/,
    },
    {
      from: '"10:00..10:01"',
      to: '"10:00..10:01..10:02"',
      on: '10:01..10:02',
      field: 'entries[0].when',
      why: /is not a time/,
    },
    {
      from: '"10:00..10:01"',
      to: '"2031-13-01"',
      on: '2031-13',
      field: 'entries[0].when',
      why: /is not a time/,
    },
    {
      from: 'from: 2, to: 6',
      to: 'from: 6, to: 2',
      on: 'from: 6',
      field: 'entries[3].after.to',
      why: /is not a whole number from 6/,
    },
  ],
  'a number nobody can read': [
    {
      from: 'number: dozens',
      to: 'number: oodles',
      on: 'oodles',
      field: 'entries[0].number',
      why: /"oodles": /,
    },
    {
      from: 'number: dozens',
      to: 'number: { lo: 9, hi: 2, words: some }',
      on: 'words: some',
      field: 'entries[0].number',
      why: /lo/,
    },
    {
      from: 'number: dozens',
      to: 'number: { words: dozens, of: loaves }',
      on: 'loaves',
      field: 'entries[0].number',
      why: /of.*none of/,
    },
    { from: 'seed: 3', to: 'seed: three', on: 'seed', field: 'seed', why: /is not a whole number/ },
    {
      from: 'people: 20',
      to: 'people: -1',
      on: 'people: -1',
      field: 'place.cells[0].people',
      why: /is not a whole number from 0/,
    },
    {
      from: 'smsPerMinute: 6',
      to: 'smsPerMinute: 1.5',
      on: 'smsPerMinute',
      field: 'crowd.smsPerMinute',
      why: /is not a whole number/,
    },
    {
      from: 'cannotPerMille: 200',
      to: 'cannotPerMille: 401',
      on: 'cannotPerMille',
      field: 'crowd.cannotPerMille',
      why: /makes more than 1000/,
    },
    { from: 'hi: 2 }', to: 'hi: 0 }', on: 'walkMin', field: 'crowd.walkMin.hi', why: /from 1 to 600/ },
  ],
  'a field that is wrong': [
    {
      from: 'actors: [drivers]',
      to: 'actors: [divers]',
      on: 'divers',
      field: 'entries[5].actors',
      why: /"divers" is none of/,
    },
    {
      from: 'answer: refused',
      to: 'answer: maybe',
      on: 'maybe',
      field: 'entries[5].answer',
      why: /"maybe" is none of/,
    },
    {
      from: '    group: loader-crew\n',
      to: '',
      on: '- at: "10:07"',
      field: 'entries[5]',
      why: /group is missing: an answer belongs to an ordered group/,
    },
    {
      from: 'state: reached',
      to: 'state: gone',
      on: 'state: gone',
      field: 'entries[4].state',
      why: /none of standing/,
    },
    {
      from: 'homes: E1..E4',
      to: 'homes: E4..E1',
      on: 'E4..E1',
      field: 'place.cells[0].homes',
      why: /runs backwards/,
    },
    {
      from: 'homes: E1..E4',
      to: 'homes: E1..E9999',
      on: 'E9999',
      field: 'place.cells[0].homes',
      why: /names more than 2000/,
    },
    {
      from: 'inside: false }',
      to: 'inside: maybe }',
      on: 'inside: maybe',
      field: 'roles[0].inside',
      why: /neither true nor false/,
    },
    {
      from: 'role: observer',
      to: 'role: spy',
      on: 'role: spy',
      field: 'roles[3].role',
      why: /"spy" is none of resident/,
    },
    {
      from: 'state: cut',
      to: 'state: slow',
      on: 'state: slow',
      field: 'network[0].state',
      why: /"slow" is none of up, thin, cut/,
    },
    { from: 'code: c1,', to: 'code: c/1,', on: 'c/1', field: 'place.cells[0].code', why: /is not a code/ },
    {
      from: 'lang: en',
      to: 'lang: 0.5',
      on: 'lang: 0.5',
      field: 'entries[6]',
      why: /holds something that is not/,
    },
  ],
};

for (const [title, faults] of Object.entries(FAULTS)) {
  describe(`a day file with ${title} is refused by file, line, field and reason:`, () => {
    for (const fault of faults) {
      test(JSON.stringify(fault.to).slice(1, 60), () => {
        // Where a line is there twice, the second one is meant: it is made plain to find.
        const to = fault.on === 'x' ? `${fault.to} # here` : fault.to;
        assertFault({ ...fault, to, on: fault.on === 'x' ? '# here' : (fault.on.split('\n')[0] ?? '') });
      });
    }
  });
}

describe('what is no day file is refused, and never guessed at:', () => {
  const texts = [
    '',
    ' ',
    'null',
    '7',
    'just words',
    '- a\n- list',
    '[',
    '{',
    'title: [',
    'a: b: c',
    '\tx: 1',
    '%YAML 9',
    '"unclosed',
    '\u0000',
    'title: x',
    '? {a: b}: c',
    '!!binary x',
    'a: &x [*x]',
  ];
  for (const text of texts) {
    test(JSON.stringify(text), () => {
      const fault = faultOf(text);
      assert.equal(fault.file, 'days/tiny.yaml');
      assert.ok(Number.isInteger(fault.line) && fault.line >= 1);
      assert.ok(fault.why.length > 5);
    });
  }

  test('a broken line in the middle is named by its number', () => {
    const text = TINY_DAY.replace('roles:', 'roles: [');
    const fault = faultOf(text);
    const line = TINY_DAY.split('\n').indexOf('roles:') + 1;
    assert.ok(fault.line >= line && fault.line <= line + 2, `${fault.line}`);
  });
});
