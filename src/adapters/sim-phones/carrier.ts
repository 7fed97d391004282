import { setTimeout as wait } from 'node:timers/promises';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';

/** The roads that lead to a simulated telephone. */
export type SimRoad = Extract<Channel['name'], 'push' | 'sms' | 'call'>;

/**
 * How a carrier is. `too-many`: it wants to be asked again in a while; `slow`: it takes a message and answers only after a
 * minute; `away`: nobody answers there.
 */
export type CarrierMood = 'well' | 'too-many' | 'ill' | 'slow' | 'reset' | 'gone' | 'refuses' | 'away';

/** One simulated carrier: it takes messages over, and knows one that it had before by its key. */
export type SimCarrier = {
  readonly channel: Channel;
  readonly be: (mood: CarrierMood) => void;
  /** How often it was given a message that it had taken over before. */
  readonly repeats: () => number;
};

/** What a carrier does with a message: `false` where a telephone cannot be called just now. */
export type Taking = {
  readonly knows: (address: string) => boolean;
  readonly take: (parcel: Parcel) => boolean;
};

const RETRY_AFTER_MS = 7_000;

export function simCarrier(name: SimRoad, { knows, take }: Taking): SimCarrier {
  let mood: CarrierMood = 'well';
  let repeats = 0;
  const had = new Set<string>();
  const taken = (parcel: Parcel): boolean => {
    if (had.has(parcel.key)) {
      repeats++;
      return true;
    }
    const isTaken = take(parcel);
    if (isTaken) had.add(parcel.key);
    return isTaken;
  };
  const send = async (parcel: Parcel, withinMs: number): Promise<Outcome> => {
    if (!knows(parcel.address)) return { kind: 'refused', why: 'address' };
    switch (mood) {
      case 'well':
        return taken(parcel) ? { kind: 'accepted' } : { kind: 'deferred', scope: 'address' };
      case 'too-many':
        return { kind: 'deferred', scope: 'provider', afterMs: RETRY_AFTER_MS };
      case 'ill':
      case 'away':
        return { kind: 'deferred', scope: 'provider' };
      case 'slow':
        taken(parcel);
        await wait(withinMs, undefined, { ref: false });
        return { kind: 'unknown' };
      case 'reset':
        return { kind: 'unknown' };
      case 'gone':
        return { kind: 'gone' };
      case 'refuses':
        return { kind: 'refused', why: 'message' };
    }
  };
  return {
    channel: { name, providerOf: () => `simulated ${name}`, send, close: () => Promise.resolve() },
    be: (now) => {
      mood = now;
    },
    repeats: () => repeats,
  };
}
