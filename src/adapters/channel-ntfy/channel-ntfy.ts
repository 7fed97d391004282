import { createHash } from 'node:crypto';
import { instant } from '../../base/instant.ts';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';
import type { Resolve } from '../http-post/outside.ts';
import { post } from '../http-post/post.ts';
import { outcomeOf } from './ntfy-outcome.ts';
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
// It tells the message again; what it says of a failure is a line.
const ANSWER_BYTES_MAX = 16_384;

/** Messages to topics that subscribers read in the ntfy app, on whatever server they chose. An address is a topic's URL. */
export function channelNtfy(options: NtfyOptions = {}): Channel {
  const { allowInside = false, ca, resolve } = options;
  const closing = new AbortController();
  return {
    name: 'push',
    providerOf: (address) => parseTopicAddress(address)?.url.origin ?? '',
    send: async (parcel: Parcel, withinMs: number): Promise<Outcome> => {
      const at = parseTopicAddress(parcel.address);
      if (at === undefined) return { kind: 'refused', why: 'address' };
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(withinMs)]);
      const reaction = await post(at.url, {
        headers: { 'content-type': 'application/json' },
        body: write(at.topic, parcel),
        bytesMax: ANSWER_BYTES_MAX,
        reach: { allowInside, resolve },
        ca,
        signal,
      });
      switch (reaction.kind) {
        case 'inside':
          return { kind: 'refused', why: 'inside' };
        case 'nobody':
          return { kind: 'deferred', scope: 'provider' };
        case 'silence':
          return { kind: 'unknown' };
        case 'answer':
          return outcomeOf(reaction, at.topic, instant(Date.now()));
      }
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
