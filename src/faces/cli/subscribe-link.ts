import { isJsonObject } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, readArgs, say, UsageError, WorldError } from './command.ts';
import type { Command } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { askSigned, readPlace } from './hub-place.ts';
import { linkIn, saysOf } from './hub-post.ts';
import { holdToPlace } from './place-act.ts';

const ROLES = ['supporter', 'press'];

export function subscribeLinkCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'subscribe-link',
    summary: 'make a link by which supporters or press ask to be told of alarms',
    help: `shanyrak subscribe-link --device DIR --to LINK [--role supporter|press]

Makes a link to hand out: whoever opens it can put themselves on the list of those who are told of alarms, and see nothing else.
For keyholders. It holds until the hub's links are made anew (serve --new-links).

${DEVICE_HELP}
  --to LINK               your link of the hub
  --role ROLE             as whom they are told: supporter (as usual) or press
Exit: 0 made, 1 the hub did not take it, or did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const given = readArgs(argv, { ...DEVICE_OPTIONS, to: text, role: text }, 0);
      const role = given.text('role') ?? 'supporter';
      if (!ROLES.includes(role)) throw new UsageError(`--role is one of ${ROLES.join(', ')}`);
      const link = linkIn(given);
      const standing = (await openDevice(given, crypto)).standing();
      holdToPlace(standing, await readPlace(link));
      const body = { role, isToSubscribe: true };
      const { response, value } = await askSigned('/links', link, { standing, crypto, now, body });
      const path = isJsonObject(value) ? value['path'] : undefined;
      if (response?.status === 404) throw new WorldError('only a keyholder makes such a link');
      if (typeof path !== 'string') throw new WorldError(saysOf(response, value).replace(/\.$/, ''));
      say(new URL(path, link).href);
      return EXIT_OK;
    },
  };
}
