import type { Instant } from '../../base/instant.ts';
import { authorKeyOf } from '../../record/names.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Day, DayCrowd, DayMinute, NetworkChange } from './day.ts';
import type { DayPeople } from './day-people.ts';

/**
 * The telephones of a played day on which its hub can tell people of an alarm. All invented: the cast, and in each cell some
 * neighbours who let the hub push to them.
 */
export type DayPhones = {
  readonly seed: number;
  readonly phones: readonly DayPhone[];
  readonly networks: readonly { readonly at: Instant; readonly where: string; readonly state: string }[];
  readonly crowd: DayCrowd;
};

export type DayPhone = {
  readonly role: Role;
  readonly cell?: string;
  /** The key of somebody whom a keyholder vouches for. */
  readonly of?: AuthorKey;
  readonly isInside: boolean;
  readonly roads: readonly ('push' | 'sms' | 'call')[];
};

/** Of a thousand neighbours so many let the hub push to them; the hub knows cell and language of theirs, no name. */
const PUSH_PER_MILLE = 300;
/** Of these every fifth has left a number as well. */
const SMS_EVERY = 5;

export function dayPhones(
  day: Day,
  { cast }: DayPeople,
  instantOf: (minute: DayMinute) => Instant,
): DayPhones {
  const firstKeys = new Map(cast.toReversed().map((key) => [key.handle, key]));
  const own = day.roles.flatMap(({ handle, cell, inside }): readonly DayPhone[] => {
    const { role, signer } = firstKeys.get(handle) ?? {};
    if (role === undefined || signer === undefined) return [];
    const of = authorKeyOf(signer.key);
    const roads = role === 'warden' ? (['push', 'sms', 'call'] as const) : (['push', 'sms'] as const);
    return [{ role, of, isInside: inside, roads, ...(cell !== undefined && { cell }) }];
  });
  const neighbours = day.cells.flatMap(({ code, people }): readonly DayPhone[] => {
    const isInside = day.roles.some(({ role, cell, inside }) => role === 'warden' && cell === code && inside);
    return Array.from({ length: Math.floor((people * PUSH_PER_MILLE) / 1_000) }, (_, i) => ({
      role: 'resident',
      cell: code,
      isInside,
      roads: i % SMS_EVERY === 0 ? ['push', 'sms'] : ['push'],
    }));
  });
  const networkOf = ({ at, where, state }: NetworkChange): DayPhones['networks'][number] => ({
    at: instantOf(at),
    where,
    state,
  });
  return {
    seed: day.seed,
    phones: [...own, ...neighbours],
    networks: day.network.map(networkOf),
    crowd: day.crowd,
  };
}
