import type { RequestRefusal } from '../acts/words/request-words.ts';
import { base64UrlToBytes, bytesToBase64Url } from '../base/bytes.ts';
import { isJsonObject } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import type { Instant } from '../base/instant.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Role } from '../record/kinds/vocabulary.ts';
import type { AuthorKey } from '../record/names.ts';
import type { Primitives } from '../record/primitives.ts';
import type { People } from '../situation/people.ts';
import type { Grant } from '../situation/people-state.ts';
import { isKnownKey } from '../situation/weight.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import type { Engine } from './engine.ts';
import { loadRequests, readSlotKeys, saveRequests } from './kept-requests.ts';
import type { KeptRequests, SlotKey } from './kept-requests.ts';

/**
 * A device asks to be vouched for, with an invitation or, for more slots, with the key it is known by. The only place
 * where a device's keys stand together: it is forgotten when the last of them is granted or the request is turned down.
 */
export type JoinRequest = {
  readonly number: number;
  readonly role: Role;
  readonly cell?: string;
  readonly askedAt: Instant;
  readonly keys: readonly SlotKey[];
  /** The device has been let in before: these are keys for further incidents. */
  readonly isMore?: true;
};

/** For which incidents a device has asked for keys. */
export type SlotsAsked = {
  /** No slot up to this number is given to the device again. */
  readonly upTo: number;
  /** Its request that is still open. */
  readonly request?: number;
};

export type RequestError = { readonly kind: RequestRefusal };

export type Requests = {
  /** Takes a request; sent again with the same keys it gets the same number. Kept when this returns. */
  readonly ask: (value: Json | undefined) => Result<number, RequestError>;
  /** Takes a request for more slots by a standing key, whose signature was checked. Kept when this returns. */
  readonly askMore: (standing: AuthorKey, value: Json | undefined) => Result<number, RequestError>;
  /** Only what was let in has slots; a keyholder needs none. */
  readonly slotsOf: (standing: AuthorKey) => Result<SlotsAsked, RequestError>;
  readonly open: () => readonly JoinRequest[];
  /** Forgets a request; whether there was one. */
  readonly turnDown: (number: number) => boolean;
};

export type RequestsNeeds = {
  readonly store: Store;
  readonly clock: Clock;
  readonly crypto: Primitives;
  readonly engine: Pick<Engine, 'people' | 'onChange'>;
};

const OPEN_MAX = 500;
const CODE_BYTES = 16;

export function newRequests(needs: RequestsNeeds): Requests {
  const desk: Desk = { ...needs, kept: loadRequests(needs.store) };
  needs.engine.onChange(() => {
    try {
      forgetGranted(desk);
    } catch (cause) {
      // The entries are kept; what is to be forgotten is forgotten with the next change.
      if (!(cause instanceof StoreFailure)) throw cause;
    }
  });
  return {
    ask: (value) => ask(desk, value),
    askMore: (standing, value) => askMore(desk, standing, value),
    slotsOf: (standing) => {
      const grant = letIn(desk.engine.people(), standing);
      if (!grant.ok) return grant;
      const request = stillOpen(desk).find(({ of }) => of === standing)?.number;
      return ok({ upTo: upToOf(desk, standing), ...(request !== undefined && { request }) });
    },
    open: () => stillOpen(desk).map(withoutOrigin),
    turnDown: (number) => {
      const found = desk.kept.open.find((r) => r.number === number);
      if (found === undefined) return false;
      const open = desk.kept.open.filter((r) => r !== found);
      save(desk, { ...desk.kept, open, upTo: upToWithout(desk, found) });
      return true;
    },
  };
}

/** Up to which slot each device has asked, once this request is as if it had never been. What was granted stays asked. */
function upToWithout(
  { kept, engine }: Desk,
  { of, keys }: KeptRequests['open'][number],
): KeptRequests['upTo'] {
  const people = engine.people();
  const upTo = new Map(kept.upTo);
  if (keys.some(({ key }) => isKnownKey(people, key))) return upTo;
  if (of !== undefined) upTo.set(of, Math.min(...keys.map(({ slot }) => slot)) - 1);
  else for (const { key } of keys) upTo.delete(key);
  return upTo;
}

type Desk = RequestsNeeds & { kept: KeptRequests };

function save(desk: Desk, now: KeptRequests): void {
  saveRequests(desk.store, now);
  desk.kept = now;
}

/** Those with a key nobody vouched for yet. More slots are for who is still let in. */
function stillOpen({ kept, engine }: Desk): KeptRequests['open'] {
  const people = engine.people();
  return kept.open.filter(
    ({ keys, of }) =>
      keys.some(({ key }) => !isKnownKey(people, key)) &&
      (of === undefined || standingGrant(people, of) !== undefined),
  );
}

function forgetGranted(desk: Desk): void {
  if (desk.kept.open.length === 0) return;
  const open = stillOpen(desk);
  if (open.length < desk.kept.open.length) save(desk, { ...desk.kept, open });
}

