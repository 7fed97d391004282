import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthorKey, EntryId, IncidentId } from '../../record/names.ts';
import type { Primitives, Signer } from '../../record/primitives.ts';
import type { CastKey } from './cast.ts';
import type { Day, DayMinute, DayRole } from './day.ts';
import type { DayPeople } from './day-people.ts';
import type { HubClient } from './hub-client.ts';
import { simPhone } from './phone.ts';
import type { Phone } from './phone.ts';
import { momentAt, planSaying } from './speak.ts';

/** What the simulated keyholders do in a played day: let phones in, write the plan, drop a seized phone's key. */
export type Committee = {
  /** Before the day begins: every key that is vouched for gets its grant, and the incident its plan. */
  readonly begin: (phones: readonly CastPhone[]) => Promise<void>;
  /** Two keyholders drop keys, from the hub's log as it is now. */
  readonly drop: (keys: readonly AuthorKey[], minute: DayMinute) => Promise<void>;
  /** A keyholder says that an alarm is over; for a drill one is enough. */
  readonly endDrill: (alarm: EntryId, minute: DayMinute) => Promise<void>;
};

/** A key of the cast and the phone that signs with it. */
export type CastPhone = CastKey & { readonly phone: Phone };

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
  const phoneOf = (signer: Signer, log: IncidentId): Phone =>
    simPhone({ handle: 'keyholder', isInside: false, incident: log, crypto, hub, signer });
  const keyholders = people.keyholders.map((signer) => phoneOf(signer, people.place));
  const planner = phoneOf(people.keyholders[0], incident);
  return {
    begin: async (phones) => {
      const at = momentAt(day.from, day);
      const turns = inTurn(day);
      for (const { handle, role, phone } of phones) {
        if (role === undefined) continue;
        const i = turns.findIndex((person) => person.handle === handle);
        const cell = turns[i]?.cell;
        const body = { key: phone.key, slot: SLOT, role, ...(cell !== undefined && { cell }) };
        // In turn: a quorum asks who vouched, and one voucher for all would be one voice. By the person, so that somebody
        // with two keys stays one voice.
        await keyholders[i % keyholders.length]?.say({ kind: 'key.grant', at, body });
      }
      await planner.say(planSaying(day).saying);
      for (const phone of [...keyholders, planner]) await untilSent(phone);
    },
    drop: async (keys, minute) => {
      const { origin, size } = await answered(hub.log);
      const body = { keys: [...keys], origin, index: size };
      for (const phone of keyholders.slice(0, 2)) {
        await phone.say({ kind: 'key.revoke', at: momentAt(minute, day), body });
        await untilSent(phone);
      }
    },
    endDrill: async (alarm, minute) => {
      const [phone] = keyholders;
      await phone?.say({
        kind: 'alarm.order',
        at: momentAt(minute, day),
        body: { order: 'ended', alarm, incident },
      });
      if (phone !== undefined) await untilSent(phone);
    },
  };
}

/** Who speaks about the alarm first: two of them by one keyholder's word would be one voice. */
function inTurn({ roles, entries }: Day): readonly DayRole[] {
  const voters = new Set(entries.filter(({ kind }) => kind.startsWith('alarm.')).map(({ by }) => by));
  return roles.toSorted((a, b) => Number(voters.has(b.handle)) - Number(voters.has(a.handle)));
}

async function untilSent(phone: Phone): Promise<void> {
  await answered(async () => ((await phone.flush()) ? true : undefined));
}

/** Asks until there is an answer: the hub may be starting again just now. */
async function answered<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let n = 0; n < TRIES_MAX; n++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(RETRY_MS);
  }
  throw new Error(`the hub did not answer the committee in ${TRIES_MAX} tries`);
}
