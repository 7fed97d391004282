import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import { parseRetryAfter } from '../../base/retry-after.ts';
import type { Outcome } from '../../ports/channel.ts';
import type { Answer } from '../http-post/post.ts';

/**
 * ntfy's own numbers for what went wrong (server/errors.go): the status and two digits. A proxy before it answers with the
 * same statuses and means the server by them, so that only these numbers speak of a topic. None of them says that a topic
 * is no more: a topic is there as soon as somebody writes to it.
 */
const OF_TOPIC = [
  40_009, // no topic has such a name
  40_010, // a page of the server has it
  40_101, // only who logs in may write
  40_301, // not even they
];
// A UnifiedPush topic whose telephone has not been seen for a while.
const NOBODY_LISTENS = 50_701;

/** What an ntfy server made of a message to this topic. `now` is when it answered. */
export function outcomeOf({ status, headers, body }: Answer, topic: string, now: Instant): Outcome {
  const said = parseJson(body.toString());
  if (status >= 200 && status < 300) {
    // Any web server may answer 200; ntfy tells the message again.
    const isNtfy = field(said, 'event') === 'message' && field(said, 'topic') === topic;
    return { kind: isNtfy ? 'accepted' : 'unknown' };
  }
  const code = field(said, 'code');
  if (typeof code === 'number' && Math.floor(code / 100) === status) {
    if (OF_TOPIC.includes(code)) return { kind: 'refused', why: 'address' };
    if (status === 400 || status === 413) return { kind: 'refused', why: 'message' };
    if (code === NOBODY_LISTENS) return { kind: 'deferred', scope: 'address' };
  }
  // A proxy that waited in vain for what it had passed on (RFC 9110, 15.6.5).
  if (status === 504) return { kind: 'unknown' };
  const afterMs = parseRetryAfter(headers['retry-after'] ?? '', now);
  return { kind: 'deferred', scope: 'provider', ...(afterMs !== undefined && { afterMs }) };
}

function field(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}
