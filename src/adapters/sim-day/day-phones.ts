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

export type PhonesWanted = {
  readonly instantOf: (minute: DayMinute) => Instant;
  readonly neighbours?: number;
};

/** Of a thousand neighbours so many let the hub push to them; the hub knows cell and language of theirs, no name. */
const PUSH_PER_MILLE = 300;
/** Of these every fifth has left a number as well. */
const SMS_EVERY = 5;

/** `neighbours`: how many of them the hub can push to, in all cells; else a part of the people of each. */
export function dayPhones(day: Day, { cast }: DayPeople, { instantOf, neighbours }: PhonesWanted): DayPhones {
  const listedIn = phonesByCell(day, neighbours);
  const firstKeys = new Map(cast.toReversed().map((key) => [key.handle, key]));
  const own = day.roles.flatMap(({ handle, cell, inside }): readonly DayPhone[] => {
    const { role, signer } = firstKeys.get(handle) ?? {};
    if (role === undefined || signer === undefined) return [];
    const of = authorKeyOf(signer.key);
    const roads = role === 'warden' ? (['push', 'sms', 'call'] as const) : (['push', 'sms'] as const);
    return [{ role, of, isInside: inside, roads, ...(cell !== undefined && { cell }) }];
  });
  const near = day.cells.flatMap(({ code }, c): readonly DayPhone[] => {
    const isInside = day.roles.some(({ role, cell, inside }) => role === 'warden' && cell === code && inside);
    return Array.from({ length: listedIn[c] ?? 0 }, (_, i) => ({
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
    phones: [...own, ...near],
    networks: day.network.map(networkOf),
    crowd: day.crowd,
  };
}

/** In proportion to the people of each cell, so that they add up. */
function phonesByCell({ cells }: Day, wanted: number | undefined): readonly number[] {
  if (wanted === undefined) return cells.map(({ people }) => Math.floor((people * PUSH_PER_MILLE) / 1_000));
  const all = Math.max(
    1,
    cells.reduce((sum, { people }) => sum + people, 0),
  );
  let [before, given] = [0, 0];
  return cells.map(({ people }) => {
    before += people;
    const upTo = Math.round((wanted * before) / all);
    const here = upTo - given;
    given = upTo;
    return here;
  });
}
