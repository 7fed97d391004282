import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { parseOffset } from '../../record/signed.ts';
import type { Day, DayCell, DayCrowd, DayFact, DayFault, DayMinute, DayRole, NetworkChange } from './day.ts';
import { readEntries } from './day-entries.ts';
import { minuteOf } from './day-times.ts';
import {
  codeOf,
  DayFaultError,
  expandCodes,
  onlyFields,
  oneOf,
  readYaml,
  textOf,
  wholeOf,
  yesNo,
} from './yaml-reader.ts';
import type { YamlSpot } from './yaml-reader.ts';

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

/** Reads a day file. A broken one is refused with file, line, field and reason; nothing is guessed. */
export function parseDay(text: string, file: string): Result<Day, DayFault> {
  try {
    return ok(readDay(readYaml(text, file)));
  } catch (cause) {
    if (cause instanceof DayFaultError) return err(cause.fault);
    throw cause;
  }
}

function readDay(root: YamlSpot): Day {
  onlyFields(root, FIELDS);
  const date = dateOf(root.at('date'));
  const from = minuteOf(root.at('from'));
  const until = minuteOf(root.at('until'));
  if (until <= from) root.at('until').fail('is not after "from"');
  const place = root.at('place');
  onlyFields(place, ['settlement', 'cells', 'approaches', 'outside', 'points']);
  const cells = place.at('cells').items().map(readCell);
  const roles = readRoles(root.at('roles'), cells);
  const handles = new Set(roles.map((r) => r.handle));
  return {
    title: textOf(root.at('title')),
    origin: textOf(root.at('origin')),
    date,
    ...(root.has('offset') && { offset: offsetOf(root.at('offset')) }),
    from,
    until,
    seed: wholeOf(root.at('seed'), 0, 2 ** 31),
    settlement: textOf(place.at('settlement')),
    cells,
    approaches: place.at('approaches').items().map(codeOf),
    ...(place.has('outside') && {
      outside: { code: codeOf(place.at('outside').at('code')), name: textOf(place.at('outside').at('name')) },
    }),
    points: place.has('points')
      ? place
          .at('points')
          .items()
          .map((p) => readPoint(p, handles))
      : [],
    roles,
    network: root.has('network') ? readNetwork(root.at('network'), from, until) : [],
    crowd: readCrowd(root.at('crowd')),
    entries: readEntries(root, { date, from, until, roles }),
    facts: root.has('facts') ? root.at('facts').items().map(readFact) : [],
  };
}

function dateOf(spot: YamlSpot): string {
  const date = textOf(spot);
  const parsed = parseEdtf(date);
  const isDay =
    parsed.ok && parsed.value.kind === 'moment' && parsed.value.at.day !== undefined && !parsed.value.at.time;
  return isDay && /^(XXXX|\d{4})-\d\d-\d\d$/.test(date)
    ? date
    : spot.fail('is not a day such as 2006-07-07, or XXXX-04-05 where no year is stated');
}

function offsetOf(spot: YamlSpot): string {
  const text = textOf(spot);
  return parseOffset(text) === undefined ? spot.fail('is not an offset such as +06:00') : text;
}

function readCell(spot: YamlSpot): DayCell {
  onlyFields(spot, ['code', 'zone', 'homes', 'people']);
  return {
    code: codeOf(spot.at('code')),
    ...(spot.has('zone') && { zone: codeOf(spot.at('zone')) }),
    homes: expandCodes(spot.at('homes')),
    people: wholeOf(spot.at('people'), 0, 100_000),
  };
}

function readRoles(spot: YamlSpot, cells: readonly DayCell[]): readonly DayRole[] {
  const seen = new Set<string>();
  return spot.items().map((item): DayRole => {
    onlyFields(item, ['handle', 'role', 'cell', 'inside']);
    const handle = codeOf(item.at('handle'));
    if (seen.has(handle)) item.at('handle').fail(`"${handle}" is there twice`);
    seen.add(handle);
    const cell = item.has('cell') ? codeOf(item.at('cell')) : undefined;
    if (cell !== undefined && !cells.some((c) => c.code === cell))
      item.at('cell').fail(`there is no cell "${cell}"`);
    const role = oneOf(item.at('role'), ROLES);
    if (role === 'warden' && cell === undefined) item.fail('a warden has a cell');
    return {
      handle,
      role,
      inside: item.has('inside') && yesNo(item.at('inside')),
      ...(cell !== undefined && { cell }),
    };
  });
}

function readPoint(spot: YamlSpot, handles: ReadonlySet<string>): Day['points'][number] {
  onlyFields(spot, ['code', 'steward']);
  const steward = codeOf(spot.at('steward'));
  if (!handles.has(steward)) spot.at('steward').fail(`there is no role "${steward}"`);
  return { code: codeOf(spot.at('code')), steward };
}

function readNetwork(spot: YamlSpot, from: DayMinute, until: DayMinute): readonly NetworkChange[] {
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

function readCrowd(spot: YamlSpot): DayCrowd {
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

function readFact(spot: YamlSpot): DayFact {
  onlyFields(spot, ['n', 'says', 'serves', 'expect', 'notYet']);
  const expect = spot.has('expect') ? spot.at('expect').items() : [];
  if (expect.length === 0 && !spot.has('notYet')) spot.fail('needs "expect", or "notYet" with the reason');
  return {
    n: wholeOf(spot.at('n'), 1, 1_000),
    says: textOf(spot.at('says')),
    serves: textOf(spot.at('serves')),
    expect: expect.map((e) => ({ at: textOf(e.at('at')), has: e.at('has').value })),
    ...(spot.has('notYet') && { notYet: textOf(spot.at('notYet')) }),
  };
}
