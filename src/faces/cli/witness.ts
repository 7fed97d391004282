import { keptLog } from '../../engine/engine.ts';
import { readFileSync } from 'node:fs';
import { utf8Encode } from '../../base/bytes.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { isCode } from '../../record/kinds/fields.ts';
import {
  COSIGNATURE_ED25519,
  COSIGNATURE_ML_DSA_44,
  parseVerifierKey,
  printVerifierKey,
} from '../../record/log/note.ts';
import type { VerifierKey } from '../../record/log/note.ts';
import { parsePolicy } from '../../record/log/policy.ts';
import type { Primitives } from '../../record/primitives.ts';
import { WITNESS_DOORS_SETTING, witnessPath } from '../kit/witness-door.ts';
import { textWithin } from './body-within.ts';
import { addressNames, closeAddress, newAddress } from './address-acts.ts';
import type { AddressKind } from './address-acts.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { askSecretly, firstLineOf, KEY_HELP, KEY_OPTIONS } from './hub-key.ts';
import { ENGLISH, linkIn, saysOf } from './hub-post.ts';
import { openSettings, TAKEN_UP_WORDS } from './hub-settings.ts';
import type { HubSettings } from './hub-settings.ts';
import { evidenceOf, writeEvidence } from './witness-evidence.ts';
import { WITNESS_SEED, witnessKeyOf } from './witness-keys.ts';
import {
  parseWitnessAddress,
  parseWitnesses,
  printWitnesses,
  WITNESSES_MAX,
  WITNESSES_SETTING,
} from './witness-settings.ts';
import type { WitnessSettings } from './witness-settings.ts';

const HELP = `shanyrak witness door --data DIR [--close NAME|all]
shanyrak witness watch NAME LOG-KEY --data DIR
shanyrak witness ask NAME WITNESS-KEY [URL] --data DIR [--address-file FILE] [--inside] [--ca FILE]
shanyrak witness policy FILE --data DIR
shanyrak witness list --data DIR [--json]
shanyrak witness forget NAME --data DIR
shanyrak witness evidence --data DIR [--out DIR] [--json]
shanyrak witness report FIRST SECOND --to LINK

Hubs that sign for each other that nothing of a record is taken back (C2SP tlog-witness). A witness learns how many entries a hub
has and when they come, and nothing else of them. NAME is a word of your own for the other hub; list prints this hub's own keys.

To witness another hub:
door: makes a secret address for that hub and prints it once, with the key by which this hub signs as a witness. --close: it
  answers no more.
watch: sign for the log with this key. A hub that was restored from a backup has a new log, which is watched anew.

To be witnessed:
ask: have each new state of the record signed by this witness. Without URL its address is asked for on the terminal.
  --address-file FILE     the address in its first line
  --inside                let it lead to this machine or its neighbours, or go without TLS
  --ca FILE               certificates in PEM to trust instead of the system's
policy: how many must sign before the record counts as witnessed: a file as C2SP tlog-policy describes it. It may name any
  witness, and counts those alone that are asked.

forget: no longer asks, or signs for, that hub. What was signed and found stays kept.
evidence: records of other hubs that contradict what these hubs signed before. --out: as files, for anybody to check.
report: hand two notes of one log, of one size with two roots, to a hub by a link that may write: it keeps and shows them.

  --data DIR              the hub's data folder
${KEY_HELP}
  --to LINK               a link of the hub that is to keep them
  --json                  as JSON
Exit: 0 done, 1 the world failed, 2 the command was used wrongly.`;

const REPORT_WITHIN_MS = 60_000;
const OTHER_WORDS =
  'the witnesses were written down by another version of the program. Nothing was changed. Use that version';

const DOORS: AddressKind = {
  what: 'the witness door',
  setting: WITNESS_DOORS_SETTING,
  path: witnessPath,
  listCommand: 'shanyrak witness list',
};

/** What each subcommand takes beside the folder and its key, and how many words follow it. */
const ACTS: ReadonlyMap<
  string,
  { readonly options: readonly string[]; readonly words: readonly [number, number] }
> = new Map([
  ['door', { options: ['close'], words: [0, 0] }],
  ['watch', { options: [], words: [2, 2] }],
  ['ask', { options: ['address-file', 'inside', 'ca'], words: [2, 3] }],
  ['policy', { options: [], words: [1, 1] }],
  ['list', { options: ['json'], words: [0, 0] }],
  ['forget', { options: [], words: [1, 1] }],
  ['evidence', { options: ['out', 'json'], words: [0, 0] }],
  ['report', { options: ['to'], words: [2, 2] }],
]);

