import type { PlacePlan } from '../../src/acts/alarm/place-plan.ts';
import type { ChannelName } from '../../src/acts/alarm/channels.ts';
import { newGatewayPath } from '../../src/faces/kit/sms-gateway.ts';
import type { AlarmOrder } from '../../src/record/kinds/alarm.ts';
import type { EntryId } from '../../src/record/names.ts';
import type { Store } from '../../src/ports/store.ts';
import { storeMemory } from '../../src/adapters/store-memory/store-memory.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import type { HandClock } from '../sim/hand-clock.ts';
import { hubHere } from '../sim/hub-here.ts';
import type { HubHere } from '../sim/hub-here.ts';
import { again, alarmHub } from './alarm-hub.ts';
import type { AlarmHub, Member } from './alarm-hub.ts';
import { placePlan } from './place-plans.ts';

const ADDRESS = 'https://hub.example';

/** A hub that tells people of an alarm and hears their answers: all that a test knows of a link or a code was sent. */
export type AnswerHub = AlarmHub & {
  readonly web: HubHere;
  /** Vouched for by the first keyholder. */
  readonly apa: Member;
  /** Vouched for by the second keyholder. */
  readonly warden: Member;
  /** Vouched for by the third keyholder. */
  readonly neighbour: Member;
  readonly raise: (mode?: 'real' | 'drill') => Promise<EntryId>;
  /** Two keyholders order it. */
  readonly orderNow: (as: AlarmOrder) => Promise<void>;
  /** The path of the last link that was sent there. */
  readonly linkTo: (road: Sent, address: string) => string;
  /** The code in the last text that was sent there. */
  readonly codeTo: (road: Sent, address: string) => string;
  readonly answer: (path: string, said: Readonly<Record<string, string>>) => Promise<Response>;
  /** An SMS as the gateway brings it. */
  readonly text: (text: string, sms?: { readonly from?: string; readonly at?: string }) => Promise<Response>;
  /** Answers the hub has said on, in order of the log. */
  readonly relays: () => readonly string[];
};

type Sent = Exclude<ChannelName, 'task'>;

export async function answerHub({
  place,
  store = storeMemory(),
  clock,
}: {
  readonly place?: () => PlacePlan;
  readonly store?: Store;
  readonly clock?: HandClock;
} = {}): Promise<AnswerHub> {
  const points = [{ code: 'B2', name: 'the bakery yard', approach: 'north-road' }];
  const plan = placePlan({ points, outside: undefined });
  const hub = await alarmHub({
    store,
    ...(clock && { clock }),
    needs: { address: () => ADDRESS, place: place ?? (() => plan) },
  });
  const apa = await hub.member(1, 'resident', 'c1', { sms: '+77010000002' });
  const warden = await hub.member(2, 'warden', 'c1', { push: 'w1@push', sms: '+77010000001' });
  const neighbour = await hub.member(3, 'resident', 'c1', { push: 'n1@push' });
  return answering(hub, { apa, warden, neighbour });
}

/** The same hub after its process ended. */
export async function answerHubAgain(hub: AnswerHub): Promise<AnswerHub> {
  return answering(await again(hub), hub);
}

async function answering(
  hub: AlarmHub,
  { apa, warden, neighbour }: Pick<AnswerHub, 'apa' | 'warden' | 'neighbour'>,
): Promise<AnswerHub> {
  const gateway = newGatewayPath(hub.store, cryptoNode());
  const { engine, store, clock } = hub;
  const web = await hubHere({ engine, store, clock });
  const sentTo = (road: Sent, address: string): { readonly text: string; readonly link?: string } => {
    const parcel = hub.carriers[road].given.findLast((each) => each.address === address);
    if (parcel === undefined) throw new Error(`nothing was sent to ${address}`);
    return parcel.message;
  };
  return {
    ...hub,
    web,
    apa,
    warden,
    neighbour,
    raise: async (mode = 'real') => {
      const id = await hub.says(apa.key, 'alarm.raise', { mode, act: 'force.arrive' });
      await hub.run();
      return id;
    },
    orderNow: async (as) => {
      await hub.order(as, hub.alarm().id);
      await hub.run();
    },
    linkTo: (road, address) => (sentTo(road, address).link ?? '').slice(ADDRESS.length),
    codeTo: (road, address) => /\b[A-Z][A-Z0-9]{4}\d\b/.exec(sentTo(road, address).text)?.[0] ?? '',
    answer: (path, said) => web.ask(path, { method: 'POST', body: new URLSearchParams(said) }),
    text: (text, { from = '+77010000001', at = '2031-05-17T10:30:00+05:00' } = {}) =>
      web.ask(gateway, {
        method: 'POST',
        body: JSON.stringify({
          event: 'sms:received',
          payload: { sender: from, message: text, receivedAt: at },
        }),
      }),
    relays: () =>
      engine.read({ after: -1, limit: 1_000 }).entries.flatMap(({ kind, parts }) => {
        const body = parts['body'];
        if (kind !== 'alarm.relay' || body === undefined || !('t' in body)) return [];
        const { answer, minutes } = JSON.parse(body.t) as {
          readonly answer: string;
          readonly minutes?: number;
        };
        return [minutes === undefined ? answer : `${answer} ${minutes}`];
      }),
  };
}
