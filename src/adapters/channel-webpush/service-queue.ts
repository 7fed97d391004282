import { http1Transport } from './http1-transport.ts';
import { http2Transport } from './http2-transport.ts';
import { InsideError, openSocket } from './open-socket.ts';
import type { Place, PushReach } from './open-socket.ts';
import type { Ending } from './outcome.ts';
import type { PushRequest, Transport } from './transport.ts';

/** What is to be done when nothing was sent for so long. */
export type Idle = { readonly afterMs: number; readonly onIdle: () => void };

type Waiting = { readonly request: PushRequest; readonly done: (ending: Ending) => void; stop?: () => void };

// As long as a service on a bad line needs; who sends may wait for less.
const CONNECT_MS_MAX = 15_000;
const NOT_TAKEN: Ending = { kind: 'not-taken' };

/** All that goes to one push service: what waits, and the one connection it shares. */
export class ServiceQueue {
  readonly #origin: string;
  readonly #place: Place;
  readonly #reach: PushReach;
  readonly #waiting = new Set<Waiting>();
  readonly #closing = new AbortController();
  readonly #idle: NodeJS.Timeout;
  #transport: Transport | undefined;
  #isOpening = false;
  #active = 0;
  #startedHere = 0;

  constructor(origin: string, place: Place, reach: PushReach, idle: Idle) {
    this.#origin = origin;
    this.#place = place;
    this.#reach = reach;
    this.#idle = setTimeout(() => {
      if (this.#active > 0) this.#idle.refresh();
      else idle.onIdle();
    }, idle.afterMs).unref();
  }

  send(request: PushRequest, withinMs: number): Promise<Ending> {
    return new Promise((resolve) => {
      this.#active++;
      let isDone = false;
      const one: Waiting = {
        request,
        done: (ending) => {
          if (isDone) return;
          isDone = true;
          clearTimeout(timer);
          this.#waiting.delete(one);
          this.#active--;
          resolve(ending);
        },
      };
      const timer = setTimeout(() => {
        one.done(one.stop ? { kind: 'unanswered' } : NOT_TAKEN);
        one.stop?.();
      }, withinMs);
      this.#idle.refresh();
      this.#waiting.add(one);
      this.#pump();
    });
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#closing.abort();
    this.#endWaiting(NOT_TAKEN);
  }

  #pump(): void {
    if (this.#transport?.hasEnded() === true) {
      this.#transport = undefined;
      // A service that takes connections and nothing else is not asked over and over.
      if (this.#startedHere === 0) this.#endWaiting(NOT_TAKEN);
    }
    if (this.#transport === undefined) {
      if (this.#waiting.size > 0 && !this.#isOpening) void this.#open();
      return;
    }
    let room = this.#transport.room();
    for (const one of this.#waiting) {
      if (room-- <= 0) return;
      this.#waiting.delete(one);
      this.#startedHere++;
      one.stop = this.#transport.start(one.request, one.done);
    }
  }

  async #open(): Promise<void> {
    this.#isOpening = true;
    this.#startedHere = 0;
    try {
      this.#transport = await this.#connect();
    } catch (error) {
      this.#endWaiting(error instanceof InsideError ? { kind: 'inside' } : NOT_TAKEN);
    }
    this.#isOpening = false;
    this.#pump();
  }

  /** HTTP/2 where the service speaks it, HTTP/1.1 elsewhere. */
  async #connect(): Promise<Transport> {
    const limit = this.#limit();
    const socket = await openSocket(this.#place, ['h2', 'http/1.1'], this.#reach, limit);
    const terms = { origin: this.#origin, onChange: () => this.#pump(), closing: this.#closing.signal };
    if (socket.alpnProtocol === 'h2') return http2Transport(socket, terms, limit);
    return http1Transport(socket, terms, () =>
      openSocket(this.#place, ['http/1.1'], this.#reach, this.#limit()),
    );
  }

  #limit(): AbortSignal {
    return AbortSignal.any([this.#closing.signal, AbortSignal.timeout(CONNECT_MS_MAX)]);
  }

  #endWaiting(ending: Ending): void {
    for (const one of this.#waiting) one.done(ending);
  }
}
