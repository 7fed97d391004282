import { createHmac, timingSafeEqual } from 'node:crypto';

/** A webhook as it came: the body's own bytes, and the headers `X-Timestamp` and `X-Signature`. */
export type SignedPost = {
  readonly body: Uint8Array;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
};

// A telephone's clock is off by minutes; what was listened to on the way is soon worth nothing.
const AGE_SECONDS_MAX = 300;

/**
 * Whether "SMS Gateway for Android" signed this post with its signing key, within five minutes of `nowMs`: the HMAC-SHA256 of
 * the body followed by the timestamp, in hex; the timestamp is in seconds
 * (https://docs.sms-gate.app/features/webhooks/#payload-signing).
 */
export function isSignedPost(
  { body, timestamp, signature }: SignedPost,
  key: string,
  nowMs: number,
): boolean {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (signature === undefined || !/^[\da-f]{64}$/i.test(signature)) return false;
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > AGE_SECONDS_MAX) return false;
  const made = createHmac('sha256', key).update(body).update(timestamp).digest();
  return timingSafeEqual(made, Buffer.from(signature, 'hex'));
}
