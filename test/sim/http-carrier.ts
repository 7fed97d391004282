import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

export type HeardRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The same as it came. */
  readonly bytes: Uint8Array;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

/**
 * What it does with a request it has read. `hang` says nothing, `cut` cuts the connection; `raw` writes text as it is and
 * ends, `first` writes it and never ends, with `flood` again and again behind it.
 */
export type HttpAct =
  | HttpAnswer
  | 'hang'
  | 'cut'
  | { readonly raw: string }
  | { readonly first: string; readonly flood?: string };

export type HttpCarrier = {
  readonly port: number;
  readonly play: (act: (request: HeardRequest) => HttpAct) => void;
  /** All requests, and whether it said that it took them. */
  readonly requests: () => readonly (HeardRequest & { readonly isTaken: boolean })[];
  readonly connections: () => number;
  readonly end: () => Promise<void>;
};

/** A web server on a free port of this machine that does as it is told. */
export async function startHttpCarrier(identity?: {
  readonly cert: string;
  readonly key: string;
}): Promise<HttpCarrier> {
  let act: (request: HeardRequest) => HttpAct = () => ({ status: 200 });
  const requests: (HeardRequest & { readonly isTaken: boolean })[] = [];
  const sockets = new Set<Socket>();
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    void read(request).then((heard) => {
      const due = act(heard);
      requests.push({ ...heard, isTaken: typeof due === 'object' && 'status' in due && due.status < 300 });
      perform(due, request.socket, response);
    });
  };
  const server: Server = identity === undefined ? createServer(serve) : createTlsServer(identity, serve);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a port');
  return {
    port: address.port,
    play: (next) => {
      act = next;
    },
    requests: () => [...requests],
    connections: () => sockets.size,
    end: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function read(request: IncomingMessage): Promise<HeardRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body: bytes.toString('utf8'), bytes };
}

function perform(act: HttpAct, socket: Socket, response: ServerResponse): void {
  if (act === 'hang') return;
  // A TLS connection has no reset of its own.
  if (act === 'cut') return void (socket instanceof TLSSocket ? socket.destroy() : socket.resetAndDestroy());
  if ('raw' in act) socket.end(act.raw);
  else if ('first' in act) {
    socket.write(act.first);
    if (act.flood !== undefined) pour(socket, act.flood);
  } else response.writeHead(act.status, act.headers).end(act.body);
}

function pour(socket: Socket, text: string): void {
  if (socket.destroyed) return;
  if (socket.write(text)) setImmediate(() => pour(socket, text));
  else socket.once('drain', () => pour(socket, text));
}
