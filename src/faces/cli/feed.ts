import { feedSentences, isOwnWords } from '../../acts/dispatch/feed-voice.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import type { FeedTemplate } from '../../record/kinds/feed.ts';
import type { Primitives } from '../../record/primitives.ts';
import { feedAct, feedMark, parseTemplate, stopFeedAct } from '../kit/committee-matters.ts';
import { FEEDS_SETTING, feedPath } from '../kit/feed-addresses.ts';
import { addressNames, closeAddress, newAddress } from './address-acts.ts';
import type { AddressKind } from './address-acts.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { KEY_HELP, KEY_OPTIONS } from './hub-key.ts';
import { readAs, readPlace } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { openSettings } from './hub-settings.ts';
import { holdToPlace, sayActs } from './place-act.ts';

const HELP = `shanyrak feed words --device DIR --to LINK [--json]
shanyrak feed approve MARK --device DIR --to LINK [--json]
shanyrak feed stop --device DIR --to LINK [--json]
shanyrak feed new --data DIR
shanyrak feed list --data DIR [--json]
shanyrak feed close NAME|all --data DIR

A feed of the alarms that have reached press and lawyers: Atom, with a message in CAP 1.2 for each. It says the words that two
keyholders approved and no others. words: those that are approved, those that wait for a second, and what could be approved now,
each with its mark. approve: you have read the words with this mark. stop: one keyholder is enough; to start again it takes two.

new: makes a secret address to hand out and prints it once; one for each who reads it. close: it answers no more. NAME is as list
prints it. Addresses are closed while no words are approved. docs/channels.md says more.

${DEVICE_HELP}
  --to LINK               your link of the hub
  --data DIR              the hub's data folder, on the hub's machine
${KEY_HELP}
  --json                  as JSON
Exit: 0 done (it may wait for a second), 1 it had no effect, or the hub did not answer, 2 used wrongly.`;

/** What of the feed is said with a keyholder's key, and what is done on the hub's machine. */
const OF_DEVICE: ReadonlySet<string> = new Set(['words', 'approve', 'stop']);
const OF_FOLDER: ReadonlySet<string> = new Set(['new', 'list', 'close']);

export function feedCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'feed',
    summary: 'the feed of alarms: approve what it says, stop it, make and close its addresses',
    help: HELP,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const options = { ...DEVICE_OPTIONS, ...KEY_OPTIONS, to: text, data: text } as const;
      const given = readArgs(argv, { ...options, json: { type: 'boolean' } }, 2);
      const [act = '', what = ''] = given.files;
      if ((what !== '') !== (act === 'approve' || act === 'close'))
        throw new UsageError('is: feed words, approve MARK, stop, new, list, or close NAME');
      if (OF_DEVICE.has(act)) return withDevice(act, what, { given, crypto, now });
      if (OF_FOLDER.has(act)) return onFolder(act, what, given, crypto);
      throw new UsageError(`needs one of ${[...OF_DEVICE, ...OF_FOLDER].join(', ')}`);
    },
  };
}

type Committee = { readonly given: Given; readonly crypto: Primitives; readonly now: () => Instant };

async function withDevice(act: string, mark: string, committee: Committee): Promise<number> {
  const { given, crypto, now } = committee;
  const link = linkIn(given);
  const device = await openDevice(given, crypto);
  const standing = device.standing();
  holdToPlace(standing, await readPlace(link));
  const send = { link, given, crypto, now };
  if (act === 'stop') return sayActs([stopFeedAct()], device, send);
  const told = await readAs('/feed', link, { standing, crypto, now });
  if (told === undefined) throw new WorldError('that hub tells this to keyholders only; nothing was signed');
  const templates = templatesIn(told, crypto);
  const isOpen = isJsonObject(told) && told['isOpen'] === true;
  if (act === 'words') return showWords(templates, isOpen, given.flag('json'));
  const [found, another] = templates.filter(({ template, isOwn }) => isOwn && feedMark(template) === mark);
  // Somebody who tries long enough can make two with one mark.
  if (found === undefined || another !== undefined)
    throw new UsageError(
      `no words that this program would say have the mark ${mark} alone; see: shanyrak feed words. Nothing was signed`,
    );
  return sayActs([feedAct(found.template)], device, send);
}

const STATES = ['approved', 'waiting', 'proposed'] as const;
/** `isOwn`: this program reckons the same hash, so that these are the words it would say. */
type Told = {
  readonly state: (typeof STATES)[number];
  readonly template: FeedTemplate;
  readonly isOwn: boolean;
};

/** What the hub tells, each set of words once. */
function templatesIn(told: Json, { sha256 }: Primitives): readonly Told[] {
  const all = STATES.flatMap((state) => {
    const listed = isJsonObject(told) ? told[state] : undefined;
    return (isJsonArray(listed) ? listed : []).flatMap((each): readonly Told[] => {
      const template = parseTemplate(each);
      return template === undefined ? [] : [{ state, template, isOwn: isOwnWords(template, sha256) }];
    });
  });
  const isSame = (a: Told, b: Told): boolean => a.isOwn === b.isOwn && a.template.words === b.template.words;
  return all.filter((each, i) => all.findIndex((other) => isSame(each, other)) === i);
}

const HEADINGS: Readonly<Record<Told['state'], string>> = {
  approved: 'Approved by two',
  waiting: 'Waits for a second voice',
  proposed: 'Could be approved now',
};

function showWords(templates: readonly Told[], isOpen: boolean, asJson: boolean): number {
  if (asJson) {
    const words = templates.map((each) => ({ ...each, mark: feedMark(each.template) }));
    say(JSON.stringify({ isOpen, words }));
    return EXIT_OK;
  }
  say(isOpen ? 'The feed is open.' : 'The feed is closed: no words are approved that this hub would say.');
  for (const each of templates) for (const line of linesOf(each)) say(line);
  if (templates.length === 0) tell('This hub can have no feed: nobody founded the place, or it plays a day.');
  return EXIT_OK;
}

const HUNDREDTHS = 100;

function linesOf({ state, template, isOwn }: Told): readonly string[] {
  const { circle, offsetMinutes } = template;
  if (!isOwn) return [`${HEADINGS[state]}: words of another version of the program, which nobody says now`];
  const map = circle
    ? `${circle.latE2 / HUNDREDTHS}, ${circle.lonE2 / HUNDREDTHS}, ${circle.radiusKm} km`
    : 'nothing';
  return [
    `${HEADINGS[state]}, mark ${feedMark(template)}:`,
    `  minutes east of UTC: ${offsetMinutes}; on the map: ${map}`,
    ...LANGUAGES.flatMap((language) => [
      `  ${language}:`,
      ...feedSentences(template, language)
        .flat()
        .map((sentence) => `    ${sentence}`),
    ]),
  ];
}

const FEEDS: AddressKind = {
  what: 'the feed',
  setting: FEEDS_SETTING,
  path: feedPath,
  listCommand: 'shanyrak feed list',
};

async function onFolder(act: string, what: string, given: Given, crypto: Primitives): Promise<number> {
  const settings = await openSettings(given, crypto);
  if (act === 'new') return newAddress(FEEDS, settings, crypto);
  if (act === 'close') return closeAddress(FEEDS, what, settings);
  const names = addressNames(FEEDS, settings);
  if (given.flag('json')) say(JSON.stringify({ feeds: names }));
  else for (const name of names) say(name);
  if (names.length === 0) tell('The feed has no address.');
  return EXIT_OK;
}
