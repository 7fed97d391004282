import { createHash } from 'node:crypto';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { assert } from '../../base/assert.ts';
import { instant } from '../../base/instant.ts';
import { parseRetryAfter } from '../../base/retry-after.ts';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';
import { gatewayOf } from './gateways.ts';
import type { Gateway, JsonGatewayConfig, Sms, SmsGateConfig } from './gateways.ts';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import { post } from '../http-post/post.ts';
import type { Answer } from '../http-post/post.ts';
import { isOneSmsPart } from '../../base/sms-part.ts';

export type SmsConfig = (SmsGateConfig | JsonGatewayConfig) & {
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string;
};

// An id, or a sentence on what is wrong.
const ANSWER_BYTES_MAX = 4_096;
const REACH = { allowInside: true } as const;

/**
 * SMS through a telephone or server of the operator that is spoken to over HTTP. It may stand anywhere the operator says,
 * inside or out; no subscriber has a say in that. Whatever is wrong with the settings is said here, not at the first alarm.
 */
export function channelSmsHttp(config: SmsConfig): Channel {
  const gateway = gatewayOf(config);
  checkGateway(gateway);
  const closing = new AbortController();
  return {
    name: 'sms',
    providerOf: () => gateway.url.origin,
    send: async (parcel: Parcel, withinMs: number): Promise<Outcome> => {
      const to = parsePhoneNumber(parcel.address);
      if (to === undefined) return { kind: 'refused', why: 'address' };
      const { text } = parcel.message;
      if (!isOneSmsPart(text)) return { kind: 'refused', why: 'message' };
      const sms = { id: smsIdOf(parcel.key), to, text, ttlSeconds: parcel.ttlSeconds };
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(withinMs)]);
      const reaction = await post(gateway.url, {
        headers: { ...gateway.headers, 'content-type': 'application/json' },
        body: JSON.stringify(gateway.write(sms)),
        bytesMax: ANSWER_BYTES_MAX,
        reach: REACH,
        ca: config.ca,
        signal,
      });
      if (reaction.kind === 'answer') return outcomeOf(reaction, gateway, sms);
      return reaction.kind === 'silence' ? { kind: 'unknown' } : { kind: 'deferred', scope: 'provider' };
    },
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}

// The values may be secrets, so that the message names none.
function checkGateway({ url, headers }: Gateway): void {
  assert(/^https?:$/.test(url.protocol), 'a gateway is spoken to over HTTP');
  assert(url.username === '' && url.password === '', 'a login does not stand in the address of a gateway');
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      assert(false, 'a header of a gateway has a name and a value of one line');
    }
  }
}

/** The same at each try, so that a gateway can tell a repeat; it gives nothing of the key away. */
function smsIdOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** A status that this gateway gives no meaning of its own is about the gateway, never about the number. */
function outcomeOf(answer: Answer, gateway: Gateway, sms: Sms): Outcome {
  const own = gateway.read(answer, sms);
  if (own !== undefined) return own;
  // A proxy that waited in vain for what it had passed on (RFC 9110, 15.6.5).
  if (answer.status === 504) return { kind: 'unknown' };
  const afterMs = parseRetryAfter(answer.headers['retry-after'] ?? '', instant(Date.now()));
  return { kind: 'deferred', scope: 'provider', ...(afterMs !== undefined && { afterMs }) };
}
