import type { Json } from '../../base/canonical-json.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { codesIn } from '../../record/kinds/code-range.ts';
import { fieldsOf } from '../../record/kinds/fields.ts';
import type { FieldFault, Fields, Form } from '../../record/kinds/fields.ts';
import { KEYHOLDERS_MAX, SETTLEMENT_CHARS_MAX, SPOKEN_FORM } from '../../record/kinds/people.ts';
import { SPOKEN } from '../../record/kinds/vocabulary.ts';
import type { Spoken } from '../../record/kinds/vocabulary.ts';
import { parseOffset } from '../../record/signed.ts';
import { isPlainObject, subsetFault } from '../../record/subset.ts';
import { deputyLoop } from './deputy-loop.ts';
import type { MeetingPoint } from './meeting.ts';

/**
 * The place as it is prepared long before a day: who is told in which order, who goes on when somebody is taken, and where
 * people are safe. Handles are invented pseudonyms: the plan knows no names and no telephone numbers.
 */
export type PlacePlan = {
  readonly settlement: string;
  /** Minutes east of UTC. */
  readonly offsetMinutes: number;
  readonly languages: readonly Spoken[];
  readonly zones: readonly PlanZone[];
  readonly cells: readonly PlanCell[];
  readonly organisers: readonly PlanOrganiser[];
  /** The ways in, and the zones each of them leads to. */
  readonly approaches: readonly { readonly code: string; readonly zones: readonly string[] }[];
  /** Where neighbours gather, the first that is open; each by the way that leads there. */
  readonly points: readonly MeetingPoint[];
  /** Where people gather once the ring is closed. */
  readonly outside?: PlanPoint;
  /** Where press and observers see without standing in the way. */
  readonly viewing?: PlanPoint;
  /** Public by intent: whoever asks on behalf of the press is given this address. */
  readonly press?: { readonly handle: string; readonly address: string };
  readonly keyholders: readonly { readonly n: number; readonly handle: string }[];
  readonly alarm: AlarmWishes;
};

/** `next`: the zones an alarm reaches after this one. */
export type PlanZone = { readonly code: string; readonly next: readonly string[]; readonly at?: GeoPoint };

/** Some homes and those who call at them. `people`: how many neighbours they can reach, as far as they know. */
export type PlanCell = {
  readonly code: string;
  readonly zone: string;
  readonly homes: readonly string[];
  readonly people: number;
  readonly wardens: readonly string[];
  readonly deputies: readonly string[];
};

/** Checks in at these minutes of each day; after `graceMin` minutes more the check-in is missed. Deputies in their order. */
export type PlanOrganiser = {
  readonly handle: string;
  readonly checkIns: readonly number[];
  readonly graceMin: number;
  readonly deputies: readonly string[];
};

export type PlanPoint = { readonly code: string; readonly name?: string; readonly at?: GeoPoint };

/** Millionths of a degree, WGS 84. */
export type GeoPoint = { readonly latE6: number; readonly lonE6: number };

/** What this place wants otherwise than the program has it. */
export type AlarmWishes = {
  /** An alarm nobody has confirmed is over after so long. */
  readonly lapseAfterMin?: number;
  /** As many as are needed there: fewer on their way open the next tier. */
  readonly targetComing?: number;
  /** Minutes after a tier opened until the next one opens although enough are coming; its quorum is needed all the same. */
  readonly widenAfterMin?: number;
};

/** Twenty thousand homes at forty a cell: no settlement that one hub serves is larger. */
export const CELLS_MAX = 500;
// Five times what one cell should have; more is a slip of the pen.
const HOMES_MAX = 200;
const PEOPLE_MAX = 10_000;
const ZONES_MAX = 50;
const APPROACHES_MAX = 100;
const ORGANISERS_MAX = 50;
const NAMED_MAX = 20;
// More than there are, so that one who is there twice is found and told.
const KEYHOLDERS_LISTED_MAX: number = 2 * KEYHOLDERS_MAX;
// Once an hour.
const CHECK_INS_MAX = 24;
const GRACE_MIN_DEFAULT = 30;
// Longer, and a siege at dawn is noticed at noon.
const GRACE_MIN_MAX = 240;
const TEXT_CHARS_MAX = 200;
const LAT_E6_MAX = 90_000_000;
const LON_E6_MAX = 180_000_000;
// Under five minutes nobody has looked out of the window; over two hours an unconfirmed alarm is no news.
const LAPSE_MIN_LO = 5;
const LAPSE_MIN_HI = 120;
const COMING_MAX = 100_000;
// Sooner, and nobody has had the time to answer; later, and the day is decided.
const WIDEN_MIN_LO = 5;
const WIDEN_MIN_HI = 240;

