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
  /** Lists the telephones, unless the hub has them already, and lets their owners live; returns how to stop. */
  readonly begin: (hub: SimHub, failed: (cause: unknown) => void) => Promise<() => void>;
};

export type SimHub = Pick<Hearing, 'ask'> & { readonly desk: AlarmDesk };

/** A thousand pushes a minute; an SMS gateway with one SIM; one telephone line that speaks for half a minute. */
const PACES: Readonly<Record<SimRoad, Pace>> = {
  push: { perSecond: 16, burst: 50 },
  sms: { perSecond: 0.5, burst: 5 },
  call: { perSecond: 1 / 30, burst: 1 },
};
const ROADS = ['push', 'sms', 'call'] as const;
const LIVE_EVERY_MS = 100;
const SEEN_PER_MILLE = 850;
const SEEN_AFTER_SECONDS = { lo: 5, hi: 180 };
const HEARD_PER_MILLE = 700;
const ANSWER_AFTER_SECONDS = { lo: 10, hi: 300 };
/** Asked within the hub's own process only. */
const ADDRESS = 'https://played-day.invalid';

export function simRoads(file: string, clock: Clock): SimRoads {
  const given = readPhones(file);
  const chance = seededChance(given.seed);
  const phones = simPhones({ clock, chance });
  for (const [i, phone] of given.phones.entries())
    phones.add({
      area: areaOf(phone.isInside),
      addresses: Object.fromEntries(phone.roads.map((road) => [road, addressOf(road, i)])),
      habits: habitsOf(given),
      isOff: chance() * 1_000 >= given.crowd.reachablePerMille,
    });
  const follow = networkFollower(given, phones, clock);
  const roads = ROADS.map((road) => ({ channel: phones.carriers[road].channel, pace: PACES[road] }));
  return {
    needs: {
      roads: () => roads,
      address: () => ADDRESS,
    },
    begin: async ({ desk, ask }, failed) => {
      if (desk.contacts.roster.end === 0)
        await Promise.all(given.phones.map((phone, i) => desk.contacts.put(contactOf(phone, i))));
      let isBusy = false;
      const live = async (): Promise<void> => {
        if (isBusy) return;
        isBusy = true;
        try {
          follow();
          await hearPhones(phones.pass(), { texts: desk.texts, ask });
        } catch (cause) {
          failed(cause);
        }
        isBusy = false;
      };
      const timer = setInterval(() => void live(), LIVE_EVERY_MS);
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
        for (const road of ROADS) {
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
