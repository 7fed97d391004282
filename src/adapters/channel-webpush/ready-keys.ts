import { newMessageKeys } from './seal-body.ts';
import type { MessageKeys } from './seal-body.ts';
import { parseSubscription } from './subscription.ts';
import type { Subscription } from './subscription.ts';

/** A subscription that was read, and the keys of its next message. */
export type Ready = { readonly subscription: Subscription; readonly keys: MessageKeys };

/** Keys made ahead of time, in memory only; each is given out once. */
export type ReadyKeys = {
  /** Whether there are keys for this address now; makes them where there are none. False for what is no address. */
  readonly prepare: (address: string) => boolean;
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
    prepare: (address) => {
      if (ready.has(address)) return true;
      const made = make(address);
      if (made) ready.set(address, made);
      return made !== undefined;
    },
    take: (address) => {
      const made = ready.get(address);
      // Gone before anybody can ask for it again.
      if (made && ready.delete(address)) return made;
      return make(address);
    },
  };
}
