import { readFileSync } from 'node:fs';
import { bytesToBase64Url, utf8Encode } from '../../base/bytes.ts';
import { isCode } from '../../record/kinds/fields.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { ADDRESS_SETTING, parseHubAddress } from './hub-address.ts';
import { keptAddress } from './alarm-settings.ts';
import { askSecretly, firstLineOf, KEY_HELP, KEY_OPTIONS } from './hub-key.ts';
import { openSettings, TAKEN_UP_WORDS } from './hub-settings.ts';
import type { HubSettings } from './hub-settings.ts';
import {
  GRACE_MIN_DEFAULT,
  GRACE_MIN_HI,
  GRACE_MIN_LO,
  parsePeerAddress,
  parsePeers,
  peerAddress,
  PEERS_MAX,
  PEERS_SETTING,
  printPeers,
} from './peer-settings.ts';
import type { PeerSettings } from './peer-settings.ts';

const ID_BYTES = 16;
const KEY_BYTES = 32;

const HELP = `shanyrak peer expect NAME --data DIR [--grace MINUTES] [--tell] [--at URL]
shanyrak peer post NAME --data DIR [--address-file FILE] [--inside] [--ca FILE]
shanyrak peer list --data DIR [--json]
shanyrak peer remove NAME --data DIR

Two hubs that notice when the other falls silent. The people of one hub say expect, and give the line that it prints, once, to
those of the other by a way they trust; these say post and enter it. From then on the other hub says every five minutes that it is
well, every half minute while an alarm runs, and only while it finds nothing wrong with itself. It says nothing else: no alarm, no
number, no name. For both directions do it twice. NAME is a word of your own for the other hub.

expect: shows keyholders on the board when the other hub was last heard, and since when it is silent.
  --grace MINUTES         of silence before it counts (${GRACE_MIN_LO} to ${GRACE_MIN_HI}; ${GRACE_MIN_DEFAULT})
  --tell                  ask deputies, wardens and keyholders here to be ready when it falls silent
  --at URL                where the other hub reaches this one, if that is not the address of: shanyrak channel address

post: says to the other hub that this one is well.
  --address-file FILE     the line in its first line; without it it is asked for on the terminal
  --inside                let it lead to this machine or its neighbours, or go without TLS
  --ca FILE               certificates in PEM to trust instead of the system's

  --data DIR              the hub's data folder
${KEY_HELP}
Exit: 0 done, 1 the world failed, 2 the command was used wrongly.`;

const OTHER_PEERS_WORDS =
  'the other hubs were written down by another version of the program. Nothing was changed. Use that version.';

/** What each subcommand takes beside the folder and its key. */
const OPTIONS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['expect', ['grace', 'tell', 'at']],
  ['post', ['address-file', 'inside', 'ca']],
  ['list', ['json']],
  ['remove', []],
]);

export function peerCommand(crypto: Primitives): Command {
  return {
    name: 'peer',
    summary: 'other hubs that notice when this one falls silent, and the other way round',
    help: HELP,
    run: async (argv) => {
      const [text, flag] = [{ type: 'string' } as const, { type: 'boolean' } as const];
      const own = {
        grace: text,
        at: text,
        'address-file': text,
        ca: text,
        tell: flag,
        inside: flag,
        json: flag,
      };
      const given = readArgs(argv, { ...KEY_OPTIONS, ...own, data: text }, 2);
      const [act = '', name = ''] = given.files;
      const taken = OPTIONS_OF.get(act);
      if (taken === undefined) throw new UsageError(`needs one of ${[...OPTIONS_OF.keys()].join(', ')}`);
      const flags = ['tell', 'inside', 'json'];
      const other = Object.keys(own).find(
        (each) =>
          !taken.includes(each) && (flags.includes(each) ? given.flag(each) : given.text(each) !== undefined),
      );
      if (other !== undefined) throw new UsageError(`${act} takes no --${other}`);
      if (act === 'list') return list(await openSettings(given, crypto), given.flag('json'));
      if (!isCode(name)) throw new UsageError(`is: peer ${act} NAME, a word of letters, digits and hyphens`);
      if (act === 'expect') return expect(name, given, crypto);
      return act === 'post' ? post(name, given, crypto) : remove(name, await openSettings(given, crypto));
    },
  };
}

