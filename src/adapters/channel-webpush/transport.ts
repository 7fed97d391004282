import type { Ending } from './outcome.ts';

/** One POST to a push service. */
export type PushRequest = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** A way to one push service that is connected and can take some requests at once. */
export type Transport = {
  /** How many more it takes now. */
  readonly room: () => number;
  /** It takes no more; what is under way may still end well. */
  readonly hasEnded: () => boolean;
  /** Hands a request over and calls back once; what it gives back stops waiting, and looks whether anybody is there. */
  readonly start: (request: PushRequest, done: (ending: Ending) => void) => () => void;
};

export type TransportTerms = {
  readonly origin: string;
  /** There is room for one more, or it has ended. */
  readonly onChange: () => void;
  /** Everything is cut, whatever is under way. */
  readonly closing: AbortSignal;
};

/** More of an answer's body is not read: it is for people who debug. */
export const ANSWER_BYTES_MAX = 512;
/** And it is not waited for longer. */
export const ANSWER_BODY_MS = 2_000;
/** More of its headers is an attack; the services send below 2 KiB. */
export const ANSWER_HEADER_BYTES_MAX = 8_192;
