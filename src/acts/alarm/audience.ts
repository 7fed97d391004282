import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Roster, Where } from './roster.ts';

/**
 * In which tier a role is called (alarm.md, "Engine"). Wardens are asked in tier 1 and called in tier 2, with a task for
 * their cell. Who vouches and decides is called with the neighbours.
 */
const TIER_OF: Readonly<Partial<Record<Role, number>>> = {
  warden: 2,
  resident: 2,
  steward: 2,
  organiser: 2,
  keyholder: 2,
  desk: 2,
  press: 3,
  lawyer: 3,
  observer: 3,
  medic: 3,
};
const SETTLEMENT = 2;
const NEAR = 3;
const FAR = 4;

/** Where the alarm is, as far as anybody said. */
export type Site = Where & {
  readonly cell?: string;
  readonly zoneOf: (cell: string) => string | undefined;
};

/** People to be told at once, nearest first: those of rank 0 before those of rank 1, and so on. */
export type Wave = { readonly rank: number; readonly people: readonly number[] };

/** All whom a tier calls, in waves. Each person belongs to one tier; tier 1 asks wardens. */
export function wavesOf(roster: Roster, tier: number, site: Site): readonly Wave[] {
  const near = tier >= NEAR ? distances(roster, site) : undefined;
  const byRank = new Map<number, number[]>();
  for (let person = 0; person < roster.end; person++) {
    const role = roster.role(person);
    if (role === undefined || !isCalled(role, tier, near?.has(person) === true)) continue;
    const rank = rankOf(person, tier, { roster, site, near });
    const wave = byRank.get(rank) ?? [];
    if (wave.length === 0) byRank.set(rank, wave);
    wave.push(person);
  }
  return [...byRank].sort(([a], [b]) => a - b).map(([rank, people]) => ({ rank, people }));
}

/** Those whom a drill calls too. */
export function isOfSettlement(role: Role): boolean {
  return TIER_OF[role] === SETTLEMENT;
}

function isCalled(role: Role, tier: number, isNear: boolean): boolean {
  if (tier === 1) return role === 'warden';
  if (role === 'supporter') return tier === (isNear ? NEAR : FAR);
  return TIER_OF[role] === tier;
}

type Ranking = {
  readonly roster: Roster;
  readonly site: Site;
  readonly near: ReadonlyMap<number, number> | undefined;
};

/** Wardens are few: they are asked all at once. */
function rankOf(person: number, tier: number, { roster, site, near }: Ranking): number {
  if (tier === 1) return 0;
  return tier === 2 ? rankOfCell(roster.cell(person), site) : rankOfDistance(near?.get(person));
}

/** The same cell, the same zone, the rest of the settlement. */
function rankOfCell(cell: string | undefined, site: Site): number {
  // Where nobody says where it is, nobody is nearer than others.
  if (site.cell === undefined || cell === site.cell) return 0;
  if (cell === undefined) return 2;
  const zone = site.zoneOf(site.cell);
  return zone !== undefined && site.zoneOf(cell) === zone ? 1 : 2;
}

/** Each rank is twice as far away as the one before: within 1 km, 2 km, 4 km, and so on. */
function rankOfDistance(metres: number | undefined): number {
  return metres === undefined ? 0 : Math.max(0, Math.ceil(Math.log2(metres / 1_000)));
}

function distances(roster: Roster, site: Site): ReadonlyMap<number, number> {
  const { people, metres } = roster.near(site);
  return new Map(Array.from(people, (person, i) => [person, metres[i] ?? 0]));
}
