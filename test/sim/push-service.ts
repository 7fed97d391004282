import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, createSecureServer } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Stream } from 'node:http2';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Writable } from 'node:stream';
import type { Mood } from '../../src/ports/channel.contract.ts';
import { readCertificate } from './certificates.ts';
import type { Certificate } from './certificates.ts';
import { addressOf, newSubscriptionSecrets, openPush, vapidFault } from './read-push.ts';
import type { SubscriptionSecrets } from './read-push.ts';

/** Beyond the moods of every carrier. A status is answered with these headers and a short body. */
export type PushMood =
  | Mood
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | 'refused-stream'
  | 'goaway-before'
  | 'goaway-after'
  | 'endless'
  | 'dripping'
  | 'header-bomb'
  | 'slow-headers';

/** One message as it came, and as the browser that it was for reads it. */
export type Push = {
  readonly text: string;
  readonly json: unknown;
  readonly bytes: number;
  /** The public key it was sealed with, which no other message may have. */
  readonly senderKey: string;
  readonly headers: IncomingMessage['headers'];
};

/** A push service on loopback that looks closely at what it is sent. */
export type PushService = {
  readonly origin: string;
  /** A new subscription, as a browser writes it. */
  readonly subscribe: (applicationServerKey?: string) => string;
  readonly be: (mood: PushMood) => void;
  readonly taken: readonly Push[];
  /** What was wrong with requests; each was answered by 403. */
  readonly faults: readonly string[];
  /** Connections made to it so far, and requests that came over them. */
  readonly counts: { connections: number; requests: number };
  /** Bytes of a body without end that were asked for. */
  readonly poured: () => number;
  readonly cutConnections: () => void;
  readonly end: () => Promise<void>;
};

export type PushServiceOptions = {
  readonly certificate: Certificate;
  readonly speaks: 'h2' | 'h1' | 'both';
  readonly name?: string;
  /** How many requests it allows at once on a connection. */
  readonly streams?: number;
  /** Opens only one message of so many; all are checked otherwise. */
  readonly opensOneOf?: number;
};

type Asked = IncomingMessage | Http2ServerRequest;
type Answering = ServerResponse | Http2ServerResponse;
type Subscribed = { readonly secrets: SubscriptionSecrets; readonly key: string | undefined };

const SLOW_MS = 60_000;
const DRIP_MS = 100;

