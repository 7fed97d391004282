import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthorKey, IncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Day, DayMinute } from './day.ts';
import type { DayPeople } from './day-people.ts';
import type { HubClient } from './hub-client.ts';
import { simPhone } from './phone.ts';
import type { Phone } from './phone.ts';
import { momentAt, planSaying } from './speak.ts';

/** What the simulated keyholders do in a played day: let phones in, write the plan, drop a seized phone's key. */
export type Committee = {
  /** Before the day begins: every phone that is vouched for gets its grant, and the incident its plan. */
  readonly begin: (phones: ReadonlyMap<string, Phone>) => Promise<void>;
  /** Two keyholders drop a key, from the hub's log as it is now. */
  readonly drop: (key: AuthorKey, minute: DayMinute) => Promise<void>;
};

export type CommitteeNeeds = {
  readonly day: Day;
  readonly people: DayPeople;
  readonly incident: IncidentId;
  readonly crypto: Primitives;
  readonly hub: HubClient;
};

// The first incident of a hub that was founded for this day.
const SLOT = 1;
const RETRY_MS = 200;
const TRIES_MAX = 100;

export function simCommittee({ day, people, incident, crypto, hub }: CommitteeNeeds): Committee {
  const [first, second] = people.keyholders;
  const phoneOf = (signer: typeof first, log: IncidentId): Phone =>
    simPhone({ handle: 'keyholder', isInside: false, incident: log, crypto, hub, signer });
  const [one, two] = [phoneOf(first, people.place), phoneOf(second, people.place)];
  const planner = phoneOf(first, incident);
  return {
    begin: async (phones) => {
      const at = momentAt(day.from, day);
      for (const { handle, cell } of day.roles) {
        const [role, key] = [people.roles.get(handle), phones.get(handle)?.key];
        if (role === undefined || key === undefined) continue;
        const body = { key, slot: SLOT, role, ...(cell !== undefined && { cell }) };
        await one.say({ kind: 'key.grant', at, body });
      }
      await planner.say(planSaying(day).saying);
      for (const phone of [one, planner]) await untilSent(phone);
    },
    drop: async (key, minute) => {
      const log = await hub.log();
      if (log === undefined) return;
      const body = { keys: [key], origin: log.origin, index: log.size };
      for (const phone of [one, two]) {
        await phone.say({ kind: 'key.revoke', at: momentAt(minute, day), body });
        await untilSent(phone);
      }
    },
  };
}

/** The hub may be starting again just now. */
async function untilSent(phone: Phone): Promise<void> {
  for (let n = 0; n < TRIES_MAX; n++) {
    if (await phone.flush()) return;
    await sleep(RETRY_MS);
  }
}
