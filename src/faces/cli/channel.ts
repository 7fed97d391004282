import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Road } from '../../engine/deliver.ts';
import { newVapidKey } from '../../adapters/channel-webpush/vapid.ts';
import { bytesToBase64Url, utf8Encode } from '../../base/bytes.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { PlainObject } from '../../record/subset.ts';
import { alarmSettings, OTHER_CHANNELS_WORDS } from './alarm-settings.ts';
import {
  ADD_OPTIONS,
  CHANNEL_KINDS,
  channelFrom,
  holdToKind,
  isGiven,
  optionOf,
  settingOf,
  smsKindOf,
} from './channel-kinds.ts';
import type { ChannelKind, Secrets } from './channel-kinds.ts';
import { listChannels } from './channel-list.ts';
import { CHANNELS_SETTING, keptChannels, parseChannels } from './channel-settings.ts';
import type { ChannelSettings } from './channel-settings.ts';
import { testChannel } from './channel-test.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { ADDRESS_SETTING, parseHubAddress } from './hub-address.ts';
import { keepSigningKey, newGatewayPath } from '../kit/sms-gateway.ts';
import { askSecretly, firstLineOf, KEY_HELP, KEY_OPTIONS } from './hub-key.ts';
import { openSettings, TAKEN_UP_WORDS } from './hub-settings.ts';
import type { HubSettings } from './hub-settings.ts';

const HELP = `shanyrak channel add KIND --data DIR [options]
shanyrak channel list --data DIR [--json]
shanyrak channel test KIND --to ADDRESS --data DIR [--lang kk|ru|en]
shanyrak channel remove KIND|all --data DIR
shanyrak channel address URL|none --data DIR
shanyrak channel inbound [--signing-key-file FILE] --data DIR

By which roads the messages of an alarm leave a hub, one of a kind: ${CHANNEL_KINDS.join(', ')}. Kept sealed with the hub;
a hub that runs takes changes up within 15 seconds. docs/channels.md says what each road needs and who sees what.
address: where the hub is reached from outside, for the links in messages. inbound: makes the secret path to which a gateway
posts the SMS that come in, in place of the one before, and prints it once; it opens from the next start of the hub.

  email     --host NAME --from MAILBOX [--security tls|starttls|plain] [--port N] [--user NAME]
  sms-gate  --url URL --user NAME [--sim N]
  sms-json  --url URL --to-field NAME --text-field NAME [--id-field NAME] [--ttl-field NAME] [--to-list]
            [--fixed NAME=VALUE]… [--user NAME] [--header NAME]
  sms-smpp  --host NAME --user NAME --from SENDER [--port N] [--security tls|plain]
  sms-gammu --folder DIR, of gammu-smsd with the files backend
  push      --contact mailto:…|https:…, whom a push service may write to; the key pair is made here and stays the same
  ntfy      to topics that people chose themselves

  --password-file FILE    the password in its first line; without it it is asked for on the terminal
  --header-file FILE      the same for the value of --header, such as the key to a gateway
  --signing-key-file FILE the key with which the gateway signs what it posts, in its first line
  --ca FILE               certificates in PEM to trust instead of the system's
  --per-minute N          messages a minute each carrier is given in the long run (e-mail and ntfy 300, SMS 20,
                          SMPP 600, push 12000)
  --burst N               and how many at once (e-mail, ntfy and SMPP 20, SMS 3, push 500)
  --to ADDRESS            whom to send one test message, marked as a drill
  --data DIR              the hub's data folder
${KEY_HELP}
Exit: 0 done, 1 the carrier did not take the test, or the world failed, 2 the command was used wrongly.`;

/** What each subcommand takes beside the folder and its key. */
const OPTIONS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['add', Object.keys(ADD_OPTIONS)],
  ['list', ['json']],
  ['test', ['to', 'lang']],
  ['remove', []],
  ['address', []],
  ['inbound', ['signing-key-file']],
]);

export type OpenRoads = (settings: ChannelSettings) => readonly Road[] | Promise<readonly Road[]>;

/** `openRoads`: the adapters behind the settings, which only the program's main may choose. */
export function channelCommand(crypto: Primitives, openRoads: OpenRoads): Command {
  return {
    name: 'channel',
    summary: 'by which roads messages leave: add, list, test or remove one',
    help: HELP,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const own = { to: text, lang: text, 'signing-key-file': text, json: { type: 'boolean' } } as const;
      const given = readArgs(argv, { ...ADD_OPTIONS, ...KEY_OPTIONS, ...own, data: text }, 2);
      const [act = '', what = ''] = given.files;
      const taken = OPTIONS_OF.get(act);
      const other = Object.keys({ ...ADD_OPTIONS, ...own }).find(
        (name) => taken?.includes(name) === false && isGiven(name, given),
      );
      if (other !== undefined) throw new UsageError(`${act} takes no --${other}`);
      switch (act) {
        case 'list':
          return listChannels((await openSettings(given, crypto)).read(alarmSettings), given.flag('json'));
        case 'add':
          return add(kindNamed(what), given, crypto);
        case 'remove':
          return remove(what === 'all' ? what : kindNamed(what), await openSettings(given, crypto));
        case 'test': {
          const kind = kindNamed(what);
          given.need('to');
          return testChannel(kind, given, { settings: await openSettings(given, crypto), crypto, openRoads });
        }
        case 'address':
          return setAddress(what, await openSettings(given, crypto));
        case 'inbound':
          return openInbound(given, crypto);
        default:
          throw new UsageError(`needs one of ${[...OPTIONS_OF.keys()].join(', ')}`);
      }
    },
  };
}

