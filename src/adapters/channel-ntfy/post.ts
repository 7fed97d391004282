import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';

const BODY_CHARS_MAX = 16_384;

export type Answer = {
  readonly kind: 'answer';
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Its beginning. */
  readonly body: string;
};
/** `nobody`: nothing left this machine. `silence`: the request was on its way, and nothing came back. */
export type Reaction = Answer | { readonly kind: 'nobody' } | { readonly kind: 'silence' };

type Letter = {
  readonly body: string;
  readonly ca: string | undefined;
  readonly lookup: LookupFunction;
  readonly signal: AbortSignal;
};

/** One request over a connection of its own. Follows nothing and throws for nothing that the other side does. */
export function post(url: URL, { body, ca, lookup, signal }: Letter): Promise<Reaction> {
  let hasLeft = false;
  let hasAnswer = false;
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asked = request(url, { method: 'POST', agent: false, ca, lookup, signal, headers }, (answer) => {
      hasAnswer = true;
      void beginningOf(answer).then((start) => {
        const retryAfter = answer.headers['retry-after'];
        resolve({ kind: 'answer', status: answer.statusCode ?? 0, retryAfter, body: start });
        asked.destroy();
      });
    });
    asked.once('socket', (socket) => {
      socket.once('secureConnect', () => {
        hasLeft = true;
      });
    });
    asked.on('error', () => undefined);
    asked.once('close', () => {
      if (!hasAnswer) resolve({ kind: hasLeft ? 'silence' : 'nobody' });
    });
    asked.end(body);
  });
}

async function beginningOf(answer: IncomingMessage): Promise<string> {
  let body = '';
  try {
    for await (const chunk of answer.setEncoding('utf8')) {
      body += String(chunk);
      if (body.length >= BODY_CHARS_MAX) break;
    }
  } catch {
    // What came before the line was cut is all there is; the status stands.
  }
  return body.slice(0, BODY_CHARS_MAX);
}
