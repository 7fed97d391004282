import type { NumberRange } from '../base/number-range.ts';
import { MINUTE_MS } from '../base/instant.ts';
import type { Extent } from '../base/edtf.ts';
import type { Modality } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import type { ClaimIndex } from './claim-index.ts';
import type { Episode } from './episodes.ts';
import type { Home } from './homes.ts';
import { gradeOf } from './sources.ts';
import type { Grade, Told } from './sources.ts';

/** An episode as a claim: with who tells it and how well it stands. */
export type Claim = Episode & { readonly grade: Grade; readonly told: readonly Told[] };

/** One side of a contradiction. */
export type Version = {
  readonly entry: EntryId;
  readonly number?: NumberRange;
  readonly modality?: Modality;
  readonly state?: string;
  readonly source: Told;
};

/** What is told differently, every version kept side by side. Nobody decides here who is right. */
export type Contradiction = {
  readonly about: 'number' | 'denial' | 'home';
  readonly subject: string;
  readonly episode?: Episode;
  readonly versions: readonly Version[];
};

export function claimOf(episode: Episode, rootOf: (source: string) => string): Claim {
  const told = episode.tellers.map(({ source }) => ({
    id: source.id,
    stance: source.stance,
    link: source.link,
    root: rootOf(source.quotes ?? source.id),
  }));
  return { ...episode, told, grade: gradeOf(told) };
}

/** All that is told differently, in order of what it is about; what has not changed is not looked at again. */
export function contradictionsOf(
  index: ClaimIndex,
  homes: readonly Home[],
  rootOf: (source: string) => string,
): readonly Contradiction[] {
  const remembered = (list: object, find: () => readonly Contradiction[]): readonly Contradiction[] => {
    const found = index.contradictions.get(list) ?? find();
    index.contradictions.set(list, found);
    return found;
  };
  const denied = [...index.disputed].flatMap(([subject, disputed]) => {
    const group = index.bySubject.get(subject) ?? disputed;
    return remembered(group, () => denials(subject, { group, disputed }, index));
  });
  const numbers = [...index.numbered].flatMap(([subject, numbered]) =>
    remembered(numbered, () => conflictingNumbers(subject, numbered)),
  );
  const ofHomes = remembered(homes, () =>
    homes.flatMap((home) =>
      home.conflicts.length === 0 ? [] : remembered(home, () => homeConflict(home, rootOf)),
    ),
  );
  const bySubject = (a: Contradiction, b: Contradiction): number => (a.subject < b.subject ? -1 : 1);
  return [...denied.sort(bySubject), ...ofHomes, ...numbers.sort(bySubject)];
}

/** Claims about the same thing whoever tells it and however weakly: act, group or actors, topic, side. */
export function subjectOf(c: Claim): string {
  const counts = c.numbers.some(({ number }) => number.of !== 'people');
  const who = c.group ?? (counts ? '' : c.actors.join('+'));
  return [c.act, who, c.topic ?? '', c.side ?? ''].filter((s) => s !== '').join(' ');
}

type Numbered = {
  readonly version: Version & { readonly number: NumberRange };
  readonly of: string;
  readonly when: Extent;
  readonly claim: Claim;
};

function conflictingNumbers(subject: string, claims: readonly Claim[]): readonly Contradiction[] {
  const numbered = claims.flatMap((claim): readonly Numbered[] => {
    const sources = new Map(claim.entries.map((entry, i) => [entry, claim.told[i]]));
    return claim.numbers.flatMap(({ entry, number, when }) => {
      const source = sources.get(entry);
      return source ? [{ version: { entry, number, source }, of: number.of, when, claim }] : [];
    });
  });
  const conflicting = numbersInConflict(numbered);
  const inConflict = numbered.filter((n) => conflicting.has(n));
  const episode = inConflict[0]?.claim;
  if (episode === undefined) return [];
  return [{ about: 'number', subject, episode, versions: inConflict.map((n) => n.version).sort(byEntry) }];
}

// Crowds come and go: two counts of people contradict only when both name the same short moment.
const SAME_MOMENT_MS: number = 30 * MINUTE_MS;