export function witnessCommand(crypto: Primitives): Command {
  return {
    name: 'witness',
    summary: 'other hubs that sign that nothing of a record is taken back',
    help: HELP,
    run: async (argv) => {
      const [text, flag] = [{ type: 'string' } as const, { type: 'boolean' } as const];
      const own = {
        close: text,
        'address-file': text,
        ca: text,
        out: text,
        to: text,
        inside: flag,
        json: flag,
      };
      const given = readArgs(argv, { ...KEY_OPTIONS, ...own, data: text }, 4);
      const [act = '', ...words] = given.files;
      const taken = ACTS.get(act);
      if (taken === undefined) throw new UsageError(`needs one of ${[...ACTS.keys()].join(', ')}`);
      const other = Object.entries(own).find(
        ([name, { type }]) =>
          !taken.options.includes(name) &&
          (type === 'boolean' ? given.flag(name) : given.text(name) !== undefined),
      );
      if (other !== undefined) throw new UsageError(`${act} takes no --${other[0]}`);
      const [least, most] = taken.words;
      if (words.length < least || words.length > most)
        throw new UsageError(`is not how witness ${act} is used`);
      return acting(act, words, { given, crypto });
    },
  };
}

type Using = { readonly given: Given; readonly crypto: Primitives };

async function acting(
  act: string,
  [first = '', second = '', third]: readonly string[],
  using: Using,
): Promise<number> {
  const { given, crypto } = using;
  const named = act === 'watch' || act === 'ask' || act === 'forget';
  if (named && !isCode(first)) throw new UsageError('NAME is a word of letters, digits and hyphens');
  if (act === 'ask') return ask(first, [second, third], using);
  if (act === 'report') return report(linkIn(given), [textIn(first), textIn(second)]);
  const settings = await openSettings(given, crypto);
  switch (act) {
    case 'door':
      return door(settings, using);
    case 'watch':
      return watch(first, second, settings, crypto);
    case 'policy':
      return policy(first, settings, crypto);
    case 'forget':
      return forget(first, settings, crypto);
    case 'evidence':
      return evidence(settings, using);
    default:
      return list(settings, using);
  }
}

function door(settings: HubSettings, { given, crypto }: Using): number {
  const name = given.text('close');
  if (name !== undefined) return closeAddress(DOORS, name, settings);
  settings.change(WITNESS_SEED, (seed) => seed ?? crypto.newSigner().seed);
  newAddress(DOORS, settings, crypto);
  const key = settings.read((store) => witnessKeyOf(store, crypto));
  if (key !== undefined) say(printVerifierKey(key));
  tell(
    'The people of the other hub enter both with: shanyrak witness ask. Give them over by a way you trust.',
  );
  return EXIT_OK;
}

function watch(name: string, text: string, settings: HubSettings, crypto: Primitives): number {
  const key = keyIn(text, crypto);
  if (key.type === COSIGNATURE_ED25519)
    throw new UsageError(
      'that is the key of a witness; give the key of a log, as the other hub’s witness list prints it',
    );
  change(settings, crypto, ({ watches, ...rest }) => ({
    ...rest,
    watches: [...held(watches, name), { name, key }],
  }));
  say(`This hub signs for the record of ${name} from now on. ${TAKEN_UP_WORDS}`);
  return EXIT_OK;
}

async function ask(
  name: string,
  [text = '', address]: readonly (string | undefined)[],
  using: Using,
): Promise<number> {
  const { given, crypto } = using;
  const key = keyIn(text, crypto);
  if (key.type !== COSIGNATURE_ED25519 && key.type !== COSIGNATURE_ML_DSA_44)
    throw new UsageError('that is the key of a log; give the key that witness door printed');
  const file = given.text('address-file');
  const line =
    address ?? (file === undefined ? await askSecretly('The address of the witness: ') : firstLineOf(file));
  const read = parseWitnessAddress((line ?? '').trim());
  if (read === undefined) throw new UsageError('that is not the address of a witness. Nothing was changed');
  const allowInside = given.flag('inside');
  if (read.isInside && !allowInside)
    throw new UsageError(
      'the address leads to this machine or its neighbours, or goes without TLS. If that is meant, say --inside. Nothing was changed',
    );
  const ca = given.text('ca');
  const asked = { name, key, url: read.url, allowInside, ...(ca !== undefined && { ca: textIn(ca) }) };
  change(await openSettings(given, crypto), crypto, ({ asks, ...rest }) => ({
    ...rest,
    asks: [...held(asks, name), asked],
  }));
  say(`${name} is asked from now on to sign for this hub’s record. ${TAKEN_UP_WORDS}`);
  return EXIT_OK;
}

function policy(file: string, settings: HubSettings, crypto: Primitives): number {
  const text = textIn(file);
  const read = parsePolicy(text, crypto.sha256);
  if (!read.ok)
    throw new UsageError(
      `${file}, line ${read.error.line}: ${read.error.why}. It is no policy, and nothing was changed`,
    );
  change(settings, crypto, (old) => ({ ...old, policy: text }));
  say(`The record counts as witnessed by this policy from now on. ${TAKEN_UP_WORDS}`);
  return EXIT_OK;
}