const OFFSET: Form<number> = { parse: parseOffset, what: '+hh:mm or -hh:mm', placeholder: 0 };
const CLOCK: Form<number> = { parse: minuteOf, what: 'a time of day such as 08:00', placeholder: 0 };
const HOMES: Form<readonly string[]> = {
  parse: parseHomes,
  what: `homes such as N1..N24 or [N1, N2, N7..N9], none twice, at most ${HOMES_MAX}`,
  placeholder: [],
};

/**
 * Reads a place plan, or says all that is wrong in it: unknown fields and zones, codes that stand for two things,
 * deputies in a circle, numbers out of bounds. What is merely missing or unwise is for `checkPlace` to find.
 */
export function parsePlacePlan(value: Json): Result<PlacePlan, readonly FieldFault[]> {
  if (!isPlainObject(value)) return err([shapeFault(value)]);
  const f = fieldsOf(value);
  const plan = readPlan(f);
  const faults = f.faults();
  return faults.length === 0 ? ok(plan) : err(faults);
}

/** Of a value that is no object of the record: `$.cells[0].people: not a whole number …`, as a field and a reason. */
function shapeFault(value: Json): FieldFault {
  const [, field = '', why = 'not a group of fields'] =
    /^\$\.?([^:]*): (.*)$/s.exec(subsetFault(value) ?? '') ?? [];
  return { field, why: `is not taken: ${why}` };
}

function readPlan(f: Fields): PlacePlan {
  const zones = readZones(f);
  const isZone = new Set(zones.map((zone) => zone.code));
  const holdZones = (inner: Fields, name: string, codes: readonly string[]): void => {
    const unknown = codes.find((code) => code !== '' && !isZone.has(code));
    if (unknown !== undefined)
      inner.refuse(name, `there is no zone "${unknown}"`, { kind: 'not-there', name: unknown });
  };
  for (const [i, { code, next }] of zones.entries()) {
    holdZones(f, `zones[${i}].next`, next);
    if (next.includes(code))
      f.refuse(`zones[${i}].next`, `names the zone "${code}" itself`, { kind: 'itself', name: code });
  }
  const settlement = shortText(f, 'settlement', SETTLEMENT_CHARS_MAX);
  const offsetMinutes = f.inForm('offset', OFFSET);
  const languages = f.allInForm('languages', SPOKEN_FORM, SPOKEN.length);
  const cells = readCells(f, holdZones);
  const organisers = f.has('organisers') ? readOrganisers(f) : [];
  const approaches = f.has('approaches') ? readApproaches(f, holdZones) : [];
  return {
    settlement,
    offsetMinutes,
    languages,
    zones,
    cells,
    organisers,
    approaches,
    points: f.has('points') ? readPoints(f, approaches) : [],
    ...readContacts(f),
    keyholders: f.has('keyholders')
      ? f.list(
          'keyholders',
          (k) => ({ n: k.whole('n', 1, KEYHOLDERS_MAX), handle: k.code('handle') }),
          KEYHOLDERS_LISTED_MAX,
        )
      : [],
    alarm: (f.has('alarm') && f.object('alarm', readWishes)) || {},
  };
}

type HoldZones = (inner: Fields, name: string, codes: readonly string[]) => void;

function readZones(f: Fields): readonly PlanZone[] {
  const zones = f.list(
    'zones',
    (z) => ({ code: z.code('code'), next: codesOnce(z, 'next', ZONES_MAX), ...readAt(z) }),
    ZONES_MAX,
  );
  holdOnce(f, 'zones', zones);
  return zones;
}

function readCells(f: Fields, holdZones: HoldZones): readonly PlanCell[] {
  const cells = f.list(
    'cells',
    (c): PlanCell => {
      const zone = c.code('zone');
      holdZones(c, 'zone', [zone]);
      return {
        code: c.code('code'),
        zone,
        homes: c.inForm('homes', HOMES),
        people: c.count('people', PEOPLE_MAX),
        wardens: codesOnce(c, 'wardens'),
        deputies: codesOnce(c, 'deputies'),
      };
    },
    CELLS_MAX,
  );
  holdOnce(f, 'cells', cells);
  return cells;
}

function readOrganisers(f: Fields): readonly PlanOrganiser[] {
  const organisers = f.list(
    'organisers',
    (o): PlanOrganiser => ({
      handle: o.code('handle'),
      checkIns: o.has('checkIns') ? sorted(o.allInForm('checkIns', CLOCK, CHECK_INS_MAX)) : [],
      graceMin: o.has('graceMin') ? o.whole('graceMin', 1, GRACE_MIN_MAX) : GRACE_MIN_DEFAULT,
      deputies: codesOnce(o, 'deputies'),
    }),
    ORGANISERS_MAX,
  );
  holdOnce(f, 'organisers', organisers);
  const loop = deputyLoop(organisers);
  if (loop !== undefined) {
    const at = organisers.findIndex(({ handle }) => handle === loop.at(-2));
    const names = loop.join(', ');
    f.refuse(`organisers[${at}].deputies`, `go in a circle: ${names}`, { kind: 'circle', names });
  }
  return organisers;
}

