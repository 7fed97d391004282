import { lookup as lookupBySystem } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { assert } from '../../base/assert.ts';
import { isPublicAddress } from '../../base/public-address.ts';
import type { BeatAnswer, Peer } from '../../ports/peer.ts';
import { isWord, proofOf } from './beat-proof.ts';

export type PeerHttpConfig = {
  /** The whole address to post to; its last part says to the other hub who is meant. */
  readonly url: string;
  readonly key: Uint8Array;
  /** Lets it lead to this machine and its neighbours, as the operator said in so many words; else it leads to the open network. */
  readonly allowInside: boolean;
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string;
};

const SILENT: BeatAnswer = { kind: 'silent' };
/** A word and a brace; what says more is no hub. */
const ANSWER_CHARS_MAX = 256;

/** Posts a beat over a connection of its own. Follows nothing, reads a line at most, and throws for nothing that the other does. */
export function peerHttp({ url: text, key, allowInside, ca }: PeerHttpConfig): Peer {
  // What the platform would throw for a URL that is none shows the whole of it.
  const url = URL.parse(text);
  assert(url !== null, 'a peer has an address');
  const id = url.pathname.split('/').at(-1) ?? '';
  const closing = new AbortController();
  const isTaken = url.protocol === 'https:' || (url.protocol === 'http:' && allowInside);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const mayGo = isTaken && (allowInside || isIP(host) === 0 || isPublicAddress(host));
  return {
    beat: async (beat, withinMs) => {
      if (!mayGo) return SILENT;
      const body = JSON.stringify({
        word: beat.word,
        every: beat.everySeconds,
        proof: proofOf(beat, { id, key }),
      });
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

function post(url: URL, { body, ...options }: Letter): Promise<BeatAnswer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const asked = request(url, { method: 'POST', agent: false, headers, ...options }, (answer) => {
      void beginningOf(answer).then((start) => {
        resolve(readAnswer(answer.statusCode ?? 0, start));
        asked.destroy();
      });
    });
    asked.on('error', () => undefined);
    asked.once('close', () => resolve(SILENT));
    asked.end(body);
  });
}

function readAnswer(status: number, body: string): BeatAnswer {
  if (status === 404) return { kind: 'refused' };
  if (status !== 200 && status !== 409) return SILENT;
  const word = wordIn(body);
  return word === undefined ? SILENT : { kind: status === 200 ? 'heard' : 'asked', word };
}

function wordIn(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const word: unknown =
      typeof value === 'object' && value !== null ? Reflect.get(value, 'word') : undefined;
    return isWord(word) && word !== '' ? word : undefined;
  } catch {
    return undefined;
  }
}

async function beginningOf(answer: IncomingMessage): Promise<string> {
  let body = '';
  try {
    for await (const chunk of answer.setEncoding('utf8')) {
      body += String(chunk);
      // Cut off in the middle it is no answer.
      if (body.length > ANSWER_CHARS_MAX) return '';
    }
  } catch {
    return '';
  }
  return body;
}
