import { MINUTE_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { addRanges, rangeWords } from '../../base/number-range.ts';
import type { NumberRange } from '../../base/number-range.ts';
import { wall } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import type { CellTally, PointCount, Stair } from '../../situation/reach.ts';
import type { ChannelName } from './channels.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { Milestone } from './milestones.ts';

/**
 * How far a call has come by all roads: what wardens have ticked and what the hub sent itself, put side by side. Whom a warden
 * told the hub does not know, so the same neighbour may be in both: in each cell at least as many were told as the greater
 * of the two numbers says, and at most as many as both together and as live there.
 */
export type ReachOverTime = {
  readonly curve: readonly ReachAt[];
  readonly cells: readonly CellReach[];
  /** People whom the hub called by each road: a person by two roads stands in two lines. */
  readonly channels: readonly ChannelReach[];
};

export type ReachAt = { readonly at: Wall } & Readonly<
  Record<'told' | 'acknowledged' | 'checkedIn', NumberRange>
>;

/** `byWardens`, `byHub`: people told; `told`: of both, as a range. No `cell`: people who live in none. */
export type CellReach = {
  readonly cell?: string;
  readonly byWardens: number;
  readonly byHub: number;
  readonly told: NumberRange;
};

export type ChannelReach = { readonly channel: ChannelName } & Readonly<Record<Milestone['kind'], number>>;

export type ReachNeeds = {
  readonly tallies: readonly CellTally[];
  readonly points: readonly PointCount[];
  readonly milestones: readonly Milestone[];
  /** Of somebody whom the hub called; nothing for who lives in no cell. */
  readonly cellOf: (person: number) => string | undefined;
  /** How many live in a cell, where anybody has said so. */
  readonly peopleIn: (cell: string) => number | undefined;
  readonly wallOf: (at: Instant) => Wall;
};

/** Minutes between two moments of the curve. */
const CURVE_STEP_MS: number = 5 * MINUTE_MS;
const NOWHERE = '';

/** Reads only the calls themselves: a question to wardens, a change of place and the end tell nobody of the alarm anew. */
export function reachOverTime(needs: ReachNeeds): ReachOverTime {
  const calls = needs.milestones.filter(({ phase }) => phase === 'call');
  const handed = firstBy(calls, needs, () => true);
  const acknowledged = firstBy(calls, needs, ({ kind }) => kind !== 'handed');
  const tallied = new Map(needs.tallies.map((tally) => [tally.cell, tally]));
  const cells = [...new Set([...tallied.keys(), ...handed.keys()])].toSorted();
  const totalAt = (at: number, of: 'told' | 'acknowledged'): NumberRange =>
    addRanges(
      cells.map((cell) => {
        const byHub = countBy(of === 'told' ? handed.get(cell) : acknowledged.get(cell), at);
        return together(heightAt(tallied.get(cell)?.[of], at).lo, byHub, needs.peopleIn(cell));
      }),
    );
  const curve = momentsOf(needs, [...handed.values()].flat()).map((at) => ({
    at,
    told: totalAt(at, 'told'),
    acknowledged: totalAt(at, 'acknowledged'),
    checkedIn: addRanges(needs.points.map(({ stairs }) => heightAt(stairs, at))),
  }));
  return {
    curve,
    cells: cells.map((cell) => {
      const byWardens = tallied.get(cell)?.tally.told ?? 0;
      const byHub = handed.get(cell)?.length ?? 0;
      const told = together(byWardens, byHub, needs.peopleIn(cell));
      return { ...(cell !== NOWHERE && { cell }), byWardens, byHub, told };
    }),
    channels: CHANNEL_NAMES.flatMap((channel) => channelReach(channel, calls)),
  };
}

/** Whom both may have told, between none twice and as many as possible. */
function together(byWardens: number, byHub: number, people: number = Infinity): NumberRange {
  const lo = Math.max(byWardens, byHub);
  const hi = Math.max(lo, Math.min(byWardens + byHub, people));
  return { lo, hi, words: rangeWords(lo, hi) };
}

/** By cells, when each person came so far for the first time. */
function firstBy(
  calls: readonly Milestone[],
  { cellOf, wallOf }: ReachNeeds,
  isMeant: (milestone: Milestone) => boolean,
): ReadonlyMap<string, readonly Wall[]> {
  const first = new Map<number, Wall>();
  for (const each of calls) {
    const at = wallOf(each.at);
    if (isMeant(each) && at < (first.get(each.person) ?? Infinity)) first.set(each.person, at);
  }
  const cells = Map.groupBy(first, ([person]) => cellOf(person) ?? NOWHERE);
  return new Map([...cells].map(([cell, people]) => [cell, people.map(([, at]) => at)]));
}

function countBy(moments: readonly Wall[] = [], at: number): number {
  return moments.filter((moment) => moment <= at).length;
}

function heightAt(stairs: readonly Stair[] = [], at: number): NumberRange {
  const { lo, hi } = stairs.findLast((stair) => stair.at <= at) ?? { lo: 0, hi: 0 };
  return { lo, ...(hi !== undefined && { hi }), words: rangeWords(lo, hi) };
}

/** From the last full step before anything happened to the first one after it. */
function momentsOf({ tallies, points }: ReachNeeds, handed: readonly Wall[]): readonly Wall[] {
  const all = [
    ...handed,
    ...tallies.flatMap(({ told }) => told.map(({ at }) => at)),
    ...points.flatMap(({ stairs }) => stairs.map(({ at }) => at)),
  ];
  if (all.length === 0) return [];
  const [first, last] = all.reduce(
    ([least, most], at) => [Math.min(least, at), Math.max(most, at)],
    [Infinity, -Infinity],
  );
  const from = Math.floor(first / CURVE_STEP_MS) * CURVE_STEP_MS;
  const count = Math.ceil((last - from) / CURVE_STEP_MS) + 1;
  return Array.from({ length: count }, (_, i) => wall(from + i * CURVE_STEP_MS));
}

function channelReach(channel: ChannelName, calls: readonly Milestone[]): readonly ChannelReach[] {
  const own = calls.filter((each) => each.channel === channel);
  const people = (...kinds: readonly Milestone['kind'][]): number =>
    new Set(own.filter(({ kind }) => kinds.includes(kind)).map(({ person }) => person)).size;
  if (own.length === 0) return [];
  return [
    {
      channel,
      handed: people('handed', 'seen', 'answered'),
      seen: people('seen', 'answered'),
      answered: people('answered'),
    },
  ];
}