function kindNamed(what: string): ChannelKind {
  const kind = CHANNEL_KINDS.find((each) => each === what);
  if (kind === undefined) throw new UsageError(`needs one of ${CHANNEL_KINDS.join(', ')}`);
  return kind;
}

async function add(kind: ChannelKind, given: Given, crypto: Primitives): Promise<number> {
  holdToKind(kind, given);
  const made = channelFrom(kind, given, await secretsFor(kind, given));
  const settings = await openSettings(given, crypto);
  settings.change(CHANNELS_SETTING, (old) => {
    const known = channelsIn(old);
    const other = known.sms?.['kind'];
    if (settingOf(kind) === 'sms' && other !== undefined && other !== made['kind'])
      throw new UsageError('a hub has one road for SMS: remove the other first');
    // Subscriptions are bound to the key: with another one all would be lost.
    const key = kind === 'push' && {
      privateKey: known.push?.['privateKey'] ?? bytesToBase64Url(newVapidKey()),
    };
    return written({ ...known, [settingOf(kind)]: { ...made, ...key } });
  });
  say(`Messages leave by ${kind} from now on. ${TAKEN_UP_WORDS}`);
  say(`See whether they arrive: shanyrak channel test ${kind} --to ADDRESS`);
  return EXIT_OK;
}

type KeptChannels = { readonly [name in keyof ChannelSettings]: PlainObject };

function channelsIn(old: Uint8Array | undefined): KeptChannels {
  const known = parseChannels(old).ok ? keptChannels(old) : undefined;
  if (known === undefined) throw new WorldError(OTHER_CHANNELS_WORDS);
  return known;
}

/** What is kept is what can be read again; else the options are told what they lack. */
function written(channels: PlainObject): Uint8Array {
  const bytes = utf8Encode(JSON.stringify(channels));
  const read = parseChannels(bytes);
  if (read.ok) return bytes;
  const [fault] = read.error;
  throw new UsageError(`${optionOf(fault?.field ?? '')} ${fault?.why ?? 'cannot be kept'}`);
}

async function secretsFor(kind: ChannelKind, given: Given): Promise<Secrets> {
  const caFile = given.text('ca');
  const hasLogin = given.text('user') !== undefined || kind === 'sms-gate' || kind === 'sms-smpp';
  const hasHeader = given.text('header') !== undefined;
  if (!hasLogin && given.text('password-file') !== undefined) throw new UsageError('needs --user');
  if (!hasHeader && given.text('header-file') !== undefined) throw new UsageError('needs --header');
  return {
    ...(hasLogin && { password: await secretIn(given, 'password-file', 'Password: ') }),
    ...(hasHeader && { headerValue: await secretIn(given, 'header-file', 'Value of the header: ') }),
    ...(caFile !== undefined && { ca: certificatesIn(caFile) }),
  };
}

async function secretIn(given: Given, option: string, question: string): Promise<string> {
  const file = given.text(option);
  const secret = file === undefined ? await askSecretly(question) : firstLineOf(file).replace(/\r$/, '');
  if (secret === undefined) throw new UsageError(`needs --${option}: there is no terminal to ask at`);
  return secret;
}

function certificatesIn(file: string): string {
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const text = readFileSync(file, 'utf8');
  if (!isCertificate(text)) throw new UsageError(`${file} holds no certificate in PEM`);
  return text;
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}

function remove(kind: ChannelKind | 'all', settings: HubSettings): number {
  settings.change(CHANNELS_SETTING, (old) => {
    if (kind === 'all') return written({});
    const known = channelsIn(old);
    const { [settingOf(kind)]: gone, ...others } = known;
    const isIt = gone !== undefined && (settingOf(kind) !== 'sms' || smsKindOf(gone['kind']) === kind);
    if (!isIt) throw new UsageError(`${kind} is not set up on this hub`);
    return written(others);
  });
  say(`${kind === 'all' ? 'Every channel' : kind} is removed. ${TAKEN_UP_WORDS}`);
  return EXIT_OK;
}

function setAddress(text: string, settings: HubSettings): number {
  const address = text === 'none' ? '' : parseHubAddress(text);
  if (address === undefined)
    throw new UsageError(
      'an address is such as https://hub.example, without a path; plain http only for this machine or the LAN',
    );
  settings.change(ADDRESS_SETTING, () => utf8Encode(address));
  if (address === '') say(`Messages have no link from now on. ${TAKEN_UP_WORDS}`);
  else say(`Links in messages begin with ${address} from now on. ${TAKEN_UP_WORDS}`);
  if (address.startsWith('http:'))
    tell(
      'Plain http: whoever is in that network reads the answers, and can give them. Use https where you can.',
    );
  return EXIT_OK;
}

/** The path is a secret like a link to the hub: it is shown once, to whoever types it into the gateway. */
async function openInbound(given: Given, crypto: Primitives): Promise<number> {
  const keyFile = given.text('signing-key-file');
  const key = keyFile === undefined ? undefined : firstLineOf(keyFile).replace(/\r$/, '');
  if (key === '') throw new UsageError('--signing-key-file is empty in its first line');
  const settings = await openSettings(given, crypto);
  const store = { saveSetting: (name: string, value: Uint8Array) => settings.change(name, () => value) };
  if (key !== undefined) keepSigningKey(store, key);
  const path = newGatewayPath(store, crypto);
  const { address } = settings.read(alarmSettings);
  say(`SMS that come in are to be posted to ${address ?? ''}${path}`);
  tell(
    `It is not shown again, opens from the next start of the hub, and whoever has it can post answers.${address === undefined ? ' In front of it goes the address of the hub.' : ''}`,
  );
  return EXIT_OK;
}
