import { instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { AlarmMode, AlarmStep } from '../../record/kinds/alarm.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { EntryId } from '../../record/names.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { Tally } from '../../situation/reach.ts';
import type { Pace } from './allowance.ts';
import { isOfSettlement } from './audience.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import type { Ledger, Phase, Row } from './ledger.ts';
import type { PlacePlan } from './place-plan.ts';
import { curveOf, spreadOf } from './reach-curve.ts';
import type { PersonReached, ReachCurve, Spread } from './reach-curve.ts';
import { roadReaches } from './road-reach.ts';
import type { RoadReach } from './road-reach.ts';
import type { Roster } from './roster.ts';

/**
 * People, each once: `people` the hub was to tell; of these a carrier took over a message for `told`, `seen` is known to have
 * seen one, `answered` has answered one by any road.
 */
export type Reached = Readonly<Record<'people' | 'told' | 'seen' | 'answered', number>>;

/** Those that an alarm has. */
export type AlarmPhase = Exclude<Phase, 'ready' | 'remind'>;

/** One kind of message, from the first that was due. `toldIn`, `seenIn`: of the people it was for. */
export type PhaseReach = Reached & {
  readonly phase: AlarmPhase;
  readonly from: Instant;
  readonly toldIn: Spread;
  readonly seenIn: Spread;
};

/**
 * One cell of the place. `neighbours` are those who let the hub write to them, and are told of only where they are
 * several. `planned`: wardens in the plan; `ticks`: what wardens said of the neighbours they called by themselves.
 */
export type CellReached = {
  readonly cell: string;
  readonly people?: number;
  readonly wardens: Reached & { readonly planned?: number };
  readonly neighbours?: Reached;
  readonly ticks?: Tally;
};

/** How far an alarm has come, or came: counts by cell, role, road and time. It names nobody. */
export type ReachReport = {
  readonly alarm: EntryId;
  readonly mode?: AlarmMode;
  readonly tier: number;
  readonly endedAs?: AlarmStep;
  readonly asOf: Instant;
  /** All who were asked or called. */
  readonly all: Reached;
  /** People of the settlement who are on the hub's list, and have no road that is open. */
  readonly withoutRoad: number;
  readonly coming: number;
  readonly cannot: number;
  readonly phases: readonly PhaseReach[];
  readonly curve: ReachCurve;
  readonly cells: readonly CellReached[];
  /** Neighbours of those cells in which fewer than a handful let the hub write to them, taken together. */
  readonly fewNeighbours: Reached & { readonly cells: number };
  /** People in no cell, and those whose contact is gone. */
  readonly others: readonly (Reached & { readonly role: Role | 'gone' })[];
  readonly roads: readonly RoadReach[];
};

export type ReachReporting = {
  readonly ledger: Ledger;
  readonly roster: Roster;
  readonly plan: PlacePlan | undefined;
  readonly ticks: ReadonlyMap<string, Tally>;
  readonly paceOf: (channel: ChannelName) => Pace | undefined;
  readonly asOf: Instant;
};

/** Below that, what neighbours of one cell did is nearly what one person did. */
export const HANDFUL = 5;
/** As people meet them. */
const IN_ORDER: readonly AlarmPhase[] = ['ask', 'call', 'redirect', 'over'];
const TELLS: ReadonlySet<Phase> = new Set(['ask', 'call']);
/** What there is to say of who was told. The same for a drill and for an alarm that was real. */
export function reachReport(alarm: Alarm, reporting: ReachReporting): ReachReport {
  const { ledger, roster, paceOf, asOf } = reporting;
  const rows: Row[] = [];
  ledger.each(alarm.id, (row) => rows.push(row));
  const told = peopleIn(rows.filter(({ phase }) => TELLS.has(phase)));
  const { mode, tier, endedAs } = alarm;
  return {
    alarm: alarm.id,
    ...(mode !== undefined && { mode }),
    tier,
    ...(endedAs !== undefined && { endedAs }),
    asOf,
    all: reachedOf(told),
    withoutRoad: withoutRoad(roster),
    coming: alarm.coming,
    cannot: alarm.cannot,
    phases: IN_ORDER.flatMap((phase) => phaseReach(phase, rows)),
    curve: curveOf(told),
    ...byCell(told, reporting),
    others: byRole(told, roster),
    roads: roadReaches(rows, { paceOf, asOf }),
  };
}

function peopleIn(rows: readonly Row[]): readonly PersonReached[] {
  return [...Map.groupBy(rows, ({ person }) => person)].map(([person, own]) => {
    // Who has answered has seen it, and who has seen it was told, whatever carrier and telephone said.
    const answeredAt = firstOf(own.map((row) => (row.state === 'answered' ? row.at : undefined)));
    const seenAt = firstOf([...own.map((row) => row.seenAt), answeredAt]);
    const toldAt = firstOf([...own.map((row) => row.handedAt), seenAt]);
    return {
      person,
      since: instant(own.reduce((least, row) => Math.min(least, row.since), Infinity)),
      ...(toldAt !== undefined && { toldAt }),
      ...(seenAt !== undefined && { seenAt }),
      ...(answeredAt !== undefined && { answeredAt }),
    };
  });
}

function firstOf(moments: readonly (Instant | undefined)[]): Instant | undefined {
  return moments.reduce(
    (least, at) => (at !== undefined && (least === undefined || at < least) ? at : least),
    undefined,
  );
}

function reachedOf(people: readonly PersonReached[]): Reached {
  const count = (of: 'toldAt' | 'seenAt' | 'answeredAt'): number =>
    people.filter((each) => each[of] !== undefined).length;
  return {
    people: people.length,
    told: count('toldAt'),
    seen: count('seenAt'),
    answered: count('answeredAt'),
  };
}

/** Whose contact went meanwhile has nothing to be told. */
function phaseReach(phase: AlarmPhase, rows: readonly Row[]): readonly PhaseReach[] {
  const people = peopleIn(rows.filter((row) => row.phase === phase && row.why !== 'nobody'));
  const from = firstOf(people.map(({ since }) => since));
  if (from === undefined) return [];
  const spread = (of: 'toldAt' | 'seenAt'): Spread =>
    spreadOf(
      people.map((each) => each[of]),
      from,
    );
  return [{ phase, from, ...reachedOf(people), toldIn: spread('toldAt'), seenIn: spread('seenAt') }];
}

function withoutRoad(roster: Roster): number {
  let count = 0;
  for (let person = 0; person < roster.end; person++) {
    const role = roster.role(person);
    if (role === undefined || !isOfSettlement(role)) continue;
    if (!CHANNEL_NAMES.some((channel) => roster.has(person, channel))) count++;
  }
  return count;
}

function byCell(
  told: readonly PersonReached[],
  { roster, plan, ticks }: ReachReporting,
): Pick<ReachReport, 'cells' | 'fewNeighbours'> {
  const planned = new Map(plan?.cells.map((cell) => [cell.code, cell]));
  const groups = Map.groupBy(told, ({ person }) => roster.cell(person));
  const others = [...groups.keys(), ...ticks.keys()].filter((cell) => cell !== undefined);
  const codes = new Set([...planned.keys(), ...others.toSorted((a, b) => (a < b ? -1 : 1))]);
  const isWarden = ({ person }: PersonReached): boolean => roster.role(person) === 'warden';
  const cells = [...codes].map((cell) => {
    const own = groups.get(cell) ?? [];
    const [neighbours, inPlan] = [reachedOf(own.filter((each) => !isWarden(each))), planned.get(cell)];
    const wardens = { ...reachedOf(own.filter(isWarden)), ...(inPlan && { planned: inPlan.wardens.length }) };
    return { cell, wardens, neighbours, ticks: ticks.get(cell), people: inPlan?.people };
  });
  const few = fewIn(cells);
  return {
    cells: cells.map(({ cell, wardens, neighbours, ticks: ticked, people }) => ({
      cell,
      ...(people !== undefined && { people }),
      wardens,
      ...(!few.has(cell) && { neighbours }),
      ...(ticked && { ticks: ticked }),
    })),
    fewNeighbours: {
      ...cells
        .filter(({ cell }) => few.has(cell))
        .reduce((sum, { neighbours }) => added(sum, neighbours), NOBODY),
      cells: few.size,
    },
  };
}

const NOBODY: Reached = { people: 0, told: 0, seen: 0, answered: 0 };

function added(a: Reached, b: Reached): Reached {
  return {
    people: a.people + b.people,
    told: a.told + b.told,
    seen: a.seen + b.seen,
    answered: a.answered + b.answered,
  };
}

/**
 * The cells whose neighbours are told of together: all with fewer than a handful, and the next smallest with them until
 * together they are one. Else what is left out of a table could be reckoned back from its sum.
 */
function fewIn(
  cells: readonly { readonly cell: string; readonly neighbours: Reached }[],
): ReadonlySet<string> {
  const some = cells
    .filter(({ neighbours }) => neighbours.people > 0)
    .toSorted((a, b) => a.neighbours.people - b.neighbours.people);
  const few = new Set<string>();
  let together = 0;
  for (const { cell, neighbours } of some) {
    if (neighbours.people >= HANDFUL && (few.size === 0 || together >= HANDFUL)) break;
    few.add(cell);
    together += neighbours.people;
  }
  return few;
}

function byRole(told: readonly PersonReached[], roster: Roster): ReachReport['others'] {
  const outside = told.filter(({ person }) => roster.cell(person) === undefined);
  const groups = Map.groupBy(outside, ({ person }) => roster.role(person) ?? 'gone');
  return [...groups].map(([role, people]) => ({ role, ...reachedOf(people) }));
}
