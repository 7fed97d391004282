import { request as requestHttp } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';

const BODY_CHARS_MAX = 4_096;

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
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
};

/** One request over a connection of its own. Follows nothing and throws for nothing that the other side does. */
export function post(url: URL, { headers, body, ca, signal }: Letter): Promise<Reaction> {
  const isSecure = url.protocol === 'https:';
  let hasLeft = false;
  let hasAnswer = false;
  return new Promise((resolve) => {
    const asked = (isSecure ? requestHttps : requestHttp)(
      url,
      {
        method: 'POST',
        agent: false,
        signal,
        ca,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        hasAnswer = true;
        void beginningOf(answer).then((start) => {
          const retryAfter = answer.headers['retry-after'];
          resolve({ kind: 'answer', status: answer.statusCode ?? 0, retryAfter, body: start });
          asked.destroy();
        });
      },
    );
    asked.once('socket', (socket) => {
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
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
