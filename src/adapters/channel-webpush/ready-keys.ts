import { newMessageKeys } from './seal-body.ts';
import type { MessageKeys } from './seal-body.ts';
import { parseSubscription } from './subscription.ts';
import type { Subscription } from './subscription.ts';

/** A subscription that was read, and the keys of its next message. */
export type Ready = { readonly subscription: Subscription; readonly keys: MessageKeys };

/** Some two milliseconds of work: nobody waits for it. */
const MADE_AT_ONCE = 16;
/** At 3.2 KB each. */
const KEPT_MAX = 10_000;
/** Whoever sends asks twice within moments, for a window of messages: where one goes, and then to send it. */
const READ_MAX = 256;

/** Keys made ahead of time, in memory only; each is given out once. */
export type ReadyKeys = {
  /** Makes some of those that these addresses lack, and drops all others; true once each has its own, or enough have. */
  readonly prepare: (addresses: Iterable<string>) => boolean;
  /** The push service of an address by its origin; empty for what is no address. */
  readonly originOf: (address: string) => string;
  /** Those made ahead, or new ones; `undefined` for what is no address. */
  readonly take: (address: string) => Ready | undefined;
};

export function readyKeys(): ReadyKeys {
  const ready = new Map<string, Ready>();
  const lately = new Map<string, Subscription | undefined>();
  const read = (address: string): Subscription | undefined => {
    if (lately.has(address)) return lately.get(address);
    if (lately.size === READ_MAX) lately.clear();
    const parsed = parseSubscription(address);
    const subscription = parsed.ok ? parsed.value : undefined;
    lately.set(address, subscription);
    return subscription;
  };
  const make = (address: string): Ready | undefined => {
    const subscription = read(address);
    return subscription && { subscription, keys: newMessageKeys(subscription) };
  };
  return {
    prepare: (addresses) => {
      const wanted = new Set(addresses);
      for (const known of [ready, lately])
        for (const address of known.keys()) if (!wanted.has(address)) known.delete(address);
      let made = 0;
      for (const address of wanted) {
        if (ready.size === KEPT_MAX) return true;
        if (ready.has(address)) continue;
        if (made++ === MADE_AT_ONCE) return false;
        const keys = make(address);
        if (keys !== undefined) ready.set(address, keys);
      }
      return true;
    },
    originOf: (address) => (ready.get(address)?.subscription ?? read(address))?.origin ?? '',
    take: (address) => {
      const made = ready.get(address);
      // Gone before anybody can ask for it again.
      if (made && ready.delete(address)) return made;
      return make(address);
    },
  };
}
