import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import type { Ledger, RowState } from './ledger.ts';

const TAKEN: readonly RowState[] = ['accepted', 'seen', 'answered'];
const NOT_TAKEN: readonly RowState[] = ['failed', 'unknown', 'deferred'];

/** The roads by which the newest alarm got nothing through, although something was to go there. */
export function failedRoads({ alarms, count }: Ledger): readonly ChannelName[] {
  const newest = alarms.at(-1);
  if (newest === undefined) return [];
  return CHANNEL_NAMES.filter((channel) => {
    const has = (state: RowState): boolean => count(newest, { state, channel }) > 0;
    return NOT_TAKEN.some(has) && !TAKEN.some(has);
  });
}
