import { parseEdtf } from '../../base/edtf.ts';
import { parseOffset } from '../../record/signed.ts';
import type { Day, DayCell, DayCrowd, DayFact, DayMinute, DayRole, NetworkChange } from './day.ts';
import { bodyFault } from './body-fault.ts';
import { readEntries } from './day-entries.ts';
import { minuteOf } from './day-times.ts';
import { planSaying } from './speak.ts';
import {
  codeOf,
  expandCodes,
  onceEach,
  onlyFields,
  oneOf,
  quoted,
  textOf,
  wholeOf,
  yesNo,
} from './spot-values.ts';
import type { FileSpot } from '../../base/file-spot.ts';

const FIELDS = [
  'title',
  'origin',
  'date',
  'offset',
  'from',
  'until',
  'seed',
  'place',
  'sources',
  'roles',
  'network',
  'crowd',
  'entries',
  'facts',
];
const ROLES = [
  'resident',
  'warden',
  'steward',
  'organiser',
  'observer',
  'press',
  'supporter',
  'desk',
] as const;

/** Reads a day from the root of its file. What cannot be played is a fault of the file; nothing is guessed. */
export function readDay(root: FileSpot): Day {
  onlyFields(root, FIELDS);
  const date = dateOf(root.at('date'));
  if (!date.startsWith('XXXX') && !root.has('offset'))
    root
      .at('date')
      .fail('states a year, so the offset of that place on that day is needed beside it: offset: "+05:00"');
  const from = minuteOf(root.at('from'));
  const until = minuteOf(root.at('until'));
  if (until <= from) root.at('until').fail('is not after "from"');
  const place = root.at('place');
  onlyFields(place, ['settlement', 'cells', 'approaches', 'outside', 'points']);
  const cells = readCells(place.at('cells'));
  const roles = readRoles(root.at('roles'), new Set(cells.map((c) => c.code)));
  const handles = new Set(roles.map((r) => r.handle));
  const day: Day = {
    title: textOf(root.at('title')),
    origin: textOf(root.at('origin')),
    date,
    ...(root.has('offset') && { offset: offsetOf(root.at('offset')) }),
    from,
    until,
    seed: wholeOf(root.at('seed'), 0, 2 ** 31),
    settlement: textOf(place.at('settlement')),
    cells,
    approaches: onceEach(place.at('approaches').items(), codeOf),
    ...(place.has('outside') && { outside: readOutside(place.at('outside')) }),
    points: place.has('points') ? readPoints(place.at('points'), handles) : [],
    roles,
    network: root.has('network') ? readNetwork(root.at('network'), from, until) : [],
    crowd: readCrowd(root.at('crowd')),
    entries: readEntries(root, { date, from, until, roles }),
    facts: root.has('facts') ? readFacts(root.at('facts')) : [],
  };
  holdPlan(day, place);
  return day;
}

