import { base64UrlToBytes } from '../../base/bytes.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseMailboxForm } from '../../base/mailbox.ts';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import type { ChannelName } from './channels.ts';

/** The roads for which a person gives an address of their own; a task goes to no address. */
export const ADDRESSED = ['push', 'sms', 'call', 'email'] as const;
export type Addressed = Extract<ChannelName, (typeof ADDRESSED)[number]>;

// What a browser gives for a subscription is 300 to 900 characters.
const ADDRESS_CHARS_MAX = 4_096;
const ENDPOINT_CHARS_MAX = 2_048;
const TOPIC_CHARS_MAX = 340;
/** RFC 8291, section 3.2: a point on P-256, uncompressed, and 16 random bytes. */
const POINT_BYTES = 65;
const UNCOMPRESSED = 4;
const AUTH_BYTES = 16;
/** A plain address of the web: a name or a bracketed IP address, perhaps a port, and a path that needs no escaping. */
const HTTPS = /^https:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?(\/[\x21-\x7e]*)$/;
// As ntfy has it: `topicRegex` in its server/server.go.
const TOPIC_PATH = /^\/[-_A-Za-z0-9]{1,64}$/;
const HTTPS_PORT = '443';
// Below it lie the services of a machine: mail, shells, files.
const FREE_PORT_MIN = 1_024;
const PORT_MAX = 65_535;

/**
 * An address as its road writes it, from one as a person or a browser gives it: a number of E.164, one mailbox, a Web Push
 * subscription as JSON, or an ntfy topic as `https://ntfy.example/topic`. `undefined` for everything else. Looks at the form
 * only: a road may refuse more, and its owner shows by a code that it is theirs.
 */
export function parseAddress(channel: Addressed, text: string): string | undefined {
  if (text.length > ADDRESS_CHARS_MAX) return undefined;
  const trimmed = text.trim();
  switch (channel) {
    case 'sms':
    case 'call':
      return parsePhoneNumber(trimmed);
    case 'email':
      return parseMailboxForm(trimmed) && trimmed;
    case 'push':
      return trimmed.startsWith('{') ? subscriptionIn(trimmed) : topicIn(trimmed);
  }
}

/**
 * An address so that its owner knows it again and whoever looks over a shoulder does not: the ends of a number, the first
 * letters of a mailbox, the server of a push service.
 */
export function maskAddress(channel: Addressed, address: string): string {
  switch (channel) {
    case 'sms':
    case 'call':
      return `${address.slice(0, 2)} *** ** ${address.slice(-2)}`;
    case 'email': {
      const { local = '', domain = '' } = parseMailboxForm(address) ?? {};
      return `${local.slice(0, 1)}***@${domain.slice(0, 1)}***${domain.slice(domain.lastIndexOf('.'))}`;
    }
    case 'push':
      return hostOf(endpointIn(parseJson(address)) ?? address);
  }
}

/** The three members that a message needs, in one order; others are dropped. */
function subscriptionIn(text: string): string | undefined {
  const json = parseJson(text);
  const endpoint = endpointIn(json);
  const keys = isJsonObject(json) ? json['keys'] : undefined;
  if (endpoint === undefined || !isJsonObject(keys)) return undefined;
  const { p256dh, auth } = keys;
  const isWhole =
    bytesIn(p256dh, POINT_BYTES)?.[0] === UNCOMPRESSED && bytesIn(auth, AUTH_BYTES) !== undefined;
  return isWhole ? JSON.stringify({ endpoint, keys: { p256dh, auth } }) : undefined;
}

function endpointIn(json: Json | undefined): string | undefined {
  const endpoint = isJsonObject(json) ? json['endpoint'] : undefined;
  if (typeof endpoint !== 'string' || endpoint.length > ENDPOINT_CHARS_MAX) return undefined;
  return pathOf(endpoint) === undefined ? undefined : endpoint;
}

function topicIn(text: string): string | undefined {
  const path = text.length > TOPIC_CHARS_MAX ? undefined : pathOf(text);
  return path !== undefined && TOPIC_PATH.test(path) ? text : undefined;
}

function pathOf(text: string): string | undefined {
  const [, , port = HTTPS_PORT, path] = HTTPS.exec(text) ?? [];
  const isPort = port === HTTPS_PORT || (Number(port) >= FREE_PORT_MIN && Number(port) <= PORT_MAX);
  return isPort && path !== undefined && !/[#\\]/.test(path) ? path : undefined;
}

function hostOf(text: string): string {
  return HTTPS.exec(text)?.[1] ?? '';
}

function bytesIn(text: Json | undefined, length: number): Uint8Array | undefined {
  const bytes = typeof text === 'string' && text.length <= 2 * length ? base64UrlToBytes(text) : undefined;
  return bytes?.length === length ? bytes : undefined;
}
