import type { Instant } from '../../base/instant.ts';
import { parseRetryAfter } from '../../base/retry-after.ts';
import type { Outcome } from '../../ports/channel.ts';

/** What a push service said, as far as it matters. */
export type Answer = {
  readonly status: number;
  readonly retryAfter?: string | undefined;
};

/** How one exchange with a push service ended. */
export type Ending =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** It surely did not take it over: no connection, or a stream that it says it did not look at. */
  | { readonly kind: 'not-taken' }
  /** It left and no answer came. */
  | { readonly kind: 'unanswered' }
  /** The name led to an address inside. */
  | { readonly kind: 'inside' };

export function outcomeOf(ending: Ending, now: Instant): Outcome {
  switch (ending.kind) {
    case 'answered':
      return outcomeOfAnswer(ending.answer, now);
    case 'not-taken':
      return { kind: 'deferred', scope: 'provider' };
    case 'unanswered':
      return { kind: 'unknown' };
    case 'inside':
      return { kind: 'refused', why: 'inside' };
  }
}

/**
 * RFC 8030 sections 5 and 8.4. Gone is what a service calls so, by 404 and 410, and nothing else. What it blames on our
 * signature (401, 403) comes from a clock that is off, a fault of theirs, or a browser that subscribed for another key:
 * two of three pass, so it is tried again, for this address alone.
 */
function outcomeOfAnswer({ status, retryAfter = '' }: Answer, now: Instant): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  const afterMs = parseRetryAfter(retryAfter, now);
  const wait = afterMs === undefined ? {} : { afterMs };
  // Too many, or the service as a whole is ill or not there behind its gateway.
  if (status === 429 || (status >= 502 && status <= 504))
    return { kind: 'deferred', scope: 'provider', ...wait };
  // 3xx: nothing is followed. 408, 421, 425: RFC 9110 and 8470 ask for the same again. 5xx: a fault with this request.
  const passes = status < 400 || status >= 500 || [401, 403, 408, 421, 425].includes(status);
  return passes ? { kind: 'deferred', scope: 'address', ...wait } : { kind: 'refused', why: 'message' };
}
