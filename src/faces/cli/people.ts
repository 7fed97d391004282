import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { peopleJson } from '../../acts/paper/people-json.ts';
import { peopleRefusalText } from '../../acts/words/people-words.ts';
import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import { startEngine } from '../../engine/engine.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Primitives } from '../../record/primitives.ts';
import { PEOPLE_REFUSALS } from '../../situation/people-refusals.ts';
import { feedMark, parseTemplate } from '../kit/committee-matters.ts';
import { EXIT_OK, readArgs, say, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { DEVICE_OPTIONS, openDevice } from './device.ts';
import { openFolder } from './hub-key.ts';
import { readAs, readPlace } from './hub-place.ts';

export function peopleCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'people',
    summary: 'who may speak as what, what waits for a second, what had no effect',
    help: `shanyrak people (--from LINK [--device DIR] | --data DIR) [--json]

Lists the keyholders with their keys, the roles counted by cell, what waits for one more, open invitations, and acts without
effect with the reason. The record knows keys and no names. For keyholders: others may not read who was granted what.

  --from LINK             a keyholder's link, or any link with the keyholder's device
  --device DIR            the folder with the keys of a keyholder's device
  --data DIR              a hub's data folder, on the hub's machine
  --key-file FILE         with --data: the hub's key file
  --passphrase-file FILE  the passphrase of the hub with --data, of the device with --device
  --json                  all of it as JSON, every grant by its key
Exit: 0 shown, 1 the hub does not answer or may not tell, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const options = { from: text, data: text, 'key-file': text, json: { type: 'boolean' } } as const;
      const given = readArgs(argv, { ...DEVICE_OPTIONS, ...options }, 0);
      const [link, folder] = [given.text('from')?.replace(/\/$/, ''), given.text('data')];
      if ((link === undefined) === (folder === undefined))
        throw new UsageError('needs one of --from and --data');
      const read =
        folder === undefined
          ? await ofHub(link ?? '', given, { crypto, now })
          : await ofFolder(folder, given, { crypto, now });
      if (!isJsonObject(read)) throw new WorldError('that link does not answer like a hub of this version');
      if (given.flag('json')) say(JSON.stringify(read));
      else for (const line of linesOf(read, now())) say(line);
      return EXIT_OK;
    },
  };
}

type Reading = { readonly crypto: Primitives; readonly now: () => Instant };

async function ofHub(link: string, given: Given, { crypto, now }: Reading): Promise<Json> {
  if (!URL.canParse(link)) throw new UsageError('--from is a link such as http://127.0.0.1:8420/b/…');
  const standing =
    given.text('device') === undefined ? undefined : (await openDevice(given, crypto)).standing();
  await readPlace(link);
  const read = await readAs('/people', link, { crypto, now, ...(standing && { standing }) });
  if (read === undefined)
    throw new WorldError("that hub tells this to keyholders only: give a keyholder's link, or --device");
  return read;
}

async function ofFolder(folder: string, given: Given, { crypto, now }: Reading): Promise<Json> {
  const vault = await openFolder(folder, given, crypto);
  const store = storeSqlite({ folder, vault, mode: 'read' });
  try {
    const kept = store.setting('clock-kind');
    if (kept === undefined) throw new WorldError('no hub has run on that folder yet');
    const kind: Clock['kind'] = Buffer.from(kept).toString() === 'replay' ? 'replay' : 'real';
    return peopleJson((await startEngine({ store, clock: { now, kind }, crypto })).people());
  } finally {
    store.close();
  }
}

type Item = Readonly<Record<string, Json>>;

function linesOf(people: Item, now: Instant): readonly string[] {
  const [held, revoked] = [itemsIn(people, 'keyholders'), itemsIn(people, 'revoked')];
  const open = itemsIn(people, 'invitations').filter(({ until }) => Number(until) >= now);
  return [
    `${textOf(people, 'settlement') || 'No place is founded here.'}`,
    ...section('Keyholders', held.map(keyholderLine)),
    ...section('Roles', countsOf(itemsIn(people, 'grants'), nextNumber(people))),
    ...section('Waits for one more', itemsIn(people, 'pending').map(pendingLine)),
    ...section('Keys of groups', itemsIn(people, 'groupKeys').map(groupKeyLine)),
    ...section('Open invitations', open.map(invitationLine)),
    ...section(
      'Withdrawn keys',
      revoked.map((each) => `${textOf(each, 'key')} from entry ${textOf(each, 'from')} on`),
    ),
    ...section('Kept without effect', itemsIn(people, 'refused').map(refusedLine)),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}

const SEAT_SAYS: Readonly<Record<string, string>> = {
  standing: '',
  revoked: ', withdrawn: the paper can take over',
  closed: ', withdrawn with the paper: the seat is closed',
};

function keyholderLine(seat: Item): string {
  const state = textOf(seat, 'state');
  return `${textOf(seat, 'n')}  ${textOf(seat, 'key')}${SEAT_SAYS[state] ?? `, ${state}`}  (next ${textOf(seat, 'next')})`;
}

function nextNumber(people: Item): number {
  return Math.max(0, ...itemsIn(people, 'incidents').map(({ number }) => Number(number))) + 1;
}

/**
 * Standing keys by role and cell, then the keys for incidents, and how many for the next one. Which device runs low is
 * not to be had: nothing ties its keys to each other.
 */
function countsOf(grants: readonly Item[], next: number): readonly string[] {
  const held = grants.filter(({ end }) => end === undefined);
  const named = Map.groupBy(held, (grant) => {
    const cell = textOf(grant, 'cell');
    return `${textOf(grant, 'role')}${cell === '' ? '' : ` of ${cell}`}`;
  });
  return [...named]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, keys]) => {
      const count = (isMeant: (slot: number) => boolean): number =>
        keys.filter(({ slot }) => isMeant(Number(slot))).length;
      const [standing, forNext] = [count((slot) => slot === 0), count((slot) => slot === next)];
      const low = forNext < standing ? ` (${standing - forNext} need more: shanyrak slots)` : '';
      return `${name}: ${standing} for the place, ${count((slot) => slot > 0)} keys for incidents, ${forNext} for incident ${next}${low}`;
    });
}

function pendingLine(pending: Item): string {
  const matter = isJsonObject(pending['matter']) ? pending['matter'] : {};
  const what = [
    'role',
    'number',
    'recipient',
    'key',
    'from',
    'into',
    'incident',
    'id',
    'what',
    'part',
  ].flatMap((name) => textOf(matter, name) || []);
  const said = itemsIn(pending, 'said').map((each) => {
    const n = textOf(each, 'n');
    return n === '' ? textOf(each, 'by') : `keyholder ${n}`;
  });
  const needs = isJsonArray(pending['needs'])
    ? pending['needs'].filter((role) => typeof role === 'string').join(' or ')
    : '';
  const template = parseTemplate(matter['template']);
  const named = template ? [feedMark(template)] : what;
  return `${textOf(matter, 'kind')} ${named.join(' ')}: said by ${said.join(', ')}; needs one more ${needs}`;
}

function groupKeyLine(group: Item): string {
  return `${textOf(group, 'role')}, key ${textOf(group, 'number')}: ${textOf(group, 'recipient')}`;
}

function invitationLine(invitation: Item): string {
  const cell = textOf(invitation, 'cell');
  const until = new Date(Number(invitation['until'])).toISOString().slice(0, 16);
  return `${textOf(invitation, 'role')}${cell === '' ? '' : ` of ${cell}`} until ${until}Z, by ${textOf(invitation, 'by')}`;
}

function refusedLine(refused: Item): string {
  const reason = PEOPLE_REFUSALS.find((known) => known === refused['reason']);
  const target = textOf(refused, 'target');
  const says = reason === undefined ? textOf(refused, 'reason') : peopleRefusalText(reason, 'en');
  return `${textOf(refused, 'entry').slice(0, 12)}${target === '' ? '' : ` (${target})`}: ${says}`;
}

function itemsIn(of: Item, name: string): readonly Item[] {
  const items = of[name];
  return isJsonArray(items) ? items.filter(isJsonObject) : [];
}

function textOf(of: Item, name: string): string {
  const value = of[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