async function expect(name: string, given: Given, crypto: Primitives): Promise<number> {
  const graceMin = given.whole('grace', { lo: GRACE_MIN_LO, hi: GRACE_MIN_HI }) ?? GRACE_MIN_DEFAULT;
  const at = given.text('at');
  const base = at === undefined ? undefined : parseHubAddress(at);
  if (at !== undefined && base === undefined)
    throw new UsageError('--at is scheme, host and port, such as https://hub.example');
  const settings = await openSettings(given, crypto);
  const address = base ?? settings.read((store) => keptAddress(store.setting(ADDRESS_SETTING)));
  if (address === undefined)
    throw new UsageError(
      'the hub does not know where it is reached: give --at, or: shanyrak channel address URL',
    );
  const made = { id: bytesToBase64Url(crypto.randomBytes(ID_BYTES)), key: crypto.randomBytes(KEY_BYTES) };
  change(settings, ({ expects, tells }) => ({
    expects: [...held(expects, name), { name, ...made, isTold: given.flag('tell'), graceMin }],
    tells,
  }));
  say(peerAddress(address, made));
  tell(
    `Give this line to the people of ${name} by a way you trust: whoever has it can say that ${name} is well.`,
  );
  tell(`It is shown this once. They enter it with: shanyrak peer post NAME. ${TAKEN_UP_WORDS}`);
  return EXIT_OK;
}

async function post(name: string, given: Given, crypto: Primitives): Promise<number> {
  const file = given.text('address-file');
  const line = file === undefined ? await askSecretly('The line from the other hub: ') : firstLineOf(file);
  const address = parsePeerAddress((line ?? '').trim());
  if (address === undefined)
    throw new UsageError('that is not a line that peer expect printed. Nothing was changed');
  const allowInside = given.flag('inside');
  if (address.isInside && !allowInside)
    throw new UsageError(
      'the line leads to this machine or its neighbours, or goes without TLS. If that is meant, say --inside. Nothing was changed',
    );
  const ca = given.text('ca');
  const { url, key } = address;
  const pem = ca === undefined ? {} : { ca: certificatesIn(ca) };
  change(await openSettings(given, crypto), ({ expects, tells }) => ({
    expects,
    tells: [...held(tells, name), { name, url, key, allowInside, ...pem }],
  }));
  say(`${name} hears from now on that this hub is well. ${TAKEN_UP_WORDS}`);
  return EXIT_OK;
}

/** The list with room for one more, and without the one of this name. */
function held<T extends { readonly name: string }>(list: readonly T[], name: string): readonly T[] {
  const others = list.filter((each) => each.name !== name);
  if (others.length >= PEERS_MAX)
    throw new UsageError(`a hub knows ${PEERS_MAX} others at most: remove one first`);
  return others;
}

function certificatesIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read`, { cause });
  }
}

function change(settings: HubSettings, how: (old: PeerSettings) => PeerSettings): void {
  settings.change(PEERS_SETTING, (kept) => {
    const old = parsePeers(kept);
    if (old === undefined) throw new WorldError(OTHER_PEERS_WORDS);
    const written = utf8Encode(JSON.stringify(printPeers(how(old))));
    if (parsePeers(written) === undefined)
      throw new UsageError('--ca is a file with certificates in PEM. Nothing was changed');
    return written;
  });
}

/** No address and no key: whoever reads over a shoulder learns names that people here made up. */
function list(settings: HubSettings, asJson: boolean): number {
  const peers = settings.read((store) => parsePeers(store.setting(PEERS_SETTING)));
  if (peers === undefined) throw new WorldError(OTHER_PEERS_WORDS);
  const expects = peers.expects.map(({ name, isTold, graceMin }) => ({ name, isTold, graceMin }));
  const tells = peers.tells.map(({ name, allowInside }) => ({ name, isInside: allowInside }));
  if (asJson) say(JSON.stringify({ expects, tells }));
  else {
    for (const { name, isTold, graceMin } of expects)
      say(
        `expects ${name}: silent after ${graceMin} min, ${isTold ? 'people are told' : 'shown on the board only'}`,
      );
    for (const { name, isInside } of tells) say(`tells ${name}${isInside ? ', inside' : ''}`);
  }
  if (expects.length + tells.length === 0) tell('This hub knows no other.');
  return EXIT_OK;
}

function remove(name: string, settings: HubSettings): number {
  let isThere = false;
  change(settings, ({ expects, tells }) => {
    const others = <T extends { readonly name: string }>(all: readonly T[]): readonly T[] =>
      all.filter((each) => each.name !== name);
    const left = { expects: others(expects), tells: others(tells) };
    isThere = left.expects.length + left.tells.length < expects.length + tells.length;
    if (!isThere) throw new UsageError(`there is no hub ${name} here; see: shanyrak peer list`);
    return left;
  });
  say(`${name} is forgotten. ${TAKEN_UP_WORDS}`);
  return EXIT_OK;
}
