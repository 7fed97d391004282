import type { PlacePlan } from './place-plan.ts';

/**
 * Whom a message reaches before any alarm, as counts: the hub knows the cells and roles of those it can tell, and not the
 * handles they have in the plan.
 */
export type Reached = {
  readonly wardensIn: ReadonlyMap<string, number>;
  /** In each cell, the neighbours who subscribed for themselves. */
  readonly subscribersIn: ReadonlyMap<string, number>;
  readonly organisers: number;
  readonly keyholders: number;
};

/** Of so many in the plan, so many; more than planned is no more than all. */
type Part = { readonly planned: number; readonly reached: number };

export type CellReach = {
  readonly code: string;
  readonly people: number;
  readonly reachable: number;
  readonly subscribed: number;
  readonly wardens: Part;
};

/** How many people an alarm would reach now, and where it would reach nobody. */
export type Reachability = {
  readonly people: number;
  readonly reachable: number;
  readonly cells: readonly CellReach[];
  /** Cells of which no warden is reached: only those who subscribed hear of it. */
  readonly cellsCutOff: readonly string[];
  readonly organisers: Part;
  readonly keyholders: Part;
};

/**
 * "371 of 412 people can be reached", by cells. The neighbours of a cell are reachable once a warden of it is: whoever of them
 * is told calls at all the doors. Otherwise those are who subscribed for themselves. A deputy counts as the warden whom the
 * place made of them; somebody who is warden of two cells counts in the one of their grant.
 */
export function reachability(plan: PlacePlan, reached: Reached): Reachability {
  const cells = plan.cells.map(({ code, people, wardens }): CellReach => {
    const callers = reached.wardensIn.get(code) ?? 0;
    const subscribed = Math.min(people, reached.subscribersIn.get(code) ?? 0);
    return {
      code,
      people,
      reachable: callers > 0 ? people : subscribed,
      subscribed,
      wardens: part(wardens.length, callers),
    };
  });
  const total = (of: (cell: CellReach) => number): number => cells.reduce((sum, cell) => sum + of(cell), 0);
  return {
    people: total((cell) => cell.people),
    reachable: total((cell) => cell.reachable),
    cells,
    cellsCutOff: cells.filter(({ code }) => !reached.wardensIn.get(code)).map(({ code }) => code),
    organisers: part(plan.organisers.length, reached.organisers),
    keyholders: part(plan.keyholders.length, reached.keyholders),
  };
}

function part(planned: number, reached: number): Part {
  return { planned, reached: Math.min(planned, reached) };
}
