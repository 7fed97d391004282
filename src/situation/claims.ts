import { rangesConflict } from '../base/number-range.ts';
import type { NumberRange } from '../base/number-range.ts';
import { MINUTE_MS } from '../base/instant.ts';
import type { Extent } from '../base/edtf.ts';
import type { Modality } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
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

export function claimsOf(episodes: readonly Episode[], rootOf: (source: string) => string): readonly Claim[] {
  return episodes.map((episode) => {
    const told = episode.tellers.map(({ source }) => ({ id: source.id, stance: source.stance, link: source.link, root: rootOf(source.quotes ?? source.id) }));
    return { ...episode, told, grade: gradeOf(told) };
  });
}

export function contradictionsOf(claims: readonly Claim[], homes: readonly Home[], rootOf: (source: string) => string): readonly Contradiction[] {
  const bySubject = Map.groupBy(claims, subjectOf);
  const told: Contradiction[] = [];
  for (const [subject, group] of bySubject) {
    const numbers = conflictingNumbers(subject, group);
    if (numbers) told.push(numbers);
    const denial = denials(subject, group);
    if (denial) told.push(denial);
  }
  return [...told, ...homes.flatMap((home) => homeConflict(home, rootOf))].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf(c: Contradiction): string {
  return `${c.about}|${c.subject}`;
}

/** Claims about the same thing whoever tells it and however weakly: act, group or actors, topic, side. */
function subjectOf(c: Claim): string {
  const counts = c.numbers.some(({ number }) => number.of !== 'people');
  const who = c.group ?? (counts ? '' : c.actors.join('+'));
  return [c.act, who, c.topic ?? '', c.side ?? ''].filter((s) => s !== '').join(' ');
}

type Numbered = { readonly version: Version & { readonly number: NumberRange }; readonly of: string; readonly when: Extent; readonly claim: Claim };

function conflictingNumbers(subject: string, group: readonly Claim[]): Contradiction | undefined {
  const numbered = group.flatMap((claim): readonly Numbered[] =>
    claim.numbers.flatMap(({ entry, number }) => {
      const source = claim.told[claim.entries.indexOf(entry)];
      return source ? [{ version: { entry, number, source }, of: number.of, when: claim.when, claim }] : [];
    }),
  );
  const inConflict = numbered.filter((a) => numbered.some((b) => isConflict(a, b)));
  const episode = inConflict[0]?.claim;
  if (episode === undefined) return undefined;
  return { about: 'number', subject, episode, versions: inConflict.map((n) => n.version).sort(byEntry) };
}

// Crowds grow: two counts of people contradict only when both name the same short moment.
const SAME_MOMENT_MS: number = 30 * MINUTE_MS;

function isConflict(a: Numbered, b: Numbered): boolean {
  if (a.of !== b.of || a.version.source.root === b.version.source.root) return false;
  if (!rangesConflict(a.version.number, b.version.number)) return false;
  return a.of !== 'people' || isSameMoment(a.when, b.when);
}

function isSameMoment(a: Extent, b: Extent): boolean {
  const all = [a.start.lo, a.end.hi, b.start.lo, b.end.hi].filter((at) => at !== undefined);
  return all.length === 4 && Math.max(...all) - Math.min(...all) <= SAME_MOMENT_MS;
}

function denials(subject: string, group: readonly Claim[]): Contradiction | undefined {
  const isDenied = group.some((c) => c.modality === 'denied') && group.some((c) => c.modality !== 'denied');
  const denied = isDenied ? group : group.filter((c) => c.deniedBy.length > 0);
  const [episode] = denied;
  if (episode === undefined) return undefined;
  const versions = denied.flatMap((claim) =>
    claim.tellers.flatMap(({ entry }, i): readonly Version[] => {
      const source = claim.told[i];
      return source ? [{ entry, modality: claim.modality, source }] : [];
    }),
  );
  return { about: 'denial', subject, episode, versions: versions.sort(byEntry) };
}

function homeConflict(home: Home, rootOf: (source: string) => string): readonly Contradiction[] {
  if (home.by === undefined || home.conflicts.length === 0) return [];
  const versions = [home.by, ...home.conflicts].map(({ entry, state, source }): Version => {
    return { entry, state, source: { id: source.id, stance: source.stance, link: source.link, root: rootOf(source.id) } };
  });
  return [{ about: 'home', subject: home.code, versions: versions.sort(byEntry) }];
}

function byEntry(a: Version, b: Version): number {
  return a.entry < b.entry ? -1 : 1;
}
