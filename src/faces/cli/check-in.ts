import type { Instant } from '../../base/instant.ts';
import type { Primitives } from '../../record/primitives.ts';
import { isCode } from '../../record/kinds/fields.ts';
import { readArgs, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { readPlace } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { holdToPlace, sayActs } from './place-act.ts';

export function checkInCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'check-in',
    summary: 'say as an organiser that you are free',
    help: `shanyrak check-in HANDLE --device DIR --to LINK [--json]

Says that the organiser HANDLE of the place's plan is free. Whoever does not say so within the hour before the time the plan states
and the end of its grace is missed: deputies, wardens and keyholders are asked to be ready. Your first check-in ties HANDLE to this
device; another one counts once two keyholders have withdrawn the key of this one. The same button is on the hub's committee page.

${DEVICE_HELP}
  --to LINK               your link of the hub
  --json                  the hub's receipt as JSON
Exit: 0 heard, 1 it had no effect, or the hub did not answer (it goes out with the next command), 2 used wrongly.`,
    run: async (argv) => {
      const given = readArgs(
        argv,
        { ...DEVICE_OPTIONS, to: { type: 'string' }, json: { type: 'boolean' } },
        1,
      );
      const [who = ''] = given.files;
      if (!isCode(who)) throw new UsageError('is: check-in HANDLE, as the plan of the place names you');
      const link = linkIn(given);
      const device = await openDevice(given, crypto);
      holdToPlace(device.standing(), await readPlace(link));
      return sayActs([{ kind: 'checkin.here', body: { who } }], device, { link, given, crypto, now });
    },
  };
}
