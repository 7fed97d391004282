import { createHash } from 'node:crypto';
import { instant } from '../../base/instant.ts';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';
import { outcomeOf } from './ntfy-outcome.ts';
import { post } from './post.ts';
import { addressesOf, lookupOf, resolveBySystem } from './reach.ts';
import type { Resolve } from './reach.ts';
import { parseTopicAddress } from './topic-address.ts';

export type NtfyOptions = {
  /** Lets topics lead to this machine and its neighbours: for tests, and for a server that the operator runs. */
  readonly allowInside?: boolean;
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string;
  readonly resolve?: Resolve;
};

// Long vibration, and through "do not disturb" where the subscriber set that for this priority.
const PRIORITY_MAX = 5;
const DEFERRED: Outcome = { kind: 'deferred', scope: 'provider' };

/** Messages to topics that subscribers read in the ntfy app, on whatever server they chose. An address is a topic's URL. */
export function channelNtfy(options: NtfyOptions = {}): Channel {
  const { allowInside = false, ca, resolve = resolveBySystem } = options;
  const closing = new AbortController();
  return {
    name: 'push',
    providerOf: (address) => parseTopicAddress(address)?.url.origin ?? '',
    send: async (parcel: Parcel, withinMs: number): Promise<Outcome> => {
      const at = parseTopicAddress(parcel.address);
      if (at === undefined) return { kind: 'refused', why: 'address' };
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(withinMs)]);
      const found = await addressesOf(at.url.hostname, { allowInside, resolve }, signal);
      if (found.kind === 'inside') return { kind: 'refused', why: 'inside' };
      if (found.kind === 'nowhere') return DEFERRED;
      const lookup = lookupOf(found.addresses);
      const reaction = await post(at.url, { body: write(at.topic, parcel), ca, lookup, signal });
      if (reaction.kind === 'silence') return { kind: 'unknown' };
      if (reaction.kind === 'nobody') return DEFERRED;
      return outcomeOf(reaction, at.topic, instant(Date.now()));
    },
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}

/** https://docs.ntfy.sh/publish/#publish-as-json */
function write(topic: string, { key, message }: Parcel): string {
  const { title, text, link } = message;
  return JSON.stringify({
    topic,
    title,
    message: text,
    priority: PRIORITY_MAX,
    ...(link !== undefined && { click: link }),
    // What comes again under the same id replaces what is shown, and the app does that without a sound. So it is the same
    // only for a repeat: a second message of one alarm has to be heard.
    sequence_id: createHash('sha256').update(key).digest('hex').slice(0, 32),
  });
}