function readApproaches(f: Fields, holdZones: HoldZones): PlacePlan['approaches'] {
  const approaches = f.list(
    'approaches',
    (a) => {
      const zones = codesOnce(a, 'zones', ZONES_MAX);
      holdZones(a, 'zones', zones);
      return { code: a.code('code'), zones };
    },
    APPROACHES_MAX,
  );
  holdOnce(f, 'approaches', approaches);
  return approaches;
}

function readPoints(f: Fields, approaches: PlacePlan['approaches']): readonly MeetingPoint[] {
  const points = f.list(
    'points',
    (p): MeetingPoint => {
      const approach = p.has('approach') ? p.code('approach') : undefined;
      if (approach !== undefined && !approaches.some(({ code }) => code === approach))
        p.refuse('approach', `there is no approach "${approach}"`, { kind: 'not-there', name: approach });
      return {
        code: p.code('code'),
        ...(p.has('name') && { name: shortText(p, 'name', TEXT_CHARS_MAX) }),
        ...(approach !== undefined && { approach }),
      };
    },
    NAMED_MAX,
  );
  holdOnce(f, 'points', points);
  return points;
}

function readContacts(f: Fields): Pick<PlacePlan, 'outside' | 'viewing' | 'press'> {
  const outside = f.has('outside') ? f.object('outside', readPoint) : undefined;
  const viewing = f.has('viewing') ? f.object('viewing', readPoint) : undefined;
  const press = f.has('press')
    ? f.object('press', (p) => ({
        handle: p.code('handle'),
        address: shortText(p, 'address', TEXT_CHARS_MAX),
      }))
    : undefined;
  return { ...(outside && { outside }), ...(viewing && { viewing }), ...(press && { press }) };
}

function readPoint(p: Fields): PlanPoint {
  return {
    code: p.code('code'),
    ...(p.has('name') && { name: shortText(p, 'name', TEXT_CHARS_MAX) }),
    ...readAt(p),
  };
}

function readAt(f: Fields): { readonly at?: GeoPoint } {
  if (!f.has('lat') && !f.has('lon')) return {};
  const latE6 = f.whole('lat', -LAT_E6_MAX, LAT_E6_MAX);
  return { at: { latE6, lonE6: f.whole('lon', -LON_E6_MAX, LON_E6_MAX) } };
}

function readWishes(a: Fields): AlarmWishes {
  return {
    ...(a.has('lapseAfterMin') && { lapseAfterMin: a.whole('lapseAfterMin', LAPSE_MIN_LO, LAPSE_MIN_HI) }),
    ...(a.has('targetComing') && { targetComing: a.whole('targetComing', 1, COMING_MAX) }),
    ...(a.has('widenAfterMin') && { widenAfterMin: a.whole('widenAfterMin', WIDEN_MIN_LO, WIDEN_MIN_HI) }),
  };
}

/** Codes of which each stands once; none where the field is left out. */
function codesOnce(f: Fields, name: string, most: number = NAMED_MAX): readonly string[] {
  if (!f.has(name)) return [];
  const codes = f.codes(name, most);
  const twice = codes.find((code, i) => codes.indexOf(code) < i);
  if (twice !== undefined) f.refuse(name, `names "${twice}" twice`, { kind: 'twice', name: twice });
  return codes;
}

/** Refuses a code or handle that stands for two things of one list. */
function holdOnce(
  f: Fields,
  list: string,
  items: readonly ({ readonly code: string } | { readonly handle: string })[],
): void {
  const seen = new Set<string>();
  for (const [i, item] of items.entries()) {
    const [field, code] = 'code' in item ? ['code', item.code] : ['handle', item.handle];
    if (code !== '' && seen.has(code))
      f.refuse(`${list}[${i}].${field}`, `"${code}" is there twice`, { kind: 'twice', name: code });
    seen.add(code);
  }
}

function shortText(f: Fields, name: string, charsMax: number): string {
  const text = f.words(name);
  if (text.length > charsMax)
    f.refuse(name, `is longer than ${charsMax} characters`, { kind: 'too-long', most: charsMax });
  return text;
}

function sorted(minutes: readonly number[]): readonly number[] {
  return minutes.toSorted((a, b) => a - b);
}

function minuteOf(value: unknown): number | undefined {
  const [, hours, minutes] =
    (typeof value === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) : null) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** The homes a cell names by codes and ranges; `undefined` where one is no code, there twice, or there are too many. */
export function parseHomes(value: unknown): readonly string[] | undefined {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const homes = new Set<string>();
  for (const part of parts) {
    const codes = typeof part === 'string' ? codesIn(part, HOMES_MAX) : undefined;
    if (codes?.ok !== true) return undefined;
    for (const code of codes.value) {
      if (homes.has(code) || homes.size === HOMES_MAX) return undefined;
      homes.add(code);
    }
  }
  return [...homes];
}
