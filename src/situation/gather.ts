import { edtfExtent, parseEdtf, statesYear } from '../base/edtf.ts';
import type { Extent } from '../base/edtf.ts';
import type { Instant } from '../base/instant.ts';
import { instantToWall, wallToCivil } from '../base/wall.ts';
import type { Entry } from '../record/entry.ts';
import type { PlanBody } from '../record/kinds/plan.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import { ALARMS } from './alarms.ts';
import type { Alarm } from './alarms.ts';
import { APPROACHES } from './ring.ts';
import type { Approach } from './ring.ts';
import { AUTHORS } from './authors.ts';
import type { AuthorChain } from './authors.ts';
import { newBuckets, putIn, spoilAll, spoilFor } from './buckets.ts';
import type { Buckets, Context, Logged } from './buckets.ts';
import { EPISODES } from './episodes.ts';
import type { Episode } from './episodes.ts';
import { HOMES } from './homes.ts';
import type { Home } from './homes.ts';
import { POINTS, TALLIES } from './reach.ts';
import type { CellTally, PointCount } from './reach.ts';
import { REFUSALS } from './refusals.ts';
import type { Refusal } from './refusals.ts';
import { newSources } from './sources.ts';
import type { Sources } from './sources.ts';
import { anchored } from './times.ts';
import { SPELLINGS } from './spellings.ts';
import type { Spellings } from './spellings.ts';
import { WATCHES } from './watch.ts';
import type { Watch } from './watch.ts';

/** Every subject of the situation with its buckets. */
export type Subjects = {
  readonly alarms: Buckets<Alarm>;
  readonly approaches: Buckets<Approach>;
  readonly authors: Buckets<AuthorChain>;
  readonly episodes: Buckets<readonly Episode[]>;
  readonly homes: Buckets<Home>;
  readonly points: Buckets<PointCount>;
  readonly refusals: Buckets<Refusal>;
  readonly spellings: Buckets<Spellings>;
  readonly tallies: Buckets<CellTally>;
  readonly watches: Buckets<Watch>;
};

function newSubjects(): Subjects {
  return {
    alarms: newBuckets(ALARMS),
    approaches: newBuckets(APPROACHES),
    authors: newBuckets(AUTHORS),
    episodes: newBuckets(EPISODES),
    homes: newBuckets(HOMES),
    points: newBuckets(POINTS),
    refusals: newBuckets(REFUSALS),
    spellings: newBuckets(SPELLINGS),
    tallies: newBuckets(TALLIES),
    watches: newBuckets(WATCHES),
  };
}

/**
 * The growing index behind a situation. Adding an entry spoils only the summaries of the buckets it touches
 * (and of entries that hang on it), so one more entry costs a small part of a full fold.
 */
export type Gathered = {
  readonly hubKeys: ReadonlySet<AuthorKey>;
  readonly byId: Map<EntryId, Logged>;
  /** Entries that name an entry as anchor or in `re`, whether or not that entry is here yet. */
  readonly hanging: Map<EntryId, EntryId[]>;
  readonly subjects: Subjects;
  readonly times: Map<EntryId, Extent>;
  readonly sources: Sources;
  /** Entries no hub has logged yet, and entries whose content this version cannot read. */
  unlogged: number;
  unread: number;
  /** When the hub logged the newest entry. */
  lastLoggedAt?: Instant;
  plans: readonly { readonly id: EntryId; readonly body: PlanBody }[];
};

// A leap year, so that XXXX-02-29 has a place.
const NOMINAL_YEAR = 2000;
const ANCHOR_DEPTH_MAX = 16;

/** `hubKeys`: the only keys whose `alarm.step` entries count; everybody else's are kept and move nothing. */
export function newGathered({ hubKeys }: { readonly hubKeys: ReadonlySet<AuthorKey> }): Gathered {
  return {
    hubKeys,
    byId: new Map(), hanging: new Map(), subjects: newSubjects(), times: new Map(), sources: newSources(), unlogged: 0, unread: 0, plans: [] };
}

/**
 * Takes in one entry. The same one again changes nothing but what was lacking: its place in the log, or a body
 * that the first copy came without.
 */
export function gather(g: Gathered, incoming: Logged): void {
  const old = g.byId.get(incoming.entry.id);
  const logged = old === undefined ? incoming : better(old, incoming);
  if (logged === old) return;
  const { entry } = logged;
  g.byId.set(entry.id, logged);
  g.unlogged += Number(logged.index === undefined) - Number(old !== undefined && old.index === undefined);
  g.unread += Number(entry.body === undefined) - Number(old !== undefined && old.entry.body === undefined);
  if (logged.loggedAt !== undefined && logged.loggedAt > (g.lastLoggedAt ?? Number.NEGATIVE_INFINITY)) g.lastLoggedAt = logged.loggedAt;
  for (const buckets of subjectsOf(g)) putIn(buckets, logged);
  if (old?.entry.body === entry.body && old !== undefined) return;
  if (old === undefined) hang(g, entry);
  spoilHanging(g, entry.id, 0);
  if (entry.body?.type === 'event' || entry.body?.type === 'home') g.sources.learn(entry.body.source);
  if (entry.body?.type === 'plan') takePlan(g, entry.id, entry.body);
}

