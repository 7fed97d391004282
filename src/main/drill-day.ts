import { isJsonArray } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Day, DayEntry, DayMinute, DayRole } from '../adapters/sim-day/day.ts';
import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import { isPlainObject } from '../record/subset.ts';
import type { PlainObject } from '../record/subset.ts';

/** A day as a drill at another place: its rows, its network and its habits; cells, wardens and people of the plan. */
export type DrillDay = {
  readonly day: Day;
  readonly raisedAt: DayMinute;
  /** When a keyholder ends it. */
  readonly endsAt: DayMinute;
  /** Rows that had nobody at this place to say them. */
  readonly left: number;
};

/** Why a day cannot be held as a drill, in words. */
export type NoDrill = { readonly why: string };

/** Long enough for the word that it is over to go to everybody. */
const AFTER_MIN = 20;
/** The incident's own plan is one entry: homes are named in it as far as it holds them. */
const HOMES_NAMED_MAX = 4_000;

export function drillDay(day: Day, plan: PlacePlan, seed: number = day.seed): Result<DrillDay, NoDrill> {
  if (plan.cells.length === 0) return err({ why: 'the plan has no cells: there is nobody to call' });
  const raise = day.entries.find(({ kind }) => kind === 'alarm.raise');
  if (raise === undefined) return err({ why: 'the day raises no alarm: there is nothing to rehearse' });
  const move = moverOf(day, plan);
  const kept = hanging(day.entries.flatMap((entry) => moved(entry, move) ?? []));
  if (!kept.some(({ kind }) => kind === 'alarm.raise'))
    return err({ why: 'whoever raises the alarm of the day has no counterpart in the plan' });
  const until = day.until + AFTER_MIN;
  const first = day.points.find(({ steward }) => move.handles.has(steward))?.steward;
  return ok({
    day: {
      title: plan.settlement,
      origin: day.origin,
      date: day.date,
      offset: offsetText(plan.offsetMinutes),
      from: day.from,
      until,
      seed,
      settlement: plan.settlement,
      cells: cellsOf(plan),
      approaches: plan.approaches.map(({ code }) => code),
      ...(plan.outside && { outside: { ...plan.outside, name: plan.outside.name ?? plan.outside.code } }),
      points: first === undefined ? [] : pointsOf(plan, first),
      roles: move.roles,
      network: day.network,
      crowd: { ...day.crowd, homesEveryMin: 0 },
      entries: kept,
      facts: [],
    },
    raisedAt: raise.at,
    endsAt: day.until,
    left: day.entries.length - kept.length,
  });
}

/** Those that hang on nothing, or on what is said here before them. */
function hanging(entries: readonly DayEntry[]): readonly DayEntry[] {
  const labels = new Set<string>();
  return entries.filter(({ re, after, label }) => {
    const holds = [...re, ...(after ? [after.anchor] : [])].every((named) => labels.has(named));
    if (holds && label !== undefined) labels.add(label);
    return holds;
  });
}

function cellsOf({ cells }: PlacePlan): Day['cells'] {
  const named = Math.max(1, Math.floor(HOMES_NAMED_MAX / cells.length));
  return cells.map(({ code, zone, homes, people }) => ({ code, zone, people, homes: homes.slice(0, named) }));
}

/** One steward counts at all of them. */
function pointsOf({ points, outside }: PlacePlan, steward: string): Day['points'] {
  const codes = new Set([...points.map(({ code }) => code), ...(outside ? [outside.code] : [])]);
  return [...codes].map((code) => ({ code, steward }));
}

