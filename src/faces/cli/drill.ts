import { ALARM_ACTS } from '../../acts/words/alarm-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { parseJson } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import { isCode } from '../../record/kinds/fields.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { happenedNow } from '../kit/place-acts.ts';
import type { Act } from '../kit/place-acts.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS } from './device.ts';
import { languageIn } from './findings.ts';
import { alarmNamed, alarmsOn, liveAlarms } from './hub-alarms.ts';
import type { HubAlarm } from './hub-alarms.ts';
import { linkIn } from './hub-post.ts';
import { readText } from './hub-text.ts';
import { deviceKeyFor, sayInIncident } from './say-in-incident.ts';

const NAMED_MAX = 3;
const ACT_DEFAULT = 'force.arrive';
const text = { type: 'string' } as const;
const OPTIONS = {
  ...DEVICE_OPTIONS,
  to: text,
  act: text,
  cell: text,
  phones: text,
  seed: text,
  fail: { type: 'string', multiple: true },
  'organiser-only': { type: 'boolean' },
  lang: text,
  json: { type: 'boolean' },
} as const;

/** Which options each subcommand takes; any other is a mistake, never ignored. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  start: ['to', 'device', 'passphrase-file', 'act', 'cell', 'json'],
  confirm: ['to', 'device', 'passphrase-file', 'json'],
  report: ['to', 'lang', 'json'],
  rehearse: ['phones', 'seed', 'fail', 'organiser-only', 'lang', 'json'],
};

const HELP = `shanyrak drill start --device DIR --to LINK [--act ACT] [--cell CODE] [--json]
shanyrak drill confirm ALARM --device DIR --to LINK [--json]
shanyrak drill report [ALARM] --to LINK [--lang kk|ru|en] [--json]
shanyrak drill rehearse PLACE.yaml [DAY.yaml] [--phones N] [--seed S] [--fail ROAD]... [--organiser-only]
                [--lang kk|ru|en] [--json]

start raises an alarm that is a drill, signed by your device. It runs as a real one would, over the hub's real channels: people
are told, and DRILL stands first in each message. It calls nobody from outside the settlement and can never become real. confirm
is the second voice: without one the cells are not called. A keyholder ends it: shanyrak alarm order ended ALARM.
report says whom it reached: by cell, road and time, what failed, and what to mend next. It names nobody, and goes for real
alarms too. ALARM is the beginning of its id; without one it is the newest drill. A hub forgets its messages a day after the end.

rehearse sends nothing to anybody: it plays the rows of a day (days/5-april.yaml) as a drill at the place of a plan, with
SIMULATED telephones, on a hub of its own that is gone afterwards, and ends with the same report.

  --to LINK               your link of the hub
${DEVICE_HELP}
  --act ACT               what is supposed to be seen (${ACT_DEFAULT}): ${ALARM_ACTS.slice(0, 4).join(', ')}, …
  --cell CODE             in which cell, so that the nearest are called first
  --phones N              telephones of neighbours the hub can write to, in all cells together (three in ten people)
  --seed S                another number gives other people and another chance; the same one the same figures
  --fail ROAD             push, sms or call: its carrier takes nothing; internet: no telephone has mobile internet
  --organiser-only        beside it, how far one organiser would come alone: an assumption, not a finding
  --lang                  language of the report (en)
  --json                  the hub's receipts, or the report, as JSON
Exit: 0 said, reported or rehearsed; 1 it had no effect, there is no report, or the hub did not answer; 2 used wrongly, or the
plan or the day cannot be read.`;

/** `rehearse`: with the files named and the options given. */
export function drillCommand(
  crypto: Primitives,
  now: () => Instant,
  rehearse: (files: readonly string[], given: Given, language: Language) => Promise<number>,
): Command {
  return {
    name: 'drill',
    summary: 'hold a drill and see whom it reached; rehearse one with simulated telephones',
    help: HELP,
    run: async (argv) => {
      const given = readArgs(argv, OPTIONS, NAMED_MAX);
      const [name = '', ...named] = given.files;
      const taken = TAKES[name];
      if (taken === undefined) throw new UsageError('needs one of start, confirm, report, rehearse');
      holdToOptions(name, taken, given);
      const side = { link: name === 'rehearse' ? '' : linkIn(given), given, crypto, now };
      switch (name) {
        case 'start':
          holdToNamed(name, named, 0, 0);
          return start(side);
        case 'confirm':
          holdToNamed(name, named, 1, 1);
          return confirm(named[0] ?? '', side);
        case 'report':
          holdToNamed(name, named, 0, 1);
          return report(named[0], side);
        default:
          holdToNamed(name, named, 1, 2);
          return rehearse(named, given, languageIn(given));
      }
    },
  };
}

