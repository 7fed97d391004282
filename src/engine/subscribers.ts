import { maskAddress, parseAddress } from '../acts/alarm/address.ts';
import type { Addressed } from '../acts/alarm/address.ts';
import type { HourSpan } from '../acts/alarm/hours.ts';
import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import type { Circle } from '../acts/alarm/roster.ts';
import type { NotProven, ReachRefusal } from '../acts/words/reach-refusals.ts';
import { bytesToBase64Url, concatBytes, utf8Encode } from '../base/bytes.ts';
import { HOUR_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Role, Spoken } from '../record/kinds/vocabulary.ts';
import { newAddressCodes } from './address-codes.ts';
import type { Contact } from './contacts.ts';
import type { HubVoice } from './hub-voice.ts';
import { channelsOf, reachOf } from './reach.ts';
import type { Reach, ReachNeeds, ShownAddress } from './reach.ts';

/**
 * What somebody without a key asks to be told by. `radiusMetres`: as near as that to the settlement; else anywhere. `zones`:
 * parts of it in which they are near. `hours`: when they may be called; else at any hour.
 */
export type Subscribing = {
  readonly role: Role;
  readonly language: Spoken;
  readonly channel: Addressed;
  readonly address: string;
  readonly radiusMetres?: number;
  readonly zones?: readonly string[];
  readonly hours?: readonly HourSpan[];
};

/** Supporters and press, who put themselves on the list by a link that was handed out. The hub knows their address alone. */
export type Subscribers = {
  readonly offer: () => Offer;
  /** Sends a code; what comes back stands for the request until its digits do. Nothing is kept before that. */
  readonly ask: (asked: Subscribing) => Promise<Result<string, ReachRefusal>>;
  /** Where the code of a request went, while it is waited for. */
  readonly asked: (ticket: string) => ShownAddress | undefined;
  /** Takes somebody in; what comes back opens their own page and nothing else. */
  readonly confirm: (ticket: string, digits: string) => Promise<Result<string, NotProven>>;
  readonly personOf: (token: string) => number | undefined;
  /** What somebody who is on the list changes about it. */
  readonly reach: Reach<number>;
  /** Around the middle of the settlement; nothing where the plan names none. */
  readonly circleOf: (radiusMetres: number | undefined) => Circle | undefined;
};

export type Offer = {
  readonly settlement: string;
  readonly channels: readonly Addressed[];
  /** Whether it can be said how near somebody is: the plan says where the settlement lies. */
  readonly isNearKnown: boolean;
  /** The parts of the settlement to choose from; none where the plan names a single one. */
  readonly zones: readonly string[];
  /** By which clock hours go, in minutes east of UTC; nobody can give any where the hub has no plan. */
  readonly offsetMinutes?: number;
};

export type SubscriberNeeds = Omit<ReachNeeds, 'voice'> & {
  readonly voice: Pick<HubVoice, 'book' | 'clock' | 'crypto' | 'hub'>;
  readonly place: () => PlacePlan | undefined;
};

/** What one hub tells of an alarm within minutes, and what a flood may fill. */
const SUBSCRIBERS_MAX = 10_000;
/** Strangers ask for these: a text message costs money, and whoever runs the hub pays. */
const CODES_PER_HOUR = 1_000;
const CODES_PER_HOUR_BY = { sms: 30, call: 10, email: 200 } as const;
const TOKEN_BYTES = 16;

type Asked = Subscribing & { readonly at: Instant };

