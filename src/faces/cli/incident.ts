import type { Instant } from '../../base/instant.ts';
import { parseIncidentId } from '../../record/names.ts';
import type { IncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { destroyClosedKeys } from './closed-keys.ts';
import { EXIT_OK, readArgs, say, tell, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { idNamed, readIncidents } from './hub-incidents.ts';
import type { HubIncident } from './hub-incidents.ts';
import { readPlace } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { holdToPlace, sayActs } from './place-act.ts';
import type { Act } from './place-act.ts';

/** How many incidents each subcommand names. */
const SUBCOMMANDS: ReadonlyMap<string, number> = new Map([
  ['list', 0],
  ['close', 1],
  ['merge', 2],
  ['archive', 1],
]);
const FILES_MAX = 3;

export function incidentCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'incident',
    summary: 'list incidents; close, merge or put one away, with a second',
    help: `shanyrak incident list --device DIR --to LINK [--json]
shanyrak incident close INCIDENT --device DIR --to LINK [--json]
shanyrak incident merge FROM INTO --device DIR --to LINK [--json]
shanyrak incident archive INCIDENT --device DIR --to LINK [--json]

INCIDENT is its number or its id of 16 characters. Two keyholders close; two merge, wardens or keyholders whom different
people vouch for; one keyholder puts away what is closed. Nothing is deleted by any of these.

${DEVICE_HELP}
  --to LINK               your link of the hub
  --json                  the list, or the hub's receipts, as JSON
Exit: 0 said (it may wait for a second), 1 it had no effect, or the hub did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const guarded = argv.map(guard);
      const given = readArgs(guarded, { ...DEVICE_OPTIONS, to: text, json: { type: 'boolean' } }, FILES_MAX);
      const [name = '', ...named] = given.files;
      const wanted = SUBCOMMANDS.get(name);
      if (wanted === undefined) throw new UsageError(`needs one of ${[...SUBCOMMANDS.keys()].join(', ')}`);
      if (named.length !== wanted) throw new UsageError(`${name} names ${wanted} incidents`);
      const link = linkIn(given);
      const device = await openDevice(given, crypto);
      holdToPlace(device.standing(), await readPlace(link));
      const isById = named.every((each) => idIn(each) !== undefined);
      const known = name !== 'list' && isById ? [] : await readIncidents(link);
      if (name === 'list') {
        await destroyClosedKeys(device, { link, crypto });
        return list(known, given.flag('json'));
      }
      const ids = named.map((each) => idIn(each) ?? idNamed(each, known));
      if (new Set(ids).size < ids.length) throw new UsageError(`${name} names one incident twice`);
      return sayActs([actOf(name, ids)], device, { link, given, crypto, now });
    },
  };
}

const GUARD = 'id:';

/** An id may begin with a hyphen and would be taken for an option; one that begins with two goes by its number. */
function guard(arg: string): string {
  return /^-[^-]/.test(arg) && parseIncidentId(arg) !== undefined ? GUARD + arg : arg;
}

function idIn(text: string): IncidentId | undefined {
  return parseIncidentId(text.startsWith(GUARD) ? text.slice(GUARD.length) : text);
}

function actOf(name: string, [first = '', second = '']: readonly string[]): Act {
  if (name === 'merge') return { kind: 'incident.merge', body: { from: first, into: second } };
  return { kind: `incident.${name}`, body: { incident: first } };
}

function list(incidents: readonly HubIncident[], asJson: boolean): number {
  if (asJson) say(JSON.stringify({ incidents }));
  else
    for (const { id, number, state, into } of incidents)
      say(`${String(number).padStart(4)}  ${id}  ${state}${into === undefined ? '' : ` into ${into}`}`);
  if (incidents.length === 0) tell('There was no incident yet.');
  return EXIT_OK;
}