function holdToOptions(name: string, taken: readonly string[], given: Given): void {
  const other = Object.keys(OPTIONS).find(
    (option) =>
      !taken.includes(option) &&
      (given.text(option) !== undefined || given.flag(option) || given.all(option).length > 0),
  );
  if (other !== undefined) throw new UsageError(`${name} takes no --${other}`);
}

function holdToNamed(name: string, named: readonly string[], least: number, most: number): void {
  if (named.length < least)
    throw new UsageError(
      name === 'rehearse' ? 'rehearse needs the file of a plan' : `${name} needs the id of an alarm`,
    );
  if (named.length > most) throw new UsageError(`${name} does not expect "${named[most] ?? ''}"`);
}

type Side = {
  readonly link: string;
  readonly given: Given;
  readonly crypto: Primitives;
  readonly now: () => Instant;
};

async function start(side: Side): Promise<number> {
  const { given } = side;
  const asked = given.text('act') ?? ACT_DEFAULT;
  const act = ALARM_ACTS.find((known) => known === asked);
  if (act === undefined) throw new UsageError(`--act is one of ${ALARM_ACTS.join(', ')}`);
  const cell = given.text('cell');
  if (cell !== undefined && !isCode(cell)) throw new UsageError('--cell is the code of a cell, such as c1');
  const body = { mode: 'drill', act, ...(cell !== undefined && { place: { cell } }) };
  const { code, id } = await sayAct({ kind: 'alarm.raise', body }, 'new', [], side);
  if (code !== EXIT_OK || id === undefined || given.flag('json')) return code;
  say(id);
  tell('The drill is raised: wardens are asked. A second person confirms it:');
  tell(`  shanyrak drill confirm ${shortOf(id)} --device DIR --to LINK`);
  return code;
}

async function confirm(which: string, side: Side): Promise<number> {
  const alarm = alarmNamed(which, await liveAlarms(side.link), 'alarms that run');
  if (alarm.mode !== 'drill')
    throw new UsageError(
      `${shortOf(alarm.id)} is no drill. Nothing was signed. Who sees it too says so on the page of the hub, or by: shanyrak post --kind alarm.confirm`,
    );
  const { code } = await sayAct({ kind: 'alarm.confirm', body: {} }, alarm.incident.id, [alarm.id], side);
  if (code === EXIT_OK) tell('Said. The cells are called once the hub has decided.');
  return code;
}

async function sayAct(
  act: Act,
  incident: string,
  about: readonly EntryId[],
  { now, ...side }: Side,
): Promise<ReturnType<typeof sayInIncident>> {
  const draft = { kind: act.kind, at: happenedNow(now()), about, parts: { body: act.body } };
  return sayInIncident(draft, await deviceKeyFor(incident, side), side);
}

async function report(which: string | undefined, { link, given }: Side): Promise<number> {
  const alarm = await alarmMeant(which, link);
  const asJson = given.flag('json');
  const path = `${link}/alarms/${alarm.id}/report.${asJson ? 'json' : 'txt'}`;
  const said = await readText(`${path}?incident=${alarm.incident.id}&lang=${languageIn(given)}`);
  if (asJson && parseJson(said) === undefined)
    throw new WorldError('that link does not answer like a hub of this version');
  say(said.trimEnd());
  return EXIT_OK;
}

async function alarmMeant(which: string | undefined, link: string): Promise<HubAlarm> {
  const alarms = await alarmsOn(link);
  if (which !== undefined) return alarmNamed(which, alarms, 'alarms');
  const newest = alarms.find(({ mode }) => mode === 'drill');
  if (newest === undefined)
    throw new WorldError('no drill was held on that hub; see: shanyrak drill start --help');
  return newest;
}

/** As many characters of an id as tell it from the others. */
function shortOf(id: EntryId): string {
  return id.slice(0, 12);
}