/** The plan is written by the desk as the day begins: what the record would refuse is refused here, by its place. */
function holdPlan(day: Day, place: FileSpot): void {
  const { body } = planSaying(day).saying;
  const fault = bodyFault('place.plan', body);
  if (fault === undefined) return;
  const { field, why } = fault;
  const [first = ''] = field.split(/[.[]/);
  (place.has(first) ? place.at(first) : place).fail(why);
}

function dateOf(spot: FileSpot): string {
  const date = textOf(spot);
  const parsed = parseEdtf(date);
  const isDay =
    parsed.ok && parsed.value.kind === 'moment' && parsed.value.at.day !== undefined && !parsed.value.at.time;
  // The night after the last day of 9999 has no date in four digits.
  return isDay && /^(XXXX|\d{4})-\d\d-\d\d$/.test(date) && date !== '9999-12-31'
    ? date
    : spot.fail('is not a day such as 2006-07-07, or XXXX-04-05 where no year is stated');
}

function offsetOf(spot: FileSpot): string {
  const text = textOf(spot);
  return parseOffset(text) === undefined ? spot.fail('is not an offset such as +06:00') : text;
}

function readCells(spot: FileSpot): readonly DayCell[] {
  const homes = new Set<string>();
  const cells = spot.items().map((cell): DayCell => {
    onlyFields(cell, ['code', 'zone', 'homes', 'people']);
    const own = expandCodes(cell.at('homes'));
    for (const home of own) {
      if (homes.has(home)) cell.at('homes').fail(`${quoted(home)} belongs to a cell above`);
      homes.add(home);
    }
    return {
      code: codeOf(cell.at('code')),
      ...(cell.has('zone') && { zone: codeOf(cell.at('zone')) }),
      homes: own,
      people: wholeOf(cell.at('people'), 0, 100_000),
    };
  });
  onceEach(
    spot.items().map((cell) => cell.at('code')),
    codeOf,
  );
  return cells;
}

function readOutside(spot: FileSpot): NonNullable<Day['outside']> {
  onlyFields(spot, ['code', 'name']);
  return { code: codeOf(spot.at('code')), name: textOf(spot.at('name')) };
}

function readRoles(spot: FileSpot, cells: ReadonlySet<string>): readonly DayRole[] {
  if (spot.items().length === 0) spot.fail('names nobody: somebody must write the entries');
  const seen = new Set<string>();
  return spot.items().map((item): DayRole => {
    onlyFields(item, ['handle', 'role', 'cell', 'inside', 'vouched', 'seized']);
    const handle = codeOf(item.at('handle'));
    if (seen.has(handle)) item.at('handle').fail(`"${handle}" is there twice`);
    seen.add(handle);
    const cell = item.has('cell') ? codeOf(item.at('cell')) : undefined;
    if (cell !== undefined && !cells.has(cell)) item.at('cell').fail(`there is no cell "${cell}"`);
    const role = oneOf(item.at('role'), ROLES);
    if (role === 'warden' && cell === undefined) item.fail('a warden has a cell');
    return {
      handle,
      role,
      inside: item.has('inside') && yesNo(item.at('inside')),
      isVouched: !item.has('vouched') || yesNo(item.at('vouched')),
      ...(item.has('seized') && { seizedAt: minuteOf(item.at('seized')) }),
      ...(cell !== undefined && { cell }),
    };
  });
}

function readPoints(spot: FileSpot, handles: ReadonlySet<string>): Day['points'] {
  const points = spot.items().map((point) => {
    onlyFields(point, ['code', 'steward']);
    const steward = codeOf(point.at('steward'));
    if (!handles.has(steward)) point.at('steward').fail(`there is no role "${steward}"`);
    return { code: codeOf(point.at('code')), steward };
  });
  onceEach(
    spot.items().map((point) => point.at('code')),
    codeOf,
  );
  return points;
}

function readNetwork(spot: FileSpot, from: DayMinute, until: DayMinute): readonly NetworkChange[] {
  let last = from;
  return spot.items().map((item): NetworkChange => {
    onlyFields(item, ['at', 'where', 'state']);
    const at = minuteOf(item.at('at'));
    if (at < last || at > until) item.at('at').fail('is out of order, or outside the day');
    last = at;
    return {
      at,
      where: oneOf(item.at('where'), ['inside', 'outside', 'everywhere']),
      state: oneOf(item.at('state'), ['up', 'thin', 'cut']),
    };
  });
}

function readCrowd(spot: FileSpot): DayCrowd {
  const names = [
    'smsPerMinute',
    'doorsPerMinute',
    'reachablePerMille',
    'comingPerMille',
    'cannotPerMille',
    'walkMin',
    'tallyEveryMin',
    'countEveryMin',
    'homesEveryMin',
  ];
  onlyFields(spot, names);
  const walk = spot.at('walkMin');
  onlyFields(walk, ['lo', 'hi']);
  const lo = wholeOf(walk.at('lo'), 0, 600);
  const crowd = {
    smsPerMinute: wholeOf(spot.at('smsPerMinute'), 0, 1_000),
    doorsPerMinute: wholeOf(spot.at('doorsPerMinute'), 0, 100),
    reachablePerMille: wholeOf(spot.at('reachablePerMille'), 0, 1_000),
    comingPerMille: wholeOf(spot.at('comingPerMille'), 0, 1_000),
    cannotPerMille: wholeOf(spot.at('cannotPerMille'), 0, 1_000),
    walkMin: { lo, hi: wholeOf(walk.at('hi'), lo, 600) },
    tallyEveryMin: wholeOf(spot.at('tallyEveryMin'), 1, 600),
    countEveryMin: wholeOf(spot.at('countEveryMin'), 1, 600),
    homesEveryMin: spot.has('homesEveryMin') ? wholeOf(spot.at('homesEveryMin'), 0, 600) : 0,
  };
  if (crowd.comingPerMille + crowd.cannotPerMille > 1_000)
    spot.at('cannotPerMille').fail('with comingPerMille makes more than 1000');
  return crowd;
}

function readFacts(spot: FileSpot): readonly DayFact[] {
  const facts = spot.items().map(readFact);
  onceEach(
    spot.items().map((fact) => fact.at('n')),
    (n) => String(n.value),
  );
  return facts;
}

function readFact(spot: FileSpot): DayFact {
  onlyFields(spot, ['n', 'says', 'serves', 'expect', 'notYet']);
  const expect = spot.has('expect') ? spot.at('expect').items() : [];
  if (expect.length === 0 && !spot.has('notYet')) spot.fail('needs "expect", or "notYet" with the reason');
  return {
    n: wholeOf(spot.at('n'), 1, 1_000),
    says: textOf(spot.at('says')),
    serves: textOf(spot.at('serves')),
    expect: expect.map((check) => {
      onlyFields(check, ['at', 'has']);
      const at = textOf(check.at('at'));
      if (!at.startsWith('/')) check.at('at').fail(`${quoted(at)} is not a pointer such as /clock/startedBy`);
      return { at, has: check.at('has').value };
    }),
    ...(spot.has('notYet') && { notYet: textOf(spot.at('notYet')) }),
  };
}
