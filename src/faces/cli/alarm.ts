import type { Instant } from '../../base/instant.ts';
import { ALARM_ORDERS } from '../../record/kinds/alarm.ts';
import type { Primitives } from '../../record/primitives.ts';
import { orderAct } from '../kit/committee-matters.ts';
import { EXIT_OK, readArgs, say, tell, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { alarmNamed, liveAlarms } from './hub-alarms.ts';
import type { HubAlarm } from './hub-alarms.ts';
import { readPlace } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { holdToPlace, sayActs } from './place-act.ts';

const NAMED_MAX = 3;
/** As many characters of an alarm's id as tell it from the others. */
const SHOWN_CHARS = 12;

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
      if (name !== 'order' || order === undefined || which === '')
        throw new UsageError(`is: alarm list, or alarm order ${ALARM_ORDERS.join('|')} ALARM`);
      const device = await openDevice(given, crypto);
      holdToPlace(device.standing(), await readPlace(link));
      const alarm = alarmNamed(which, await liveAlarms(link), 'alarms that run');
      const act = orderAct({ order, alarm: alarm.id, incident: alarm.incident.id });
      return sayActs([act], device, { link, given, crypto, now });
    },
  };
}

function list(alarms: readonly HubAlarm[], asJson: boolean): number {
  if (asJson)
    say(
      JSON.stringify({
        alarms: alarms.map(({ id, incident, mode, tier }) => ({ id, incident, mode, tier })),
      }),
    );
  else
    for (const { id, incident, mode, tier } of alarms)
      say(`${id.slice(0, SHOWN_CHARS)}  incident ${incident.number}  ${mode}  tier ${tier}`);
  if (alarms.length === 0) tell('No alarm runs.');
  return EXIT_OK;
}
