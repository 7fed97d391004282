import { http1Transport } from './http1-transport.ts';
import { http2Transport } from './http2-transport.ts';
import { InsideError, openSocket } from './open-socket.ts';
import type { Place, Reach } from './open-socket.ts';
import type { Ending } from './outcome.ts';
import type { PushRequest, Transport, TransportEvents } from './transport.ts';

/** All that goes to one push service: what waits, and the one connection it shares. */
export type PushService = {
  readonly send: (request: PushRequest, withinMs: number) => Promise<Ending>;
  readonly close: () => void;
};

type Waiting = { readonly request: PushRequest; readonly done: (ending: Ending) => void; stop?: () => void };

// As long as a service on a bad line needs; who sends may wait for less.
const CONNECT_MS_MAX = 15_000;
// A connection that is silent for longer may be dead without knowing; and it tells a watcher that we are there.
const IDLE_MS = 30_000;
const NOT_TAKEN: Ending = { kind: 'not-taken' };

/** `onIdle`: nothing was sent for a while, and it was closed. */
export function pushService(origin: string, place: Place, reach: Reach, onIdle: () => void): PushService {
  const waiting = new Set<Waiting>();
  const leaving = new AbortController();
  let transport: Transport | undefined;
  let isOpening = false;
  let active = 0;
  let startedHere = 0;

  const idle = setTimeout(() => {
    if (active > 0 || waiting.size > 0) idle.refresh();
    else onIdle();
  }, IDLE_MS);
  idle.unref();

  const endWaiting = (ending: Ending): void => {
    for (const one of waiting) one.done(ending);
  };
  const events: TransportEvents = {
    onRoom: () => pump(),
    onEnd: () => {
      transport = undefined;
      // A service that takes connections and nothing else is not asked over and over.
      if (startedHere === 0) endWaiting(NOT_TAKEN);
      pump();
    },
  };

  function pump(): void {
    if (transport === undefined) {
      if (waiting.size > 0 && !isOpening) void openTransport();
      return;
    }
    let room = transport.room();
    for (const one of waiting) {
      if (room-- <= 0) return;
      waiting.delete(one);
      startedHere++;
      one.stop = transport.start(one.request, one.done);
    }
  }

  async function openTransport(): Promise<void> {
    isOpening = true;
    startedHere = 0;
    try {
      transport = await connectTransport(origin, { place, reach, events, leaving: leaving.signal });
    } catch (error) {
      endWaiting(error instanceof InsideError ? { kind: 'inside' } : NOT_TAKEN);
    }
    isOpening = false;
    pump();
  }

  return {
    send: (request, withinMs) =>
      new Promise((resolve) => {
        active++;
        let isDone = false;
        const one: Waiting = {
          request,
          done: (ending) => {
            if (isDone) return;
            isDone = true;
            clearTimeout(timer);
            waiting.delete(one);
            active--;
            resolve(ending);
          },
        };
        const timer = setTimeout(() => {
          one.done(one.stop ? { kind: 'unanswered' } : NOT_TAKEN);
          one.stop?.();
        }, withinMs);
        idle.refresh();
        waiting.add(one);
        pump();
      }),
    close: () => {
      clearTimeout(idle);
      leaving.abort();
      endWaiting(NOT_TAKEN);
      transport?.close();
    },
  };
}

type Opening = {
  readonly place: Place;
  readonly reach: Reach;
  readonly events: TransportEvents;
  readonly leaving: AbortSignal;
};

/** HTTP/2 where the service speaks it, HTTP/1.1 elsewhere. */
async function connectTransport(
  origin: string,
  { place, reach, events, leaving }: Opening,
): Promise<Transport> {
  const limit = (): AbortSignal => AbortSignal.any([leaving, AbortSignal.timeout(CONNECT_MS_MAX)]);
  const signal = limit();
  const socket = await openSocket(place, ['h2', 'http/1.1'], reach, signal);
  if (socket.alpnProtocol === 'h2') return http2Transport(origin, socket, events, signal);
  return http1Transport(origin, socket, () => openSocket(place, ['http/1.1'], reach, limit()), events);
}
