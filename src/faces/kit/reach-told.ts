import { ADDRESSED } from '../../acts/alarm/address.ts';
import type { Addressed } from '../../acts/alarm/address.ts';
import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { readCircle } from '../../engine/kept-contact.ts';
import type { ReachShown } from '../../engine/reach.ts';
import { SPOKEN } from '../../record/kinds/vocabulary.ts';
import type { PlainObject } from '../../record/subset.ts';

/** What a hub tells of how a key's owner is reached, and why a code could not go out, in its own words. */
export type ReachTold = ReachShown & {
  readonly notSent: readonly { readonly channel: Addressed; readonly says: string }[];
};

/** Reads a hub's answer; `undefined` for one that is none. */
export function reachTold(value: Json | undefined): ReachTold | undefined {
  if (!isJsonObject(value) || !isJsonArray(value['addresses']) || !isJsonArray(value['waiting']))
    return undefined;
  const language = SPOKEN.find((each) => each === value['language']);
  const { channels = [] } = value;
  const circle = readCircle(value['circle']);
  return {
    ...(language !== undefined && { language }),
    ...(circle && { circle }),
    addresses: eachWith(value['addresses'], 'shown').map(([channel, shown]) => ({ channel, shown })),
    waiting: eachWith(value['waiting'], 'shown').map(([channel, shown]) => ({ channel, shown })),
    notSent: eachWith(value['notSent'], 'says').map(([channel, says]) => ({ channel, says })),
    channels: ADDRESSED.filter((name) => isJsonArray(channels) && channels.includes(name)),
  };
}

function eachWith(list: Json | undefined, name: string): readonly (readonly [Addressed, string])[] {
  return (isJsonArray(list) ? list : []).flatMap((item) => {
    const channel = isJsonObject(item) && ADDRESSED.find((each) => each === item['channel']);
    const text = isJsonObject(item) ? item[name] : undefined;
    return channel && typeof text === 'string' ? [[channel, text] as const] : [];
  });
}

/** What to hand in so that all stays as it is, but for the language and new addresses. */
export function reachBody(
  { circle, zones, hours, addresses, waiting }: Omit<ReachShown, 'language' | 'channels'>,
  language: string,
  added: readonly { readonly channel: Addressed; readonly address: string }[] = [],
): PlainObject {
  const named = new Set([...addresses, ...waiting].map(({ channel }) => channel));
  for (const { channel } of added) named.delete(channel);
  const kept = [...named].map((channel) => ({ channel }));
  return {
    language,
    ...(circle && { circle }),
    ...(zones && { zones }),
    ...(hours && { hours: hours.map((span) => ({ ...span })) }),
    addresses: [...kept, ...added],
  };
}
