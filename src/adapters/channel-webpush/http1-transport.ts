import { addAbortListener } from 'node:events';
import { Agent, request as requestHttps } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { InsideError } from './open-socket.ts';
import { ANSWER_BODY_MS, ANSWER_BYTES_MAX, ANSWER_HEADER_BYTES_MAX } from './transport.ts';
import type { Transport, TransportTerms } from './transport.ts';

// Each carries one request at a time.
const SOCKETS_MAX = 16;

/** HTTP/1.1 for services that do not speak HTTP/2: a few sockets that are kept, the given one first. */
export function http1Transport(
  first: TLSSocket,
  { origin, onChange, closing }: TransportTerms,
  open: () => Promise<TLSSocket>,
): Transport {
  const agent = new KeptSockets(first, open);
  addAbortListener(closing, () => agent.destroy());
  const { hostname, port } = new URL(origin);
  let active = 0;
  return {
    room: () => SOCKETS_MAX - active,
    // A socket that is gone is replaced by another.
    hasEnded: () => false,
    start: ({ path, headers, body }, done) => {
      active++;
      let hasLeft = false;
      const asked = requestHttps({
        agent,
        hostname,
        port,
        path,
        headers,
        method: 'POST',
        maxHeaderSize: ANSWER_HEADER_BYTES_MAX,
      });
      asked.on('socket', () => {
        hasLeft = true;
      });
      asked.on('error', (error) => {
        if (error instanceof InsideError) done({ kind: 'inside' });
      });
      asked.on('response', (answer) => {
        const { statusCode = 0, headers: said } = answer;
        done({ kind: 'answered', answer: { status: statusCode, retryAfter: said['retry-after'] } });
        boundBody(answer);
      });
      asked.on('close', () => {
        done({ kind: hasLeft ? 'unanswered' : 'not-taken' });
        active--;
        onChange();
      });
      asked.end(body);
      return () => asked.destroy();
    },
  };
}

type Given = (error: Error | null, stream: Duplex) => void;

/** Gives out sockets that were opened with care, and takes them back. */
class KeptSockets extends Agent {
  #first: TLSSocket | undefined;
  readonly #open: () => Promise<TLSSocket>;

  constructor(first: TLSSocket, open: () => Promise<TLSSocket>) {
    super({ keepAlive: true, maxSockets: SOCKETS_MAX });
    this.#first = first;
    this.#open = open;
  }

  override createConnection(_options: unknown, given?: Given): TLSSocket | undefined {
    const first = this.#first;
    this.#first = undefined;
    if (first && !first.destroyed) return first;
    this.#open().then(
      (socket) => given?.(null, socket),
      // The agent looks at no stream where there is an error.
      (error: unknown) => given?.(error instanceof Error ? error : new Error('no connection'), new Duplex()),
    );
    return undefined;
  }

  override destroy(): void {
    this.#first?.destroy();
    super.destroy();
  }
}

/** The body is not for us: a short one leaves the socket for the next request, any other ends it. */
function boundBody(answer: IncomingMessage): void {
  let bytes = 0;
  const timer = setTimeout(() => answer.destroy(), ANSWER_BODY_MS);
  answer.on('close', () => clearTimeout(timer));
  answer.on('error', () => undefined);
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) answer.destroy();
  });
}