function forget(name: string, settings: HubSettings, crypto: Primitives): number {
  change(settings, crypto, ({ watches, asks, ...rest }) => {
    const others = <T extends { readonly name: string }>(all: readonly T[]): readonly T[] =>
      all.filter((each) => each.name !== name);
    const left = { ...rest, watches: others(watches), asks: others(asks) };
    if (left.watches.length + left.asks.length === watches.length + asks.length)
      throw new UsageError(`there is no hub ${name} here; see: shanyrak witness list`);
    return left;
  });
  say(`${name} is neither asked nor signed for any more. ${TAKEN_UP_WORDS}`);
  return EXIT_OK;
}

/** No address: whoever reads over a shoulder learns names that people here made up, and keys that others have anyway. */
function list(settings: HubSettings, { given, crypto }: Using): number {
  const {
    watches,
    asks,
    policy: rule,
  } = settings.read((store) => readSettings(store.setting(WITNESSES_SETTING), crypto));
  const keys = settings.read((store) => ({
    // The first is the hub's own, by which others know the log.
    log: keptLog(store, crypto)?.keys[0],
    witness: witnessKeyOf(store, crypto),
  }));
  const [log, witness] = [
    keys.log && printVerifierKey(keys.log),
    keys.witness && printVerifierKey(keys.witness),
  ];
  const doors = addressNames(DOORS, settings);
  const named = <T extends { readonly name: string; readonly key: VerifierKey }>({ name, key }: T) => ({
    name,
    key: printVerifierKey(key),
  });
  if (given.flag('json')) {
    const all = { log, witness, doors, watches: watches.map(named), asks: asks.map(named), policy: rule };
    say(JSON.stringify(all));
    return EXIT_OK;
  }
  if (log !== undefined) say(`log ${log}`);
  if (witness !== undefined) say(`witness ${witness}`);
  for (const name of doors) say(`door ${name}`);
  for (const { name, key } of watches.map(named)) say(`watches ${name}: ${key}`);
  for (const { name, key } of asks.map(named)) say(`asks ${name}: ${key}`);
  say(rule === undefined ? 'no policy: the record never counts as witnessed' : `policy:\n${rule.trimEnd()}`);
  return EXIT_OK;
}

function evidence(settings: HubSettings, { given, crypto }: Using): number {
  const found = settings.read((store) =>
    evidenceOf(store, readSettings(store.setting(WITNESSES_SETTING), crypto), crypto),
  );
  const folder = given.text('out');
  if (folder !== undefined) writeEvidence(folder, found);
  if (given.flag('json')) say(JSON.stringify({ evidence: found.map(({ about }) => about) }));
  else for (const { about } of found) say(Object.values(about).join(' · '));
  if (found.length === 0) tell('No log has contradicted itself here.');
  else if (folder !== undefined) tell(`Written to ${folder}.`);
  return EXIT_OK;
}

async function report(link: string, notes: readonly [string, string]): Promise<number> {
  const body = JSON.stringify({ notes });
  const signal = AbortSignal.timeout(REPORT_WITHIN_MS);
  const response = await fetch(`${link}/log/evidence`, {
    method: 'POST',
    headers: ENGLISH,
    body,
    signal,
  }).catch(() => undefined);
  const answer = response && parseJson((await textWithin(response)) ?? '');
  if (response?.ok !== true || !isJsonObject(answer))
    throw new WorldError(saysOf(response, answer).replace(/\.$/, ''));
  say(`Kept there as number ${Number(answer['number'])}.`);
  return EXIT_OK;
}

function keyIn(text: string, { sha256 }: Primitives): VerifierKey {
  const read = parseVerifierKey(text, sha256);
  if (read.ok) return read.value;
  throw new UsageError(`"${text.slice(0, 40)}" is no key in the form NAME+ID+KEY. Nothing was changed`);
}

/** The list with room for one more, and without the one of this name. */
function held<T extends { readonly name: string }>(all: readonly T[], name: string): readonly T[] {
  const others = all.filter((each) => each.name !== name);
  if (others.length >= WITNESSES_MAX)
    throw new UsageError(`a hub knows ${WITNESSES_MAX} others at most: forget one first`);
  return others;
}

function readSettings(kept: Uint8Array | undefined, { sha256 }: Primitives): WitnessSettings {
  const read = parseWitnesses(kept, sha256);
  if (read === undefined) throw new WorldError(OTHER_WORDS);
  return read;
}

function change(
  settings: HubSettings,
  crypto: Primitives,
  how: (old: WitnessSettings) => WitnessSettings,
): void {
  settings.change(WITNESSES_SETTING, (kept) => {
    const written = utf8Encode(JSON.stringify(printWitnesses(how(readSettings(kept, crypto)))));
    if (parseWitnesses(written, crypto.sha256) === undefined)
      throw new UsageError('--ca is a file with certificates in PEM. Nothing was changed');
    return written;
  });
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read`, { cause });
  }
}
