import { assert } from '../base/assert.ts';
import { edtfExtent, parseEdtf, statesYear } from '../base/edtf.ts';
import type { Edtf, Extent } from '../base/edtf.ts';
import { DAY_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { instantToWall, wall, wallToCivil, wallToInstant } from '../base/wall.ts';
import type { Entry } from '../record/entry.ts';
import type { PlanBody } from '../record/kinds/plan.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import { ALARMS } from './alarms.ts';
import { APPROACHES } from './ring.ts';
import { AUTHORS } from './authors.ts';
import { newBuckets, putIn, spoilAll, spoilFor } from './buckets.ts';
import type { BucketsOf, Context, Logged, Shelf } from './buckets.ts';
import { EPISODES } from './episodes.ts';
import { newClaimIndex } from './claim-index.ts';
import type { ClaimIndex } from './claim-index.ts';
import { HOMES } from './homes.ts';
import { POINTS, TALLIES } from './reach.ts';
import { REFUSALS } from './refusals.ts';
import { remembered } from './remembered.ts';
import { SEALED } from './sealed.ts';
import { newSources } from './sources.ts';
import type { Sources } from './sources.ts';
import { HEARD, STANDBYS } from './standbys.ts';
import { anchored } from './times.ts';
import { SPELLINGS } from './spellings.ts';
import { WATCHES } from './watch.ts';

/** Every subject of the situation with its buckets. */
export type Subjects = {
  readonly alarms: BucketsOf<typeof ALARMS>;
  readonly approaches: BucketsOf<typeof APPROACHES>;
  readonly authors: BucketsOf<typeof AUTHORS>;
  readonly episodes: BucketsOf<typeof EPISODES>;
  readonly heard: BucketsOf<typeof HEARD>;
  readonly homes: BucketsOf<typeof HOMES>;
  readonly points: BucketsOf<typeof POINTS>;
  readonly refusals: BucketsOf<typeof REFUSALS>;
  readonly sealed: BucketsOf<typeof SEALED>;
  readonly spellings: BucketsOf<typeof SPELLINGS>;
  readonly standbys: BucketsOf<typeof STANDBYS>;
  readonly tallies: BucketsOf<typeof TALLIES>;
  readonly watches: BucketsOf<typeof WATCHES>;
};

function newSubjects(): Subjects {
  return {
    alarms: newBuckets(ALARMS),
    approaches: newBuckets(APPROACHES),
    authors: newBuckets(AUTHORS),
    episodes: newBuckets(EPISODES),
    heard: newBuckets(HEARD),
    homes: newBuckets(HOMES),
    points: newBuckets(POINTS),
    refusals: newBuckets(REFUSALS),
    sealed: newBuckets(SEALED),
    spellings: newBuckets(SPELLINGS),
    standbys: newBuckets(STANDBYS),
    tallies: newBuckets(TALLIES),
    watches: newBuckets(WATCHES),
  };
}

/**
 * The growing index behind a situation. Adding an entry has it read, and what hangs on it, and only their
 * buckets summed up again, so one more entry costs a small part of a full fold.
 */
export type Gathered = {
  readonly hubKeys: ReadonlySet<AuthorKey>;
  readonly byId: Map<EntryId, Logged>;
  /** Entries that name an entry as anchor or in `re`, whether or not that entry is here yet. */
  readonly hanging: Map<EntryId, EntryId[]>;
  readonly subjects: Subjects;
  readonly times: Map<EntryId, Extent>;
  readonly sources: Sources;
  readonly claims: ClaimIndex;
  /** Entries no hub has logged yet, and entries whose content this version cannot read. */
  unlogged: number;
  unread: number;
  /** The latest time at which any copy of an entry was logged. */
  lastLoggedAt?: Instant;
  plans: readonly { readonly id: EntryId; readonly body: PlanBody }[];
};

// A leap year, so that XXXX-02-29 has a place.
const NOMINAL_YEAR = 2000;

/** `hubKeys`: the only keys whose `alarm.step` entries count; everybody else's are kept and move nothing. */
export function newGathered({ hubKeys }: { readonly hubKeys: ReadonlySet<AuthorKey> }): Gathered {
  return {
    hubKeys,
    byId: new Map(),
    hanging: new Map(),
    subjects: newSubjects(),
    times: new Map(),
    sources: newSources(),
    claims: newClaimIndex(),
    unlogged: 0,
    unread: 0,
    plans: [],
  };
}

/**
 * Takes in one entry. The same one again changes nothing but what was lacking: its place in the log, or a body
 * that the first copy came without.
 */
export function gather(g: Gathered, incoming: Logged): void {
  const old = g.byId.get(incoming.entry.id);
  const logged = old === undefined ? incoming : better(old, incoming);
  if (incoming.loggedAt !== undefined && incoming.loggedAt > (g.lastLoggedAt ?? Number.NEGATIVE_INFINITY))
    g.lastLoggedAt = incoming.loggedAt;
  if (logged === old) return;
  const { entry } = logged;
  g.byId.set(entry.id, logged);
  g.unlogged += Number(logged.index === undefined) - Number(old !== undefined && old.index === undefined);
  g.unread += Number(entry.body === undefined) - Number(old !== undefined && old.entry.body === undefined);
  for (const buckets of subjectsOf(g)) putIn(buckets, logged, old);
  if (old?.entry.body === entry.body && old !== undefined) return;
  if (old === undefined) hang(g, entry);
  spoilNamed(g, entry);
  spoilHanging(g, entry.id);
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
  }
}

function subjectsOf(g: Gathered): readonly Shelf[] {
  return Object.values(g.subjects);
}

function namedBy(entry: Entry): readonly EntryId[] {
  const anchor = entry.core.at.anchor?.id;
  return anchor === undefined ? entry.core.about : [anchor, ...entry.core.about];
}