/** What two copies of one entry amount to; the old one itself when the new one adds nothing. */
function better(old: Logged, now: Logged): Logged {
  const hasEarlierPlace = now.index !== undefined && (old.index === undefined || now.index < old.index);
  const addsBody = old.entry.body === undefined && now.entry.body !== undefined;
  if (!hasEarlierPlace && !addsBody) return old;
  return { ...(hasEarlierPlace ? now : old), entry: addsBody ? now.entry : old.entry };
}

function hang(g: Gathered, entry: Entry): void {
  for (const id of namedBy(entry)) {
    const list = g.hanging.get(id);
    if (list) list.push(entry.id);
    else g.hanging.set(id, [entry.id]);
    spoil(g, id);
  }
}

function subjectsOf(g: Gathered): readonly Buckets<unknown>[] {
  return Object.values(g.subjects);
}

function namedBy(entry: Entry): readonly EntryId[] {
  const anchor = entry.core.at.anchor?.id;
  return anchor === undefined ? entry.core.about : [anchor, ...entry.core.about];
}

function spoil(g: Gathered, id: EntryId): void {
  const entry = g.byId.get(id)?.entry;
  if (entry !== undefined) for (const buckets of subjectsOf(g)) spoilFor(buckets, entry);
}

function spoilHanging(g: Gathered, id: EntryId, depth: number): void {
  if (depth > ANCHOR_DEPTH_MAX) return;
  for (const dependent of g.hanging.get(id) ?? []) {
    g.times.delete(dependent);
    spoil(g, dependent);
    spoilHanging(g, dependent, depth + 1);
  }
}

function takePlan(g: Gathered, id: EntryId, body: PlanBody): void {
  g.plans = [...g.plans, { id, body }].sort((a, b) => (a.id < b.id ? -1 : 1));
  g.times.clear();
  for (const buckets of subjectsOf(g)) spoilAll(buckets);
}

/** The plan that gives the day its date and offset: of several, the one with the lowest id, for everybody the same. */
export function planOf(g: Gathered): PlanBody | undefined {
  return g.plans[0]?.body;
}

export function contextOf(g: Gathered): Context {
  return {
    timeOf: (entry) => timeOf(g, entry, 0),
    isHub: (author) => g.hubKeys.has(author),
    isCurrent: (entry) => !(g.hanging.get(entry.id) ?? []).some((id) => corrects(g, id, entry)),
    wallOf: (at) => instantToWall(at, planOf(g)?.offsetMinutes ?? 0),
    deniedBy: (id) => (g.hanging.get(id) ?? []).filter((other) => relationOf(g, other, id) === 'denies').sort(),
  };
}

function corrects(g: Gathered, id: EntryId, entry: Entry): boolean {
  return g.byId.get(id)?.entry.core.author === entry.core.author && relationOf(g, id, entry.id) === 'corrects';
}

function relationOf(g: Gathered, id: EntryId, to: EntryId): string | undefined {
  const entry = g.byId.get(id)?.entry;
  if (entry?.body?.type !== 'event' || !entry.core.about.includes(to)) return undefined;
  return entry.body.relation;
}

/** Where an entry lies on the wall clock, with what its anchor adds, as far as the anchor is known. */
function timeOf(g: Gathered, entry: Entry, depth: number): Extent {
  const known = g.times.get(entry.id);
  if (known !== undefined) return known;
  const own = edtfExtent(entry.core.at.edtf, nominalYear(g));
  const anchor = entry.core.at.anchor;
  const anchorEntry = anchor && depth < ANCHOR_DEPTH_MAX ? g.byId.get(anchor.id)?.entry : undefined;
  const extent = anchor && anchorEntry ? anchored(own, timeOf(g, anchorEntry, depth + 1), anchor) : own;
  g.times.set(entry.id, extent);
  return extent;
}

function nominalYear(g: Gathered): number {
  const date = planOf(g)?.date;
  const parsed = date === undefined ? undefined : parseEdtf(date);
  if (parsed?.ok !== true || !statesYear(parsed.value)) return NOMINAL_YEAR;
  const day = edtfExtent(parsed.value, NOMINAL_YEAR).start.lo;
  return day === undefined ? NOMINAL_YEAR : wallToCivil(day).year;
}
