import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { readCertificate } from './certificates.ts';
import type { Certificate } from './certificates.ts';
import { BOMB_BYTES, respond } from './push-moods.ts';
import type { Answering, Asked, PushMood } from './push-moods.ts';
import { addressOf, newSubscriptionSecrets, openPush, vapidFault } from './read-push.ts';
import type { SubscriptionSecrets } from './read-push.ts';

/** One message as it came, and as the browser that it was for reads it. */
export type Push = {
  readonly text: string;
  readonly json: unknown;
  readonly bytes: number;
  /** The public key it was sealed with, which no other message may have. */
  readonly senderKey: string;
  readonly headers: IncomingHttpHeaders;
};

/** A push service on loopback that looks closely at what it is sent. */
export type PushService = {
  readonly origin: string;
  readonly port: number;
  /** A new subscription, as a browser writes it. */
  readonly subscribe: (applicationServerKey?: string) => string;
  readonly be: (mood: PushMood) => void;
  readonly taken: readonly Push[];
  /** What was wrong with requests; each was answered by 403. */
  readonly faults: readonly string[];
  /** Connections made to it so far, requests that came over them, and the most that waited for an answer at once. */
  readonly counts: { connections: number; requests: number; mostAtOnce: number };
  /** Bytes of a body without end that were asked for. */
  readonly poured: () => number;
  readonly cutConnections: () => void;
  readonly end: () => Promise<void>;
};

export type PushServiceOptions = {
  readonly certificate: Certificate;
  readonly speaks: 'h2' | 'h1' | 'both';
  readonly name?: string;
  /** Where browsers were told it is, when a wire lies between. */
  readonly knownAs?: string;
  /** How many requests it allows at once on a connection. */
  readonly streams?: number;
  /** Opens only one message of so many; all are checked otherwise. */
  readonly opensOneOf?: number;
};

export async function startPushService(options: PushServiceOptions): Promise<PushService> {
  const { name = 'localhost', opensOneOf = 1 } = options;
  const faults: string[] = [];
  const counts = { connections: 0, requests: 0, mostAtOnce: 0 };
  const tally = { poured: 0 };
  let atOnce = 0;
  let mood: PushMood = 'well';
  let origin = '';
  const desk = subscriptions();

  const onRequest = (asked: Asked, answer: Answering): void => {
    counts.requests++;
    counts.mostAtOnce = Math.max(counts.mostAtOnce, ++atOnce);
    answer.on('close', () => atOnce--);
    asked.on('error', () => undefined);
    answer.on('error', () => undefined);
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => {
      const isTaken = mood === 'well' || mood === 'late' || mood === 'slow' || mood === 'slow-headers';
      const isOpened = counts.requests % opensOneOf === 0;
      const fault = isTaken ? desk.take(asked, Buffer.concat(parts), { origin, isOpened }) : undefined;
      if (fault !== undefined) faults.push(fault);
      respond(fault === undefined ? mood : { status: 403 }, asked, answer, tally);
    });
  };
  const listening = await listen(options, onRequest, () => counts.connections++);
  origin = options.knownAs ?? `https://${name}:${listening.port}`;
  return {
    ...listening,
    origin,
    subscribe: (key) => desk.subscribe(origin, key),
    be: (next) => {
      mood = next;
    },
    taken: desk.taken,
    faults,
    counts,
    poured: () => tally.poured,
  };
}

type Listening = Pick<PushService, 'port' | 'cutConnections' | 'end'>;

async function listen(
  { certificate, speaks, streams = 100 }: PushServiceOptions,
  onRequest: (asked: Asked, answer: Answering) => void,
  onConnection: () => void,
): Promise<Listening> {
  const keys = readCertificate(certificate);
  const settings = { maxConcurrentStreams: streams };
  const both = { allowHTTP1: speaks === 'both', maxSendHeaderBlockLength: 2 * BOMB_BYTES, settings };
  const server =
    speaks === 'h1' ? createServer(keys, onRequest) : createSecureServer({ ...keys, ...both }, onRequest);
  const sockets = new Set<Socket>();
  server.on('secureConnection', (socket: Socket) => {
    onConnection();
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('sessionError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cutConnections,
    end: async () => {
      const closed = once(server, 'close');
      server.close();
      cutConnections();
      await closed;
    },
  };
}

type Subscribed = { readonly secrets: SubscriptionSecrets; readonly key: string | undefined };
type Terms = { readonly origin: string; readonly isOpened: boolean };

type Subscriptions = Pick<PushService, 'taken'> & {
  readonly subscribe: (origin: string, applicationServerKey?: string) => string;
  /** Takes a message for one of them, or says what is wrong with it. */
  readonly take: (asked: Asked, body: Buffer, terms: Terms) => string | undefined;
};

function subscriptions(): Subscriptions {
  const subscribed = new Map<string, Subscribed>();
  const taken: Push[] = [];
  return {
    taken,
    subscribe: (origin, key) => {
      const secrets = newSubscriptionSecrets();
      const path = `/push/${secrets.pair.getPublicKey('hex')}`;
      subscribed.set(path, { secrets, key });
      return addressOf(secrets, origin + path);
    },
    take: ({ headers, url = '', method }, body, { origin, isOpened }) => {
      const subscription = subscribed.get(url);
      if (!subscription || method !== 'POST') return 'no such subscription';
      const { authorization = '' } = headers;
      const fault = vapidFault(authorization, origin, subscription.key) ?? headerFault(headers, body.length);
      if (fault !== undefined || !isOpened) return fault;
      try {
        const json = JSON.parse(openPush(body, subscription.secrets).toString()) as { readonly b: string };
        const senderKey = body.toString('hex', 21, 86);
        taken.push({ text: json.b, json, bytes: body.length, senderKey, headers });
        return undefined;
      } catch (error) {
        return `a body that does not open: ${String(error)}`;
      }
    },
  };
}

function headerFault(headers: IncomingHttpHeaders, bytes: number): string | undefined {
  if (headers['content-encoding'] !== 'aes128gcm') return 'another content coding';
  if (!/^\d+$/.test(String(headers['ttl']))) return 'no TTL';
  if (!/^[\w-]{1,32}$/.test(String(headers['topic'] ?? 'none'))) return 'a topic by no rule';
  if (headers['content-length'] !== String(bytes)) return 'another length than it says';
  return bytes <= 4_096 ? undefined : 'too many bytes';
}
