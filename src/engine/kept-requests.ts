import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import { isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { instant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { SLOT_MAX } from '../record/kinds/people.ts';
import { ROLES } from '../record/kinds/vocabulary.ts';
import type { Role } from '../record/kinds/vocabulary.ts';
import { parseAuthorKey } from '../record/names.ts';
import type { AuthorKey } from '../record/names.ts';
import type { Store } from '../ports/store.ts';

/** A device's key for one slot, as it asks to be vouched for. */
export type SlotKey = { readonly slot: number; readonly key: AuthorKey };

/** One request as the hub keeps it, and whence it came: an invitation, by its hash, or a standing key. */
type KeptRequest = {
  readonly number: number;
  readonly role: Role;
  readonly cell?: string;
  readonly askedAt: Instant;
  readonly keys: readonly SlotKey[];
  readonly invitation?: string;
  readonly of?: AuthorKey;
};

/** What the hub keeps about those who ask, sealed like all its settings. */
export type KeptRequests = {
  readonly next: number;
  readonly open: readonly KeptRequest[];
  /** Hashes of invitations that somebody came with, so that none is used twice. */
  readonly used: readonly string[];
  /** By standing key: the highest slot it asked for. It names no key of a slot. */
  readonly upTo: ReadonlyMap<AuthorKey, number>;
};

const SETTING = 'join-requests';
// A device asks for its standing key and the next incidents, not for a lifetime.
const KEYS_MAX = 32;

export function saveRequests(store: Store, { upTo, ...kept }: KeptRequests): void {
  store.saveSetting(SETTING, utf8Encode(JSON.stringify({ ...kept, upTo: Object.fromEntries(upTo) })));
}

/** Reads what was saved. */
export function loadRequests(store: Store): KeptRequests {
  const bytes = store.setting(SETTING);
  const value = bytes === undefined ? undefined : parseJson(utf8Decode(bytes) ?? '');
  if (!isJsonObject(value)) return { next: 1, open: [], used: [], upTo: new Map() };
  const { next, open, used, upTo } = value;
  return {
    next: typeof next === 'number' ? next : 1,
    open: (isJsonArray(open) ? open : []).flatMap((item) => readKept(item) ?? []),
    used: (isJsonArray(used) ? used : []).filter((hash) => typeof hash === 'string'),
    upTo: new Map(
      Object.entries(isJsonObject(upTo) ? upTo : {}).flatMap(([text, slot]): [AuthorKey, number][] => {
        const key = parseAuthorKey(text);
        return key !== undefined && typeof slot === 'number' ? [[key, slot]] : [];
      }),
    ),
  };
}

function readKept(value: Json): KeptRequest | undefined {
  if (!isJsonObject(value)) return undefined;
  const { number, role, cell, askedAt, invitation } = value;
  const [keys, known] = [readSlotKeys(value['keys']), ROLES.find((each) => each === role)];
  const of = parseAuthorKey(value['of']);
  if (typeof number !== 'number' || typeof askedAt !== 'number') return undefined;
  if (keys === undefined || known === undefined) return undefined;
  return {
    number,
    role: known,
    ...(typeof cell === 'string' && { cell }),
    askedAt: instant(askedAt),
    keys,
    ...(typeof invitation === 'string' && { invitation }),
    ...(of !== undefined && { of }),
  };
}

/** The keys of a request from outside; `undefined` when they are not one key a slot. */
export function readSlotKeys(value: Json | undefined): readonly SlotKey[] | undefined {
  if (!isJsonArray(value) || value.length === 0 || value.length > KEYS_MAX) return undefined;
  const keys = value.flatMap((item): readonly SlotKey[] => {
    const slot = isJsonObject(item) ? item['slot'] : undefined;
    const key = isJsonObject(item) ? parseAuthorKey(item['key']) : undefined;
    const isSlot = typeof slot === 'number' && Number.isInteger(slot) && slot >= 0 && slot <= SLOT_MAX;
    return isSlot && key !== undefined ? [{ slot, key }] : [];
  });
  // One key, one slot; one slot, one key: else one device would have two votes.
  const isOneToOne =
    new Set(keys.map((k) => k.slot)).size === keys.length &&
    new Set(keys.map((k) => k.key)).size === keys.length;
  return keys.length === value.length && isOneToOne ? keys : undefined;
}