function standingGrant(people: People, key: AuthorKey): Grant | undefined {
  const grant = people.grants.get(key);
  return grant?.slot === 0 && grant.end === undefined ? grant : undefined;
}

function letIn(people: People, key: AuthorKey): Result<Grant, RequestError> {
  const grant = standingGrant(people, key);
  if (grant !== undefined) return ok(grant);
  return err({ kind: people.seats.has(key) ? 'no-slots-needed' : 'not-let-in' });
}

function ask(desk: Desk, value: Json | undefined): Result<number, RequestError> {
  const { kept, crypto, clock, engine } = desk;
  const asked = readAsked(value);
  if (asked === undefined) return err({ kind: 'not-a-request' });
  const { founding, invitations } = engine.people();
  if (founding?.place !== asked.place) return err({ kind: 'other-place' });
  const invitation = bytesToBase64Url(crypto.sha256(asked.code));
  const again = kept.open.find((r) => r.invitation === invitation && sameKeys(r.keys, asked.keys));
  if (again) return ok(again.number);
  const found = invitations.find((i) => i.invitation === invitation);
  if (found === undefined) return err({ kind: 'invitation-unknown' });
  if (found.until < clock.now()) return err({ kind: 'invitation-expired' });
  if (kept.used.includes(invitation)) return err({ kind: 'invitation-used' });
  const standing = asked.keys.find(({ slot }) => slot === 0)?.key;
  return takeDown(desk, asked.keys, { from: found, invitation, ...(standing && { standing }) });
}

/**
 * The one check that no device gets a slot twice: in the record nothing ties its keys to each other, so the hub keeps,
 * for each standing key, up to which slot it has asked.
 */
function askMore(desk: Desk, standing: AuthorKey, value: Json | undefined): Result<number, RequestError> {
  const people = desk.engine.people();
  const grant = letIn(people, standing);
  if (!grant.ok) return grant;
  const keys = readSlotKeys(isJsonObject(value) ? value['keys'] : undefined);
  if (keys === undefined) return err({ kind: 'not-a-request' });
  const before = stillOpen(desk).find(({ of }) => of === standing);
  if (before) return sameKeys(before.keys, keys) ? ok(before.number) : err({ kind: 'asked-already' });
  const upTo = upToOf(desk, standing);
  if (keys.some(({ slot }) => slot <= upTo)) return err({ kind: 'slot-taken' });
  return takeDown(desk, keys, { from: grant.value, of: standing, standing });
}

/** A device whose request this hub never saw may have keys as far as anybody of its role and cell. */
function upToOf({ kept, engine }: Desk, standing: AuthorKey): number {
  const known = kept.upTo.get(standing);
  if (known !== undefined) return known;
  const { grants } = engine.people();
  const own = grants.get(standing);
  const alike = [...grants.values()].filter(({ role, cell }) => role === own?.role && cell === own.cell);
  return Math.max(0, ...alike.map(({ slot }) => slot));
}

type Origin = {
  readonly from: { readonly role: Role; readonly cell?: string };
  readonly standing?: AuthorKey;
  readonly invitation?: string;
  readonly of?: AuthorKey;
};

function takeDown(
  desk: Desk,
  keys: readonly SlotKey[],
  { from: { role, cell }, standing, invitation, of }: Origin,
): Result<number, RequestError> {
  const { kept, engine, clock } = desk;
  if (keys.some(({ key }) => isKnownKey(engine.people(), key))) return err({ kind: 'key-known' });
  const open = stillOpen(desk);
  if (open.length >= OPEN_MAX) return err({ kind: 'too-many-requests-open' });
  const request: KeptRequests['open'][number] = {
    number: kept.next,
    role,
    ...(cell !== undefined && { cell }),
    askedAt: clock.now(),
    keys,
    ...(invitation !== undefined && { invitation }),
    ...(of !== undefined && { of }),
  };
  const last = Math.max(...keys.map(({ slot }) => slot));
  save(desk, {
    next: kept.next + 1,
    open: [...open, request],
    used: [...kept.used, ...(invitation === undefined ? [] : [invitation])],
    upTo: standing === undefined ? kept.upTo : new Map(kept.upTo).set(standing, last),
  });
  return ok(request.number);
}

/** Which invitation or which device it came with is nobody's business: who vouches asks the person. */
function withoutOrigin({ number, role, cell, askedAt, keys, of }: KeptRequests['open'][number]): JoinRequest {
  return {
    number,
    role,
    ...(cell !== undefined && { cell }),
    askedAt,
    keys,
    ...(of !== undefined && { isMore: true }),
  };
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

function sameKeys(a: readonly SlotKey[], b: readonly SlotKey[]): boolean {
  const text = (keys: readonly SlotKey[]): string =>
    keys
      .map(({ slot, key }) => `${slot} ${key}`)
      .sort()
      .join();
  return text(a) === text(b);
}