/**
 * Each that conflicts with any other, found without comparing every one with every other. Two sources conflict only
 * when both cannot be right: people are counted anew at every moment, homes lost or reached only grow in number, and
 * anything else is taken to be one number all day.
 */
function numbersInConflict(numbered: readonly Numbered[]): ReadonlySet<Numbered> {
  const meant = numbered.filter(({ claim }) => claim.modality !== 'opinion');
  const alike = [...Map.groupBy(meant, ({ of, claim }) => `${of} ${countedAs(claim)}`).values()];
  return new Set(
    alike.flatMap((numbers) => {
      if (numbers[0]?.of === 'people') return countsInConflict(numbers);
      return numbers[0] && isGrowing(numbers[0]) ? totalsInConflict(numbers) : outliers(numbers, numbers);
    }),
  );
}

/** Homes to which something has happened. How many homes there are in all, or were meant, does not grow by the hour. */
function isGrowing({ of, claim }: Numbered): boolean {
  return of === 'homes' && claim.topic !== 'total' && countedAs(claim) === 'done';
}

type Total = {
  readonly from: number;
  readonly until: number;
  readonly lo: number;
  readonly hi: number;
  readonly root: string;
  readonly of: Numbered;
};

/**
 * Running totals of two sources conflict when one lies wholly below the other and cannot have been told of an
 * earlier moment: a later total may be higher but never lower, and totals of the same moment must meet.
 */
function totalsInConflict(numbers: readonly Numbered[]): readonly Numbered[] {
  const totals = numbers.map((of): Total => {
    // Of a stretch of time a total is told as it was in the end.
    const { start, end, isOpen } = of.when;
    const from = end.lo ?? start.lo ?? Number.NEGATIVE_INFINITY;
    const until = (isOpen ? undefined : end.hi) ?? Number.POSITIVE_INFINITY;
    const { number, source } = of.version;
    return { from, until, lo: number.lo, hi: number.hi ?? Number.POSITIVE_INFINITY, root: source.root, of };
  });
  // Seen from the end of the day the numbers fall: what was too low is too high.
  const fromTheEnd = totals.map((t) => ({ ...t, from: -t.until, until: -t.from, lo: -t.hi, hi: -t.lo }));
  return [...tooLow(totals), ...tooLow(fromTheEnd)];
}

/** Those below what another source told of a moment that cannot be later. */
function tooLow(totals: readonly Total[]): readonly Numbered[] {
  const ended = totals.toSorted((a, b) => a.until - b.until);
  let [highest, next]: [readonly Far[], number] = [[], 0];
  return totals
    .toSorted((a, b) => a.from - b.from)
    .flatMap(({ from, hi, root, of }) => {
      for (let total = ended[next]; total !== undefined && total.until <= from; total = ended[++next])
        highest = withFar(highest, { value: total.lo, root: total.root });
      const most = highest.find((far) => far.root !== root)?.value ?? Number.NEGATIVE_INFINITY;
      return most > hi ? [of] : [];
    });
}

/** Counts of people, each among those of the same moment. */
function countsInConflict(numbers: readonly Numbered[]): readonly Numbered[] {
  const startOf = (claim: Claim): number => claim.when.start.lo ?? Number.POSITIVE_INFINITY;
  const byClaim = [...Map.groupBy(numbers, ({ claim }) => claim)].sort(([a], [b]) => startOf(a) - startOf(b));
  let first = 0;
  return byClaim.flatMap(([claim, own]) => {
    const at = startOf(claim);
    if (at === Number.POSITIVE_INFINITY) return [];
    while (first < byClaim.length && startOf(byClaim[first]?.[0] ?? claim) < at - SAME_MOMENT_MS) first++;
    const rivals: Numbered[][] = [];
    for (let i = first; i < byClaim.length; i++) {
      const [other, theirs] = byClaim[i] ?? [claim, []];
      if (startOf(other) > at + SAME_MOMENT_MS) break;
      if (isSameMoment(claim.when, other.when)) rivals.push(theirs);
    }
    return outliers(own, rivals.flat());
  });
}

