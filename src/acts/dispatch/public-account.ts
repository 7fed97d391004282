import { MINUTE_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { Wall } from '../../base/wall.ts';
import type { NumberOf } from '../../record/kinds/event.ts';
import type { Act, BodyCode, HomeState, Modality } from '../../record/kinds/vocabulary.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Logged } from '../../situation/buckets.ts';
import type { Claim } from '../../situation/claims.ts';
import { gather, newGathered } from '../../situation/gather.ts';
import type { Ring } from '../../situation/ring.ts';
import { situationOf } from '../../situation/situation.ts';
import type { Situation } from '../../situation/situation.ts';
import type { Minutes } from '../../situation/times.ts';
import { hourOf } from '../paper/bulletin.ts';
import type { Clause } from '../paper/sentence.ts';
import { ANY_GROUP, isGroupWord, TERMS } from '../words/sentence-words.ts';

/**
 * How old an entry must be in the log before the public account tells of it, while the incident is open: what is an
 * hour old sends nobody to where people stand now (design, threats, gate 4). Longer than the alarm takes to reach all.
 */
export const PUBLIC_DELAY_MS: number = 60 * MINUTE_MS;

/** A count made coarse, so that it can be neither a number of somebody nor a count of three known people. */
export type CoarseNumber = Pick<NumberOf, 'lo' | 'hi' | 'of'>;

/** What may be said of one thing that happened: closed vocabularies only. */
export type PublicLine = Clause & {
  readonly numbers: readonly CoarseNumber[];
};

/** What was told of one hour; without `hour` of the day as a whole. */
export type PublicHour = { readonly hour?: Wall; readonly lines: readonly PublicLine[] };

/**
 * An account of an incident for the public: of what is in it every word comes from a closed vocabulary, hours are
 * whole, numbers coarse, homes counted without codes. It holds no name of the place either; whoever publishes adds it.
 */
export type PublicAccount = {
  readonly date?: string;
  /** Whether the last hour of the record was left out. */
  readonly isOpen: boolean;
  readonly gained?: Minutes;
  readonly homes: Readonly<Record<HomeState, number>>;
  readonly ring: Ring['state'];
  readonly hours: readonly PublicHour[];
};

export type PublicNeeds = {
  readonly asOf: Instant;
  readonly isOpen: boolean;
  readonly hubKeys: ReadonlySet<AuthorKey>;
};

/**
 * The public account of these entries: only of those that count. While the incident is open it is folded from entries
 * logged `PUBLIC_DELAY_MS` or longer before `asOf`; those without a log time may be of this minute, and stay out. It
 * does not ask who may publish.
 */
export function publicAccountOf(entries: readonly Logged[], needs: PublicNeeds): PublicAccount {
  const { asOf, isOpen, hubKeys } = needs;
  const gathered = newGathered({ hubKeys });
  for (const logged of entries) if (isForPublic(logged, needs)) gather(gathered, logged);
  return accountOf(situationOf(gathered, asOf), isOpen);
}

/** Whether the public account may be made from this entry already. */
export function isForPublic(
  { loggedAt }: Logged,
  { asOf, isOpen }: Pick<PublicNeeds, 'asOf' | 'isOpen'>,
): boolean {
  return !isOpen || (loggedAt !== undefined && loggedAt <= asOf - PUBLIC_DELAY_MS);
}

function accountOf(s: Situation, isOpen: boolean): PublicAccount {
  const lines = s.lanes.flatMap(({ claims }) => claims.flatMap((claim) => toldOf(claim) ?? []));
  const byHour = [...Map.groupBy(lines, ({ hour }) => hour)].sort(([a = Infinity], [b = Infinity]) => a - b);
  return {
    ...(s.date !== undefined && { date: s.date }),
    isOpen,
    // Until now is a moment of this minute.
    ...(s.clock.entries.length > 0 && s.clock.endedBy !== undefined && { gained: coarseMinutes(s) }),
    homes: s.homes.counts,
    ring: s.ring.state,
    hours: byHour.map(([hour, told]) => ({
      ...(hour !== undefined && { hour }),
      lines: merged(told.map(({ line }) => line)),
    })),
  };
}

type Told = { readonly hour: Wall | undefined; readonly line: PublicLine };

/** Nothing where the claim is not for the public, whoever says it and however well it stands. */
function toldOf(claim: Claim): Told | undefined {
  const { act, modality, grade, lane, when } = claim;
  if (!IS_PUBLIC_ACT[act] || !PUBLIC_MODALITIES.has(modality) || grade === 'rumour') return undefined;
  const group = publicGroup(claim);
  const threat =
    claim.threat !== undefined && Object.hasOwn(TERMS.en.threats, claim.threat) ? claim.threat : undefined;
  // Without the words of its threat it would be told as something the group did.
  if (claim.group !== undefined && claim.answer === undefined && claim.threat !== threat) return undefined;
  const isSided = lane === 'authorities' || lane === 'workers';
  const line: PublicLine = {
    act,
    modality,
    lane,
    // Of their own side, only the side: "the young men" or "the organiser" may be people everybody knows.
    actors: isSided ? claim.actors.filter((body) => PUBLIC_BODIES.has(body)) : [],
    ...(group !== undefined && { group }),
    ...(group !== undefined && threat !== undefined && { threat }),
    ...(group !== undefined && claim.answer !== undefined && { answer: claim.answer }),
    ...(claim.order !== undefined && IS_PUBLIC_ACT[claim.order] && { order: claim.order }),
    // All of a group of two drivers are two drivers.
    all: false,
    grade: grade === 'several-dependent' ? 'single' : grade,
    deniedBy: claim.deniedBy.length > 0 ? [true] : [],
    numbers: claim.numbers.flatMap(({ number }) => coarse(number) ?? []),
  };
  return { hour: hourOf(when), line };
}

/** A group by one of our own words, or as some group: a code somebody typed may be anything. */
function publicGroup({ group }: Claim): string | undefined {
  return group === undefined || isGroupWord(group) ? group : ANY_GROUP;
}

/** Several tellings that say the same once they are coarse are one line, so that witnesses cannot be counted. */
function merged(lines: readonly PublicLine[]): readonly PublicLine[] {
  const same = Map.groupBy(lines, (line) => JSON.stringify({ ...line, grade: '', numbers: [] }));
  return [...same.values()].flatMap((told) => {
    const [first] = told;
    if (first === undefined) return [];
    const grade = GRADES.find((each) => told.some((line) => line.grade === each)) ?? 'single';
    return [{ ...first, grade, numbers: widest(told.flatMap(({ numbers }) => numbers)) }];
  });
}

const GRADES = ['documented', 'several-independent'] as const;

function widest(numbers: readonly CoarseNumber[]): readonly CoarseNumber[] {
  return [...Map.groupBy(numbers, ({ of }) => of)].map(([of, each]) => {
    const lo = Math.min(...each.map((n) => n.lo));
    const hi = Math.max(...each.map((n) => n.hi ?? Infinity));
    return { of, lo, ...(hi !== Infinity && { hi }) };
  });
}

/** People are never told more exactly than "up to nine". */
const FEW_PEOPLE = 9;
const TEN = 10;
/** No settlement counts higher; what does may be a telephone or identity number. */
const COUNT_MAX = 20_000;

/** One digit that counts: 4417 homes are 4000 to 5000, three people are 1 to 9. */
function coarse({ lo, hi, of }: NumberOf): CoarseNumber | undefined {
  if (Math.max(lo, hi ?? 0) > COUNT_MAX) return undefined;
  const isPeople = of === 'people';
  const low = lo < TEN ? (isPeople ? Math.min(lo, 1) : lo) : downTo(lo);
  if (hi === undefined) return { of, lo: low };
  const high = hi < TEN ? (isPeople && hi > 0 ? FEW_PEOPLE : hi) : upTo(hi);
  return { of, lo: low, hi: high };
}

function stepOf(n: number): number {
  return TEN ** (String(n).length - 1);
}

function downTo(n: number): number {
  return Math.floor(n / stepOf(n)) * stepOf(n);
}

function upTo(n: number): number {
  return Math.ceil(n / stepOf(n)) * stepOf(n);
}

function coarseMinutes({ clock: { gained } }: Situation): Minutes {
  const loMin = Math.floor(gained.loMin / TEN) * TEN;
  return gained.hiMin === undefined ? { loMin } : { loMin, hiMin: Math.ceil(gained.hiMin / TEN) * TEN };
}

/** Said to have happened or not to have come about. What is planned would say where people will be. */
const PUBLIC_MODALITIES: ReadonlySet<Modality> = new Set<Modality>([
  'done',
  'ongoing',
  'attempted',
  'attempted-failed',
  'prevented',
  'threatened',
  'ordered',
  'refused',
  'alleged',
]);

/** Bodies and crews of the other side. Companies and governments stay out: blame is a claim, not an event. */
const PUBLIC_BODIES: ReadonlySet<BodyCode> = new Set<BodyCode>([
  'police',
  'riot-police',
  'state-security',
  'procurer',
  'bailiff',
  'court-officer',
  'fire-service',
  'prison-service',
  'city-officer',
  'private-guards',
  'authorities',
  'drivers',
  'labourers',
  'prisoners',
  'fire-crews',
  'workers',
]);

/**
 * Every act is decided here, or this does not compile. Out stay: who is besieged at home, since everybody knows whose
 * home; who needs or offers what and who checked in, since it tells where people are; claims of aim and gain; opinions.
 */
const IS_PUBLIC_ACT: Readonly<Record<Act, boolean>> = {
  'force.arrive': true,
  'force.advance': true,
  'force.use': true,
  'force.breach': true,
  'cordon.set': true,
  'cordon.complete': true,
  'cordon.lift': true,
  'access.deny': true,
  'order.leave': true,
  'order.demolish': true,
  'order.use-force': true,
  'notice.serve': true,
  'paper.shown': true,
  'paper.refused': true,
  'identify.asked': true,
  'identify.refused': true,
  'evict.home': true,
  'evict.demolish': true,
  'seize.goods': true,
  'utility.cut': true,
  'network.cut': true,
  arrest: true,
  release: true,
  'detain.siege': false,
  injury: true,
  death: true,
  'threaten.force': true,
  'threaten.arrest': true,
  intimidate: true,
  'resist.obstruct': true,
  'resist.occupy': true,
  'resist.force': true,
  assemble: true,
  arrive: true,
  'refuse.order': true,
  'comply.order': true,
  'halt.machine': true,
  withdraw: true,
  negotiate: true,
  promise: true,
  'observer.denied': true,
  'press.barred': true,
  'salvage.allowed': true,
  'salvage.denied': true,
  'shelter.none': true,
  need: false,
  offer: false,
  'check-in': false,
  'turned-back': true,
  'claim.intent': false,
  'claim.gain': false,
  'claim.outcome': false,
  'claim.history': false,
  opinion: false,
  picket: true,
  'protest.address': false,
  spelling: false,
};
