import { assert } from '../../base/assert.ts';
import type { BeatAnswer, Peer } from '../../ports/peer.ts';
import { post } from '../http-post/post.ts';
import type { Answer } from '../http-post/post.ts';
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
const ANSWER_BYTES_MAX = 256;

/** Another hub that is told over HTTP, over a connection of its own each time. */
export function peerHttp({ url: text, key, allowInside, ca }: PeerHttpConfig): Peer {
  // What the platform would throw for a URL that is none shows the whole of it.
  const url = URL.parse(text);
  assert(url !== null, 'a peer has an address');
  const id = url.pathname.split('/').at(-1) ?? '';
  const closing = new AbortController();
  const isTaken = url.protocol === 'https:' || (url.protocol === 'http:' && allowInside);
  return {
    beat: async (beat, withinMs) => {
      if (!isTaken) return SILENT;
      const body = JSON.stringify({
        word: beat.word,
        every: beat.everySeconds,
        proof: proofOf(beat, { id, key }),
      });
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(withinMs)]);
      const reaction = await post(url, {
        headers: { 'content-type': 'application/json' },
        body,
        bytesMax: ANSWER_BYTES_MAX,
        reach: { allowInside },
        ca,
        signal,
      });
      return reaction.kind === 'answer' ? readAnswer(reaction) : SILENT;
    },
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}

function readAnswer({ status, body, end }: Answer): BeatAnswer {
  if (status === 404) return { kind: 'refused' };
  // Cut off in the middle it is no answer.
  if ((status !== 200 && status !== 409) || end !== 'whole') return SILENT;
  const word = wordIn(body.toString());
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
