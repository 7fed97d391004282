import type { ChannelName } from './channels.ts';
import type { PlacePlan } from './place-plan.ts';

/** What is known to work before any alarm. */
export type Roads = {
  /** The roads on which a handle was reached when they were last tried; a handle that is not here has none. */
  readonly of: ReadonlyMap<string, readonly ChannelName[]>;
  /** In each cell, the neighbours who subscribed for themselves. */
  readonly subscribersIn: ReadonlyMap<string, number>;
};

/** How many people an alarm would reach now, and where it would reach nobody. */
export type Reachability = {
  readonly people: number;
  readonly reachable: number;
  readonly cells: readonly { readonly code: string; readonly people: number; readonly reachable: number }[];
  /** Cells whose wardens and deputies have no road that works: only those who subscribed hear of it. */
  readonly cellsCutOff: readonly string[];
  /** Wardens, organisers, their deputies and keyholders without a road that works. */
  readonly handlesCutOff: readonly string[];
};

/**
 * "371 of 412 people are reachable", by cells. The neighbours of a cell are reachable once a warden or a deputy of it is:
 * whoever of them is told calls at all the doors. Otherwise those are who subscribed for themselves.
 */
export function reachability(plan: PlacePlan, roads: Roads): Reachability {
  const works = (handle: string): boolean => (roads.of.get(handle) ?? []).length > 0;
  const cells = plan.cells.map(({ code, people, wardens, deputies }) => {
    const hasCaller = [...wardens, ...deputies].some(works);
    const reachable = hasCaller ? people : Math.min(people, roads.subscribersIn.get(code) ?? 0);
    return { code, people, hasCaller, reachable };
  });
  const handles = new Set([
    ...plan.cells.flatMap(({ wardens, deputies }) => [...wardens, ...deputies]),
    ...plan.organisers.flatMap(({ handle, deputies }) => [handle, ...deputies]),
    ...plan.keyholders.map(({ handle }) => handle),
  ]);
  const total = (of: (cell: (typeof cells)[number]) => number): number =>
    cells.reduce((sum, cell) => sum + of(cell), 0);
  return {
    people: total((cell) => cell.people),
    reachable: total((cell) => cell.reachable),
    cells: cells.map(({ code, people, reachable }) => ({ code, people, reachable })),
    cellsCutOff: cells.filter(({ hasCaller }) => !hasCaller).map(({ code }) => code),
    handlesCutOff: [...handles].filter((handle) => !works(handle)),
  };
}
