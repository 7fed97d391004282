import { isIP } from 'node:net';
import { assert } from '../../base/assert.ts';
import type { StampFailure, StampFault, Stamper, Stamping } from '../../ports/stamper.ts';
import type { Primitives } from '../../record/primitives.ts';
import { post } from '../http-post/post.ts';
import type { Answer, Reaction } from '../http-post/post.ts';
import { checkStamp } from './check-stamp.ts';
import { trustIn } from './given-certificates.ts';
import { NONCE_BYTES, writeQuery } from './query.ts';
import { REPLY_BYTES_MAX } from './reply.ts';

export type StampRfc3161Config = {
  /** Where the authority takes queries. Plain http is as good as https: what comes back is signed, and what goes is a hash. */
  readonly url: string;
  /** The certificates of the authority, in PEM, a root at least: it alone is trusted. */
  readonly certificates: string;
  /** The only policy to be stamped under, in dots. */
  readonly policy?: string;
  /** Lets it lead to this machine and its neighbours, as the operator said in so many words; else it leads to the open network. */
  readonly allowInside: boolean;
  /** Whether this machine is set to reach the network by a proxy. It is not gone around, and none is spoken to. */
  readonly isProxied?: boolean;
  readonly randomBytes: Primitives['randomBytes'];
};

/** RFC 3161, 3.4. */
const QUERY_TYPE = 'application/timestamp-query';
const REPLY_TYPE = 'application/timestamp-reply';

/** An authority that is asked over HTTP (RFC 3161, 3.4), over a connection of its own each time. */
export function stampRfc3161({ randomBytes, ...config }: StampRfc3161Config): Stamper {
  const url = URL.parse(config.url);
  assert(url !== null, 'an authority has an address');
  const trust = trustIn(config.certificates);
  assert(trust !== undefined, 'an authority has a root');
  const closing = new AbortController();
  const ask = async (sha256: Uint8Array, withinMs: number): Promise<Stamping> => {
    const { policy, allowInside } = config;
    if (config.isProxied === true) return failed({ kind: 'proxy' });
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return failed({ kind: 'inside' });
    const query = writeQuery({
      sha256,
      nonce: randomBytes(NONCE_BYTES),
      ...(policy !== undefined && { policy }),
    });
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(withinMs)]);
    const reaction = await post(url, {
      headers: { 'content-type': QUERY_TYPE, accept: REPLY_TYPE },
      body: query,
      bytesMax: REPLY_BYTES_MAX,
      reach: { allowInside },
      signal,
    });
    const reply = reaction.kind === 'answer' ? replyIn(reaction) : unreached(url, reaction.kind);
    if (!(reply instanceof Uint8Array)) return failed(reply);
    const checked = checkStamp({ reply, query, digest: sha256, ...trust });
    if (!checked.ok) return failed({ kind: 'fault', fault: checked.error });
    return { kind: 'stamped', query, reply, at: checked.value.genTime };
  };
  return {
    stamp: ask,
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}

function replyIn({ status, headers, body, end }: Answer): Uint8Array | StampFailure {
  if (status !== 200) return { kind: 'http', status };
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== REPLY_TYPE || end === 'longer') return { kind: 'no-reply' };
  return end === 'cut' ? { kind: 'unreached' } : Uint8Array.from(body);
}

/** A name that leads inside now may lead elsewhere in an hour, and is asked again; an address stays what it is. */
function unreached({ hostname }: URL, kind: Exclude<Reaction['kind'], 'answer'>): StampFailure {
  const isAddress = isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
  return { kind: kind === 'inside' && isAddress ? 'inside' : 'unreached' };
}

function failed(why: StampFailure): Stamping {
  return { kind: 'failed', why, retryable: isRetryable(why) };
}

/** Request timeout and too many requests (RFC 9110, 15.5.9; RFC 6585, 4); what stands from 500 on is the authority's own. */
const PASSING: ReadonlySet<number> = new Set([408, 429]);

function isRetryable(why: StampFailure): boolean {
  switch (why.kind) {
    // A network that wants to be logged in to answers in place of everybody, and is no reply.
    case 'unreached':
    case 'no-reply':
      return true;
    case 'http':
      return why.status >= 500 || PASSING.has(why.status);
    case 'fault':
      return isPassing(why.fault);
    case 'inside':
    case 'proxy':
      return false;
  }
}

/** Waiting (RFC 3161, 2.4.2), and what an authority says of its own clock and machine. */
const STATUS_WAITING = 3;
const PASSING_FAILURES: ReadonlySet<string> = new Set(['timeNotAvailable', 'systemFailure']);

function isPassing(fault: StampFault): boolean {
  if (fault.kind !== 'not-granted') return false;
  return fault.status === STATUS_WAITING || PASSING_FAILURES.has(fault.failure ?? '');
}
