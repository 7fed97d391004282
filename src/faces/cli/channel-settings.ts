import type { EmailConfig } from '../../adapters/channel-email/channel-email.ts';
import type { GammuConfig } from '../../adapters/channel-sms-gammu/channel-sms-gammu.ts';
import type { SmsConfig } from '../../adapters/channel-sms-http/channel-sms-http.ts';
import type { SmppConfig } from '../../adapters/channel-sms-smpp/channel-sms-smpp.ts';
import type { VapidIdentity } from '../../adapters/channel-webpush/vapid.ts';
import type { Pace } from '../../acts/alarm/allowance.ts';
import type { ChannelName } from '../../acts/alarm/channels.ts';
import { base64UrlToBytes, utf8Decode } from '../../base/bytes.ts';
import { parseJson } from '../../base/canonical-json.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { fieldsOf } from '../../record/kinds/fields.ts';
import type { FieldFault, Fields, Form } from '../../record/kinds/fields.ts';
import { isPlainObject } from '../../record/subset.ts';
import type { PlainObject } from '../../record/subset.ts';
import {
  ASCII,
  CONTACT,
  FIELD_NAME,
  FOLDER,
  HEADER_NAME,
  HEADER_VALUE,
  HOST,
  HTTP_URL,
  LINE,
  MAILBOX,
  PEM,
  SENDER,
} from './channel-forms.ts';

/** By which roads a hub's messages leave, one of a kind; as they are kept in the sealed setting of that name. */
export type ChannelSettings = {
  readonly email?: Kept<EmailConfig>;
  readonly sms?: Kept<SmsRoad>;
  readonly push?: Kept<{ readonly vapid: VapidIdentity; readonly ca?: string }>;
  readonly ntfy?: Kept<{ readonly ca?: string }>;
};
/** Through a telephone's gateway, a carrier's line, or a modem of one's own. */
export type SmsRoad =
  | SmsConfig
  | ({ readonly kind: 'smpp' } & SmppConfig)
  | ({ readonly kind: 'gammu' } & GammuConfig);
export type Kept<C> = { readonly config: C; readonly pace: Pace };

export const CHANNELS_SETTING = 'channels';

// A hub has a handful; each may bring the certificate of an authority of its own.
const BYTES_MAX = 262_144;
const PER_MINUTE_MAX = 60_000;
const BURST_MAX = 10_000;
const LISTED_MAX = 20;
const SIMS_MAX = 8;
const PORT_MAX = 65_535;
const SECURITIES = ['tls', 'starttls', 'plain'] as const;
const VAPID_KEY_BYTES = 32;
const VAPID_KEY: Form<Uint8Array> = {
  what: 'a key of 32 bytes in base64url',
  placeholder: new Uint8Array(VAPID_KEY_BYTES),
  parse: (text) => {
    const key = typeof text === 'string' && text.length < 64 ? base64UrlToBytes(text) : undefined;
    return key?.length === VAPID_KEY_BYTES ? key : undefined;
  },
};
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/** By which roads people can be told; a browser's notices and a topic are one. */
export function roadNames({ email, sms, push, ntfy }: ChannelSettings): readonly ChannelName[] {
  return [
    ...((push ?? ntfy) ? (['push'] as const) : []),
    ...(sms ? (['sms'] as const) : []),
    ...(email ? (['email'] as const) : []),
  ];
}

/** Reads the settings as they are kept, or says all that is wrong in them. No value stands in what it says: it may be a secret. */
export function parseChannels(kept: Uint8Array | undefined): Result<ChannelSettings, readonly FieldFault[]> {
  const object = keptChannels(kept);
  if (object === undefined) return err([{ field: '', why: 'is not what this version keeps' }]);
  const f = fieldsOf(object);
  const email = f.has('email') ? f.object('email', readEmail) : undefined;
  const sms = f.has('sms') ? f.object('sms', readSms) : undefined;
  const push = f.has('push') ? f.object('push', readPush) : undefined;
  const ntfy = f.has('ntfy')
    ? f.object('ntfy', (n) => ({ config: readCa(n), pace: readPace(n) }))
    : undefined;
  const faults = f.faults();
  return faults.length > 0
    ? err(faults)
    : ok({ ...(email && { email }), ...(sms && { sms }), ...(push && { push }), ...(ntfy && { ntfy }) });
}

/** The same before its fields are looked at, to change one of them; `undefined` for what is no object of ours. */
export function keptChannels(kept: Uint8Array | undefined): PlainObject | undefined {
  if (kept === undefined) return {};
  const value = kept.length > BYTES_MAX ? undefined : parseJson(utf8Decode(kept) ?? '');
  return isPlainObject(value) ? value : undefined;
}

