import { readFileSync } from 'node:fs';
import { parseCertificates, printPem, trustIn } from '../../adapters/stamp-rfc3161/given-certificates.ts';
import { utf8Encode } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import { stampsHeld } from '../../engine/stamps-kept.ts';
import { isCode } from '../../record/kinds/fields.ts';
import type { Form } from '../../record/kinds/fields.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { isInsideHost } from './hub-address.ts';
import { KEY_HELP, KEY_OPTIONS } from './hub-key.ts';
import { openSettings, TAKEN_UP_WORDS } from './hub-settings.ts';
import type { HubSettings } from './hub-settings.ts';
import {
  AUTHORITIES_MAX,
  parseAuthorities,
  POLICY,
  printAuthorities,
  STAMP_NOW_SETTING,
  STAMP_URL,
  STAMPS_SETTING,
} from './stamp-settings.ts';
import type { StampAuthority } from './stamp-settings.ts';

const MARK_BYTES = 16;

const HELP = `shanyrak stamp add NAME URL --certs FILE --data DIR [--policy OID] [--inside]
shanyrak stamp list --data DIR [--json]
shanyrak stamp remove NAME --data DIR
shanyrak stamp now --data DIR

Authorities that stamp the hub's log with their hour (RFC 3161), so that not only the hub says when something was in it. A hub that
runs has the newest checkpoint stamped every ten minutes while an incident is open, else once a day, by each of them, only when
something is new. Several that know nothing of each other are better than one. NAME is a word of your own for one.

An authority learns the SHA-256 of a checkpoint, the address from which it is asked, and when. A reply is kept only if all of it
checks: docs/record-format.md says what that is, and how to do it by hand.

add: asks one more, or changes where and how one is asked; certificates it had stay beside the new ones.
  --certs FILE            its certificates in PEM, or one in DER: the root, and those between it and the authority's own if its
                          replies do not bring them. Get them by another way than the one they are to vouch for
  --policy OID            be stamped only under these rules of the authority's, such as 1.2.3.4
  --inside                let it lead to this machine or its neighbours
remove: asks it no more. What it has stamped stays, and so do its certificates, by which that is checked.
now: has what is new stamped at once, whatever the hour.

  --data DIR              the hub's data folder
${KEY_HELP}
Exit: 0 done, 1 the world failed, 2 the command was used wrongly.`;

const OTHER_AUTHORITIES_WORDS =
  'the authorities were written down by another version of the program. Nothing was changed. Use that version.';

/** What each subcommand takes beside the folder and its key, and how many words. */
const TAKES: ReadonlyMap<string, { readonly options: readonly string[]; readonly words: number }> = new Map([
  ['add', { options: ['certs', 'policy', 'inside'], words: 3 }],
  ['list', { options: ['json'], words: 1 }],
  ['remove', { options: [], words: 2 }],
  ['now', { options: [], words: 1 }],
]);

export function stampCommand(crypto: Primitives): Command {
  return {
    name: 'stamp',
    summary: 'authorities that stamp the log with their hour: add, list, remove one',
    help: HELP,
    run: async (argv) => {
      const [text, flag] = [{ type: 'string' } as const, { type: 'boolean' } as const];
      const own = { certs: text, policy: text, inside: flag, json: flag };
      const given = readArgs(argv, { ...KEY_OPTIONS, ...own, data: text }, 3);
      const [act = '', name = '', url = ''] = given.files;
      const takes = TAKES.get(act);
      if (takes === undefined) throw new UsageError(`needs one of ${[...TAKES.keys()].join(', ')}`);
      const other = Object.keys(own).find((each) => !takes.options.includes(each) && isGiven(each, given));
      if (other !== undefined) throw new UsageError(`${act} takes no --${other}`);
      if (given.files.length > takes.words)
        throw new UsageError(`${act} does not expect "${given.files.at(-1) ?? ''}"`);
      if (act === 'list') return list(await openSettings(given, crypto), given.flag('json'));
      if (act === 'now') return hurry(await openSettings(given, crypto), crypto);
      // It is part of the names of files in a bag.
      if (!isCode(name) || name !== name.toLowerCase())
        throw new UsageError(`is: stamp ${act} NAME, a word of small letters, digits and hyphens`);
      return act === 'add' ? add(name, url, given, crypto) : remove(name, await openSettings(given, crypto));
    },
  };
}

function isGiven(name: string, given: Given): boolean {
  return given.flag(name) || given.text(name) !== undefined;
}