export function newSubscribers(needs: SubscriberNeeds): Subscribers {
  const { contacts, voice, roads, place } = needs;
  const codes = newAddressCodes({ ...needs, perHour: CODES_PER_HOUR, perHourBy: CODES_PER_HOUR_BY });
  const asked = new Map<string, Asked>();
  const tokens = tokensOf(needs);
  const circleOf = (radiusMetres: number | undefined): Circle | undefined => {
    const middle = place()?.zones.find(({ at }) => at !== undefined)?.at;
    if (middle === undefined || radiusMetres === undefined) return undefined;
    return { lat: middle.latE6, lon: middle.lonE6, radiusMetres };
  };
  return {
    offer: () => offerOf(needs, circleOf(1) !== undefined),
    ask: async (wish) => {
      const now = voice.clock.now();
      for (const [ticket, { at }] of asked) if (now - at >= HOUR_MS) asked.delete(ticket);
      const address = parseAddress(wish.channel, wish.address);
      if (address === undefined) return err('not-an-address');
      if (tokens.count() >= SUBSCRIBERS_MAX) return err('list-full');
      const ticket = bytesToBase64Url(voice.crypto.randomBytes(TOKEN_BYTES));
      const sent = await codes.send({ ...wish, who: ticket, address });
      if (!sent.ok) return sent;
      asked.set(ticket, { ...wish, at: now });
      return ok(ticket);
    },
    asked: (ticket) => {
      const [waiting] = codes.waiting(ticket);
      return waiting && { channel: waiting.channel, shown: maskAddress(waiting.channel, waiting.address) };
    },
    confirm: async (ticket, digits) => {
      const wish = asked.get(ticket);
      if (wish === undefined) return err('no-code');
      const { role, language, channel, radiusMetres, zones = [], hours } = wish;
      const proven = codes.prove(ticket, channel, digits);
      if (!proven.ok) return proven;
      asked.delete(ticket);
      const circle = circleOf(radiusMetres);
      const address = { channel, address: proven.value, isVerified: true };
      // Whoever is on the list already is not told everything twice.
      const before = subscriberAt(contacts.all(), address);
      const addresses = [...(before?.addresses ?? []).filter((each) => each.channel !== channel), address];
      const contact = {
        role,
        language,
        ...(circle && { circle }),
        ...(zones.length > 0 && { zones }),
        ...(hours && { hours }),
        addresses,
      };
      const { person } = await contacts.put(contact, before?.person);
      return ok(tokens.add(person));
    },
    personOf: tokens.find,
    reach: leaving(
      reachOf<number>({
        contacts,
        roads,
        codes,
        nameOf: (person) => `person ${person}`,
        contactOf: contacts.get,
        standingOf: (person) => {
          const role = contacts.get(person)?.role;
          return role && { role };
        },
        isFree: true,
      }),
      tokens.remove,
    ),
    circleOf,
  };
}

function offerOf({ voice, roads, place }: SubscriberNeeds, isNearKnown: boolean): Offer {
  const plan = place();
  return {
    settlement: voice.book.people().founding?.settlement ?? '',
    channels: channelsOf(roads()),
    isNearKnown,
    zones: plan !== undefined && plan.zones.length > 1 ? plan.zones.map(({ code }) => code) : [],
    ...(plan && { offsetMinutes: plan.offsetMinutes }),
  };
}

/** Whoever has left has no page any more. */
function leaving(reach: Reach<number>, remove: (person: number) => void): Reach<number> {
  return {
    ...reach,
    leave: async (person) => {
      await reach.leave(person);
      remove(person);
    },
  };
}

function subscriberAt(
  all: Iterable<Contact>,
  { channel, address }: Contact['addresses'][number],
): Contact | undefined {
  for (const contact of all) {
    const isSame = contact.addresses.some((each) => each.channel === channel && each.address === address);
    if (contact.of === undefined && isSame) return contact;
  }
  return undefined;
}

type Tokens = {
  readonly add: (person: number) => string;
  readonly find: (token: string) => number | undefined;
  readonly remove: (person: number) => void;
  readonly count: () => number;
};

/** Follow from the hub's own secret and a number, so that nothing of them is stored. */
function tokensOf({ contacts, voice }: Pick<SubscriberNeeds, 'contacts' | 'voice'>): Tokens {
  const people = new Map<string, number>();
  const tokenOf = (person: number): string => {
    const name = utf8Encode(`shanyrak subscriber ${person}`);
    const hash = voice.crypto.sha256(concatBytes(voice.hub.seed, name));
    return bytesToBase64Url(hash.subarray(0, TOKEN_BYTES));
  };
  const add = (person: number): string => {
    const token = tokenOf(person);
    people.set(token, person);
    return token;
  };
  for (const { person, of } of contacts.all()) if (of === undefined) add(person);
  return {
    add,
    find: (token) => people.get(token),
    remove: (person) => void people.delete(tokenOf(person)),
    count: () => people.size,
  };
}
