import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../../src/adapters/store-memory/store-memory.ts';
import type { ChannelName } from '../../src/acts/alarm/channels.ts';
import { bytesToBase64Url } from '../../src/base/bytes.ts';
import type { AlarmNeeds } from '../../src/engine/alarm-desk.ts';
import { startEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Store } from '../../src/ports/store.ts';
import type { AlarmOrder } from '../../src/record/kinds/alarm.ts';
import type { Role } from '../../src/record/kinds/vocabulary.ts';
import type { EntryId, IncidentId } from '../../src/record/names.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import { keyBytes } from '../../src/record/write.ts';
import type { Alarm } from '../../src/situation/alarms.ts';
import { carrierInMemory } from '../sim/carrier-in-memory.ts';
import type { MemoryCarrier } from '../sim/carrier-in-memory.ts';
import { handClock } from '../sim/hand-clock.ts';
import type { HandClock } from '../sim/hand-clock.ts';
import { newIncident, witness } from '../sim/witness.ts';
import type { Witness } from '../sim/witness.ts';

const crypto = cryptoNode();
const ROADS = ['push', 'sms', 'call', 'email'] as const;
const FAST = { perSecond: 10_000, burst: 10_000 };

/** A founded hub whose alarms go to carriers in memory. */
export type AlarmHub = {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: HandClock;
  readonly carriers: Readonly<Record<(typeof ROADS)[number], MemoryCarrier>>;
  readonly keyholders: readonly Witness[];
  readonly incident: IncidentId;
  /** Somebody whom keyholder `n` vouches for in the incident, and on the place log as one who can be told. */
  readonly member: (n: number, role: Role, cell: string, addresses?: Addresses) => Promise<Member>;
  /** Two keyholders say it. */
  readonly order: (order: AlarmOrder, alarm: EntryId) => Promise<void>;
  readonly says: (
    who: Witness,
    kind: string,
    body?: PlainObject,
    about?: readonly EntryId[],
  ) => Promise<EntryId>;
  /** Decides, and waits until nothing is on its way. */
  readonly run: () => Promise<void>;
  readonly alarm: () => Alarm;
  /** All that was handed over, as `channel address: text`. */
  readonly told: () => readonly string[];
};

/** `key`: for the incident; `standing`: for the place log. */
export type Member = { readonly key: Witness; readonly standing: Witness; readonly person: number };

type Needs = {
  readonly store?: Store;
  readonly clock?: HandClock;
  readonly incident?: IncidentId;
  readonly needs?: AlarmNeeds;
};

export async function alarmHub({
  store = storeMemory(),
  clock = handClock('2031-05-17T05:30Z'),
  incident = newIncident(crypto),
  needs = {},
}: Needs = {}): Promise<AlarmHub> {
  const carriers = {
    push: carrierInMemory('push'),
    sms: carrierInMemory('sms'),
    call: carrierInMemory('call'),
    email: carrierInMemory('email'),
  };
  const roads = ROADS.map((name) => ({ channel: carriers[name].channel, pace: FAST }));
  const engine = await startEngine({ store, clock, crypto, alarms: { roads: () => roads, ...needs } });
  const place = engine.people().founding?.place ?? newIncident(crypto);
  const keyholders = [1, 2, 3, 4, 5].map(() => witness(crypto, place));
  await found(engine, place, keyholders);
  const says: AlarmHub['says'] = async (who, kind, body = {}, about = []) => {
    const { id, wire } = await who.say(kind, body, { about });
    await engine.keep([wire]);
    return id;
  };
  return {
    engine,
    store,
    clock,
    carriers,
    keyholders,
    incident,
    says,
    member: (n, role, cell, addresses = {}) => {
      const by = keyholders[n - 1];
      if (by === undefined) throw new Error('there are five keyholders');
      return letIn({ engine, says, incident, place }, { by, role, cell, addresses });
    },
    order: async (order, alarm) => {
      for (const by of keyholders.slice(1, 3)) await says(by, 'alarm.order', { order, alarm, incident });
    },
    run: async () => {
      // Once for the number of the incident, once for each tier that may open by now.
      for (let i = 0; i < 4; i++) {
        await engine.decide();
        await engine.alarms.delivery.settled();
      }
    },
    alarm: () => {
      const [alarm] = engine.situation(incident).alarms;
      if (alarm === undefined) throw new Error('nobody raised an alarm');
      return alarm;
    },
    told: () =>
      ROADS.flatMap((name) =>
        carriers[name].given.map(({ address, message }) => `${name} ${address}: ${message.text}`),
      ),
  };
}

async function found(engine: Engine, place: IncidentId, keyholders: readonly Witness[]): Promise<void> {
  const hashOf = (key: string): string => bytesToBase64Url(crypto.sha256(keyBytes(key)));
  const body = {
    settlement: 'Shanyrak',
    languages: ['kk', 'ru', 'en'],
    keyholders: keyholders.map(({ key }, i) => ({ n: i + 1, key, next: hashOf(witness(crypto, place).key) })),
  };
  await engine.found({ id: place, body });
}

type Addresses = Readonly<Partial<Record<ChannelName, string>>>;
type Letting = {
  readonly by: Witness;
  readonly role: Role;
  readonly cell: string;
  readonly addresses: Addresses;
};

/** One key for the incident, one for the place log, and what their owner is reached by. */
async function letIn(
  {
    engine,
    says,
    incident,
    place,
  }: Pick<AlarmHub, 'engine' | 'says' | 'incident'> & { readonly place: IncidentId },
  { by, role, cell, addresses }: Letting,
): Promise<Member> {
  const [key, standing] = [witness(crypto, incident), witness(crypto, place)];
  await says(by, 'key.grant', { key: key.key, slot: 1, role, cell });
  await says(by, 'key.grant', { key: standing.key, slot: 0, role, cell });
  const { person } = await engine.alarms.contacts.put({
    role,
    cell,
    language: 'en',
    of: standing.key,
    addresses: ROADS.flatMap((channel) => {
      const address = addresses[channel];
      return address === undefined ? [] : [{ channel, address, isVerified: true }];
    }),
  });
  await engine.alarms.contacts.settle(engine.people());
  return { key, standing, person };
}

/** The same folder or memory, after the process ended without a word. */
export function again({ store, clock, incident }: AlarmHub, needs: AlarmNeeds = {}): Promise<AlarmHub> {
  return alarmHub({ store, clock, incident, needs });
}
