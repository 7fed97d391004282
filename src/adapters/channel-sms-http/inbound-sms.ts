import { createHash } from 'node:crypto';
import { utf8Decode } from '../../base/bytes.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { INSTANT_MS_MAX } from '../../base/instant.ts';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import type { InboundSms } from '../../ports/channel.ts';

const BODY_BYTES_MAX = 16_384;
const SENDER_CHARS_MAX = 32;
// Ten parts of 153 characters; nobody answers an alarm with more.
const TEXT_CHARS_MAX = 1_530;
// With its offset: a time of some zone is no moment.
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Reads what "SMS Gateway for Android" posts to a webhook for `sms:received` (`sender`, before 2026 `phoneNumber`);
 * `undefined` for other events and for whatever is not as it should be. Its own ids are of no use here: the event's is new
 * each time it tells of one SMS, and the message's may be the same for two.
 */
export function parseInbound(body: Uint8Array): InboundSms | undefined {
  const decoded = body.length > BODY_BYTES_MAX ? undefined : utf8Decode(body);
  const event = decoded === undefined ? undefined : parseJson(decoded);
  if (!isJsonObject(event) || event['event'] !== 'sms:received') return undefined;
  const payload = event['payload'];
  if (!isJsonObject(payload)) return undefined;
  const { message: text, receivedAt: moment } = payload;
  const sender = payload['sender'] ?? payload['phoneNumber'];
  if (typeof sender !== 'string' || typeof text !== 'string' || typeof moment !== 'string') return undefined;
  const receivedMs = MOMENT.test(moment) ? Date.parse(moment) : Number.NaN;
  const isSender = /^[^\p{Cc}\p{Cs}]+$/u.test(sender) && sender.length <= SENDER_CHARS_MAX;
  const isText = text.length <= TEXT_CHARS_MAX && text.isWellFormed();
  if (!isSender || !isText || !(receivedMs <= INSTANT_MS_MAX)) return undefined;
  const from = parsePhoneNumber(sender) ?? sender;
  const told = JSON.stringify([from, receivedMs, text]);
  const id = createHash('sha256').update(told).digest('hex').slice(0, 32);
  return { id, from, text };
}
