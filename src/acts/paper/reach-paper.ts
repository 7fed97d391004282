import { instantToWall } from '../../base/wall.ts';
import type { Instant } from '../../base/instant.ts';
import { toMend } from '../alarm/mend.ts';
import type { ToMend } from '../alarm/mend.ts';
import type { PhaseReach, Reached, ReachReport } from '../alarm/reach-report.ts';
import type { RoadReach } from '../alarm/road-reach.ts';
import { ALARM_WORDS } from '../words/alarm-words.ts';
import { ANSWER_WORDS } from '../words/answer-words.ts';
import { BOARD_WORDS } from '../words/board-words.ts';
import { roleName } from '../words/people-words.ts';
import { REACH_REPORT_WORDS } from '../words/reach-report-words.ts';
import type { ReachReportWords } from '../words/reach-report-words.ts';
import { momentText } from '../words/when.ts';
import type { Language } from '../words/words.ts';

/** A report as it is read, on a page or as text: what stands first, what to mend, and tables. */
export type ReachPaper = {
  /** DRILL before all else, or that it is none. */
  readonly status: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly mend: { readonly heading: string; readonly items: readonly string[] };
  readonly tables: readonly ReachTable[];
};

/** The first column names the row. */
export type ReachTable = {
  readonly name: 'times' | 'cells' | 'others' | 'roads';
  readonly heading: string;
  readonly note?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

type Writing = {
  readonly words: ReachReportWords;
  readonly language: Language;
  readonly clockOf: (at: Instant) => string;
};

/** `offsetMinutes`: of the place, east of UTC; hours are told by its clock. */
export function reachPaper(report: ReachReport, language: Language, offsetMinutes: number): ReachPaper {
  const words = REACH_REPORT_WORDS[language];
  const clockOf = (at: Instant): string => momentText(instantToWall(at, offsetMinutes));
  const { mode, all, coming, cannot, endedAs, asOf } = report;
  const isDrill = mode === 'drill';
  const writing = { words, language, clockOf };
  return {
    status: isDrill ? ALARM_WORDS[language].drill : ANSWER_WORDS[language].real,
    title: words.title,
    lines: [
      ...(isDrill ? [words.drillSays] : []),
      words.all(...counts(all)),
      words.answers(String(coming), String(cannot)),
      ...byWardens(report.cells, words),
      ...(endedAs === undefined ? [words.isRunning(clockOf(asOf))] : []),
    ],
    mend: mendOf(report, words, language),
    tables: [
      timesTable(report, writing),
      cellsTable(report, writing),
      ...(report.others.length > 0 ? [othersTable(report, writing)] : []),
      roadsTable(report, writing),
    ],
  };
}

/** Of how many, where the plan says so of every cell. */
function byWardens(cells: ReachReport['cells'], words: ReachReportWords): readonly string[] {
  const ticked = cells.flatMap(({ ticks }) => ticks ?? []);
  if (ticked.length === 0) return [];
  const [told, coming] = (['told', 'coming'] as const).map((of) => total(ticked.map((ticks) => ticks[of])));
  const isPlanned = cells.every(({ people }) => people !== undefined);
  const all = isPlanned ? total(cells.map(({ people = 0 }) => people)) : undefined;
  return [words.byWardens(someOf(told, all, words), String(coming))];
}

function someOf(some: number = 0, all: number | undefined, words: ReachReportWords): string {
  return all === undefined ? String(some) : words.cells.partOf(String(some), String(all));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0);
}

function mendOf(report: ReachReport, words: ReachReportWords, language: Language): ReachPaper['mend'] {
  const items = toMend(report).map((found) => mendText(found, words, language));
  return { heading: words.mend.heading, items: items.length === 0 ? [words.mend.nothing] : items };
}

function mendText<K extends ToMend['kind']>(
  found: Extract<ToMend, { readonly kind: K }>,
  words: ReachReportWords,
  language: Language,
): string {
  const says: Pick<ReachReportWords['mend']['says'], K> = words.mend.says;
  const kind: K = found.kind;
  return says[kind](found, BOARD_WORDS[language].alarm.roads);
}

function counts({ people, told, seen, answered }: Reached): [string, string, string, string] {
  return [String(people), String(told), String(seen), String(answered)];
}

function timesTable({ phases }: ReachReport, { words, clockOf }: Writing): ReachTable {
  const { times } = words;
  const seconds = (n: number | undefined): string =>
    n === undefined ? times.never : times.duration(Math.floor(n / 60), n % 60);
  const row = ({ phase, from, toldIn, ...reached }: PhaseReach): readonly string[] => [
    times.phases[phase],
    clockOf(from),
    ...counts(reached).slice(0, 3),
    seconds(toldIn.half),
    seconds(toldIn.most),
    seconds(toldIn.last),
  ];
  return {
    name: 'times',
    heading: times.heading,
    note: times.note,
    head: ['', times.began, words.people, words.told, words.seen, times.half, times.most, times.last],
    rows: phases.map(row),
  };
}

function cellsTable({ cells, fewNeighbours }: ReachReport, { words }: Writing): ReachTable {
  const { cells: own } = words;
  const rows = cells.map(({ cell, wardens, neighbours, ticks, people }) => [
    cell,
    own.partOf(String(wardens.answered), String(wardens.planned ?? wardens.people)),
    ...(neighbours ? counts(neighbours) : [own.few, '', '', '']),
    ticks ? own.ticks(someOf(ticks.told, people, words), String(ticks.coming), String(ticks.unreached)) : '',
  ]);
  const few = [own.fewTogether(fewNeighbours.cells), '', ...counts(fewNeighbours), ''];
  return {
    name: 'cells',
    heading: own.heading,
    note: own.note,
    head: [own.cell, own.wardensAnswered, own.neighbours, words.told, words.seen, words.answered, own.ticked],
    rows: fewNeighbours.cells > 0 ? [...rows, few] : rows,
  };
}

function othersTable({ others }: ReachReport, { words, language }: Writing): ReachTable {
  return {
    name: 'others',
    heading: words.others.heading,
    head: [words.others.role, words.people, words.told, words.seen, words.answered],
    rows: others.map(({ role, ...reached }) => [
      role === 'gone' ? words.others.gone : roleName(role, language),
      ...counts(reached),
    ]),
  };
}

function roadsTable({ roads }: ReachReport, { words, language, clockOf }: Writing): ReachTable {
  const { roads: own } = words;
  const waitingText = ({ waiting, doneAt }: RoadReach): string =>
    doneAt === undefined ? String(waiting) : own.until(String(waiting), clockOf(doneAt));
  const row = (road: RoadReach): readonly string[] => [
    BOARD_WORDS[language].alarm.roads[road.channel],
    String(road.handed),
    road.seen === undefined ? '' : String(road.seen),
    ...[road.answered, road.spared, road.failed, road.dropped].map(String),
    waitingText(road),
    road.reasons.map(({ why, messages }) => `${own.reasons[why]}: ${messages}`).join('; '),
  ];
  return {
    name: 'roads',
    heading: own.heading,
    note: own.note,
    head: [
      own.road,
      own.handed,
      words.seen,
      words.answered,
      own.spared,
      own.failed,
      own.dropped,
      own.waiting,
      own.why,
    ],
    rows: roads.map(row),
  };
}
