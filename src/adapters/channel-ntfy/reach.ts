import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../../base/public-address.ts';

/** All IP addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export type Reach = {
  readonly allowInside: boolean;
  readonly resolve: Resolve;
};

/** `inside`: it leads to this machine or its neighbours only. `nowhere`: nobody knows the name, or says so in time. */
export type Found =
  | { readonly kind: 'addresses'; readonly addresses: readonly LookupAddress[] }
  | { readonly kind: 'inside' }
  | { readonly kind: 'nowhere' };

/** As the system resolves names, its hosts file included. */
export async function resolveBySystem(hostname: string): Promise<readonly LookupAddress[]> {
  return lookup(hostname, { all: true });
}

/** Where the host of a URL may be connected to. */
export async function addressesOf(hostname: string, reach: Reach, signal: AbortSignal): Promise<Found> {
  const name = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(name);
  const asked = family === 0 ? reach.resolve(name) : Promise.resolve([{ address: name, family }]);
  const late = once(signal, 'abort').then(() => []);
  const all = await Promise.race([asked, late]).catch(() => []);
  const addresses = all.filter(({ address }) => reach.allowInside || isPublicAddress(address));
  if (addresses.length > 0) return { kind: 'addresses', addresses };
  return { kind: all.length > 0 ? 'inside' : 'nowhere' };
}

/**
 * What was looked at is what is connected to, whatever the name says a moment later.
 */
export function lookupOf(addresses: readonly LookupAddress[]): LookupFunction {
  return (_, { all }, answer) => {
    const [first] = addresses;
    if (all === true || first === undefined) answer(null, addresses.slice());
    else answer(null, first.address, first.family);
  };
}
