import type { Role } from '../../record/kinds/vocabulary.ts';
import { mayGrant, mayWrite } from '../../record/readers.ts';
import type { Day } from './day.ts';

/** One key of a person of the played day: the role somebody vouches for, and the kinds that are signed with it. */
export type CastKey = {
  readonly handle: string;
  /** `undefined`: nobody vouches for it. */
  readonly role: Role | undefined;
  readonly kinds: ReadonlySet<string>;
};

// In this order, for a person who writes what the role of the day file may not: a reporter who tells what happened is an
// observer.
const STANDS_IN: readonly Role[] = [
  'observer',
  'resident',
  'steward',
  'organiser',
  'warden',
  'desk',
  'medic',
  'lawyer',
];

/**
 * The keys of a day's people, each person's first one first. A person has the role of the day file if it may write all
 * they write, or else the first role that may. Where no single role may, they have further keys for the rest, as a warden
 * who is also the settlement's medic would. What no role may write (an `alarm.step`) is signed all the same, and has no
 * weight.
 */
export function castOf(day: Day): readonly CastKey[] {
  const writes = kindsByHandle(day);
  return day.roles.flatMap(({ handle, role, isVouched }): readonly CastKey[] => {
    const kinds = writes.get(handle) ?? new Set();
    if (!isVouched) return [{ handle, role: undefined, kinds }];
    return keysFor(role, kinds).map((key) => ({ handle, ...key }));
  });
}

function keysFor(own: Role, kinds: ReadonlySet<string>): readonly Omit<CastKey, 'handle'>[] {
  const possible = [own, ...STANDS_IN.filter((role) => role !== own && mayGrant('keyholder', role))];
  const writable = [...kinds].filter((kind) => possible.some((role) => mayWrite(role, kind)));
  const single = possible.find((role) => writable.every((kind) => mayWrite(role, kind)));
  if (single !== undefined) return [{ role: single, kinds }];
  const keys: Omit<CastKey, 'handle'>[] = [];
  let left = writable.filter((kind) => !mayWrite(own, kind));
  while (left.length > 0) {
    const best = possible.reduce((a, b) => (countOf(b, left) > countOf(a, left) ? b : a));
    keys.push({ role: best, kinds: new Set(left.filter((kind) => mayWrite(best, kind))) });
    left = left.filter((kind) => !mayWrite(best, kind));
  }
  const others = new Set(keys.flatMap((key) => [...key.kinds]));
  return [{ role: own, kinds: new Set([...kinds].filter((kind) => !others.has(kind))) }, ...keys];
}

function countOf(role: Role, kinds: readonly string[]): number {
  return kinds.filter((kind) => mayWrite(role, kind)).length;
}

/** What each person writes by the day file, and as part of the crowd. */
function kindsByHandle({ roles, entries, points, crowd }: Day): ReadonlyMap<string, Set<string>> {
  const kinds = new Map(roles.map(({ handle }) => [handle, new Set<string>()]));
  for (const { by, kind } of entries) kinds.get(by)?.add(kind);
  for (const { steward } of points) kinds.get(steward)?.add('checked.in');
  for (const { handle, role } of roles) {
    if (role !== 'warden') continue;
    kinds.get(handle)?.add('alarm.told');
    if (crowd.homesEveryMin > 0) kinds.get(handle)?.add('home');
  }
  return kinds;
}