async function add(name: string, urlText: string, given: Given, crypto: Primitives): Promise<number> {
  const url = inForm(STAMP_URL, urlText, 'URL');
  const policyText = given.text('policy');
  const policy = policyText === undefined ? undefined : inForm(POLICY, policyText, '--policy');
  const brought = certificatesIn(given.need('certs'));
  const allowInside = given.flag('inside');
  if (isInsideHost(new URL(url).hostname) && !allowInside)
    throw new UsageError(
      'the address leads to this machine or its neighbours. If that is meant, say --inside. Nothing was changed',
    );
  change(await openSettings(given, crypto), (old) => {
    const before = old.find((each) => each.name === name);
    if (before === undefined && old.length >= AUTHORITIES_MAX)
      throw new UsageError(`a hub knows ${AUTHORITIES_MAX} authorities at most, with those it asked once`);
    const kept = parseCertificates(before?.certificates ?? [])?.map(({ whole }) => whole) ?? [];
    const certificates = printPem([...kept, ...brought]);
    const added = {
      name,
      url,
      certificates,
      allowInside,
      isRemoved: false,
      ...(policy !== undefined && { policy }),
    };
    return [...old.filter((each) => each !== before), added];
  });
  say(`${name} stamps the log from now on. ${TAKEN_UP_WORDS}`);
  if (url.startsWith('http:'))
    tell(
      'Plain http: whoever is on the way sees the hash that is stamped. What comes back is signed, so nobody can change it.',
    );
  return EXIT_OK;
}

function inForm<T>(form: Form<T>, text: string, name: string): T {
  const value = form.parse(text);
  if (value === undefined) throw new UsageError(`${name} is ${form.what}. Nothing was changed`);
  return value;
}

function certificatesIn(file: string): readonly Uint8Array[] {
  const bytes = readOrRefuse(file);
  const certificates = parseCertificates(bytes);
  if (certificates === undefined) throw new UsageError(`${file} holds no certificates in PEM or DER`);
  if (trustIn(bytes) === undefined)
    throw new UsageError(
      `${file} holds no root, a certificate that signed itself: without it nobody can check a stamp with openssl`,
    );
  return certificates.map(({ whole }) => whole);
}

function readOrRefuse(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UsageError(`${file} cannot be read`, { cause });
  }
}

function change(
  settings: HubSettings,
  how: (old: readonly StampAuthority[]) => readonly StampAuthority[],
): void {
  settings.change(STAMPS_SETTING, (kept) => {
    const old = parseAuthorities(kept);
    if (old === undefined) throw new WorldError(OTHER_AUTHORITIES_WORDS);
    const written = utf8Encode(JSON.stringify(printAuthorities(how(old))));
    if (parseAuthorities(written) === undefined)
      throw new UsageError('--certs holds more certificates than any authority has. Nothing was changed');
    return written;
  });
}

type Listed = Omit<StampAuthority, 'certificates'> & {
  readonly stamps: number;
  readonly lastAt?: Instant;
  readonly lastSize?: number;
};

function list(settings: HubSettings, asJson: boolean): number {
  const listed = settings.read((store) => {
    const held = stampsHeld(store);
    return parseAuthorities(store.setting(STAMPS_SETTING))?.map(
      ({ name, url, policy, allowInside, isRemoved }): Listed => {
        const own = held.filter((each) => each.authority === name);
        const last = own.at(-1);
        const rules = policy === undefined ? {} : { policy };
        const newest = last && { lastAt: last.at, lastSize: last.size };
        return { name, url, ...rules, allowInside, isRemoved, stamps: own.length, ...newest };
      },
    );
  });
  if (listed === undefined) throw new WorldError(OTHER_AUTHORITIES_WORDS);
  if (asJson) say(JSON.stringify({ authorities: listed }));
  else for (const authority of listed) say(lineOf(authority));
  if (listed.length === 0)
    tell(
      'No authority stamps this log: only the hub and its witnesses say when something was in it. See: shanyrak stamp --help',
    );
  return EXIT_OK;
}

function lineOf({ name, url, policy, isRemoved, stamps, lastAt, lastSize }: Listed): string {
  const rules = policy === undefined ? '' : `, policy ${policy}`;
  const last =
    lastAt === undefined
      ? 'no stamp yet'
      : `${stamps} stamps, last ${new Date(lastAt).toISOString()} of ${lastSize ?? 0} entries`;
  return `${name}  ${isRemoved ? 'removed' : `${url}${rules}`}: ${last}`;
}

function remove(name: string, settings: HubSettings): number {
  change(settings, (old) => {
    const there = old.find((each) => each.name === name && !each.isRemoved);
    if (there === undefined)
      throw new UsageError(`there is no authority ${name} here; see: shanyrak stamp list`);
    const hasStamped = settings.read((store) =>
      stampsHeld(store).some(({ authority }) => authority === name),
    );
    const others = old.filter((each) => each !== there);
    return hasStamped ? [...others, { ...there, isRemoved: true }] : others;
  });
  say(`${name} is asked no more. ${TAKEN_UP_WORDS}`);
  return EXIT_OK;
}

function hurry(settings: HubSettings, crypto: Primitives): number {
  const asked = settings
    .read((store) => parseAuthorities(store.setting(STAMPS_SETTING)))
    ?.filter((each) => !each.isRemoved);
  if (asked === undefined) throw new WorldError(OTHER_AUTHORITIES_WORDS);
  if (asked.length === 0) throw new UsageError('no authority stamps this log: shanyrak stamp add NAME URL');
  settings.change(STAMP_NOW_SETTING, () => crypto.randomBytes(MARK_BYTES));
  say(`What is new in the log is stamped at once. ${TAKEN_UP_WORDS} One that is not does so when it starts.`);
  return EXIT_OK;
}
