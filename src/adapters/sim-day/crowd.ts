import type { PlainObject } from '../../record/subset.ts';
import type { Carriers } from './carriers.ts';
import type { Day, DayCell, DayMinute } from './day.ts';

/** What a warden or steward would write down now. */
export type CrowdSaying = {
  readonly handle: string;
  readonly kind: 'alarm.told' | 'checked.in' | 'home';
  readonly body: PlainObject;
};

/**
 * The simulated neighbours: wardens call their cell by text, or from door to door where the network is cut; some
 * answer that they come, walk, and are checked in at a point. All rates are the day file's and invented.
 */
export type Crowd = {
  /** Lets the time pass up to `minute` and returns what is said meanwhile. */
  readonly passTo: (minute: DayMinute, world: CrowdWorld) => readonly CrowdSaying[];
};

export type CrowdWorld = {
  /** Whether a warden of the cell has been asked to call it. */
  readonly isCalled: (cell: string) => boolean;
  readonly isRingClosed: boolean;
};

type CellState = {
  readonly cell: DayCell;
  readonly warden: string;
  told: number;
  coming: number;
  cannot: number;
  said: number;
  saidAt: DayMinute;
  homesAt: DayMinute;
  carry: number;
};
type PointState = {
  readonly code: string;
  readonly steward: string;
  readonly isOutside: boolean;
  count: number;
  said: number;
  saidAt: DayMinute;
};

// Of those told, this many answer at all, even if only that they have read it.
const READ_PER_MILLE = 850;

export function simCrowd(day: Day, carriers: Carriers, chance: () => number): Crowd {
  const cells = cellStates(day);
  const points = pointStates(day);
  const walking: { readonly at: DayMinute }[] = [];
  let now = day.from;

  const callOne = (state: CellState): void => {
    state.told++;
    const roll = chance() * 1000;
    if (roll < day.crowd.comingPerMille) {
      state.coming++;
      walking.push({
        at: now + day.crowd.walkMin.lo + chance() * (day.crowd.walkMin.hi - day.crowd.walkMin.lo),
      });
    } else if (roll < day.crowd.comingPerMille + day.crowd.cannotPerMille) state.cannot++;
  };
  const callCells = (isCalled: CrowdWorld['isCalled']): void => {
    for (const state of cells) {
      if (!isCalled(state.cell.code)) continue;
      const isUp = carriers.stateAt(now, isInside(day, state.warden)) === 'up';
      const reachable = Math.floor((state.cell.people * day.crowd.reachablePerMille) / 1000);
      state.carry += isUp ? day.crowd.smsPerMinute : day.crowd.doorsPerMinute;
      while (state.carry >= 1 && state.told < reachable) {
        state.carry--;
        callOne(state);
      }
      state.carry = Math.min(state.carry, 1);
    }
  };
  const arrive = (isRingClosed: boolean): void => {
    const open = points.filter((p) => p.isOutside === isRingClosed);
    const targets = open.length > 0 ? open : points;
    for (let i = walking.length - 1; i >= 0; i--) {
      if ((walking[i]?.at ?? now) > now) continue;
      walking.splice(i, 1);
      const target = targets[Math.floor(chance() * targets.length)];
      if (target) target.count++;
    }
  };
  return {
    passTo: (minute, world) => {
      const sayings: CrowdSaying[] = [];
      for (; now < minute; now++) {
        callCells(world.isCalled);
        arrive(world.isRingClosed);
        sayings.push(...cells.flatMap((c) => homesSaying(c, now, day)));
        sayings.push(
          ...cells.flatMap((c) => tallySaying(c, now, day)),
          ...points.flatMap((p) => countSaying(p, now, day)),
        );
      }
      return sayings;
    },
  };
}

function cellStates(day: Day): readonly CellState[] {
  return day.cells.flatMap((cell): CellState[] => {
    const warden = day.roles.find((r) => r.role === 'warden' && r.cell === cell.code)?.handle;
    if (warden === undefined) return [];
    const nothing = { told: 0, coming: 0, cannot: 0, said: 0, carry: 0 };
    return [{ ...nothing, cell, warden, saidAt: day.from, homesAt: day.from }];
  });
}

function pointStates(day: Day): readonly PointState[] {
  return day.points.map((p) => ({
    ...p,
    isOutside: p.code === day.outside?.code,
    count: 0,
    said: 0,
    saidAt: day.from,
  }));
}

function isInside(day: Day, handle: string): boolean {
  return day.roles.find((r) => r.handle === handle)?.inside ?? false;
}

function tallySaying(state: CellState, now: DayMinute, day: Day): readonly CrowdSaying[] {
  if (state.told === state.said || now - state.saidAt < day.crowd.tallyEveryMin) return [];
  state.said = state.told;
  state.saidAt = now;
  const acknowledged = Math.max(
    state.coming + state.cannot,
    Math.floor((state.told * READ_PER_MILLE) / 1000),
  );
  const unreached =
    state.told >= Math.floor((state.cell.people * day.crowd.reachablePerMille) / 1000)
      ? state.cell.people - state.told
      : 0;
  const body = {
    cell: state.cell.code,
    told: state.told,
    acknowledged,
    coming: state.coming,
    cannot: state.cannot,
    unreached,
  };
  return [{ handle: state.warden, kind: 'alarm.told', body }];
}

/** A warden walks the cell and ticks the homes that stand, except those the day file has something to tell of. */
function homesSaying(state: CellState, now: DayMinute, day: Day): readonly CrowdSaying[] {
  if (day.crowd.homesEveryMin === 0 || now - state.homesAt < day.crowd.homesEveryMin) return [];
  state.homesAt = now;
  const told = new Set(day.entries.filter((e) => e.kind === 'home').flatMap((e) => e.body['homes']));
  const homes = state.cell.homes.filter((home) => !told.has(home));
  if (homes.length === 0) return [];
  const source = { id: state.warden, stance: 'resident', link: 'saw' };
  return [{ handle: state.warden, kind: 'home', body: { homes, state: 'standing', source } }];
}

/** Stewards count as people do: to the nearest five, and a tenth either way. */
function countSaying(state: PointState, now: DayMinute, day: Day): readonly CrowdSaying[] {
  if (state.count === state.said || now - state.saidAt < day.crowd.countEveryMin) return [];
  state.said = state.count;
  state.saidAt = now;
  const about = Math.max(1, Math.round(state.count / 5) * 5);
  const number = {
    lo: Math.floor(Math.min(about, state.count) * 0.9),
    hi: Math.ceil(Math.max(about, state.count) * 1.1),
    words: `about ${about}`,
  };
  return [{ handle: state.steward, kind: 'checked.in', body: { point: state.code, number } }];
}
