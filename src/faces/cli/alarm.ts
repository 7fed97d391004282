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
import { standbysOn } from './hub-standbys.ts';
import type { HubStandby, Reading } from './hub-standbys.ts';
import { linkIn } from './hub-post.ts';
import { holdToPlace, sayActs } from './place-act.ts';

const NAMED_MAX = 3;
/** As many characters of an alarm's id as tell it from the others. */
const SHOWN_CHARS = 12;

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
      if (name !== 'order' || order === undefined || which === '')
        throw new UsageError(`is: alarm list, or alarm order ${ALARM_ORDERS.join('|')} ALARM`);
      const device = await openDevice(given, crypto);
      const standing = device.standing();
      holdToPlace(standing, await readPlace(link));
      const live = alarmNamed(which, await allLive(link, { standing, crypto, now }), 'alarms that run');
      if ('cause' in live && order !== 'ended')
        throw new UsageError('that people are to be ready is ended with: alarm order ended');
      const act = orderAct({ order, alarm: live.id, incident: live.incident.id });
      return sayActs([act], device, { link, given, crypto, now });
    },
  };
}

/** What can be ended. */
type Live = HubAlarm | HubStandby;

async function allLive(link: string, reading: Reading): Promise<readonly Live[]> {
  return [...(await liveAlarms(link)), ...(await standbysOn(link, reading))];
}

function list(alarms: readonly Live[], asJson: boolean): number {
  if (asJson) say(JSON.stringify({ alarms: alarms.map(shown) }));
  else
    for (const live of alarms)
      say(
        'tier' in live
          ? `${live.id.slice(0, SHOWN_CHARS)}  incident ${live.incident.number}  ${live.mode}  tier ${live.tier}`
          : `${live.id.slice(0, SHOWN_CHARS)}  readiness  ${[live.cause, live.who ?? ''].join(' ').trim()}`,
      );
  if (alarms.length === 0) tell('No alarm runs, and nobody is asked to be ready.');
  return EXIT_OK;
}

function shown(live: Live): object {
  const { id, incident } = live;
  if ('cause' in live) return live;
  return { id, incident, mode: live.mode, tier: live.tier };
}
