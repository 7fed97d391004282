import type { KeyObject } from 'node:crypto';
import { newMessageKeys, subscriberKey } from './seal-body.ts';
import type { MessageKeys } from './seal-body.ts';
import { parseSubscription } from './subscription.ts';
import type { Subscription } from './subscription.ts';

/** A subscription that was read, and the keys of its next message. */
export type Ready = { readonly subscription: Subscription; readonly keys: MessageKeys };

/** Some two milliseconds of work: nobody waits for it. */
const MADE_AT_ONCE = 16;
/** At 3.2 KB each. */
const KEPT_MAX = 10_000;
/** Whoever is told of an alarm is told again: that it grows, that it is over. Some 2 KB each. */
const READ_MAX = 10_000;

/** Keys made ahead of time, in memory only; each is given out once. */
export type ReadyKeys = {
  /** Makes some of those that these addresses lack, and drops all others; true once each has its own, or enough have. */
  readonly prepare: (addresses: Iterable<string>) => boolean;
  /** The push service of an address by its origin; empty for what is no address. */
  readonly originOf: (address: string) => string;
  /** Those made ahead, or new ones; `undefined` for what is no address. */
  readonly take: (address: string) => Ready | undefined;
};

/** What was read of an address, and its key once a message was made for it. */
type Known = { readonly subscription: Subscription; key?: KeyObject };

export function readyKeys(): ReadyKeys {
  const ready = new Map<string, Ready>();
  const known = new Map<string, Known>();
  const read = (address: string): Known | undefined => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const parsed = parseSubscription(address);
    if (!parsed.ok) return undefined;
    if (known.size === READ_MAX) known.clear();
    const now: Known = { subscription: parsed.value };
    known.set(address, now);
    return now;
  };
  const make = (address: string): Ready | undefined => {
    const found = read(address);
    if (found === undefined) return undefined;
    const { subscription } = found;
    found.key ??= subscriberKey(subscription);
    return { subscription, keys: newMessageKeys(subscription, found.key) };
  };
  return {
    prepare: (addresses) => {
      const wanted = new Set(addresses);
      for (const kept of [ready, known])
        for (const address of kept.keys()) if (!wanted.has(address)) kept.delete(address);
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
    originOf: (address) => read(address)?.subscription.origin ?? '',
    take: (address) => {
      const made = ready.get(address);
      // Gone before anybody can ask for it again.
      if (made && ready.delete(address)) return made;
      return make(address);
    },
  };
}
