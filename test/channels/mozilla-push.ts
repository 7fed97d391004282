import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Server } from 'node:https';
import { readCertificate } from '../sim/certificates.ts';
import type { Certificate } from '../sim/certificates.ts';
import { serveWebSockets } from './web-socket-server.ts';
import type { WebSocketLine } from './web-socket-server.ts';

export type MozillaPush = {
  /** For the browser: where it connects to. */
  readonly browserUrl: string;
  readonly isConnected: () => boolean;
  /** How many messages it was handed, and how many the browser says it gave to a page's worker. */
  readonly counts: () => { readonly taken: number; readonly shown: number };
  /** Messages that wait for the browser, one of a topic (RFC 8030, 5.4). */
  readonly waiting: () => number;
  /** What it did not expect, of whomever. */
  readonly faults: () => readonly string[];
  readonly end: () => Promise<void>;
};

type Waiting = { readonly channel: string; readonly topic: string; readonly text: string };

/**
 * As much of Mozilla's push service as one Firefox needs: a WebSocket for the browser (as its PushServiceWebSocket speaks
 * it) and RFC 8030 for whoever sends.
 */
export async function startMozillaPush(certificate: Certificate): Promise<MozillaPush> {
  const uaid = randomUUID().replaceAll('-', '');
  const channels = new Set<string>();
  const waiting = new Map<string, Waiting>();
  const faults: string[] = [];
  let line: WebSocketLine | undefined;
  let taken = 0;
  let shown = 0;

  const take: Take = (request, response, body) => {
    const channel = request.url?.replace('/push/', '') ?? '';
    const { ttl, topic, urgency, 'content-encoding': encoding } = request.headers;
    const isWell = channels.has(channel) && Number(ttl) > 0 && encoding === 'aes128gcm' && urgency === 'high';
    if (!isWell) faults.push(`POST ${JSON.stringify(request.headers)}`);
    if (!isWell) return void response.writeHead(400).end();
    taken += 1;
    const version = randomUUID();
    for (const [known, before] of waiting)
      if (before.channel === channel && before.topic === topic) waiting.delete(known);
    const headers = { encoding };
    const data = body.toString('base64url');
    const text = JSON.stringify({ messageType: 'notification', channelID: channel, version, data, headers });
    waiting.set(version, { channel, topic: String(topic), text });
    line?.say(text);
    response.writeHead(201, { location: `/message/${version}` }).end();
  };
  const sender = await listenForSenders(certificate, take);

  const hear = (own: WebSocketLine, said: Said): void => {
    const reply = (more: object): void =>
      own.say(JSON.stringify({ messageType: said.messageType, status: 200, ...more }));
    const { channelID: channel = '' } = said;
    if (said.messageType === 'hello') {
      reply({ uaid, use_webpush: true, broadcasts: {} });
      line = own;
      for (const { text } of waiting.values()) own.say(text);
    } else if (said.messageType === 'register') {
      channels.add(channel);
      reply({ channelID: channel, pushEndpoint: `https://localhost:${portOf(sender)}/push/${channel}` });
    } else if (said.messageType === 'ack') {
      for (const { version, code } of said.updates ?? []) {
        if (!waiting.delete(version) || code !== DELIVERED) faults.push(`ack ${code} of ${version}`);
        else shown += 1;
      }
    } else if (said.messageType === undefined) own.say('{}');
    else if (said.messageType !== 'broadcast_subscribe') faults.push(`the browser said ${said.messageType}`);
  };
  const front = createServer((_, response) => void response.writeHead(404).end());
  serveWebSockets(front, (own) => ({
    hear: (text) => hear(own, JSON.parse(text) as Said),
    end: () => {
      if (line === own) line = undefined;
    },
  }));
  await once(front.listen(0, '127.0.0.1'), 'listening');
  return {
    browserUrl: `ws://localhost:${portOf(front)}/`,
    isConnected: () => line !== undefined,
    counts: () => ({ taken, shown }),
    waiting: () => waiting.size,
    faults: () => [...faults],
    end: async () => {
      for (const server of [sender, front]) server.closeAllConnections();
      await Promise.all([sender, front].map((server) => once(server.close(), 'close')));
    },
  };
}

type Take = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

async function listenForSenders(certificate: Certificate, take: Take): Promise<Server> {
  const server = createHttpsServer(readCertificate(certificate), (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => take(request, response, Buffer.concat(parts)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

// What Firefox says when a worker got the message and did not fail.
const DELIVERED = 100;

type Said = {
  readonly messageType?: string;
  readonly channelID?: string;
  readonly updates?: readonly { readonly version: string; readonly code: number }[];
};

function portOf(server: { readonly address: () => unknown }): number {
  return (server.address() as { port: number }).port;
}
