import { assert } from '../../base/assert.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Outcome } from '../../ports/channel.ts';
import type { Answer } from '../http-post/post.ts';

export type Login = { readonly user: string; readonly password: string };

/** "SMS Gateway for Android" (sms-gate.app), on the telephone itself or through the operator's own server. */
export type SmsGateConfig = {
  readonly kind: 'sms-gate';
  /** `http://TELEPHONE:8080`, or `https://SERVER/3rdparty/v1`. */
  readonly url: string;
  readonly login: Login;
  /** Which SIM card sends, counted from 1; without it the telephone chooses. */
  readonly simNumber?: number;
};

/** Any gateway that takes one message as a flat JSON object. */
export type JsonGatewayConfig = {
  readonly kind: 'json';
  /** The whole address to post to. */
  readonly url: string;
  readonly login?: Login;
  /** Such as an API key in a header of its own. */
  readonly headers?: { readonly [name: string]: string };
  /** How this gateway calls what it is given; what has no name is not given. */
  readonly fields: {
    readonly to: string;
    readonly text: string;
    /** Named only where the gateway answers 409 to an id it had before. */
    readonly id?: string;
    readonly ttlSeconds?: string;
  };
  /** Whether the number stands in a list. */
  readonly isToList?: boolean;
  /** What else stands in each message. */
  readonly fixed?: { readonly [name: string]: string | number | boolean };
};

export type Sms = {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly ttlSeconds: number;
};

/** How to speak to one kind of gateway. */
export type Gateway = {
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly write: (sms: Sms) => Json;
  /** What this answer means here and nowhere else. */
  readonly read: (answer: Answer, sms: Sms) => Outcome | undefined;
};

const ACCEPTED: Outcome = { kind: 'accepted' };

export function gatewayOf(config: SmsGateConfig | JsonGatewayConfig): Gateway {
  return config.kind === 'sms-gate' ? smsGate(config) : jsonGateway(config);
}

/**
 * Local and private server mode have the same API: https://docs.sms-gate.app/features/sending-messages/ (`id` has at most
 * 36 characters; 202 answers with the id; 409 is an id it had before). Its 400 is often about the telephone behind it, not
 * about ours: only what names the number is of the address.
 */
function smsGate({ url, login, simNumber }: SmsGateConfig): Gateway {
  return {
    url: urlOf(`${url.replace(/\/+$/, '')}/messages`),
    headers: basic(login),
    write: ({ id, to, text, ttlSeconds }) => ({
      id,
      textMessage: { text },
      phoneNumbers: [to],
      ttl: ttlSeconds,
      withDeliveryReport: false,
      ...(simNumber !== undefined && { simNumber }),
    }),
    read: ({ status, body }, { id }) => {
      const said = body.toString();
      if (isGood(status)) return idIn(said) === id ? ACCEPTED : { kind: 'unknown' };
      if (status === 409) return ACCEPTED;
      const isOfNumber = status === 400 && /phone number/i.test(said);
      return isOfNumber ? { kind: 'refused', why: 'address' } : undefined;
    },
  };
}

function jsonGateway({ url, login, headers, fields, isToList, fixed }: JsonGatewayConfig): Gateway {
  return {
    url: urlOf(url),
    headers: { ...(login !== undefined && basic(login)), ...headers },
    write: ({ id, to, text, ttlSeconds }) => ({
      ...fixed,
      [fields.to]: isToList === true ? [to] : to,
      [fields.text]: text,
      ...(fields.id !== undefined && { [fields.id]: id }),
      ...(fields.ttlSeconds !== undefined && { [fields.ttlSeconds]: ttlSeconds }),
    }),
    read: ({ status }) => {
      if (isGood(status) || (status === 409 && fields.id !== undefined)) return ACCEPTED;
      // Number or text, it does not say which: the address is not given up for it.
      const isOfMessage = status === 400 || status === 413 || status === 422;
      return isOfMessage ? { kind: 'refused', why: 'message' } : undefined;
    },
  };
}

/** What the platform would throw for a URL that is none shows the whole of it, and it may hold a secret. */
function urlOf(text: string): URL {
  const url = URL.parse(text);
  assert(url !== null, 'a gateway has an address');
  return url;
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function idIn(body: string): Json | undefined {
  const value = parseJson(body);
  return isJsonObject(value) ? value['id'] : undefined;
}

function basic({ user, password }: Login): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
