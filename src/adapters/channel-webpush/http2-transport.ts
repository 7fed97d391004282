import { addAbortListener, once } from 'node:events';
import { connect, constants } from 'node:http2';
import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  IncomingHttpHeaders,
  IncomingHttpStatusHeader,
  OutgoingHttpHeaders,
  Settings,
} from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Ending } from './outcome.ts';
import { ANSWER_BODY_MS, ANSWER_BYTES_MAX, ANSWER_HEADER_BYTES_MAX } from './transport.ts';
import type { Transport, TransportTerms } from './transport.ts';

const { NGHTTP2_CANCEL, NGHTTP2_FLAG_END_STREAM, NGHTTP2_REFUSED_STREAM } = constants;
// A service may allow more than can be of use: what is under way when we are killed is told twice.
const STREAMS_MAX = 256;
const HEADERS_MAX = 64;
// A connection that went dead says nothing by itself, and the next message is to go over a new one.
const PING_MS = 2_000;

type AnswerHeaders = IncomingHttpHeaders & IncomingHttpStatusHeader;

/** HTTP/2 over a socket that agreed to it, once the service has said how many requests it takes at once. */
export async function http2Transport(
  socket: TLSSocket,
  terms: TransportTerms,
  limit: AbortSignal,
): Promise<Transport> {
  const session = connect(terms.origin, {
    createConnection: () => socket,
    maxHeaderListPairs: HEADERS_MAX,
    settings: {
      enablePush: false,
      // So much of an answer's body can come before we would have to ask for more.
      initialWindowSize: ANSWER_BYTES_MAX,
      maxHeaderListSize: ANSWER_HEADER_BYTES_MAX,
    },
  });
  session.on('error', () => undefined);
  const cut = addAbortListener(terms.closing, () => session.destroy());
  session.on('close', () => cut[Symbol.dispose]());
  try {
    // One that ends without an error would be waited for in vain.
    const ended = once(session, 'close').then((): never => {
      throw new Error('the connection ended before it began');
    });
    await Promise.race([once(session, 'remoteSettings', { signal: limit }), ended]);
  } catch (error) {
    session.destroy();
    throw error;
  }
  return overSession(session, terms);
}

function overSession(session: ClientHttp2Session, { origin, onChange }: TransportTerms): Transport {
  const pseudo = { ':method': 'POST', ':scheme': 'https', ':authority': new URL(origin).host };
  let allowed = streamsOf(session.remoteSettings);
  let active = 0;
  let lastTaken = Infinity;
  const askWhetherAlive = pingOrEnd(session);
  session.on('close', onChange);
  session.on('remoteSettings', (settings: Settings) => {
    allowed = streamsOf(settings);
    onChange();
  });
  // Streams after the last it took were not looked at (RFC 9113 section 6.8).
  session.on('goaway', (_code: number, lastStream: number) => {
    lastTaken = lastStream;
    onChange();
  });
  return {
    room: () => allowed - active,
    // A session is told of its end only once its socket is closed.
    hasEnded: () => lastTaken !== Infinity || session.closed || session.destroyed,
    start: (request, done) => {
      active++;
      const stream = startStream(session, { ...pseudo, ':path': request.path, ...request.headers }, done);
      stream.on('close', () => {
        done({ kind: wasLookedAt(stream, lastTaken) ? 'unanswered' : 'not-taken' });
        active--;
        onChange();
      });
      stream.end(request.body);
      return () => {
        stream.close(NGHTTP2_CANCEL);
        askWhetherAlive();
      };
    },
  };
}

function streamsOf({ maxConcurrentStreams = STREAMS_MAX }: Settings): number {
  return Math.min(maxConcurrentStreams, STREAMS_MAX);
}

function startStream(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  done: (ending: Ending) => void,
): ClientHttp2Stream {
  const stream = session.request(headers);
  stream.on('error', () => undefined);
  stream.on('response', (answer: AnswerHeaders, flags: number) => {
    const status = answer[':status'] ?? 0;
    done({ kind: 'answered', answer: { status, retryAfter: answer['retry-after'] } });
    // A stream is over only once what came of its body was read.
    if ((flags & NGHTTP2_FLAG_END_STREAM) === 0) boundBody(stream);
    else stream.resume();
  });
  return stream;
}

/** Whether the service may have looked at it: not one without a number, refused, or behind the last it took. */
function wasLookedAt({ id, rstCode }: ClientHttp2Stream, lastTaken: number): boolean {
  return id !== undefined && rstCode !== NGHTTP2_REFUSED_STREAM && id <= lastTaken;
}

/** The body is not for us: a short one ends by itself, any other is cut off. */
function boundBody(stream: ClientHttp2Stream): void {
  let bytes = 0;
  const cut = (): void => stream.close(NGHTTP2_CANCEL);
  const timer = setTimeout(cut, ANSWER_BODY_MS);
  stream.on('close', () => clearTimeout(timer));
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) cut();
  });
}

/** Asks whether anybody is there still, once at a time, and ends the connection where nobody answers. */
function pingOrEnd(session: ClientHttp2Session): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  session.on('close', stop);
  return () => {
    if (session.destroyed || timer !== undefined) return;
    timer = setTimeout(() => session.destroy(), PING_MS);
    session.ping(stop);
  };
}
