import type { AuthorKey, EntryId } from '../names.ts';
import type { Fields } from './fields.ts';
import { ENTRY, KEY } from './forms.ts';
import { NAMED_MAX } from './people.ts';
import { ERASE_GROUNDS, ERASE_OFFICES, ERASED } from './vocabulary.ts';
import type { Erased, EraseGround, EraseOffice } from './vocabulary.ts';

/** Entries of these keys are hidden from now on, once two say so whom different people vouch for. */
export type MuteBody = { readonly type: 'mute'; readonly keys: readonly AuthorKey[] };

/** As `mute`, the other way. */
export type UnmuteBody = { readonly type: 'unmute'; readonly keys: readonly AuthorKey[] };

/** These entries of keys without a grant are shown; they still have no weight. */
export type ModerateBody = { readonly type: 'moderate'; readonly entries: readonly EntryId[] };

/**
 * What an erasure takes of one entry. `part` is named with `part`, may be with `sealed` (without: every sealed
 * part), and never with `entry`.
 */
export type EraseTarget = { readonly id: EntryId; readonly what: Erased; readonly part?: string };

/** What two keyholders have destroyed, on what ground and by whose decision. The 32-byte leaf of the log stays. */
export type EraseBody = {
  readonly type: 'erase';
  readonly entries: readonly EraseTarget[];
  readonly ground: EraseGround;
  readonly office: EraseOffice;
};

const PART = {
  parse: (text: unknown): string | undefined =>
    typeof text === 'string' && /^[a-z][a-z0-9]{0,15}$/.test(text) ? text : undefined, // as in the core
  what: 'the name of a part',
  placeholder: '',
};

export function readMute(f: Fields): MuteBody {
  return { type: 'mute', keys: f.allInForm('keys', KEY, NAMED_MAX) };
}

export function readUnmute(f: Fields): UnmuteBody {
  return { type: 'unmute', keys: f.allInForm('keys', KEY, NAMED_MAX) };
}

export function readModerate(f: Fields): ModerateBody {
  return { type: 'moderate', entries: f.allInForm('entries', ENTRY, NAMED_MAX) };
}

export function readErase(f: Fields): EraseBody {
  const entries = f.list('entries', readTarget);
  if (entries.length === 0 || entries.length > NAMED_MAX) f.refuse('entries', `are not 1 to ${NAMED_MAX}`);
  const texts = entries.map(({ id, what, part = '' }) => `${id} ${what} ${part}`);
  if (new Set(texts).size < texts.length) f.refuse('entries', 'name one thing twice');
  return {
    type: 'erase',
    entries,
    ground: f.oneOf('ground', ERASE_GROUNDS),
    office: f.oneOf('office', ERASE_OFFICES),
  };
}

function readTarget(f: Fields): EraseTarget {
  const id = f.inForm('id', ENTRY);
  const what = f.oneOf('what', ERASED);
  const part = what === 'part' || f.has('part') ? f.inForm('part', PART) : undefined;
  if (what === 'entry' && part !== undefined) f.refuse('part', 'has no place beside a whole entry');
  return { id, what, ...(part !== undefined && { part }) };
}
