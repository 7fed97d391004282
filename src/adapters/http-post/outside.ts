import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../../base/public-address.ts';

/** All IP addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export type Reach = {
  /** Lets it lead to this machine and its neighbours. */
  readonly allowInside: boolean;
  /** How names are resolved; as the system does it if nothing is said. */
  readonly resolve?: Resolve | undefined;
};

/** `inside`: it leads to this machine or its neighbours only. `nowhere`: nobody knows the name, or says so in time. */
export type Found =
  | { readonly kind: 'addresses'; readonly lookup: LookupFunction }
  | { readonly kind: 'inside' | 'nowhere' };

const NOWHERE: Found = { kind: 'nowhere' };

/**
 * Where the host of a URL may be connected to. The name is resolved once, and `lookup` gives a connection what came of that:
 * what was looked at is what is connected to, whatever the name says a moment later. Of a name that leads both ways only
 * what lies in the open is kept. An address is judged as it stands, and a connection to it asks no lookup.
 */
export async function findOutside(
  hostname: string,
  { allowInside, resolve = resolveBySystem }: Reach,
  signal: AbortSignal,
): Promise<Found> {
  if (signal.aborted) return NOWHERE;
  const name = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(name);
  const asked = family === 0 ? resolve(name) : Promise.resolve([{ address: name, family }]);
  const late = once(signal, 'abort').then(() => []);
  const all = await Promise.race([asked, late]).catch(() => []);
  const [first, ...rest] = all.filter(({ address }) => allowInside || isPublicAddress(address));
  if (first !== undefined) return { kind: 'addresses', lookup: lookupOf(first, rest) };
  return all.length > 0 ? { kind: 'inside' } : NOWHERE;
}

/** The hosts file included. */
function resolveBySystem(hostname: string): Promise<readonly LookupAddress[]> {
  return lookup(hostname, { all: true });
}

function lookupOf(first: LookupAddress, rest: readonly LookupAddress[]): LookupFunction {
  return (_, { all }, answer) => {
    if (all === true) answer(null, [first, ...rest]);
    else answer(null, first.address, first.family);
  };
}
