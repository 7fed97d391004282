import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TINY_DAY } from '../../../test/sim/tiny-day.ts';
import { parseDay } from '../../../test/sim/parse-day.ts';
import type { FileFault } from '../../base/file-spot.ts';

// One fault a line: what is replaced | by what (¶ a new line) | last line that holds this | field | words of the reason.
const FAULTS: Readonly<Record<string, string>> = {
  'a field nobody knows': `
    seed: 3 | seed: 3¶colour: red | colour | colour | is not a field here; known are title
    people: 20 | people: 20, poeple: 2 | poeple | place.cells[0].poeple | is not a field here
    role: desk, | rolle: x, role: desk, | rolle | roles[0].rolle | is not a field here
    { code: yard, name | { colour: red, code: yard, name | colour | place.outside.colour | is not a field here; known are code, name
    walkMin: { lo: 1 | walkMin: { mid: 1, lo: 1 | mid | crowd.walkMin.mid | is not a field here; known are lo, hi
    has: arrival } | has: arrival, hass: 1 } | hass | facts[0].expect[0].hass | is not a field here; known are at, has
    number: dozens | number: { words: dozens, off: homes } | off: homes | entries[0].number.off | is not a field here
    every: 1, take: 2 | evry: 1, every: 1 | evry | entries[4].repeat.evry | is not a field here
    mode: real | mood: real | - at: "10:02" | entries[1] | mode is missing
    mode: real | mode: real¶    colour: red | colour | entries[1].colour | colour is not a field this version reads`,
  'a field missing': `
    seed: 3¶ |  | title: |  | has no field "seed"
    handle: desk-1,  |  | role: desk | roles[0] | has no field "handle"
    author: apa-1¶     |  | - at: "10:02" | entries[1] | has no field "author"
    role: warden, cell: c2 | role: warden | handle: warden-2 | roles[7] | a warden has a cell
    , notYet: shown later |  | n: 2 | facts[1] | needs "expect", or "notYet"`,
  'somebody or something nobody knows': `
    author: apa-1 | author: apa-2 | apa-2 | entries[1].author | there is no role "apa-2"
    [reporter-1, neighbour-1] | [reporter-1, nobody] | nobody | entries[4].author[1] | there is no role "nobody"
    re: [alarm] | re: [alarum] | alarum | entries[2].re[0] | no entry above has the label "alarum"
    anchor: arrival | anchor: departure | departure | entries[3].after.anchor | no entry above has the label
    source: reprint | source: rumour | source: rumour | entries[6].source | there is no source "rumour"
    steward: steward-2 | steward: steward-9 | steward-9 | place.points[1].steward | there is no role "steward-9"
    cell: c2 | cell: c9 | c9 | roles[7].cell | there is no cell "c9"
    kind: alarm.confirm | kind: alarm.comfort | alarm.comfort | entries[2].kind | is not a kind of entry`,
  'an alias, an anchor or a tag, however deep': `
    seed: 3 | seed: &n 3 | &n | seed | has an anchor (&n)
    actors: [police]¶    when | actors: &who [police]¶    when | &who | entries[0].actors | has an anchor (&who)
    homes: [E1..E4] | homes: &self [*self] | &self | entries[4].homes | has an anchor (&self)
    text: The machines left. | text: { a: [[*x]] } | *x | entries[6].text.a[0][0] | is an alias (*x)
    { at: /clock/startedBy, has: arrival } | { at: /x, has: [{ y: !!str 1 }] } | !!str | facts[0].expect[0].has[0].y | has a tag
    origin: Invented | origin: !odd Invented | !odd | origin | has a tag (!odd)
    text: The machines left. | text: !!binary aGk= | !!binary | entries[6].text | has a tag`,
  'a field without a value, or no field at all': `
    text: The machines left. | text: # none | # none | entries[6].text | has no value
    title: A tiny day | title: ~ | title: | title | has no value
    approaches: [north-gate] | approaches: [north-gate, null] | approaches | place.approaches[1] | has no value
    seed: 3 | ? [a, b]¶: 3 | ? [a, b] |  | has a field whose name is not a plain word
    approaches: [north-gate] | approaches: north-gate | approaches | place.approaches | is not a list
    author: [reporter-1, neighbour-1] | author: [] | author: [] | entries[4].author | names nobody`,
  'text that cannot be shown': `
    title: A tiny day | title: "\\e[2J" | title | title | cannot be shown
    text: The machines left. | text: "\\0" | text: "\\0" | entries[6].text | cannot be shown
    text: The machines left. | text: "\\ud800" | ud800 | entries[6].text | cannot be shown`,
  'a circle or a look ahead': `
    label: arrival | label: arrival¶    re: [alarm] # | re: [alarm] # | entries[0].re[0] | no entry above has the label "alarm"
    label: arrival | label: arrival¶    re: [arrival] # | re: [arrival] # | entries[0].re[0] | no entry above has
    label: arrival | label: arrival¶    after: { anchor: ring } | anchor: ring | entries[0].after.anchor | no entry above
    anchor: arrival | anchor: ring | anchor: ring | entries[3].after.anchor | no entry above has the label "ring"`,
  'a name there twice': `
    handle: apa-1 | handle: neighbour-1 | handle: neighbour-1 | roles[2].handle | "neighbour-1" is there twice
    code: c2, | code: c1, | code: c1, homes: [W1 | place.cells[1].code | "c1" is there twice
    [W1, W2] | [W1, E2] | [W1, E2] | place.cells[1].homes | "E2" belongs to a cell above
    [W1, W2] | [W1, W1] | [W1, W1] | place.cells[1].homes[1] | "W1" is there twice
    { code: yard, steward | { code: mosque, steward | steward-2 } | place.points[1].code | "mosque" is there twice
    re: [arrival] | re: [arrival, arrival] | re: [arrival | entries[5].re[1] | "arrival" is there twice
    n: 2, says | n: 1, says | The crew refused | facts[1].n | "1" is there twice
    label: ring | label: arrival # | label: arrival # | entries[3].label | "arrival" is there twice
    seed: 3 | seed: 3¶seed: 4 | seed: 4 | seed | is there twice`,
  'a time that is none, or out of order': `
    from: "10:00" | from: "10" | from: "10" | from | is not a time such as 10:30
    from: "10:00" | from: 600 | from: 600 | from | is not a text
    until: "10:12" | until: "48:00" | until | until | is not a time
    until: "10:12" | until: "10:00" | until | until | is not after "from"
    at: "10:02" | at: "10:60" | 10:60 | entries[1].at | is not a time
    at: "10:03" | at: "10:01" # | at: "10:01" # | entries[2].at | is before the entry above it
    at: "10:11" | at: "10:13" | 10:13 | entries[6].at | is after the end of the day
    at: "10:05", where | at: "10:10", where | at: "10:09", where | network[1].at | is out of order
    at: "10:09", where | at: "10:19", where | 10:19 | network[1].at | outside the day
    at: "10:05", where | at: "09:59", where | 09:59 | network[0].at | out of order, or outside`,
  'a date or hour that cannot be': `
    XXXX-05-17 | XXXX-05-32 | date: | date | is not a day such as
    XXXX-05-17 | 2031-02-29 | date: | date | is not a day such as
    XXXX-05-17 | 9999-12-31 | date: | date | is not a day such as
    XXXX-05-17 | "2031" | date: | date | is not a day such as
    seed: 3 | seed: 3¶offset: "+5" | offset | offset | is not an offset such as +06:00
    "10:00..10:01" | "yesterday" | yesterday | entries[0].when | "yesterday" is not a time
    "10:00..10:01" | "10:00..10:01..10:02" | 10:01..10:02 | entries[0].when | is not a time
    "10:00..10:01" | "2031-13-01" | 2031-13 | entries[0].when | is not a time
    "10:00..10:01" | "10:75" | 10:75 | entries[0].when | "10:75" is not a time such as 10:30
    "10:00..10:01" | "10:00..10:60" | 10:60 | entries[0].when | "10:60" is not a time
    "10:00..10:01" | "9:61/10:01" | 9:61 | entries[0].when | "9:61" is not a time
    "10:00..10:01" | "48:00" | "48:00" | entries[0].when | "48:00" is not a time
    "10:00..10:01" | "100:00" | "100:00" | entries[0].when | "100:00" is not a time
    "10:00..10:01" | "10:5" | "10:5" | entries[0].when | "10:5" is not a time
    XXXX-05-17 | 2031-05-17 | 2031 | date | states a year, so the offset of that place
    XXXX-05-17 | 2031-05-17¶offset: 5 | offset | offset | put it in quotes
    take: 2 } | until: "09:59" } | 09:59 | entries[4].repeat.until | is before this entry
    { every: 1, take: 2 } | { every: 4, take: 1 } | every: 4 | entries[4].repeat | ends before all homes are told of: 2 of 4
    at: "10:01" | at: "09:01" | at: "09:01" | entries[0].at | is before the day begins
    from: 2, to: 6 | from: 6, to: 2 | from: 6 | entries[3].after.to | is not a whole number from 6`,
  'a number nobody can read': `
    number: dozens | number: oodles | oodles | entries[0].number | "oodles":
    number: dozens | number: { lo: 9, hi: 2, words: some } | words: some | entries[0].number | lo
    number: dozens | number: { words: dozens, of: loaves } | loaves | entries[0].number | none of
    seed: 3 | seed: three | seed: three | seed | is not a whole number
    people: 20 | people: -1 | people: -1 | place.cells[0].people | is not a whole number from 0
    smsPerMinute: 6 | smsPerMinute: 1.5 | smsPerMinute | crowd.smsPerMinute | is not a whole number
    cannotPerMille: 200 | cannotPerMille: 401 | cannotPerMille | crowd.cannotPerMille | makes more than 1000
    hi: 2 } | hi: 0 } | walkMin | crowd.walkMin.hi | from 1 to 600`,
  'a field that is wrong': `
    actors: [drivers] | actors: [divers] | divers | entries[5].actors | "divers" is none of
    act: refuse.order | act: refusal | refusal | entries[5].act | "refusal" is none of paper.refused, identify.refused, refuse.order
    answer: refused | answer: maybe | maybe | entries[5].answer | "maybe" is none of
    group: loader-crew¶     |  | - at: "10:07" | entries[5] | group is missing: an answer belongs to
    state: reached | state: gone | state: gone | entries[4].state | none of standing
    homes: E1..E4 | homes: E4..E1 | E4..E1 | place.cells[0].homes | runs backwards
    homes: E1..E4 | homes: E1..E9999 | E9999 | place.cells[0].homes | names more than 2000
    inside: false } | inside: maybe } | inside: maybe | roles[0].inside | neither true nor false
    role: observer | role: spy | role: spy | roles[3].role | "spy" is none of resident
    state: cut | state: slow | state: slow | network[0].state | "slow" is none of up, thin, cut
    code: c1, | code: c/1, | c/1 | place.cells[0].code | is not a code
    lang: en | lang: 0.5 | lang: 0.5 | entries[6].lang | holds something that is not`,
};

function faultOf(text: string): FileFault {
  const day = parseDay(text, 'days/tiny.yaml');
  if (day.ok) assert.fail('the day was played');
  return day.error;
}

for (const [title, rows] of Object.entries(FAULTS)) {
  describe(`a day file with ${title} is refused by file, line, field and reason:`, () => {
    for (const row of rows.split('\n').slice(1)) {
      const [from = '', to = '', on = '', field = '', why = ''] = row
        .slice(4)
        .replaceAll('¶', '\n')
        .split(' | ');
      test(to === '' ? `without ${from.trim()}` : to.replace('\n', ' '), () => {
        assert.ok(TINY_DAY.includes(from), from);
        const text = TINY_DAY.replace(from, to);
        const line = text.split('\n').findLastIndex((each) => each.includes(on)) + 1;
        assert.ok(line > 0, on);
        const fault = faultOf(text);
        assert.deepEqual(
          [fault.file, fault.line, fault.field],
          ['days/tiny.yaml', line, field.trim()],
          fault.why,
        );
        assert.ok(fault.why.includes(why), fault.why);
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