/** Those that lie wholly above or below what any other source says. */
function outliers(numbers: readonly Numbered[], rivals: readonly Numbered[]): readonly Numbered[] {
  const highest = greatestTwo(rivals, (n) => n.lo);
  const lowest = greatestTwo(rivals, (n) => -(n.hi ?? Number.POSITIVE_INFINITY));
  return numbers.filter(({ version: { number, source } }) => {
    const most = highest.find((far) => far.root !== source.root)?.value ?? Number.NEGATIVE_INFINITY;
    const least = -(lowest.find((far) => far.root !== source.root)?.value ?? Number.NEGATIVE_INFINITY);
    return least < number.lo || most > (number.hi ?? Number.POSITIVE_INFINITY);
  });
}

type Far = { readonly value: number; readonly root: string };

function greatestTwo(numbers: readonly Numbered[], valueOf: (number: NumberRange) => number): readonly Far[] {
  return numbers.reduce<readonly Far[]>(
    (two, { version }) => withFar(two, { value: valueOf(version.number), root: version.source.root }),
    [],
  );
}

/** The greatest value, and the greatest that comes down to another source than that. */
function withFar(two: readonly Far[], far: Far): readonly Far[] {
  const [first, second] = two;
  if (first === undefined) return [far];
  if (far.value > first.value)
    return first.root === far.root ? [far, ...(second ? [second] : [])] : [far, first];
  return far.root !== first.root && far.value > (second?.value ?? Number.NEGATIVE_INFINITY)
    ? [first, far]
    : two;
}

/** What was ordered, planned or tried is another number than what was done. */
function countedAs({ modality }: Claim): Modality {
  return modality === 'ongoing' || modality === 'alleged' ? 'done' : modality;
}

function isSameMoment(a: Extent, b: Extent): boolean {
  const all = [a.start.lo, a.end.hi, b.start.lo, b.end.hi].filter((at) => at !== undefined);
  return all.length === 4 && Math.max(...all) - Math.min(...all) <= SAME_MOMENT_MS;
}

function versionsOf(claim: Claim): readonly Version[] {
  return claim.tellers.flatMap(({ entry }, i): readonly Version[] => {
    const source = claim.told[i];
    return source ? [{ entry, modality: claim.modality, source }] : [];
  });
}

/** Whether it denies or is denied. */
export function isDisputed(claim: Claim): boolean {
  return claim.modality === 'denied' || claim.deniedBy.length > 0;
}

/** Both sides of it: who says so, and who says that it is not so, whatever else these say. */
function denials(
  subject: string,
  { group, disputed }: { readonly group: readonly Claim[]; readonly disputed: readonly Claim[] },
  { byEntry: claimOf }: ClaimIndex,
): readonly Contradiction[] {
  const isSaid = (c: Claim): boolean => c.modality !== 'opinion';
  const isDenied =
    disputed.some((c) => c.modality === 'denied') && group.some((c) => isSaid(c) && c.modality !== 'denied');
  const denied = isDenied ? group.filter(isSaid) : disputed.filter((c) => isSaid(c) && c.deniedBy.length > 0);
  const [episode] = denied;
  if (episode === undefined) return [];
  const versions = new Map(denied.flatMap(versionsOf).map((version) => [version.entry, version]));
  for (const id of denied.flatMap((claim) => claim.deniedBy)) {
    const claim = claimOf.get(id);
    const version = claim && versionsOf(claim).find((v) => v.entry === id);
    if (version) versions.set(id, { ...version, modality: 'denied' });
  }
  return [{ about: 'denial', subject, episode, versions: [...versions.values()].sort(byEntry) }];
}

function homeConflict(home: Home, rootOf: (source: string) => string): readonly Contradiction[] {
  if (home.by === undefined || home.conflicts.length === 0) return [];
  const versions = [home.by, ...home.conflicts].map(({ entry, state, source }): Version => {
    return {
      entry,
      state,
      source: { id: source.id, stance: source.stance, link: source.link, root: rootOf(source.id) },
    };
  });
  return [{ about: 'home', subject: home.code, versions: versions.sort(byEntry) }];
}

function byEntry(a: Version, b: Version): number {
  return a.entry < b.entry ? -1 : 1;
}
