import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { TINY_DAY } from '../../../test/sim/tiny-day.ts';
import { parseDay } from '../../../test/sim/parse-day.ts';
import type { Day } from './day.ts';

function dayOf(text: string): Day {
  const day = parseDay(text, 'tiny.yaml');
  assert.ok(day.ok, day.ok ? '' : JSON.stringify(day.error));
  return day.value;
}

const DAYS = join(import.meta.dirname, '../../../days');

describe('the day files that come with the program', () => {
  for (const name of readdirSync(DAYS).filter((file) => file.endsWith('.yaml'))) {
    test(`${name} can be played`, () => {
      const day = parseDay(readFileSync(join(DAYS, name), 'utf8'), name);
      assert.ok(day.ok, day.ok ? '' : JSON.stringify(day.error));
      assert.ok(day.value.entries.length > 0);
    });
  }
});

describe('a day file', () => {
  const day = dayOf(TINY_DAY);

  test('gives place, people and carriers as they stand in it', () => {
    assert.deepEqual(
      [day.title, day.date, day.from, day.until, day.seed],
      ['A tiny day', 'XXXX-05-17', 600, 612, 3],
    );
    assert.deepEqual(day.cells, [
      { code: 'c1', zone: 'east', homes: ['E1', 'E2', 'E3', 'E4'], people: 20 },
      { code: 'c2', homes: ['W1', 'W2'], people: 10 },
    ]);
    assert.equal(day.roles.length, 8);
    assert.deepEqual(day.roles[1], {
      handle: 'apa-1',
      role: 'resident',
      cell: 'c1',
      inside: true,
      isVouched: true,
    });
    assert.deepEqual(
      day.network.map((n) => [n.at, n.where, n.state]),
      [
        [605, 'inside', 'cut'],
        [609, 'inside', 'up'],
      ],
    );
    assert.deepEqual(day.outside, { code: 'yard', name: 'the school yard' });
    assert.deepEqual(
      day.facts.map((f) => [f.n, f.expect.length, f.notYet]),
      [
        [1, 1, undefined],
        [2, 0, 'shown later'],
      ],
    );
  });

  test('gives entries in order of time, each with its line', () => {
    const lines = TINY_DAY.split('\n');
    assert.deepEqual(
      day.entries.map((e) => e.at),
      [601, 602, 603, 605, 606, 607, 607, 611],
    );
    for (const entry of day.entries) assert.match(lines[entry.line - 1] ?? '', /^ {2}- at:/);
  });

  test('fills the date in, and leaves the year out where none is stated', () => {
    assert.equal(day.entries[0]?.when, '[XXXX-05-17T10:00..XXXX-05-17T10:01]');
    assert.equal(day.entries[1]?.when, 'XXXX-05-17T10:02');
    const stated = dayOf(TINY_DAY.replace('date: XXXX-05-17', 'date: 2031-05-17\noffset: "+05:00"'));
    assert.deepEqual([stated.entries[1]?.when, stated.offset], ['2031-05-17T10:02', '+05:00']);
  });

  test('lets an entry hang on an earlier one, with the minutes between', () => {
    const ring = day.entries.find((e) => e.label === 'ring');
    assert.deepEqual([ring?.when, ring?.after], ['XXXX-05-17', { anchor: 'arrival', loMin: 2, hiMin: 6 }]);
  });

  test('repeats an entry by turns of its authors, some homes at a time', () => {
    const homes = day.entries.filter((e) => e.kind === 'home');
    assert.deepEqual(
      homes.map((e) => [e.at, e.by, e.body['homes']]),
      [
        [606, 'reporter-1', ['E1', 'E2']],
        [607, 'neighbour-1', ['E3', 'E4']],
      ],
    );
  });

  test('takes numbers in words and knows its sources', () => {
    const [first] = day.entries;
    assert.deepEqual(first?.body['number'], { of: 'people', lo: 24, hi: 99, words: 'dozens' });
    assert.deepEqual(first?.body['source'], { id: 'report', stance: 'participant', link: 'saw' });
    const own = day.entries.find((e) => e.kind === 'home');
    assert.deepEqual(own?.body['source'], { id: 'reporter-1', stance: 'observer', link: 'saw' });
    const last = day.entries.at(-1);
    assert.deepEqual(last?.body['source'], {
      id: 'reprint',
      stance: 'press',
      link: 'quotes',
      quotes: 'report',
    });
  });

  test('may go on after midnight', () => {
    const night = dayOf(
      TINY_DAY.replace('until: "10:12"', 'until: "26:00"').replace('at: "10:11"', 'at: "25:30"'),
    );
    assert.equal(night.entries.at(-1)?.when, 'XXXX-05-18T01:30');
  });

  test('without network, points, sources in use or facts is a day too', () => {
    const bare = TINY_DAY.replace(/network:\n.*\n.*\n/, '').replace(/facts:\n.*\n.*\n$/, '');
    assert.deepEqual([dayOf(bare).network, dayOf(bare).facts], [[], []]);
  });
});
