import { isIP } from 'node:net';
import { assert } from '../../base/assert.ts';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import type { Channel, Outcome, Parcel, TakeSms } from '../../ports/channel.ts';
import { CarrierLine } from './carrier-line.ts';
import { outcomeOfStatus } from './smpp-outcome.ts';
import type { Line } from './smpp-session.ts';
import { encodeText } from './smpp-text.ts';

/** An account with a carrier that speaks SMPP 3.4. */
export type SmppConfig = {
  readonly host: string;
  readonly port: number;
  /** `plain`: login, numbers and texts go in the clear; only through a tunnel that the carrier gave. */
  readonly security: 'tls' | 'plain';
  readonly login: { readonly user: string; readonly password: string };
  /** What a message comes from, as the carrier allows: a number with its country, a short code, a name of 11 characters. */
  readonly from: string;
  /** How many messages may be on their way without an answer; 10 unless the carrier says otherwise. */
  readonly window?: number;
  /** Whether the carrier is asked to tell what became of each message; it is told thanks and no more. */
  readonly asksReceipts?: boolean;
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string;
};

const WINDOW_USUAL = 10;
const WINDOW_MAX = 1_000;
const NAME = /^[A-Za-z0-9][A-Za-z0-9 .-]{0,10}$/;
const SHORT_CODE = /^\d{3,8}$/;
const PRINTABLE = /^[\x20-\x7e]+$/;
const VERSION = 0x34;
const DAYS_MAX = 30;
const DEFERRED: Outcome = { kind: 'deferred', scope: 'provider' };

/**
 * SMS through a carrier, in one part each. The line is opened for the first message and kept; where somebody listens, for
 * SMS that come in it is opened at once and opened again when it broke. Whatever is wrong with the settings is said here,
 * not at the first alarm.
 */
export function channelSmsSmpp(config: SmppConfig, take?: TakeSms): Channel {
  const line = lineOf(config);
  const sender = senderOf(config.from);
  const carrier = new CarrierLine(line, take);
  return {
    name: 'sms',
    providerOf: () => `${config.host}:${config.port}`,
    send: async (parcel: Parcel, withinMs: number): Promise<Outcome> => {
      const to = parsePhoneNumber(parcel.address);
      if (to === undefined) return { kind: 'refused', why: 'address' };
      const text = encodeText(parcel.message.text);
      if (text === undefined) return { kind: 'refused', why: 'message' };
      const signal = AbortSignal.timeout(withinMs);
      const session = await carrier.session(signal);
      if (typeof session === 'number') return { ...DEFERRED, ...(session > 0 && { afterMs: session }) };
      const fields = {
        ...sender,
        dest_addr_ton: 1,
        dest_addr_npi: 1,
        destination_addr: to.slice(1),
        validity_period: periodOf(parcel.ttlSeconds),
        registered_delivery: config.asksReceipts === true ? 1 : 0,
        data_coding: text.coding,
        short_message: text.octets,
      };
      const submitted = await session.submit(fields, signal);
      if (submitted === 'busy') return DEFERRED;
      return submitted === 'silence' ? { kind: 'unknown' } : outcomeOfStatus(submitted.status);
    },
    close: () => carrier.close(),
  };
}

function lineOf(config: SmppConfig): Line {
  const { host, port, security, login, ca, window = WINDOW_USUAL } = config;
  assert(host !== '' && port > 0 && port < 65_536, 'a carrier has a host and a port');
  assert(PRINTABLE.test(login.user) && PRINTABLE.test(login.password), 'a login is printable ASCII');
  assert(
    Number.isInteger(window) && window > 0 && window <= WINDOW_MAX,
    `a window is 1 to ${WINDOW_MAX} messages`,
  );
  const tls = { ...(isIP(host) === 0 && { servername: host }), ...(ca !== undefined && { ca }) };
  return {
    host,
    port,
    ...(security === 'tls' && { tls }),
    window,
    bind: { system_id: login.user, password: login.password, interface_version: VERSION },
  };
}

/** SMPP 3.4, 5.2.5 and 5.2.6: kind and plan of the number. */
function senderOf(from: string): Readonly<Record<string, unknown>> {
  const fields = (address: string, ton: number, npi: number): Readonly<Record<string, unknown>> => ({
    source_addr: address,
    source_addr_ton: ton,
    source_addr_npi: npi,
  });
  const number = parsePhoneNumber(from);
  if (number !== undefined) return fields(number.slice(1), 1, 1);
  if (SHORT_CODE.test(from)) return fields(from, 3, 0);
  assert(NAME.test(from), 'SMS come from a number with its country, a short code or a name of 11 characters');
  return fields(from, 5, 0);
}

/** SMPP 3.4, 7.1.1: so long from now, in days, hours, minutes and seconds. */
function periodOf(seconds: number): string {
  const days = Math.min(DAYS_MAX, Math.floor(seconds / 86_400));
  const parts = [
    days,
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
    Math.floor(seconds) % 60,
  ];
  return `0000${parts.map((part) => String(part).padStart(2, '0')).join('')}000R`;
}
