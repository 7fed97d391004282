import { instant, SECOND_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { Message, Parcel } from '../../ports/channel.ts';
import type { Clock } from '../../ports/clock.ts';
import { simCarrier } from './carrier.ts';
import type { SimCarrier, SimRoad } from './carrier.ts';
import { drawPerson } from './person.ts';
import type { Choice, Habits, Person } from './person.ts';

/** A telephone to be. `area`: where it is, for networks that are cut there. */
export type NewPhone = {
  readonly area: string;
  readonly addresses: Readonly<Partial<Record<SimRoad, string>>>;
  readonly habits: Habits;
  /** Switched off all day. */
  readonly isOff?: boolean;
};

/** A message as it came up on a telephone. */
export type Received = {
  readonly road: SimRoad;
  readonly key: string;
  readonly topic: string;
  readonly message: Message;
  readonly at: Instant;
};

/** What happened at a telephone: a message came up, its owner looked at it, or answered. */
export type Deed = {
  readonly kind: 'shown' | 'seen' | 'answered';
  readonly phone: PhoneNumber;
  readonly at: Instant;
  readonly received: Received;
  /** With an answer. */
  readonly choice?: Choice;
};

/** A telephone by the order in which it was added, counted from 0. */
export type PhoneNumber = number;

/**
 * Simulated telephones with the carriers that serve them. A carrier takes a message over although the network of a telephone
 * is down, as real ones do, and brings it once the network is back and the message is still worth something; a call reaches
 * a telephone at once or not at all. Time passes by the clock that is given, and only when it is asked for.
 */
export type SimPhones = {
  readonly carriers: Readonly<Record<SimRoad, SimCarrier>>;
  readonly add: (phone: NewPhone) => PhoneNumber;
  /** Cuts a network, in one area or everywhere. */
  readonly cut: (road: SimRoad, area?: string) => void;
  readonly restore: (road: SimRoad, area?: string) => void;
  /** Lets the time pass up to now; returns what happened meanwhile, in its order. */
  readonly pass: () => readonly Deed[];
  /** All that came up on a telephone, in its order. */
  readonly received: (phone: PhoneNumber) => readonly Received[];
};

export type SimPhonesNeeds = {
  readonly clock: Clock;
  /** Numbers in 0..1, the same for the same seed. */
  readonly chance: () => number;
  /** From a carrier to a telephone whose network is up. */
  readonly latencySeconds?: Readonly<Record<SimRoad, number>>;
};

const LATENCY_SECONDS: Readonly<Record<SimRoad, number>> = { push: 1, sms: 6, call: 0 };
const EVERYWHERE = '';

type Phone = NewPhone & { readonly person: Person; readonly received: Received[] };
type OnTheWay = {
  readonly phone: PhoneNumber;
  readonly road: SimRoad;
  readonly parcel: Parcel;
  readonly at: Instant;
  readonly until: Instant;
};

export function simPhones({ clock, chance, latencySeconds = LATENCY_SECONDS }: SimPhonesNeeds): SimPhones {
  const phones: Phone[] = [];
  const numbers: Record<SimRoad, Map<string, PhoneNumber>> = {
    push: new Map(),
    sms: new Map(),
    call: new Map(),
  };
  const cuts = new Set<string>();
  let onTheWay: OnTheWay[] = [];
  let toCome: Deed[] = [];
  const isUp = (road: SimRoad, { area, isOff = false }: NewPhone): boolean =>
    !isOff && !cuts.has(placeOf(road, EVERYWHERE)) && !cuts.has(placeOf(road, area));
  const take = (road: SimRoad, parcel: Parcel): boolean => {
    const number = numbers[road].get(parcel.address);
    const phone = number === undefined ? undefined : phones[number];
    if (number === undefined || phone === undefined) return false;
    if (road === 'call' && !isUp(road, phone)) return false;
    const now = clock.now();
    onTheWay.push({
      phone: number,
      road,
      parcel,
      at: instant(now + latencySeconds[road] * SECOND_MS),
      until: instant(now + parcel.ttlSeconds * SECOND_MS),
    });
    return true;
  };
  const carrier = (road: SimRoad): SimCarrier =>
    simCarrier(road, {
      knows: (address) => numbers[road].has(address),
      take: (parcel) => take(road, parcel),
    });
  const arrive = (now: Instant): void => {
    const waiting: OnTheWay[] = [];
    for (const each of onTheWay) {
      const phone = phones[each.phone];
      if (phone === undefined || now > each.until) continue;
      if (each.at > now || !isUp(each.road, phone)) waiting.push(each);
      else toCome.push(...deedsOf(each, phone, now));
    }
    onTheWay = waiting;
  };
  return {
    carriers: { push: carrier('push'), sms: carrier('sms'), call: carrier('call') },
    add: (phone) => {
      const number = phones.push({ ...phone, person: drawPerson(phone.habits, chance), received: [] }) - 1;
      for (const road of ROADS) {
        const address = phone.addresses[road];
        if (address !== undefined) numbers[road].set(address, number);
      }
      return number;
    },
    cut: (road, area = EVERYWHERE) => void cuts.add(placeOf(road, area)),
    restore: (road, area = EVERYWHERE) => void cuts.delete(placeOf(road, area)),
    pass: () => {
      const now = clock.now();
      arrive(now);
      const [done, later] = [toCome.filter(({ at }) => at <= now), toCome.filter(({ at }) => at > now)];
      toCome = later;
      for (const { kind, phone, received } of done)
        if (kind === 'shown') phones[phone]?.received.push(received);
      return done.toSorted((a, b) => a.at - b.at);
    },
    received: (phone) => phones[phone]?.received ?? [],
  };
}

const ROADS: readonly SimRoad[] = ['push', 'sms', 'call'];

function placeOf(road: SimRoad, area: string): string {
  return `${road} ${area}`;
}

/** A message that comes up now, and what its owner will do with it. A text that was held back comes when it comes. */
function deedsOf({ phone, road, parcel }: OnTheWay, { person }: Phone, at: Instant): readonly Deed[] {
  const { key, topic, message } = parcel;
  const received = { road, key, topic, message, at };
  const shown: Deed = { kind: 'shown', phone, at, received };
  const { answerAfterMs, choice } = person;
  const seenAfterMs = road === 'call' ? (person.isHearing ? 0 : undefined) : person.seenAfterMs;
  if (seenAfterMs === undefined) return [shown];
  const seen: Deed = { kind: 'seen', phone, at: instant(at + seenAfterMs), received };
  if (choice === undefined) return [shown, seen];
  return [shown, seen, { kind: 'answered', phone, at: instant(seen.at + answerAfterMs), received, choice }];
}
