import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** One connection of RFC 6455, for short texts. */
export type WebSocketLine = { readonly say: (text: string) => void };
export type OnLine = (line: WebSocketLine) => {
  readonly hear: (text: string) => void;
  readonly end: () => void;
};

// RFC 6455, 1.3.
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const [TEXT, CLOSE, PING, PONG] = [0x1, 0x8, 0x9, 0xa];

/** Takes WebSocket connections on a server of HTTP. */
export function serveWebSockets(server: Server, onLine: OnLine): void {
  server.on('upgrade', (request, socket: Duplex) => {
    const key = `${request.headers['sec-websocket-key'] ?? ''}${MAGIC}`;
    const accept = createHash('sha1').update(key).digest('base64');
    const protocol = request.headers['sec-websocket-protocol'];
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n` +
        `${protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}\r\n`,
    );
    const line = onLine({ say: (text) => void socket.write(frameOf(TEXT, Buffer.from(text))) });
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let frame = frameIn(rest); frame !== undefined; frame = frameIn(rest)) {
        rest = rest.subarray(frame.bytes);
        if (frame.code === TEXT) line.hear(frame.body.toString('utf8'));
        if (frame.code === PING) socket.write(frameOf(PONG, frame.body));
        if (frame.code === CLOSE) socket.end(frameOf(CLOSE, frame.body));
      }
    });
    socket.on('error', () => undefined).on('end', () => socket.end());
    socket.on('close', () => line.end());
  });
}

/** RFC 6455, 5.2, from a server: whole and unmasked. */
function frameOf(code: number, body: Buffer): Buffer {
  const head =
    body.length < 126 ? Buffer.from([0x80 | code, body.length]) : Buffer.from([0x80 | code, 126, 0, 0]);
  if (body.length >= 126) head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

type Frame = { readonly code: number; readonly body: Buffer; readonly bytes: number };

/** From a client: masked; as long as its length fits in two octets. */
function frameIn(bytes: Buffer): Frame | undefined {
  if (bytes.length < 8) return undefined;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = short === 126 ? 4 : 2;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const end = start + 4 + length;
  if (bytes.length < end) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const body = Buffer.from(bytes.subarray(start + 4, end).map((byte, i) => byte ^ (mask[i % 4] ?? 0)));
  return { code: (bytes[0] ?? 0) & 0x0f, body, bytes: end };
}
