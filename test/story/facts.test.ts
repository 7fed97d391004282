import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { factReports } from '../../src/acts/paper/facts.ts';
import { situationJson } from '../../src/acts/paper/situation-json.ts';
import type { Day, DayFact } from '../../src/adapters/sim-day/day.ts';
import type { WrittenDay } from '../../src/adapters/sim-day/write-day.ts';
import type { EntryId } from '../../src/record/names.ts';
import { dayOf, recordOf, situationAfter } from '../making/day-record.ts';

for (const name of ['5-april', 'a-night']) {
  const day = dayOf(name);
  const written = await recordOf(day);
  for (const fact of day.facts) {
    test(`${name}: fact ${fact.n} is served, and no longer once its entries are taken away`, () => {
      const entries = written.facts.get(fact.n) ?? [];
      assert.ok(entries.length > 0, 'no entry carries the fact');
      if (fact.notYet !== undefined) return assert.notEqual(fact.notYet, '');
      assert.deepEqual(isServed(day, written, fact, new Set()), [true, fact.serves]);
      assert.equal(
        isServed(day, written, fact, new Set(entries))[0],
        false,
        'still served without its entries: the check proves nothing',
      );
    });
  }
}

function isServed(
  day: Day,
  written: WrittenDay,
  fact: DayFact,
  without: ReadonlySet<EntryId>,
): readonly [boolean, string] {
  const json = situationJson(situationAfter(day, written, without));
  const [report] = factReports([fact], json, (n) => written.facts.get(n) ?? []);
  return [report?.served ?? false, report?.why ?? ''];
}

test('the 5 April holds all 29 facts', () => {
  assert.deepEqual(
    dayOf('5-april').facts.map((f) => f.n),
    Array.from({ length: 29 }, (_, i) => i + 1),
  );
});

test('docs/how-we-read-the-text.md tells of each fact what the day file and its test say', () => {
  const page = readFileSync(new URL('../../docs/how-we-read-the-text.md', import.meta.url), 'utf8');
  const rows = dayOf('5-april').facts.map(factRow);
  const told = page.split('\n').filter((line) => /^\| \d+ \|/.test(line));
  assert.deepEqual(told, rows);
});

function factRow({ n, says, serves, notYet, expect }: DayFact): string {
  const where = [...new Set(expect.map((e) => `\`${e.at}\``))].join(', ');
  return `| ${n} | ${says} | ${notYet === undefined ? serves : `not served yet, because ${notYet}`} | ${where} |`;
}