function readEmail(f: Fields): Kept<EmailConfig> {
  const host = f.inForm('host', HOST);
  const security = f.oneOf('security', SECURITIES);
  if (security === 'plain' && !LOOPBACK.test(host))
    f.refuse('security', 'is "plain" for a mail server on this machine only');
  const config: EmailConfig = {
    host,
    port: f.whole('port', 1, PORT_MAX),
    security,
    from: f.inForm('from', MAILBOX),
    ...readLogin(f),
    ...readCa(f),
  };
  return { config, pace: readPace(f) };
}

function readSms(f: Fields): Kept<SmsRoad> {
  return { config: readSmsRoad(f), pace: readPace(f) };
}

function readSmsRoad(f: Fields): SmsRoad {
  switch (f.oneOf('kind', ['sms-gate', 'json', 'smpp', 'gammu'])) {
    case 'sms-gate':
      return { ...readSmsGate(f), ...readCa(f) };
    case 'json':
      return { ...readJsonGateway(f), ...readCa(f) };
    case 'smpp':
      return { ...readSmpp(f), ...readCa(f) };
    case 'gammu':
      return { kind: 'gammu', folder: f.inForm('folder', FOLDER) };
  }
}

function readSmpp(f: Fields): { readonly kind: 'smpp' } & SmppConfig {
  return {
    kind: 'smpp',
    host: f.inForm('host', HOST),
    port: f.whole('port', 1, PORT_MAX),
    security: f.oneOf('security', ['tls', 'plain']),
    login: { user: f.inForm('user', ASCII), password: f.inForm('password', ASCII) },
    from: f.inForm('from', SENDER),
  };
}

function readSmsGate(f: Fields): SmsConfig {
  return {
    kind: 'sms-gate',
    url: f.inForm('url', HTTP_URL),
    login: { user: f.inForm('user', LINE), password: f.inForm('password', LINE) },
    ...(f.has('sim') && { simNumber: f.whole('sim', 1, SIMS_MAX) }),
  };
}

function readJsonGateway(f: Fields): SmsConfig {
  const optional = (name: string): string | undefined =>
    f.has(name) ? f.inForm(name, FIELD_NAME) : undefined;
  const [id, ttlSeconds] = [optional('idField'), optional('ttlField')];
  return {
    kind: 'json',
    url: f.inForm('url', HTTP_URL),
    ...readLogin(f),
    ...(f.has('header') && { headers: readHeader(f) }),
    fields: {
      to: f.inForm('toField', FIELD_NAME),
      text: f.inForm('textField', FIELD_NAME),
      ...(id !== undefined && { id }),
      ...(ttlSeconds !== undefined && { ttlSeconds }),
    },
    ...(f.has('toList') && { isToList: f.oneOf('toList', ['yes']) === 'yes' }),
    ...(f.has('fixed') && { fixed: readFixed(f) }),
  };
}

function readPush(f: Fields): Kept<{ readonly vapid: VapidIdentity; readonly ca?: string }> {
  const vapid = { privateKey: f.inForm('privateKey', VAPID_KEY), subject: f.inForm('contact', CONTACT) };
  return { config: { vapid, ...readCa(f) }, pace: readPace(f) };
}

function readHeader(f: Fields): { readonly [name: string]: string } {
  return { [f.inForm('header', HEADER_NAME)]: f.inForm('headerValue', HEADER_VALUE) };
}

function readFixed(f: Fields): { readonly [name: string]: string } {
  const fixed = f.list(
    'fixed',
    (each) => ({ name: each.inForm('name', FIELD_NAME), value: each.inForm('value', LINE) }),
    LISTED_MAX,
  );
  return Object.fromEntries(fixed.map(({ name, value }) => [name, value]));
}

function readLogin(f: Fields): {
  readonly login?: { readonly user: string; readonly password: string };
} {
  if (!f.has('user')) return {};
  return { login: { user: f.inForm('user', LINE), password: f.inForm('password', LINE) } };
}

function readCa(f: Fields): { readonly ca?: string } {
  return f.has('ca') ? { ca: f.inForm('ca', PEM) } : {};
}

/** Whole messages a minute: a telephone sends less than one a second. */
function readPace(f: Fields): Pace {
  const perMinute = f.whole('perMinute', 1, PER_MINUTE_MAX);
  return { perSecond: perMinute / 60, burst: f.whole('burst', 1, BURST_MAX) };
}
