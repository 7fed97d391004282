import { lookup as lookupBySystem } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../../base/public-address.ts';
import { REPLY_BYTES_MAX } from './reply.ts';

/** RFC 3161, 3.4. */
const QUERY_TYPE = 'application/timestamp-query';
const REPLY_TYPE = 'application/timestamp-reply';

type Answer =
  | { readonly kind: 'reply'; readonly reply: Uint8Array }
  | { readonly kind: 'unreached' | 'no-reply' }
  | { readonly kind: 'http'; readonly status: number };

type Letter = { readonly query: Uint8Array; readonly signal: AbortSignal; readonly allowInside: boolean };

/** Whether an address may be asked at all; what a name leads to is looked at when it is. */
export function mayLeadThere(url: URL, allowInside: boolean): boolean {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return allowInside || isIP(host) === 0 || isPublicAddress(host);
}

/** Posts a query over a connection of its own. Follows nothing and throws for nothing that the other side does. */
export function post(url: URL, { query, signal, allowInside }: Letter): Promise<Answer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const headers = { 'content-type': QUERY_TYPE, accept: REPLY_TYPE, 'content-length': query.length };
  const lookup = allowInside ? {} : { lookup: lookupOutside };
  let hasAnswer = false;
  return new Promise((resolve) => {
    const asked = request(url, { method: 'POST', agent: false, headers, signal, ...lookup }, (answer) => {
      hasAnswer = true;
      void readAnswer(answer).then((read) => {
        resolve(read);
        asked.destroy();
      });
    });
    asked.on('error', () => undefined);
    asked.once('close', () => {
      if (!hasAnswer) resolve({ kind: 'unreached' });
    });
    asked.end(query);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = answer;
  if (status !== 200) return { kind: 'http', status };
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== REPLY_TYPE) return { kind: 'no-reply' };
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of answer) {
      if (!(chunk instanceof Buffer)) continue;
      chunks.push(chunk);
      length += chunk.length;
      if (length > REPLY_BYTES_MAX) return { kind: 'no-reply' };
    }
  } catch {
    return { kind: 'unreached' };
  }
  return { kind: 'reply', reply: Uint8Array.from(Buffer.concat(chunks)) };
}

/** What a name leads to is looked at, and that is what is connected to. */
const lookupOutside: LookupFunction = (hostname, { all: wantsAll }, answer) => {
  lookupBySystem(hostname, { all: true }, (error, found) => {
    const addresses = (found ?? []).filter(({ address }) => isPublicAddress(address));
    const [first] = addresses;
    if (error !== null || first === undefined) answer(error ?? new Error('leads inside'), []);
    else if (wantsAll === true) answer(null, addresses);
    else answer(null, first.address, first.family);
  });
};
