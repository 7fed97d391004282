import { parsePlacePlan } from '../../acts/alarm/place-plan.ts';
import type { PlacePlan } from '../../acts/alarm/place-plan.ts';
import { utf8Decode } from '../../base/bytes.ts';
import { parseJson } from '../../base/canonical-json.ts';
import type { Store } from '../../ports/store.ts';
import { CHANNELS_SETTING, parseChannels } from './channel-settings.ts';
import type { ChannelSettings } from './channel-settings.ts';
import { WorldError } from './command.ts';
import { ADDRESS_SETTING, parseHubAddress } from './hub-address.ts';

/** The plan of the place, as JSON of the file it was read from; sealed as every setting. */
export const PLAN_SETTING = 'place-plan';

/** What a hub keeps beside the record about how alarms leave. */
export type AlarmSettings = {
  readonly channels: ChannelSettings;
  readonly address?: string;
  readonly plan?: PlacePlan;
};

/** A plan as it was kept; `undefined` for what is none. */
export function keptPlan(kept: Uint8Array | undefined): PlacePlan | undefined {
  if (kept === undefined) return undefined;
  const plan = parsePlacePlan(parseJson(utf8Decode(kept) ?? '') ?? null);
  return plan.ok ? plan.value : undefined;
}

/** An address as it was kept; `undefined` where it was taken back. */
export function keptAddress(kept: Uint8Array | undefined): string | undefined {
  return kept && parseHubAddress(utf8Decode(kept) ?? '');
}

export const OTHER_CHANNELS_WORDS =
  'the channels of this hub were written by another version of the program. Nothing was changed. Use that version, or begin anew: shanyrak channel remove all';

export function alarmSettings(store: Pick<Store, 'setting'>): AlarmSettings {
  const channels = parseChannels(store.setting(CHANNELS_SETTING));
  if (!channels.ok) throw new WorldError(OTHER_CHANNELS_WORDS);
  const address = keptAddress(store.setting(ADDRESS_SETTING));
  const plan = keptPlan(store.setting(PLAN_SETTING));
  return {
    channels: channels.value,
    ...(address !== undefined && { address }),
    ...(plan && { plan }),
  };
}
