import type { Outcome } from '../../ports/channel.ts';

/** What a push service said, as far as it matters. */
export type Answer = {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  /** By its own clock, which its `retryAfter` may be measured by. */
  readonly date?: string | undefined;
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

// Longer than any message is worth something; what is said beyond is a mistake or a trick.
const RETRY_AFTER_MS_MAX = 24 * 3_600_000;
const SECOND_MS = 1_000;

export function outcomeOf(ending: Ending, nowMs: number): Outcome {
  switch (ending.kind) {
    case 'answered':
      return outcomeOfAnswer(ending.answer, nowMs);
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
function outcomeOfAnswer(answer: Answer, nowMs: number): Outcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  const afterMs = retryAfterMs(answer, nowMs);
  const wait = afterMs === undefined ? {} : { afterMs };
  // Too many, or the service as a whole is ill or not there behind its gateway.
  if (status === 429 || (status >= 502 && status <= 504))
    return { kind: 'deferred', scope: 'provider', ...wait };
  // 3xx: nothing is followed. 408, 421, 425: RFC 9110 and 8470 ask for the same again. 5xx: a fault with this request.
  const passes = status < 400 || status >= 500 || [401, 403, 408, 421, 425].includes(status);
  return passes ? { kind: 'deferred', scope: 'address', ...wait } : { kind: 'refused', why: 'message' };
}

/** `Retry-After` in either form of RFC 9110 section 10.2.3; `undefined` when it is not there or makes no sense. */
function retryAfterMs({ retryAfter, date }: Answer, nowMs: number): number | undefined {
  const text = retryAfter?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * SECOND_MS, RETRY_AFTER_MS_MAX);
  const until = momentOf(text);
  if (until === undefined) return undefined;
  return Math.min(Math.max(0, until - (momentOf(date ?? '') ?? nowMs)), RETRY_AFTER_MS_MAX);
}

/** The one form of a date that is still sent (RFC 9110 section 5.6.7). */
function momentOf(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}
