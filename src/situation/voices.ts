import type { AuthorKey } from '../record/names.ts';
import type { Standings } from './people-state.ts';

/**
 * By whom these keys are vouched for: as many voices as there are vouchers, since whoever can vouch for one key can vouch
 * for ten of their own. A keyholder stands for themselves; a key nobody vouches for has no voice, even where what it
 * wrote is shown. Before a place was founded nobody can be vouched for: then each key is a voice of its own.
 */
export function voicesOf(people: Standings, keys: readonly AuthorKey[]): ReadonlySet<AuthorKey> {
  if (people.founding === undefined) return new Set(keys);
  return new Set(
    keys.flatMap((key) => people.grants.get(key)?.voucher ?? (people.seats.has(key) ? key : [])),
  );
}

/** How many false alarms somebody's people raised of late. */
export type Doubts = ReadonlyMap<AuthorKey, number>;

/** What voices weigh together: each one, and half for every false alarm that its people raised of late. */
export function weightOfVoices(voices: ReadonlySet<AuthorKey>, doubts: Doubts): number {
  return [...voices].reduce((sum, voice) => sum + 0.5 ** (doubts.get(voice) ?? 0), 0);
}
