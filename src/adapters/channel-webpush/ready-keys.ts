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

/** Keys made ahead of time, in memory only; each is given out once. */
export type ReadyKeys = {
  /** Makes some of those that these addresses lack, and drops all others; true once each has its own, or enough have. */
  readonly prepare: (addresses: Iterable<string>) => boolean;
  /** Those made ahead, or new ones; `undefined` for what is no address. */
  readonly take: (address: string) => Ready | undefined;
};

export function readyKeys(): ReadyKeys {
  const ready = new Map<string, Ready>();
  const make = (address: string): Ready | undefined => {
    const read = parseSubscription(address);
    return read.ok ? { subscription: read.value, keys: newMessageKeys(read.value) } : undefined;
  };
  return {
    prepare: (addresses) => {
      const wanted = new Set(addresses);
      for (const address of ready.keys()) if (!wanted.has(address)) ready.delete(address);
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
    take: (address) => {
      const made = ready.get(address);
      // Gone before anybody can ask for it again.
      if (made && ready.delete(address)) return made;
      return make(address);
    },
  };
}
