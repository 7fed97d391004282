import assert from 'node:assert/strict';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import type { Store } from '../../src/ports/store.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import { witness } from '../sim/witness.ts';
import type { Witness } from '../sim/witness.ts';
import { again, alarmHub } from './alarm-hub.ts';
import type { AlarmHub, Member } from './alarm-hub.ts';
import type { PlacePlan } from '../../src/acts/alarm/place-plan.ts';
import { placePlan } from './place-plans.ts';

// The plan's clock is five hours east of UTC: o1 checks in at 08:00 and 20:00 there with 20 minutes of grace, o2 at 09:00.
export const PLAN: PlacePlan = placePlan();

/** A founded hub with a place plan and people who are to be ready when somebody is missing. */
export type StandbyHub = AlarmHub & {
  readonly o1: Member;
  readonly o2: Member;
  readonly warden: Member;
  readonly neighbour: Member;
  /** A keyholder's hand in the incident. */
  readonly planner: Witness;
  readonly saysAt: (who: Witness, kind: string, body: PlainObject, at: string) => Promise<void>;
  readonly here: (who: Member, handle: string) => Promise<void>;
  /** To whom something went since the last time this was asked. */
  readonly news: () => readonly string[];
};

/** At 06:00 of the place. Everybody has a telephone; o1 and o2 have checked in once. */
export async function standbyHub(store?: Store): Promise<StandbyHub> {
  const hub = await alarmHub({ needs: { place: () => PLAN }, ...(store && { store }) });
  const o1 = await hub.member(1, 'organiser', 'c1', { sms: '+7o1' });
  const o2 = await hub.member(2, 'organiser', 'c1', { sms: '+7o2' });
  const warden = await hub.member(3, 'warden', 'c1', { push: 'w1@p', sms: '+7w1' });
  const neighbour = await hub.member(4, 'resident', 'c1', { sms: '+7n1' });
  const people = { o1, o2, warden, neighbour };
  hub.clock.moveMinutes(-270);
  const made = casting(hub, people);
  await made.here(o1, 'o1');
  await made.here(o2, 'o2');
  await hub.run();
  assert.deepEqual(made.news(), []);
  return made;
}

function casting(
  hub: AlarmHub,
  { o1, o2, warden, neighbour }: Pick<StandbyHub, 'o1' | 'o2' | 'warden' | 'neighbour'>,
): StandbyHub {
  const told = new Map<string, number>();
  return {
    ...hub,
    o1,
    o2,
    warden,
    neighbour,
    planner: witness(cryptoNode(), hub.incident, hub.keyholders[4]?.signer),
    saysAt: async (who, kind, body, at) => {
      const { wire } = await who.say(kind, body, { at });
      await hub.engine.keep([wire]);
    },
    here: async (who, handle) => {
      await hub.says(who.standing, 'checkin.here', { who: handle });
    },
    news: () => {
      const now = Map.groupBy(hub.told(), (line) => line);
      const fresh = [...now].flatMap(([line, all]) => all.slice(told.get(line) ?? 0));
      for (const [line, all] of now) told.set(line, all.length);
      return fresh.toSorted();
    },
  };
}

export const MISSED: string = 'BE READY: Shanyrak. Organiser has not checked in. Phone near, charged';
export const CAME: string = 'READINESS OVER: Shanyrak. An organiser has checked in. Thank you.';
export const OVER: string = 'READINESS OVER: Shanyrak. It is over for now. Thank you.';
export const SIGNS: string = 'BE READY: Shanyrak. There are signs of a raid. Phone near, charged';

/** At 08:21 of the place: one minute after the grace of o1's first check-in. */
export async function missedHub(): Promise<StandbyHub> {
  const hub = await standbyHub();
  hub.clock.moveMinutes(141);
  await hub.run();
  return hub;
}

/** As long as the second wave takes, and as long as it takes until a notification counts as not seen. */
export async function settled(hub: AlarmHub): Promise<void> {
  for (const minutes of [0.2, 1.2]) {
    hub.clock.moveMinutes(minutes);
    await hub.run();
  }
}

/** The hub's own decisions, as it said them. */
export function stepsIn(hub: AlarmHub): readonly string[] {
  return hub.engine
    .read({ after: -1, limit: 1_000 })
    .entries.filter(({ kind }) => kind === 'standby.step')
    .map(({ parts }) => {
      const body = parts['body'];
      if (body === undefined || !('t' in body)) throw new Error('the hub says it openly');
      return body.t;
    });
}

/** The same hub after its process ended without a word. */
export async function standbyHubAgain(hub: StandbyHub): Promise<StandbyHub> {
  return casting(await again(hub, { place: () => PLAN }), hub);
}
