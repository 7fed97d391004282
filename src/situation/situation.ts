import { numberRange } from '../base/number-range.ts';
import type { NumberRange } from '../base/number-range.ts';
import { parseEdtf, statesYear } from '../base/edtf.ts';
import { instantToWall } from '../base/wall.ts';
import type { Wall } from '../base/wall.ts';
import type { Instant } from '../base/instant.ts';
import type { NumberOf } from '../record/kinds/event.ts';
import type { Act, HomeState, Lane } from '../record/kinds/vocabulary.ts';
import { LANES } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import type { Alarm } from './alarms.ts';
import type { AuthorChain } from './authors.ts';
import { summaries } from './buckets.ts';
import { claimsFor, indexClaims } from './claim-index.ts';
import { contradictionsOf } from './claims.ts';
import type { Claim, Contradiction } from './claims.ts';
import { dayClock } from './day-clock.ts';
import type { DayClock } from './day-clock.ts';
import { contextOf, planOf } from './gather.ts';
import type { Gathered } from './gather.ts';
import type { Home } from './homes.ts';
import { readinessOf } from './readiness.ts';
import type { Readiness } from './readiness.ts';
import { reachOfCalls } from './reach.ts';
import type { Reach } from './reach.ts';
import type { Refusal } from './refusals.ts';
import { remembered } from './remembered.ts';
import { ringOf } from './ring.ts';
import type { Approach, Ring } from './ring.ts';
import type { SealedCount } from './sealed.ts';
import type { Spellings } from './spellings.ts';
import { missedOf } from './watch.ts';
import type { Missed } from './watch.ts';

/** Homes by state, as far as anybody said. */
export type Homes = {
  readonly counts: Readonly<Record<HomeState, number>>;
  readonly list: readonly Home[];
  /** Homes lost as told in numbers, without codes. */
  readonly toldLost: readonly { readonly entry: EntryId; readonly number: NumberRange }[];
  /** How many homes the settlement has, where somebody says. The plan's list is not a total. */
  readonly total?: NumberRange;
  readonly named: number;
};

/** Harm and force, counted by act; what a rumour says is kept apart and never shown as fact. */
export type Harm = {
  readonly act: Act;
  readonly told: number;
  readonly people?: NumberRange;
  readonly isRumour: boolean;
  readonly entries: readonly EntryId[];
};

/** What is so, as far as the record tells, at one moment of looking. The same entries give the same situation. */
export type Situation = {
  readonly settlement?: string;
  readonly date?: string;
  readonly isYearStated: boolean;
  /** Whether the plan says how far the place's clock is from UTC. If not, `asOf` is UTC, and hours told are local. */
  readonly isOffsetStated: boolean;
  readonly asOf: Wall;
  readonly entries: number;
  /** Entries not on a hub yet, and entries whose content this version cannot read. */
  readonly unlogged: number;
  readonly unread: number;
  readonly clock: DayClock;
  readonly reach: Reach;
  readonly homes: Homes;
  readonly ring: Ring;
  readonly refusals: readonly Refusal[];
  readonly harm: readonly Harm[];
  readonly lanes: readonly { readonly lane: Lane; readonly claims: readonly Claim[] }[];
  readonly contradictions: readonly Contradiction[];
  readonly alarms: readonly Alarm[];
  readonly missed: readonly Missed[];
  readonly readiness: Readiness;
  /** Parts that only their readers can open, counted unread. Names without any are left out. */
  readonly sealed: readonly SealedCount[];
  readonly spellings: readonly Spellings[];
  readonly chains: readonly AuthorChain[];
};

/** The situation at `asOf`. Pure: no clock, no order of arrival, no chance. */
export function situationOf(g: Gathered, asOf: Instant): Situation {
  const plan = planOf(g);
  const context = contextOf(g);
  const now = instantToWall(asOf, plan?.offsetMinutes ?? 0);
  indexClaims(g.claims, summaries(g.subjects.episodes, context), g.sources);
  const homes = homesOf(summaries(g.subjects.homes, context), g.plans, claimsFor(g.claims, 'homes'));
  const alarms = summaries(g.subjects.alarms, context);
  const real = alarms.filter((a) => a.mode !== 'drill');
  const missed = missedOf(summaries(g.subjects.watches, context), now);
  const clock = dayClock(claimsFor(g.claims, 'clock'), homes.list, alarms, now);
  return {
    ...(plan && { settlement: plan.settlement, date: plan.date }),
    isYearStated: isYearStated(plan?.date),
    isOffsetStated: plan?.offsetMinutes !== undefined,
    asOf: now,
    entries: g.byId.size,
    unlogged: g.unlogged,
    unread: g.unread,
    clock,
    reach: reachOfCalls(
      summaries(g.subjects.points, context),
      summaries(g.subjects.tallies, context),
      real.reduce((n, a) => n + a.acknowledged, 0),
    ),
    homes,
    ring: ringIn(g),
    refusals: summaries(g.subjects.refusals, context),
    harm: HARM_ACTS.flatMap((act) => harmOf(g.claims.byAct.get(act) ?? NO_CLAIMS, act)),
    lanes: LANES.map((lane) => ({ lane, claims: g.claims.byLane.get(lane) ?? [] })),
    contradictions: contradictionsOf(g.claims, homes.list, g.sources.rootOf),
    alarms,
    missed,
    readiness: readinessOf(claimsFor(g.claims, 'signs'), missed, clock),
    sealed: summaries(g.subjects.sealed, context).filter((s) => s.entries.length > 0),
    spellings: summaries(g.subjects.spellings, context),
    chains: summaries(g.subjects.authors, context),
  };
}