export async function startPushService(options: PushServiceOptions): Promise<PushService> {
  const { certificate, speaks, name = 'localhost', streams = 100, opensOneOf = 1 } = options;
  const subscribed = new Map<string, Subscribed>();
  const taken: Push[] = [];
  const faults: string[] = [];
  const counts = { connections: 0, requests: 0 };
  const sockets = new Set<Socket>();
  const tally = { poured: 0 };
  let mood: PushMood = 'well';
  let origin = '';

  const take = (asked: Asked, body: Buffer): string | undefined => {
    const { headers } = asked;
    const subscription = subscribed.get(asked.url ?? '');
    if (!subscription || asked.method !== 'POST') return 'no such subscription';
    const fault =
      vapidFault(headers.authorization ?? '', origin, subscription.key) ?? headerFault(headers, body.length);
    if (fault !== undefined || counts.requests % opensOneOf !== 0) return fault;
    try {
      const json = JSON.parse(openPush(body, subscription.secrets).toString()) as { readonly b: string };
      const senderKey = body.toString('hex', 21, 86);
      taken.push({ text: json.b, json, bytes: body.length, senderKey, headers });
      return undefined;
    } catch (error) {
      return `a body that does not open: ${String(error)}`;
    }
  };
  const onRequest = (asked: Asked, answer: Answering): void => {
    counts.requests++;
    asked.on('error', () => undefined);
    answer.on('error', () => undefined);
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => {
      const isTaken = mood === 'well' || mood === 'slow' || mood === 'slow-headers';
      const fault = isTaken ? take(asked, Buffer.concat(parts)) : undefined;
      if (fault !== undefined) faults.push(fault);
      respond(fault === undefined ? mood : { status: 403 }, asked, answer, tally);
    });
  };
  const keys = readCertificate(certificate);
  const server =
    speaks === 'h1'
      ? createServer(keys, onRequest)
      : createSecureServer(
          { ...keys, allowHTTP1: speaks === 'both', settings: { maxConcurrentStreams: streams } },
          onRequest,
        );
  server.on('secureConnection', (socket: Socket) => {
    counts.connections++;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('sessionError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `https://${name}:${(server.address() as AddressInfo).port}`;
  const cutConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    origin,
    subscribe: (key) => {
      const secrets = newSubscriptionSecrets();
      const path = `/push/${secrets.pair.getPublicKey('hex')}`;
      subscribed.set(path, { secrets, key });
      return addressOf(secrets, origin + path);
    },
    be: (next) => {
      mood = next;
    },
    taken,
    faults,
    counts,
    poured: () => tally.poured,
    cutConnections,
    end: async () => {
      const closed = once(server, 'close');
      server.close();
      cutConnections();
      await closed;
    },
  };
}

function headerFault(headers: IncomingMessage['headers'], bytes: number): string | undefined {
  if (headers['content-encoding'] !== 'aes128gcm') return 'another content coding';
  if (!/^\d+$/.test(String(headers['ttl']))) return 'no TTL';
  if (!/^[\w-]{1,32}$/.test(String(headers['topic'] ?? 'none'))) return 'a topic by no rule';
  if (headers['content-length'] !== String(bytes)) return 'another length than it says';
  return bytes <= 4_096 ? undefined : 'too many bytes';
}

type Tally = { poured: number };

function respond(mood: PushMood, asked: Asked, answer: Answering, tally: Tally): void {
  if (typeof mood === 'object') return say(answer, mood.status, mood.headers);
  switch (mood) {
    case 'well':
      return say(answer, 201, { location: '/message/1' });
    case 'too-many':
      return say(answer, 429, { 'retry-after': '7' });
    case 'ill':
      return say(answer, 503);
    case 'gone':
      return say(answer, 410);
    case 'refuses':
      return say(answer, 413);
    case 'slow':
      setTimeout(() => say(answer, 201), SLOW_MS).unref();
      return;
    case 'reset':
      return cut(asked);
    case 'endless':
      return pour(answer, tally);
    case 'dripping':
      return drip(answer);
    case 'header-bomb':
      return say(answer, 201, { 'x-much': 'x'.repeat(30_000) });
    case 'slow-headers':
      return dripHeaders(asked);
    default:
      return interrupt(mood, asked);
  }
}

/** Both forms of an answer take a status and headers, but not as one function. */
function head(answer: Answering, status: number, headers: Readonly<Record<string, string>> = {}): void {
  answer.statusCode = status;
  for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
}

function say(answer: Answering, status: number, headers?: Readonly<Record<string, string>>): void {
  head(answer, status, headers);
  answer.end(status < 300 ? '' : '{"error":"as it was told to"}');
}

function streamOf(asked: Asked): ServerHttp2Stream | undefined {
  return 'stream' in asked ? asked.stream : undefined;
}

function cut(asked: Asked): void {
  const stream = streamOf(asked);
  if (stream) stream.session?.destroy();
  else asked.socket.destroy();
}

function pour(answer: Answering, tally: Tally): void {
  head(answer, 201);
  const chunk = Buffer.alloc(256, 'x');
  const body: Writable = answer;
  const timer = setInterval(() => {
    body.write(chunk, () => {
      tally.poured += chunk.length;
    });
  }, 1);
  answer.on('close', () => clearInterval(timer));
}

function drip(answer: Answering): void {
  head(answer, 201);
  const body: Writable = answer;
  const timer = setInterval(() => body.write('x'), DRIP_MS);
  answer.on('close', () => clearInterval(timer));
}

/** In HTTP/2 headers come in one piece, or not at all. */
function dripHeaders(asked: Asked): void {
  if (streamOf(asked)) return;
  asked.socket.write('HTTP/1.1 201 Created\r\nx-slow: ');
  const timer = setInterval(() => asked.socket.write('x'), DRIP_MS);
  asked.socket.on('close', () => clearInterval(timer));
}

function interrupt(mood: 'refused-stream' | 'goaway-before' | 'goaway-after', asked: Asked): void {
  const stream = streamOf(asked);
  if (!stream) throw new Error(`${mood} is a mood of HTTP/2`);
  if (mood === 'refused-stream') return stream.close(constants.NGHTTP2_REFUSED_STREAM);
  const last = (stream.id ?? 0) - (mood === 'goaway-before' ? 2 : 0);
  const { session } = stream;
  session?.goaway(constants.NGHTTP2_NO_ERROR, last);
  setTimeout(() => session?.destroy(), DRIP_MS);
}
