import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import type { LookupFunction } from 'node:net';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { isPublicAddress } from '../../base/public-address.ts';

/** All addresses of a name; of an address, that address. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export type Reach = {
  /** For tests, and for gateways that the operator named: subscribers' endpoints must not lead inside. */
  readonly allowInside: boolean;
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string | undefined;
  readonly resolve: Resolve;
};

export type Place = { readonly hostname: string; readonly port: number };

/** The name leads to this machine or its neighbours, and nothing was connected. */
export class InsideError extends Error {
  constructor() {
    super('the endpoint of a subscription leads inside');
  }
}

/** As the system resolves names, its hosts file included. */
export async function resolveBySystem(hostname: string): Promise<readonly LookupAddress[]> {
  return lookup(hostname, { all: true });
}

/** Of what a name leads to, what lies in the open: one that leads to both is not let in by its other half. */
export function publicOf(addresses: readonly LookupAddress[]): readonly LookupAddress[] {
  return addresses.filter(({ address }) => isPublicAddress(address));
}

/**
 * Connects with TLS to an address that was looked at. The name is resolved once and the connection goes to what came of
 * that, so that a name that answers otherwise a moment later leads nowhere else.
 */
export async function openSocket(
  { hostname, port }: Place,
  protocols: readonly string[],
  reach: Reach,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const tooLate = once(signal, 'abort').then((): never => {
    throw new Error('the name did not resolve in time');
  });
  const resolved = await Promise.race([reach.resolve(hostname), tooLate]);
  const addresses = reach.allowInside ? resolved : publicOf(resolved);
  const [first] = addresses;
  if (!first) throw new InsideError();
  const known: LookupFunction = (_name, { all }, answer) =>
    all === true ? answer(null, addresses.slice()) : answer(null, first.address, first.family);
  const socket = connect({
    host: hostname,
    port,
    lookup: known,
    ALPNProtocols: protocols.slice(),
    ...(reach.ca !== undefined && { ca: reach.ca }),
  });
  // What comes later is the transport's to hear; an error that nobody hears would end the process.
  socket.on('error', () => undefined);
  socket.setNoDelay(true);
  try {
    await once(socket, 'secureConnect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
