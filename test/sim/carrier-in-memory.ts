import type { ChannelName } from '../../src/acts/alarm/channels.ts';
import type { Channel, Outcome, Parcel } from '../../src/ports/channel.ts';

/** A road of a test: what it was given, and what it says to each. */
export type MemoryCarrier = {
  readonly channel: Channel;
  readonly given: readonly Parcel[];
  /** What it says to the parcel that comes next, and to all after that. */
  readonly say: (answer: (parcel: Parcel, nth: number) => Outcome | Promise<Outcome>) => void;
};

/** The provider of an address is what stands behind its `@`. */
export function carrierInMemory(name: ChannelName): MemoryCarrier {
  const given: Parcel[] = [];
  let answer: (parcel: Parcel, nth: number) => Outcome | Promise<Outcome> = () => ({ kind: 'accepted' });
  return {
    given,
    say: (how) => {
      answer = how;
    },
    channel: {
      name,
      providerOf: (address) => address.split('@')[1] ?? 'one',
      send: async (parcel) => {
        given.push(parcel);
        return answer(parcel, given.length);
      },
      close: async () => {},
    },
  };
}
