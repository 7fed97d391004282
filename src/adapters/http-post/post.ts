import { request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { findOutside } from './outside.ts';
import type { Reach } from './outside.ts';

export type Answer = {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** So much of it as was to be read at most. */
  readonly body: Buffer;
  /** Whether `body` is all of it; what is longer or was cut off is not. */
  readonly end: 'whole' | 'longer' | 'cut';
};

/**
 * `inside`: it leads to this machine or its neighbours, and nothing was connected. `nobody`: nothing left this machine.
 * `silence`: the request was on its way, and nothing came back.
 */
export type Reaction = Answer | { readonly kind: 'inside' | 'nobody' | 'silence' };

export type Letter = {
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Uint8Array;
  /** How much of an answer's body is read. */
  readonly bytesMax: number;
  readonly reach: Reach;
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string | undefined;
  readonly signal: AbortSignal;
};

/**
 * One request over a connection of its own, to an address of http or https. Follows nothing and throws for nothing that the
 * other side does. `signal` ends it at any point; an answer whose body was still coming then is one that was cut off.
 */
export async function post(url: URL, { reach, ...letter }: Letter): Promise<Reaction> {
  const found = await findOutside(url.hostname, reach, letter.signal);
  if (found.kind === 'addresses') return send(url, letter, found.lookup);
  return { kind: found.kind === 'inside' ? 'inside' : 'nobody' };
}

function send(
  url: URL,
  { headers: given, body, bytesMax, ca, signal }: Omit<Letter, 'reach'>,
  lookup: LookupFunction,
): Promise<Reaction> {
  const isSecure = url.protocol === 'https:';
  const request = isSecure ? requestHttps : requestHttp;
  const headers = { ...given, 'content-length': Buffer.byteLength(body) };
  let hasLeft = false;
  let hasAnswer = false;
  return new Promise((resolve) => {
    const asked = request(url, { method: 'POST', agent: false, ca, lookup, signal, headers }, (answer) => {
      hasAnswer = true;
      void readAnswer(answer, bytesMax).then((read) => {
        resolve(read);
        asked.destroy();
      });
    });
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

async function readAnswer(answer: IncomingMessage, bytesMax: number): Promise<Answer> {
  const { statusCode: status = 0, headers } = answer;
  const chunks: Buffer[] = [];
  let length = 0;
  let end: Answer['end'] = 'whole';
  try {
    for await (const chunk of answer) {
      if (!(chunk instanceof Buffer)) continue;
      chunks.push(chunk);
      length += chunk.length;
      if (length <= bytesMax) continue;
      end = 'longer';
      break;
    }
  } catch {
    // What came before the line was cut is all there is; the status stands.
    end = 'cut';
  }
  return { kind: 'answer', status, headers, body: Buffer.concat(chunks).subarray(0, bytesMax), end };
}
