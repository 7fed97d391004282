import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Stream } from 'node:http2';
import type { Writable } from 'node:stream';
import type { Mood } from '../../src/ports/channel.contract.ts';

/** Beyond the moods of every carrier. A status is answered with these headers and a short body. */
export type PushMood =
  | Mood
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | 'late'
  | 'refused-stream'
  | 'goaway-before'
  | 'goaway-after'
  | 'endless'
  | 'dripping'
  | 'header-bomb'
  | 'slow-headers';

export type Asked = IncomingMessage | Http2ServerRequest;
export type Answering = ServerResponse | Http2ServerResponse;

/** Bytes of bodies without end that were asked for. */
export type Tally = { poured: number };

const SLOW_MS = 60_000;
const DRIP_MS = 100;
const LATE_MS = 50;
export const BOMB_BYTES = 500_000;

/** Answers as the mood is; some moods have no answer. */
export function respond(mood: PushMood, asked: Asked, answer: Answering, tally: Tally): void {
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
    case 'late':
      setTimeout(() => say(answer, 201), LATE_MS);
      return;
    case 'reset':
      return cut(asked);
    case 'endless':
      return pour(answer, tally);
    case 'dripping':
      return drip(answer);
    case 'header-bomb':
      return say(answer, 201, { 'x-much': 'x'.repeat(BOMB_BYTES) });
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
