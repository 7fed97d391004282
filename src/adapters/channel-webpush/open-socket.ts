import { once } from 'node:events';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { findOutside } from '../http-post/outside.ts';
import type { Reach } from '../http-post/outside.ts';

/** Subscribers' endpoints must not lead inside. */
export type PushReach = Reach & {
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string | undefined;
};

export type Place = { readonly hostname: string; readonly port: number };

/** The name leads to this machine or its neighbours, and nothing was connected. */
export class InsideError extends Error {
  constructor() {
    super('the endpoint of a subscription leads inside');
  }
}

/** Connects with TLS to an address that was looked at. */
export async function openSocket(
  { hostname, port }: Place,
  protocols: readonly string[],
  reach: PushReach,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const found = await findOutside(hostname, reach, signal);
  if (found.kind === 'inside') throw new InsideError();
  if (found.kind !== 'addresses') throw new Error('the name leads nowhere, or did not say where in time');
  const socket = connect({
    host: hostname,
    port,
    lookup: found.lookup,
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