function spoil(g: Gathered, id: EntryId): void {
  const logged = g.byId.get(id);
  if (logged !== undefined) for (const buckets of subjectsOf(g)) spoilFor(buckets, logged);
}

/** What the entry names may be corrected or denied by it, and what those name be denied no longer. */
function spoilNamed(g: Gathered, entry: Entry): void {
  if (entry.body?.type !== 'event' || entry.body.relation === undefined) return;
  for (const id of entry.core.about) {
    spoil(g, id);
    for (const further of g.byId.get(id)?.entry.core.about ?? []) spoil(g, further);
  }
}

/** Each once, however many ways lead to it: anybody may write entries that name each other a thousandfold. */
function spoilHanging(g: Gathered, id: EntryId): void {
  const hanging = g.hanging.get(id);
  if (hanging === undefined) return;
  const all = new Set(hanging);
  for (const dependent of all) {
    spoil(g, dependent);
    // What has no time yet has nothing hanging on its time.
    if (g.times.delete(dependent)) for (const further of g.hanging.get(dependent) ?? []) all.add(further);
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
    timeOf: (entry) => timeOf(g, entry),
    isHub: (author) => g.hubKeys.has(author),
    isCurrent: (entry) => isCurrent(g, entry),
    isOfDrill: (entry) => entry.core.about.some((id) => isDrill(g.byId.get(id)?.entry)),
    wallOf: (at) => instantToWall(at, planOf(g)?.offsetMinutes ?? 0),
    deniedBy: (id) =>
      (g.hanging.get(id) ?? [])
        .filter((other) => relationOf(g, other, id) === 'denies' && isCurrent(g, g.byId.get(other)?.entry))
        .sort(),
  };
}

function isCurrent(g: Gathered, entry: Entry | undefined): boolean {
  return entry !== undefined && !(g.hanging.get(entry.id) ?? []).some((id) => corrects(g, id, entry));
}

function isDrill(entry: Entry | undefined): boolean {
  return entry?.body?.type === 'alarm-raise' && entry.body.mode === 'drill';
}

function corrects(g: Gathered, id: EntryId, entry: Entry): boolean {
  return (
    g.byId.get(id)?.entry.core.author === entry.core.author && relationOf(g, id, entry.id) === 'corrects'
  );
}

function relationOf(g: Gathered, id: EntryId, to: EntryId): string | undefined {
  const entry = g.byId.get(id)?.entry;
  if (entry?.body?.type !== 'event' || !entry.core.about.includes(to)) return undefined;
  return entry.body.relation;
}

/**
 * The moment to look from when nobody says one: when the newest entry was logged, else the latest moment any entry
 * that is not about the future tells of. A record read years later is not as of today.
 */
export function lastMomentOf(g: Gathered): Instant | undefined {
  if (g.lastLoggedAt !== undefined) return g.lastLoggedAt;
  const told = [...g.byId.values()].flatMap(({ entry }) => {
    const isAhead =
      entry.body?.type === 'check-in-due' ||
      entry.body?.type === 'plan' ||
      (entry.body?.type === 'event' && entry.body.modality === 'planned');
    const { lo, hi } = timeOf(g, entry).start;
    return isAhead ? [] : hi !== undefined && lo !== undefined && hi - lo < DAY_MS / 2 ? [hi] : [];
  });
  return told.length === 0
    ? undefined
    : wallToInstant(wall(told.reduce((a, b) => wall(Math.max(a, b)))), planOf(g)?.offsetMinutes ?? 0);
}

/** Where an entry lies on the wall clock, with what its anchor adds, as far as the anchor is known. */
function timeOf(g: Gathered, entry: Entry): Extent {
  const known = g.times.get(entry.id);
  if (known !== undefined) return known;
  // Up to the first known time, then down again: a loop, since anybody may write a chain of any length.
  const chain: Entry[] = [];
  for (let at: Entry | undefined = entry; at !== undefined && !g.times.has(at.id); at = anchorOf(g, at))
    chain.push(at);
  const year = nominalYear(g);
  let extent: Extent | undefined;
  for (const { id, core } of chain.reverse()) {
    const own = extentOf(core.at.edtf, year);
    const start = core.at.anchor && g.times.get(core.at.anchor.id);
    extent = core.at.anchor && start ? anchored(own, start, core.at.anchor) : own;
    g.times.set(id, extent);
  }
  assert(extent !== undefined, 'the chain begins with the entry itself');
  return extent;
}

let lastExtent: { readonly edtf: Edtf; readonly year: number; readonly extent: Extent } | undefined;

/** Many people write within one minute, and what they wrote the same is held once: so is where it lies. */
function extentOf(edtf: Edtf, year: number): Extent {
  if (lastExtent?.edtf !== edtf || lastExtent.year !== year)
    lastExtent = { edtf, year, extent: edtfExtent(edtf, year) };
  return lastExtent.extent;
}

function anchorOf(g: Gathered, entry: Entry): Entry | undefined {
  const anchor = entry.core.at.anchor;
  return anchor && g.byId.get(anchor.id)?.entry;
}

function nominalYear(g: Gathered): number {
  const plan = planOf(g);
  return plan === undefined ? NOMINAL_YEAR : yearOf(plan);
}

/** Asked for every entry. */
const yearOf = remembered(({ date }: PlanBody): number => {
  const parsed = date === undefined ? undefined : parseEdtf(date);
  if (parsed?.ok !== true || !statesYear(parsed.value)) return NOMINAL_YEAR;
  const day = edtfExtent(parsed.value, NOMINAL_YEAR).start.lo;
  return day === undefined ? NOMINAL_YEAR : wallToCivil(day).year;
});
