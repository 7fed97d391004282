import { assert } from '../../base/assert.ts';
import type { Witness, WitnessAnswer } from '../../ports/witness.ts';
import { post } from '../http-post/post.ts';
import type { Answer } from '../http-post/post.ts';

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
const ANSWER_BYTES_MAX = 131_072;
/** Every line of a signed note's signatures begins so (C2SP signed-note). */
const SIGNATURE_LINES = /^(?:\u2014 [^\n]+\n)+$/;
/** A decimal without leading zeroes, and a line feed. */
const SIZE_LINE = /^(0|[1-9]\d{0,15})\n$/;

/** A witness that is asked over HTTP, once, over a connection of its own. */
export function witnessHttp({ url: prefix, allowInside, ca }: WitnessHttpConfig): Witness {
  // What the platform would throw for a URL that is none shows the whole of it.
  const url = URL.parse(`${prefix}/add-checkpoint`);
  assert(url !== null, 'a witness has an address');
  const closing = new AbortController();
  const isTaken = url.protocol === 'https:' || (url.protocol === 'http:' && allowInside);
  return {
    addCheckpoint: async (body, withinMs) => {
      if (!isTaken) return DOWN;
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(withinMs)]);
      const reaction = await post(url, {
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body,
        bytesMax: ANSWER_BYTES_MAX,
        reach: { allowInside },
        ca,
        signal,
      });
      return reaction.kind === 'answer' && reaction.end === 'whole' ? readAnswer(reaction) : DOWN;
    },
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}

function readAnswer({ status, headers, body: bytes }: Answer): WitnessAnswer {
  const body = bytes.toString();
  switch (status) {
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
