import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import { ALARM_ORDERS } from '../../record/kinds/alarm.ts';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId, IncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { orderAct } from '../kit/committee-matters.ts';
import { EXIT_OK, readArgs, say, tell, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { readIncidents } from './hub-incidents.ts';
import { askHub, readAs, readPlace } from './hub-place.ts';
import type { Asking } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { holdToPlace, sayActs } from './place-act.ts';

const NAMED_MAX = 3;
/** As many characters of an alarm's id as tell it from the others. */
const SHOWN_CHARS = 12;
const ID_CHARS_MIN = 4;

export function alarmCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'alarm',
    summary: 'list the alarms that run and who is to be ready; end one, or call abroad, with a second',
    help: `shanyrak alarm list --to LINK [--device DIR] [--json]
shanyrak alarm order ${ALARM_ORDERS.join('|')} ALARM --device DIR --to LINK [--json]

Two keyholders end an alarm by saying the same: that it has ended, that it was false, or that it is the same as another. All who
were told hear so. Two of them call supporters abroad as well. To end a drill one keyholder is enough. That people are to be ready,
because an organiser has not checked in or for another reason, is ended the same way; keyholders see it in the list. ALARM is the
beginning of its id, as list prints it.

${DEVICE_HELP}
  --to LINK               your link of the hub
  --json                  the list, or the hub's receipts, as JSON
Exit: 0 said (it may wait for a second), 1 it had no effect, or the hub did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const options = { ...DEVICE_OPTIONS, to: { type: 'string' }, json: { type: 'boolean' } } as const;
      const given = readArgs(argv, options, NAMED_MAX);
      const [name, what = '', which = ''] = given.files;
      const link = linkIn(given);
      if (name === 'list' && given.files.length === 1) {
        const standing =
          given.text('device') === undefined ? undefined : (await openDevice(given, crypto)).standing();
        return list(await allLive(link, { crypto, now, ...(standing && { standing }) }), given.flag('json'));
      }
      const order = ALARM_ORDERS.find((known) => known === what);
      if (name !== 'order' || order === undefined || which.length < ID_CHARS_MIN)
        throw new UsageError(`is: alarm list, or alarm order ${ALARM_ORDERS.join('|')} ALARM`);
      const device = await openDevice(given, crypto);
      const standing = device.standing();
      holdToPlace(standing, await readPlace(link));
      const found = (await allLive(link, { standing, crypto, now })).filter(({ id }) => id.startsWith(which));
      const [alarm] = found;
      if (alarm === undefined || found.length > 1)
        throw new UsageError(`"${which}" names ${found.length} alarms that run; see: shanyrak alarm list`);
      if ('cause' in alarm && order !== 'ended')
        throw new UsageError('that people are to be ready is ended with: alarm order ended');
      const act = orderAct({ order, alarm: alarm.id, incident: alarm.incident });
      return sayActs([act], device, { link, given, crypto, now });
    },
  };
}

/** What can be ended, in the log it stands in. */
type Live = {
  readonly id: EntryId;
  readonly incident: IncidentId;
} & (
  | { readonly number: number; readonly mode: string; readonly tier: number }
  | { readonly cause: string; readonly who?: string }
);

type Reading = Omit<Asking, 'standing'> & Partial<Pick<Asking, 'standing'>>;

async function allLive(link: string, reading: Reading): Promise<readonly Live[]> {
  return [...(await liveAlarms(link)), ...(await standbys(link, reading))];
}

/** Why people are asked to be ready; nothing for those who may not read it. */
async function standbys(link: string, reading: Reading): Promise<readonly Live[]> {
  const value = await readAs('/people', link, reading);
  const told = isJsonObject(value) && isJsonArray(value['standbys']) ? value['standbys'] : [];
  if (told.length === 0) return [];
  const { place: incident } = await readPlace(link);
  return told.flatMap((standby): readonly Live[] => {
    if (!isJsonObject(standby)) return [];
    const { cause, who } = standby;
    const id = parseEntryId(standby['id']);
    if (id === undefined || typeof cause !== 'string') return [];
    return [{ id, incident, cause, ...(typeof who === 'string' && { who }) }];
  });
}

/** What the hub tells of each open incident; an alarm whose raise has not come is none yet. */
async function liveAlarms(link: string): Promise<readonly Live[]> {
  const open = (await readIncidents(link)).filter(({ state }) => state === 'open');
  const told = await Promise.all(
    open.map(async (incident) => {
      const { value } = await askHub(`${link}/situation?incident=${incident.id}`);
      const alarms = isJsonObject(value) && isJsonArray(value['alarms']) ? value['alarms'] : [];
      return alarms.flatMap((alarm): readonly Live[] => {
        if (!isJsonObject(alarm)) return [];
        const { mode, tier, endedAs } = alarm;
        const id = parseEntryId(alarm['id']);
        if (id === undefined || typeof mode !== 'string' || typeof tier !== 'number') return [];
        const { id: of, number } = incident;
        return endedAs === undefined ? [{ id, incident: of, number, mode, tier }] : [];
      });
    }),
  );
  return told.flat();
}

function list(alarms: readonly Live[], asJson: boolean): number {
  if (asJson) say(JSON.stringify({ alarms }));
  else
    for (const live of alarms)
      say(
        'tier' in live
          ? `${live.id.slice(0, SHOWN_CHARS)}  incident ${live.number}  ${live.mode}  tier ${live.tier}`
          : `${live.id.slice(0, SHOWN_CHARS)}  readiness  ${[live.cause, live.who ?? ''].join(' ').trim()}`,
      );
  if (alarms.length === 0) tell('No alarm runs, and nobody is asked to be ready.');
  return EXIT_OK;
}
