import { bytesToBase64Url } from '../../base/bytes.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import { authorKeyOf, newIncidentId } from '../../record/names.ts';
import type { IncidentId } from '../../record/names.ts';
import type { Primitives, Signer } from '../../record/primitives.ts';
import { mayWrite } from '../../record/readers.ts';
import type { PlainObject } from '../../record/subset.ts';
import type { Day, DayRole } from './day.ts';

/** The committee of a played day: simulated keyholders, their place log, and who is granted what. */
export type DayPeople = {
  readonly place: IncidentId;
  /** What the hub founds the place with. */
  readonly founding: PlainObject;
  readonly keyholders: readonly [Signer, Signer, ...Signer[]];
  readonly roles: ReadonlyMap<string, Role>;
};

const KEYHOLDERS = 5;

/**
 * Makes the committee; `undefined` when some phone of the day writes what no one role may write. Such a day is played on a
 * hub without a committee, where whoever writes counts, and says so.
 */
export function dayPeople(day: Day, crypto: Primitives): DayPeople | undefined {
  const roles = new Map<string, Role>();
  for (const role of day.roles.filter(({ isVouched }) => isVouched)) {
    const granted = grantedRole(day, role);
    if (granted === undefined) return undefined;
    roles.set(role.handle, granted);
  }
  const [first, second] = [crypto.newSigner(), crypto.newSigner()];
  const keyholders = [
    first,
    second,
    ...Array.from({ length: KEYHOLDERS - 2 }, () => crypto.newSigner()),
  ] as const;
  const founding = {
    settlement: day.settlement,
    languages: ['kk', 'ru', 'en'],
    keyholders: keyholders.map(({ key }, i) => ({
      n: i + 1,
      key: authorKeyOf(key),
      next: bytesToBase64Url(crypto.sha256(crypto.newSigner().key)),
    })),
  };
  return { place: newIncidentId(crypto.randomBytes), founding, keyholders, roles };
}

// In this order, for a phone that writes what its own role may not: a reporter who tells what happened is an observer.
const OTHERWISE: readonly Role[] = [
  'resident',
  'observer',
  'steward',
  'warden',
  'organiser',
  'medic',
  'desk',
];

function grantedRole(day: Day, { handle, role }: DayRole): Role | undefined {
  const kinds = kindsOf(day, handle, role);
  return [role, ...OTHERWISE].find((each) => kinds.every((kind) => mayWrite(each, kind)));
}

/** Every kind a phone writes, by the day file and as part of the crowd. */
function kindsOf({ entries, points, crowd }: Day, handle: string, role: DayRole['role']): readonly string[] {
  const written = entries.filter(({ by }) => by === handle).map(({ kind }) => kind);
  const counts = points.some(({ steward }) => steward === handle) ? ['checked.in'] : [];
  const ticks = crowd.homesEveryMin > 0 ? ['home'] : [];
  const tallies = role === 'warden' ? ['alarm.told', 'alarm.reply', ...ticks] : [];
  return [...new Set([...written, ...counts, ...tallies])];
}