function isYearStated(date: string | undefined): boolean {
  const parsed = date === undefined ? undefined : parseEdtf(date);
  return parsed?.ok === true && statesYear(parsed.value);
}

type Plans = Gathered['plans'];

/** The ring alone, for whoever decides where people are sent. */
export function ringIn(g: Gathered): Ring {
  return ringSaid(summaries(g.subjects.approaches, contextOf(g)), g.plans);
}

const ringSaid = remembered((said: readonly Approach[], plans: Plans): Ring => {
  const planned = new Set(plans.flatMap((p) => p.body.approaches));
  return ringOf(said, [...planned], plans[0]?.body.outside);
});

/** `counting`: the claims that count homes. */
const homesOf = remembered((said: readonly Home[], plans: Plans, counting: readonly Claim[]): Homes => {
  // A home nobody speaks of any more was a slip of the pen, unless the plan has it.
  const told = said.filter((h) => h.claims.length > 0);
  const codes = new Set(told.map((h) => h.code));
  const planned = [...new Set(plans.flatMap((p) => p.body.cells.flatMap((c) => c.homes)))].filter(
    (code) => !codes.has(code),
  );
  const silent = planned.map((code): Home => ({
    code,
    state: 'unknown',
    by: undefined,
    claims: [],
    conflicts: [],
  }));
  const list = [...told, ...silent].sort((a, b) => (a.code < b.code ? -1 : 1));
  const counts: Record<HomeState, number> = {
    standing: 0,
    threatened: 0,
    reached: 0,
    damaged: 0,
    demolished: 0,
    unknown: 0,
  };
  for (const home of list) counts[home.state]++;
  const inHomes = counting.flatMap((c) =>
    c.numbers.filter(({ number }) => number.of === 'homes').map((n) => ({ ...n, claim: c })),
  );
  const toldLost = inHomes.filter(({ claim }) => claim.act === 'evict.demolish' && claim.modality === 'done');
  const total = inHomes.find(
    ({ claim }) => claim.topic === 'total' && claim.modality !== 'opinion' && claim.modality !== 'denied',
  )?.number;
  return {
    counts,
    list,
    toldLost: toldLost.map(({ entry, number }) => ({ entry, number })),
    ...(total && { total }),
    named: list.length,
  };
});

const NO_CLAIMS: readonly Claim[] = [];

const HARM_ACTS: readonly Act[] = [
  'force.use',
  'force.breach',
  'injury',
  'death',
  'arrest',
  'release',
  'detain.siege',
  'resist.force',
  'seize.goods',
];

// Said to have happened, however weakly: a denial, a plan, a threat or an order is no harm told, nor is what lies
// before the day.
const NOT_HARM: ReadonlySet<string> = new Set([
  'opinion',
  'planned',
  'denied',
  'threatened',
  'ordered',
  'refused',
  'background',
]);

const harmOf = remembered((claims: readonly Claim[], act: Act): readonly Harm[] => {
  const told = claims.filter((c) => !NOT_HARM.has(c.modality));
  return [false, true].flatMap((isRumour) =>
    harmTold(
      act,
      told.filter((c) => (c.grade === 'rumour') === isRumour),
      isRumour,
    ),
  );
});

function harmTold(act: Act, told: readonly Claim[], isRumour: boolean): readonly Harm[] {
  if (told.length === 0) return [];
  const people = addPeople(told);
  return [
    { act, told: told.length, ...(people && { people }), isRumour, entries: told.flatMap((c) => c.entries) },
  ];
}

/** Each episode counts once, at the widest range anybody told; episodes without a number leave the sum open. */
function addPeople(told: readonly Claim[]): NumberRange | undefined {
  let [lo, hi, isOpen] = [0, 0, false];
  for (const claim of told) {
    const people = numbersKnown(claim).filter((n) => n.of === 'people');
    if (people.length === 0 || people.some((n) => n.hi === undefined)) isOpen = true;
    lo += people.reduce((least, n) => Math.min(least, n.lo), people[0]?.lo ?? 0);
    hi += people.reduce((most, n) => Math.max(most, n.hi ?? n.lo), 0);
  }
  if (lo === 0 && isOpen) return undefined;
  const range = numberRange(lo, isOpen ? undefined : hi, isOpen ? `${lo}+` : `${lo}-${hi}`);
  return range.ok ? range.value : undefined;
}

/** What was only heard adds nothing to a number, unless all of it was only heard. */
function numbersKnown({ grade, numbers, tellers }: Claim): readonly NumberOf[] {
  const heard = new Set(tellers.filter((t) => t.source.link === 'heard').map((t) => t.entry));
  return numbers.filter((n) => grade === 'rumour' || !heard.has(n.entry)).map((n) => n.number);
}
