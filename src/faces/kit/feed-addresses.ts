import { ATOM_FILE } from '../../acts/dispatch/atom.ts';

/** Where the secret addresses of the feed of alarms are kept. */
export const FEEDS_SETTING = 'feed-addresses';

export function feedPath(token: string): string {
  return `/feed/${token}/${ATOM_FILE}`;
}
