import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import { bytesEqual } from '../base/bytes.ts';
import type { AlarmNeeds } from '../engine/alarm-desk.ts';
import type { Road } from '../engine/deliver.ts';
import { keptAddress, keptPlan, PLAN_SETTING } from '../faces/cli/alarm-settings.ts';
import { CHANNELS_SETTING, parseChannels } from '../faces/cli/channel-settings.ts';
import type { ChannelSettings } from '../faces/cli/channel-settings.ts';
import { tell } from '../faces/cli/command.ts';
import { ADDRESS_SETTING } from '../faces/cli/hub-address.ts';
import type { Outcome, TakeSms } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';

/** How the alarms of a running hub leave, as its settings say now. */
export type LiveAlarms = {
  readonly needs: AlarmNeeds;
  /** By which a browser subscribes to notifications; nothing while the hub sends none. */
  readonly pushKey: () => string | undefined;
  /** Takes up what was changed since. What still goes by a road that is given up is waited for, aside. */
  readonly reread: () => Promise<void>;
  /** Takes no more messages, and resolves once nothing is on its way any more. */
  readonly close: () => Promise<void>;
};

type LiveNeeds = {
  readonly store: Pick<Store, 'setting'>;
  readonly clock: Pick<Clock, 'kind'>;
  readonly failed: (cause: unknown) => void;
  /** For text messages that come in by a line or a modem. */
  readonly take: TakeSms;
};

/** A hub of a played day has no roads, whatever its settings say: nobody is to be woken by what is not so. */
export async function liveAlarms({ store, clock, failed, take }: LiveNeeds): Promise<LiveAlarms> {
  let roads: readonly OpenRoad[] = [];
  let pushKey: string | undefined;
  let isClosed = false;
  let plan: PlacePlan | undefined;
  let address: string | undefined;
  const channelsNow = newlyKept(store, CHANNELS_SETTING);
  const planNow = newlyKept(store, PLAN_SETTING);
  const addressNow = newlyKept(store, ADDRESS_SETTING);
  const open = async (kept: Uint8Array | undefined): Promise<void> => {
    const settings = parseChannels(kept);
    if (!settings.ok)
      return tell(
        'hub: the channels cannot be read, and messages leave as before. See: shanyrak channel list',
      );
    const old = roads;
    ({ roads, pushKey } = await openRoads(settings.value, take));
    void Promise.all(old.map((road) => road.retire()));
  };
  const reread = async (): Promise<void> => {
    const [channels, newPlan, newAddress] = [channelsNow(), planNow(), addressNow()];
    if (newAddress.isNew) address = keptAddress(newAddress.kept);
    if (newPlan.isNew) plan = keptPlan(newPlan.kept);
    if (newPlan.isNew && newPlan.kept !== undefined && plan === undefined)
      tell('hub: the plan of the place cannot be read, and alarms go on without it. See: shanyrak place use');
    if (channels.isNew && clock.kind === 'real' && !isClosed) await open(channels.kept);
  };
  await reread();
  return {
    needs: { roads: () => roads, place: () => plan, address: () => address, failed },
    pushKey: () => pushKey,
    reread,
    close: async () => {
      isClosed = true;
      const old = roads;
      roads = [];
      await Promise.all(old.map((road) => road.retire()));
    },
  };
}

/** A setting, and whether it is another one than at the last look. */
export function newlyKept(
  store: LiveNeeds['store'],
  name: string,
): () => { readonly kept: Uint8Array | undefined; readonly isNew: boolean } {
  let last: Uint8Array | undefined;
  return () => {
    const kept = store.setting(name);
    const isNew = kept === undefined || last === undefined ? kept !== last : !bytesEqual(kept, last);
    last = kept;
    return { kept, isNew };
  };
}

type OpenRoad = Road & { readonly retire: () => Promise<void> };

/** What a hub without channels never loads. */
async function openRoads(
  settings: ChannelSettings,
  take: TakeSms,
): Promise<{ readonly roads: readonly OpenRoad[]; readonly pushKey: string | undefined }> {
  const { pushKeyOf, roadsOf } = await import('./roads.ts');
  return { roads: roadsOf(settings, take).map(counted), pushKey: pushKeyOf(settings) };
}

/** A road that is closed once nothing goes by it any more: a message cut off on its way would be sent twice. */
function counted({ channel, ...rest }: Road): OpenRoad {
  const flights = new Set<Promise<Outcome>>();
  return {
    ...rest,
    channel: {
      ...channel,
      send: (parcel, withinMs) => {
        const flight = channel.send(parcel, withinMs);
        flights.add(flight);
        const landed = (): void => void flights.delete(flight);
        flight.then(landed, landed);
        return flight;
      },
    },
    retire: async () => {
      await Promise.allSettled(flights);
      await channel.close();
    },
  };
}
