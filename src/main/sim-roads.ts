import { readFileSync } from 'node:fs';
import type { DayPhone, DayPhones } from '../adapters/sim-day/day-phones.ts';
import { seededChance } from '../adapters/sim-day/chance.ts';
import type { Habits } from '../adapters/sim-phones/person.ts';
import type { SimRoad } from '../adapters/sim-phones/carrier.ts';
import { simPhones } from '../adapters/sim-phones/sim-phones.ts';
import type { SimPhones } from '../adapters/sim-phones/sim-phones.ts';
import { isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import type { Pace } from '../acts/alarm/allowance.ts';
import type { AlarmDesk, AlarmNeeds } from '../engine/alarm-desk.ts';
import type { Contact } from '../engine/contacts.ts';
import { UsageError } from '../faces/cli/command.ts';
import type { Clock } from '../ports/clock.ts';
import { SPOKEN } from '../record/kinds/vocabulary.ts';
import { hearPhones } from './hear-phones.ts';
import type { Hearing } from './hear-phones.ts';

/** The roads of a played day's hub: they lead to simulated telephones and nowhere else. */
export type SimRoads = {
  readonly needs: AlarmNeeds;
  readonly phones: SimPhones;
  /** Lists the telephones, unless the hub has them already. */
  readonly list: (desk: AlarmDesk) => Promise<void>;
  /** Lets their owners live up to now; how much they did. */
  readonly live: (hub: SimHub) => Promise<number>;
  /** Both, the second again and again; returns how to stop. */
  readonly begin: (hub: SimHub, failed: (cause: unknown) => void) => Promise<() => void>;
};

export type SimHub = Pick<Hearing, 'ask' | 'isPractice'> & { readonly desk: AlarmDesk };

/** A thousand pushes a minute; an SMS gateway with one SIM; one telephone line that speaks for half a minute. */
const PACES: Readonly<Record<SimRoad, Pace>> = {
  push: { perSecond: 16, burst: 50 },
  sms: { perSecond: 0.5, burst: 5 },
  call: { perSecond: 1 / 30, burst: 1 },
};
const SIM_ROADS = ['push', 'sms', 'call'] as const;
const LIVE_EVERY_MS = 100;
const SEEN_PER_MILLE = 850;
const SEEN_AFTER_SECONDS = { lo: 5, hi: 180 };
const HEARD_PER_MILLE = 700;
const ANSWER_AFTER_SECONDS = { lo: 10, hi: 300 };
/** Asked within the hub's own process only. */
const ADDRESS = 'https://played-day.invalid';

/** `given`: the telephones, or the file that lists them. */
export function simRoads(given: DayPhones | string, clock: Clock): SimRoads {
  const listed = typeof given === 'string' ? readPhones(given) : given;
  const chance = seededChance(listed.seed);
  const phones = simPhones({ clock, chance });
  for (const [i, phone] of listed.phones.entries())
    phones.add({
      area: areaOf(phone.isInside),
      addresses: Object.fromEntries(phone.roads.map((road) => [road, addressOf(road, i)])),
      habits: habitsOf(listed),
      isOff: chance() * 1_000 >= listed.crowd.reachablePerMille,
    });
  const follow = networkFollower(listed, phones, clock);
  const roads = SIM_ROADS.map((road) => ({ channel: phones.carriers[road].channel, pace: PACES[road] }));
  const list: SimRoads['list'] = async ({ contacts }) => {
    if (contacts.roster.end > 0) return;
    await Promise.all(listed.phones.map((phone, i) => contacts.put(contactOf(phone, i))));
  };
  const live: SimRoads['live'] = async ({ desk, ...hub }) => {
    follow();
    const deeds = phones.pass();
    await hearPhones(deeds, { texts: desk.texts, ...hub });
    return deeds.length;
  };
  return {
    needs: {
      roads: () => roads,
      address: () => ADDRESS,
    },
    phones,
    list,
    live,
    begin: async (hub, failed) => {
      await list(hub.desk);
      let isBusy = false;
      const liveOn = async (): Promise<void> => {
        if (isBusy) return;
        isBusy = true;
        await live(hub).catch(failed);
        isBusy = false;
      };
      const timer = setInterval(() => void liveOn(), LIVE_EVERY_MS);
      return () => clearInterval(timer);
    },
  };
}

/** Networks as the day has them by now. A thin one carries a call or a short text, and no notification. */
function networkFollower({ networks }: DayPhones, phones: SimPhones, clock: Clock): () => void {
  const waiting = [...networks];
  return () => {
    while (waiting[0] !== undefined && waiting[0].at <= clock.now()) {
      const { where, state } = waiting.shift() ?? {};
      const areas = where === 'everywhere' ? [areaOf(true), areaOf(false)] : [areaOf(where === 'inside')];
      for (const area of areas)
        for (const road of SIM_ROADS) {
          const isUp = state === 'up' || (state === 'thin' && road !== 'push');
          phones[isUp ? 'restore' : 'cut'](road, area);
        }
    }
  };
}

function areaOf(isInside: boolean): string {
  return isInside ? 'inside' : 'outside';
}

function addressOf(road: SimRoad, i: number): string {
  return `simulated ${road} ${i}`;
}

function habitsOf({ crowd }: DayPhones): Habits {
  return {
    seenPerMille: SEEN_PER_MILLE,
    seenAfterSeconds: SEEN_AFTER_SECONDS,
    heardPerMille: HEARD_PER_MILLE,
    comingPerMille: crowd.comingPerMille,
    cannotPerMille: crowd.cannotPerMille,
    answerAfterSeconds: ANSWER_AFTER_SECONDS,
    minutes: crowd.walkMin,
  };
}

function contactOf({ role, cell, of, roads }: DayPhone, i: number): Omit<Contact, 'person'> {
  return {
    role,
    language: SPOKEN[i % SPOKEN.length] ?? 'kk',
    addresses: roads.map((channel) => ({ channel, address: addressOf(channel, i), isVerified: true })),
    ...(cell !== undefined && { cell }),
    ...(of !== undefined && { of }),
  };
}

/** Made and read by this program; anything else is refused. */
function readPhones(file: string): DayPhones {
  let value: Json | undefined;
  try {
    value = parseJson(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(`--phones: ${file} cannot be read`, { cause });
  }
  if (!isDayPhones(value)) throw new UsageError(`--phones: ${file} lists no telephones`);
  return value;
}

function isDayPhones(value: Json | undefined): value is Json & DayPhones {
  return (
    isJsonObject(value) &&
    typeof value['seed'] === 'number' &&
    isJsonArray(value['phones']) &&
    isJsonArray(value['networks']) &&
    isJsonObject(value['crowd'])
  );
}
