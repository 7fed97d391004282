import type { Plain, PlainObject } from '../../record/subset.ts';
import type { ChannelSettings } from './channel-settings.ts';
import { UsageError } from './command.ts';
import type { Given, Options } from './command.ts';

export const CHANNEL_KINDS = [
  'email',
  'sms-gate',
  'sms-json',
  'sms-smpp',
  'sms-gammu',
  'push',
  'ntfy',
] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

type Limits = { readonly lo: number; readonly hi: number };
type Kind = {
  /** Under which name it is kept: a hub has one road of a kind. */
  readonly name: keyof ChannelSettings;
  /** What tells it there from the others of the name. */
  readonly kept?: string;
  /** Options that become fields of the same name, in camel case. */
  readonly texts: readonly string[];
  /** What it sends where nobody says otherwise. */
  readonly perMinute: number;
  readonly burst: number;
};

/**
 * Paces that carriers of the kind commonly take: one SIM sends 10 to 30 messages a minute before its operator stops it. A
 * carrier that takes less says so, and then it is waited for.
 */
const KINDS: Readonly<Record<ChannelKind, Kind>> = {
  email: { name: 'email', texts: ['host', 'security', 'from', 'user'], perMinute: 300, burst: 20 },
  'sms-gate': { name: 'sms', kept: 'sms-gate', texts: ['url', 'user'], perMinute: 20, burst: 3 },
  'sms-json': {
    name: 'sms',
    kept: 'json',
    texts: ['url', 'user', 'header', 'to-field', 'text-field', 'id-field', 'ttl-field'],
    perMinute: 20,
    burst: 3,
  },
  'sms-smpp': {
    name: 'sms',
    kept: 'smpp',
    texts: ['host', 'security', 'from', 'user'],
    perMinute: 600,
    burst: 20,
  },
  'sms-gammu': { name: 'sms', kept: 'gammu', texts: ['folder'], perMinute: 20, burst: 3 },
  push: { name: 'push', texts: ['contact'], perMinute: 12_000, burst: 500 },
  ntfy: { name: 'ntfy', texts: [], perMinute: 300, burst: 20 },
};

/** Numbers, secrets and lists beside the texts, by the kinds that take them. */
const MORE: Readonly<Record<string, readonly ChannelKind[]>> = {
  port: ['email', 'sms-smpp'],
  sim: ['sms-gate'],
  'to-list': ['sms-json'],
  fixed: ['sms-json'],
  'header-file': ['sms-json'],
  'password-file': ['email', 'sms-gate', 'sms-json', 'sms-smpp'],
  ca: CHANNEL_KINDS.filter((kind) => kind !== 'sms-gammu'),
  'per-minute': CHANNEL_KINDS,
  burst: CHANNEL_KINDS,
};
const NUMBERS: Readonly<Record<string, Limits>> = {
  port: { lo: 1, hi: 65_535 },
  sim: { lo: 1, hi: 8 },
  'per-minute': { lo: 1, hi: 60_000 },
  burst: { lo: 1, hi: 10_000 },
};
const PORTS: ReadonlyMap<string, number> = new Map([
  ['tls', 465],
  ['starttls', 587],
  ['plain', 25],
]);

/** IANA's port for SMPP. */
const SMPP_PORT = 2775;

const TEXTS: ReadonlySet<string> = new Set(Object.values(KINDS).flatMap(({ texts }) => texts));

/** Every option of `channel add`, whatever the kind. */
export const ADD_OPTIONS: Options = {
  ...Object.fromEntries([...TEXTS, ...Object.keys(MORE)].map((name) => [name, { type: 'string' }] as const)),
  'to-list': { type: 'boolean' },
  fixed: { type: 'string', multiple: true },
};

/** What only a person or a file gives: never the command line, which others on the machine can read. */
export type Secrets = { readonly password?: string; readonly headerValue?: string; readonly ca?: string };

export function settingOf(kind: ChannelKind): keyof ChannelSettings {
  return KINDS[kind].name;
}

/** Which kind the road for SMS is that is kept under this name. */
export function smsKindOf(kept: Plain | undefined): ChannelKind {
  return CHANNEL_KINDS.find((kind) => kept !== undefined && KINDS[kind].kept === kept) ?? 'sms-gate';
}

/** Says so when an option was given that this kind does not take: it would be ignored. */
export function holdToKind(kind: ChannelKind, given: Given): void {
  for (const name of Object.keys(ADD_OPTIONS)) {
    const isTaken = KINDS[kind].texts.includes(name) || MORE[name]?.includes(kind) === true;
    if (!isTaken && isGiven(name, given)) throw new UsageError(`${kind} takes no --${name}`);
  }
}

export function isGiven(name: string, given: Given): boolean {
  return given.text(name) !== undefined || given.flag(name) || given.all(name).length > 0;
}

/** The setting of one channel as its options say, with what is left out by default; still to be parsed. */
export function channelFrom(kind: ChannelKind, given: Given, secrets: Secrets): PlainObject {
  const { kept, texts, perMinute, burst } = KINDS[kind];
  const fields: [string, PlainObject[string]][] = [
    ['perMinute', perMinute],
    ['burst', burst],
  ];
  if (kind === 'email') {
    const security = given.text('security') ?? 'tls';
    fields.push(['security', security], ['port', PORTS.get(security) ?? 0]);
  }
  if (kind === 'sms-smpp') fields.push(['security', 'tls'], ['port', SMPP_PORT]);
  if (kept !== undefined) fields.push(['kind', kept]);
  for (const name of texts) {
    const text = given.text(name);
    if (text !== undefined) fields.push([fieldOf(name), text]);
  }
  for (const [name, limits] of Object.entries(NUMBERS)) {
    const number = given.whole(name, limits);
    if (number !== undefined) fields.push([fieldOf(name), number]);
  }
  if (given.flag('to-list')) fields.push(['toList', 'yes']);
  const fixed = given.all('fixed').map(pairIn);
  if (fixed.length > 0) fields.push(['fixed', fixed]);
  for (const [name, secret] of Object.entries(secrets)) fields.push([name, secret]);
  return Object.fromEntries(fields);
}

/** `email.perMinute` and the like as the option it came from. */
export function optionOf(field: string): string {
  const name = field.replace(/^\w+\./, '').replace(/[[.].*$/, '');
  const file = { password: 'password-file', headerValue: 'header-file' }[name];
  return `--${file ?? name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function fieldOf(option: string): string {
  return option.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function pairIn(text: string): PlainObject {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  return { name, value };
}
