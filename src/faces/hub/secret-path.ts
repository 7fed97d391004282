import { timingSafeEqual } from 'node:crypto';
import { utf8Encode } from '../../base/bytes.ts';
import { rateLimit } from './rate-limit.ts';

// A mistyped link is tried a few times. A guess has one chance in 2^128; this bounds how many there are.
const WRONG_TRIES = { perSecond: 1, burst: 30 };
const WAIT_MS = 10_000;

/** After too many wrong tries none is looked at for a while. */
export function guessing(nowMs: () => number): { readonly now: () => boolean; readonly wrong: () => void } {
  const limit = rateLimit(WRONG_TRIES);
  let waitUntil = 0;
  return {
    now: () => nowMs() >= waitUntil,
    wrong: () => {
      if (!limit.allows('', nowMs())) waitUntil = nowMs() + WAIT_MS;
    },
  };
}

/** In a time that does not depend on how much of it is right. */
export function isSame(known: string, tried: string): boolean {
  const [a, b] = [utf8Encode(known), utf8Encode(tried)];
  return a.length === b.length && timingSafeEqual(a, b);
}
