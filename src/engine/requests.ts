import type { RequestRefusal } from '../acts/words/request-words.ts';
import { base64UrlToBytes, bytesToBase64Url, utf8Decode, utf8Encode } from '../base/bytes.ts';
import { isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { instant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { SLOT_MAX } from '../record/kinds/people.ts';
import { ROLES } from '../record/kinds/vocabulary.ts';
import type { Role } from '../record/kinds/vocabulary.ts';
import { parseAuthorKey } from '../record/names.ts';
import type { AuthorKey } from '../record/names.ts';
import type { Primitives } from '../record/primitives.ts';
import type { People } from '../situation/people.ts';
import { isKnownKey } from '../situation/weight.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';

/** A device's key for one slot, as it asks to be vouched for. */
export type SlotKey = { readonly slot: number; readonly key: AuthorKey };

/**
 * Somebody with an invitation asks to be vouched for. The only place where a device's keys stand together: it is
 * forgotten when the last of them is granted or the request is turned down.
 */
export type JoinRequest = {
  readonly number: number;
  readonly role: Role;
  readonly cell?: string;
  readonly askedAt: Instant;
  readonly keys: readonly SlotKey[];
};

export type RequestError = { readonly kind: RequestRefusal };

export type Requests = {
  /** Takes a request; sent again with the same keys it gets the same number. Kept when this returns. */
  readonly ask: (value: Json | undefined) => Result<number, RequestError>;
  readonly open: () => readonly JoinRequest[];
  /** Forgets a request; whether there was one. */
  readonly turnDown: (number: number) => boolean;
};

export type RequestsNeeds = {
  readonly store: Store;
  readonly clock: Clock;
  readonly crypto: Primitives;
  readonly people: () => People;
};

type Kept = {
  readonly next: number;
  readonly open: readonly (JoinRequest & { readonly invitation: string })[];
  /** Hashes of invitations that somebody came with, so that none is used twice. */
  readonly used: readonly string[];
};

const SETTING = 'join-requests';
const CODE_BYTES = 16;
// A device asks for its standing key and the next incidents, not for a lifetime.
const KEYS_MAX = 32;
const OPEN_MAX = 500;

export function newRequests({ store, clock, crypto, people }: RequestsNeeds): Requests {
  let kept = load(store);
  const save = (now: Kept): void => {
    store.saveSetting(SETTING, utf8Encode(JSON.stringify(now)));
    kept = now;
  };
  const stillOpen = (): Kept['open'] =>
    kept.open.filter(({ keys }) => keys.some(({ key }) => !isKnownKey(people(), key)));
  return {
    ask: (value) => {
      const asked = readAsked(value);
      if (asked === undefined) return err({ kind: 'not-a-request' });
      const { founding, invitations } = people();
      if (founding?.place !== asked.place) return err({ kind: 'other-place' });
      const invitation = bytesToBase64Url(crypto.sha256(asked.code));
      const again = kept.open.find((r) => r.invitation === invitation && sameKeys(r.keys, asked.keys));
      if (again) return ok(again.number);
      const found = invitations.find((i) => i.invitation === invitation);
      if (found === undefined) return err({ kind: 'invitation-unknown' });
      const now = clock.now();
      if (found.until < now) return err({ kind: 'invitation-expired' });
      if (kept.used.includes(invitation)) return err({ kind: 'invitation-used' });
      if (asked.keys.some(({ key }) => isKnownKey(people(), key))) return err({ kind: 'key-known' });
      const open = stillOpen();
      if (open.length >= OPEN_MAX) return err({ kind: 'too-many-requests-open' });
      const { role, cell } = found;
      const request = { number: kept.next, role, ...(cell !== undefined && { cell }), askedAt: now };
      save({
        next: kept.next + 1,
        open: [...open, { ...request, keys: asked.keys, invitation }],
        used: [...kept.used, invitation],
      });
      return ok(request.number);
    },
    open: () => stillOpen().map(withoutInvitation),
    turnDown: (number) => {
      const left = stillOpen().filter((r) => r.number !== number);
      const isThere = kept.open.some((r) => r.number === number);
      if (isThere) save({ ...kept, open: left });
      return isThere;
    },
  };
}

/** Which invitation it came with is nobody's business any more. */
function withoutInvitation({ number, role, cell, askedAt, keys }: JoinRequest): JoinRequest {
  return { number, role, ...(cell !== undefined && { cell }), askedAt, keys };
}

type Asked = { readonly place: string; readonly code: Uint8Array; readonly keys: readonly SlotKey[] };

function readAsked(value: Json | undefined): Asked | undefined {
  if (!isJsonObject(value)) return undefined;
  const { place, code, keys } = value;
  const bytes = typeof code === 'string' ? base64UrlToBytes(code) : undefined;
  const slots = readSlotKeys(keys);
  if (typeof place !== 'string' || bytes?.length !== CODE_BYTES || slots === undefined) return undefined;
  return { place, code: bytes, keys: slots };
}

function readSlotKeys(value: Json | undefined): readonly SlotKey[] | undefined {
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

function sameKeys(a: readonly SlotKey[], b: readonly SlotKey[]): boolean {
  const text = (keys: readonly SlotKey[]): string =>
    keys
      .map(({ slot, key }) => `${slot} ${key}`)
      .sort()
      .join();
  return text(a) === text(b);
}

/** Reads what we saved. */
function load(store: Store): Kept {
  const bytes = store.setting(SETTING);
  const value = bytes === undefined ? undefined : parseJson(utf8Decode(bytes) ?? '');
  if (!isJsonObject(value)) return { next: 1, open: [], used: [] };
  const { next, open, used } = value;
  return {
    next: typeof next === 'number' ? next : 1,
    open: (isJsonArray(open) ? open : []).flatMap((item) => readKept(item) ?? []),
    used: (isJsonArray(used) ? used : []).filter((hash) => typeof hash === 'string'),
  };
}

function readKept(value: Json): Kept['open'][number] | undefined {
  if (!isJsonObject(value)) return undefined;
  const { number, role, cell, askedAt, invitation } = value;
  const [keys, known] = [readSlotKeys(value['keys']), ROLES.find((each) => each === role)];
  if (typeof number !== 'number' || typeof askedAt !== 'number' || typeof invitation !== 'string')
    return undefined;
  if (keys === undefined || known === undefined) return undefined;
  return {
    number,
    role: known,
    ...(typeof cell === 'string' && { cell }),
    askedAt: instant(askedAt),
    keys,
    invitation,
  };
}
