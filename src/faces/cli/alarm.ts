import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import { ALARM_ORDERS } from '../../record/kinds/alarm.ts';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { orderAct } from '../kit/committee-matters.ts';
import { EXIT_OK, readArgs, say, tell, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { readIncidents } from './hub-incidents.ts';
import type { HubIncident } from './hub-incidents.ts';
import { askHub, readPlace } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { holdToPlace, sayActs } from './place-act.ts';

const NAMED_MAX = 3;
/** As many characters of an alarm's id as tell it from the others. */
const SHOWN_CHARS = 12;
const ID_CHARS_MIN = 4;

export function alarmCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'alarm',
    summary: 'list the alarms that run; end one, or call abroad, with a second',
    help: `shanyrak alarm list --to LINK [--json]
shanyrak alarm order ${ALARM_ORDERS.join('|')} ALARM --device DIR --to LINK [--json]

Two keyholders end an alarm by saying the same: that it has ended, that it was false, or that it is the same as another. All who
were told hear so. Two of them call supporters abroad as well. To end a drill one keyholder is enough. ALARM is the beginning of
its id, as list prints it.

${DEVICE_HELP}
  --to LINK               your link of the hub
  --json                  the list, or the hub's receipts, as JSON
Exit: 0 said (it may wait for a second), 1 it had no effect, or the hub did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const options = { ...DEVICE_OPTIONS, to: { type: 'string' }, json: { type: 'boolean' } } as const;
      const given = readArgs(argv, options, NAMED_MAX);
      const [name, what = '', which = ''] = given.files;
      const link = linkIn(given);
      if (name === 'list' && given.files.length === 1)
        return list(await liveAlarms(link), given.flag('json'));
      const order = ALARM_ORDERS.find((known) => known === what);
      if (name !== 'order' || order === undefined || which.length < ID_CHARS_MIN)
        throw new UsageError(`is: alarm list, or alarm order ${ALARM_ORDERS.join('|')} ALARM`);
      const device = await openDevice(given, crypto);
      holdToPlace(device.standing(), await readPlace(link));
      const found = (await liveAlarms(link)).filter(({ id }) => id.startsWith(which));
      const [alarm] = found;
      if (alarm === undefined || found.length > 1)
        throw new UsageError(`"${which}" names ${found.length} alarms that run; see: shanyrak alarm list`);
      const act = orderAct({ order, alarm: alarm.id, incident: alarm.incident.id });
      return sayActs([act], device, { link, given, crypto, now });
    },
  };
}

type Live = {
  readonly id: EntryId;
  readonly incident: HubIncident;
  readonly mode: string;
  readonly tier: number;
};

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
        return endedAs === undefined ? [{ id, incident, mode, tier }] : [];
      });
    }),
  );
  return told.flat();
}

function list(alarms: readonly Live[], asJson: boolean): number {
  if (asJson) say(JSON.stringify({ alarms }));
  else
    for (const { id, incident, mode, tier } of alarms)
      say(`${id.slice(0, SHOWN_CHARS)}  incident ${incident.number}  ${mode}  tier ${tier}`);
  if (alarms.length === 0) tell('No alarm runs.');
  return EXIT_OK;
}
