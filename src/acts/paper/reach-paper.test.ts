import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAlarm } from '../../../test/making/an-alarm.ts';
import { clockAt } from '../../../test/making/days.ts';
import { instant, MINUTE_MS } from '../../base/instant.ts';
import type { ReachReport } from '../alarm/reach-report.ts';
import { ALARM_WORDS } from '../words/alarm-words.ts';
import { LANGUAGES } from '../words/words.ts';
import { reachPaper } from './reach-paper.ts';
import { reachPaperText } from './reach-paper-text.ts';

const FROM = clockAt('05:32');
const counted = (people: number, told: number, seen: number, answered: number) => ({
  people,
  told,
  seen,
  answered,
});

/** A drill of two cells that still runs: one warden answered, texts wait, a notification went to nobody. */
const REPORT: ReachReport = {
  alarm: anAlarm(2).id,
  mode: 'drill',
  tier: 2,
  asOf: instant(FROM + 10 * MINUTE_MS),
  all: counted(30, 28, 20, 9),
  withoutRoad: 1,
  coming: 6,
  cannot: 3,
  phases: [
    {
      phase: 'ask',
      from: FROM,
      ...counted(4, 3, 2, 1),
      toldIn: { half: 4, last: 83 },
      seenIn: {},
    },
  ],
  curve: [],
  cells: [
    {
      cell: 'c1',
      people: 40,
      wardens: { ...counted(2, 2, 2, 1), planned: 2 },
      neighbours: counted(20, 20, 15, 7),
      ticks: { told: 30, acknowledged: 20, coming: 11, cannot: 4, unreached: 5 },
    },
    { cell: 'c2', people: 20, wardens: { ...counted(2, 1, 0, 0), planned: 2 } },
  ],
  fewNeighbours: { ...counted(6, 5, 3, 1), cells: 1 },
  others: [{ role: 'organiser', ...counted(1, 0, 0, 0) }],
  roads: [
    {
      channel: 'push',
      handed: 28,
      seen: 20,
      answered: 9,
      spared: 0,
      failed: 1,
      waiting: 0,
      dropped: 0,
      reasons: [{ why: 'gone', messages: 1 }],
    },
    {
      channel: 'sms',
      handed: 2,
      answered: 0,
      spared: 0,
      failed: 0,
      waiting: 6,
      dropped: 0,
      reasons: [],
      doneAt: instant(FROM + 15 * MINUTE_MS),
    },
  ],
};

describe('the report as it is read', () => {
  test('says before all else whether it was a drill, in each language', () => {
    for (const language of LANGUAGES) {
      const { drill } = ALARM_WORDS[language];
      assert.ok(reachPaperText(reachPaper(REPORT, language, 300)).startsWith(`${drill}. `), language);
      const real = reachPaperText(reachPaper({ ...REPORT, mode: 'real' }, language, 300));
      assert.ok(!real.includes(drill), language);
    }
  });

  test('tells hours by the clock of the place, what waits and until when, and what was not reached', () => {
    const { lines, mend, tables } = reachPaper(REPORT, 'en', 300);
    assert.deepEqual(lines, [
      'This is a drill: nothing of it is real.',
      'People to be told: 30. A message went out to 28; known to have seen one: 20; answered: 9.',
      'Of the answers: coming 6, cannot 3.',
      'By themselves wardens told 30 of 60 neighbours, as they ticked; coming: 11.',
      'As of 10:42, and not over yet: these numbers still move.',
    ]);
    assert.equal(mend.items.length, 4);
    const [times, cells, others, roads] = tables.map(({ rows }) => rows);
    assert.deepEqual(times, [
      ['Question to the wardens', '10:32', '4', '3', '2', '4 s', 'not reached', '1 min 23 s'],
    ]);
    assert.deepEqual(cells, [
      ['c1', '1 of 2', '20', '20', '15', '7', 'told 30 of 40, coming 11, not reached 5'],
      ['c2', '0 of 2', 'few', '', '', '', ''],
      ['1 cell with few', '', '6', '5', '3', '1', ''],
    ]);
    assert.deepEqual(others, [['organiser', '1', '0', '0', '0']]);
    assert.deepEqual(roads, [
      ['Notifications', '28', '20', '9', '0', '1', '0', '0', 'no such address any more: 1'],
      ['Text messages', '2', '', '0', '0', '0', '0', '6, by 10:47 at the latest', ''],
    ]);
    for (const { head, rows } of tables) assert.ok(rows.every((row) => row.length === head.length));
  });

  test('stands in columns on a terminal', () => {
    for (const language of LANGUAGES) {
      const lines = reachPaperText(reachPaper(REPORT, language, 300)).split('\n');
      const [c1, c2] = ['c1 ', 'c2 '].map((start) => lines.find((line) => line.startsWith(start)) ?? '');
      const second = (line: string = ''): number => /\s{2,}\S/.exec(line)?.index ?? -1;
      assert.ok(c1 !== '' && second(c1) === second(c2), language);
    }
  });
});
