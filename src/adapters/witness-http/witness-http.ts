import { lookup as lookupBySystem } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { assert } from '../../base/assert.ts';
import { isPublicAddress } from '../../base/public-address.ts';
import type { Witness, WitnessAnswer } from '../../ports/witness.ts';

export type WitnessHttpConfig = {
  /** The submission prefix (C2SP tlog-witness), without a slash at its end. */
  readonly url: string;
  /** Lets it lead to this machine and its neighbours, as the operator said in so many words; else it leads to the open network. */
  readonly allowInside: boolean;
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string;
};

const DOWN: WitnessAnswer = { kind: 'down' };
/** Sixteen lines of signatures that no quantum computer forges; what says more is no witness. */
const ANSWER_CHARS_MAX = 131_072;
/** Every line of a signed note's signatures begins so (C2SP signed-note). */
const SIGNATURE_LINES = /^(?:\u2014 [^\n]+\n)+$/;
/** A decimal without leading zeroes, and a line feed. */
const SIZE_LINE = /^(0|[1-9]\d{0,15})\n$/;

/** Posts over a connection of its own. Follows nothing, reads so much at most, and throws for nothing that the other does. */
export function witnessHttp({ url: prefix, allowInside, ca }: WitnessHttpConfig): Witness {
  // What the platform would throw for a URL that is none shows the whole of it.
  const url = URL.parse(`${prefix}/add-checkpoint`);
  assert(url !== null, 'a witness has an address');
  const closing = new AbortController();
  const isTaken = url.protocol === 'https:' || (url.protocol === 'http:' && allowInside);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const mayGo = isTaken && (allowInside || isIP(host) === 0 || isPublicAddress(host));
  return {
    addCheckpoint: async (body, withinMs) => {
      if (!mayGo) return DOWN;
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(withinMs)]);
      const lookup = allowInside ? undefined : lookupOutside;
      return post(url, { body, ca, signal, ...(lookup && { lookup }) });
    },
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
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

type Letter = {
  readonly body: string;
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
  readonly lookup?: LookupFunction;
};

function post(url: URL, { body, ...options }: Letter): Promise<WitnessAnswer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const asked = request(url, { method: 'POST', agent: false, headers, ...options }, (answer) => {
      void wholeOf(answer).then((text) => {
        resolve(text === undefined ? DOWN : readAnswer(answer, text));
        asked.destroy();
      });
    });
    asked.on('error', () => undefined);
    asked.once('close', () => resolve(DOWN));
    asked.end(body);
  });
}

function readAnswer({ statusCode, headers }: IncomingMessage, body: string): WitnessAnswer {
  switch (statusCode) {
    case 200:
      return SIGNATURE_LINES.test(body) ? { kind: 'signed', lines: body } : DOWN;
    case 400:
      return { kind: 'faulty' };
    case 403:
      return { kind: 'refused' };
    case 404:
      return { kind: 'unknown' };
    case 409: {
      const isSize = headers['content-type'] === 'text/x.tlog.size';
      const size = isSize ? Number(SIZE_LINE.exec(body)?.[1] ?? Number.NaN) : Number.NaN;
      return { kind: 'conflict', ...(Number.isSafeInteger(size) && { size }) };
    }
    case 422:
      return { kind: 'unproven' };
    default:
      return DOWN;
  }
}

/** `undefined` for what is longer than an answer, cut off, or no text. */
async function wholeOf(answer: IncomingMessage): Promise<string | undefined> {
  let body = '';
  try {
    for await (const chunk of answer.setEncoding('utf8')) {
      body += String(chunk);
      if (body.length > ANSWER_CHARS_MAX) return undefined;
    }
  } catch {
    return undefined;
  }
  return body;
}