function offsetText(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** How what a day names is called at the other place: by its turn, round and round where there are fewer. */
type Mover = {
  readonly roles: readonly DayRole[];
  readonly handles: ReadonlySet<string>;
  readonly handle: (old: string) => string | undefined;
  readonly code: (field: string, old: string) => string;
};

function moverOf(day: Day, plan: PlacePlan): Mover {
  const cell = turned(
    day.cells.map(({ code }) => code),
    plan.cells.map(({ code }) => code),
  );
  const wardens = plan.cells.flatMap(({ code, wardens: own }, c) =>
    own.map((_, i): DayRole => ({
      handle: `warden-${c + 1}-${i + 1}-of-plan`,
      role: 'warden',
      cell: code,
      inside: true,
      isVouched: true,
    })),
  );
  const organisers = plan.organisers.map((_, i): DayRole => ({
    handle: `organiser-${i + 1}-of-plan`,
    role: 'organiser',
    inside: false,
    isVouched: true,
  }));
  const isOfPlan = ({ role }: DayRole): boolean => role === 'warden' || role === 'organiser';
  const others = day.roles
    .filter((role) => !isOfPlan(role))
    .map((role) => (role.cell === undefined ? role : { ...role, cell: cell(role.cell) }));
  const handlesOf = (roles: readonly DayRole[], role: DayRole['role']): readonly string[] =>
    roles.filter((each) => each.role === role).map(({ handle }) => handle);
  const [warden, organiser] = [
    turned(handlesOf(day.roles, 'warden'), handlesOf(wardens, 'warden')),
    turned(handlesOf(day.roles, 'organiser'), handlesOf(organisers, 'organiser')),
  ];
  const roles = [...others, ...organisers, ...wardens];
  const handles = new Set(roles.map(({ handle }) => handle));
  const turns: Readonly<Record<string, (old: string) => string>> = {
    cell,
    zone: turned(
      zonesOf(day),
      plan.zones.map(({ code }) => code),
    ),
    approach: turned(
      day.approaches,
      plan.approaches.map(({ code }) => code),
    ),
    home: turned(
      day.cells.flatMap(({ homes }) => homes),
      plan.cells.flatMap(({ homes }) => homes),
    ),
    point: turned(
      day.points.map(({ code }) => code),
      plan.points.map(({ code }) => code),
    ),
  };
  return {
    roles,
    handles,
    handle: (old) => [old, warden(old), organiser(old)].find((handle) => handles.has(handle)),
    code: (field, old) => turns[field]?.(old) ?? old,
  };
}

function zonesOf({ cells }: Day): readonly string[] {
  return [...new Set(cells.flatMap(({ zone }) => zone ?? []))];
}

/** The counterpart of each by its turn; what is not in the first list, or has no counterpart, stays as it is. */
function turned(from: readonly string[], to: readonly string[]): (old: string) => string {
  const turns = new Map(from.map((old, i) => [old, to[i % to.length]]));
  return (old) => turns.get(old) ?? old;
}

function moved(entry: DayEntry, move: Mover): DayEntry | undefined {
  const by = move.handle(entry.by);
  if (by === undefined) return undefined;
  const who = entry.body['who'];
  const seen = typeof who === 'string' ? move.handle(who) : undefined;
  if (typeof who === 'string' && seen === undefined) return undefined;
  const body = movedBody(entry.body, move);
  const cell = move.roles.find(({ handle }) => handle === by)?.cell;
  return {
    ...entry,
    by,
    facts: [],
    body: {
      ...body,
      ...(seen !== undefined && { who: seen }),
      ...(entry.kind === 'alarm.raise' && {
        mode: 'drill',
        ...(cell !== undefined && body['place'] === undefined && { place: { cell } }),
      }),
    },
  };
}

const CODES: ReadonlySet<string> = new Set(['cell', 'zone', 'approach', 'home', 'point']);

function movedBody(body: PlainObject, move: Mover): PlainObject {
  const { place, homes } = body;
  const inPlace = (fields: PlainObject): PlainObject =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        CODES.has(name) && typeof value === 'string' ? move.code(name, value) : value,
      ]),
    );
  const codes = isJsonArray(homes)
    ? homes.flatMap((home) => (typeof home === 'string' ? move.code('home', home) : []))
    : [];
  return {
    ...inPlace(body),
    ...(isPlainObject(place) && { place: inPlace(place) }),
    ...(codes.length > 0 && { homes: [...new Set(codes)] }),
  };
}
