import type { Json } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { HubPlace } from '../kit/hub-place.ts';
import { numberTold } from '../kit/join-requests.ts';
import { SLOTS_DEFAULT, slotsLetIn, slotsToAsk, slotsTold } from '../kit/more-slots.ts';
import type { SlotsKnown } from '../kit/more-slots.ts';
import { destroyClosedKeys } from './closed-keys.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, moreCommand, openDevice } from './device.ts';
import type { Device } from './device.ts';
import { askSigned, readPlace } from './hub-place.ts';
import type { Asking } from './hub-place.ts';
import { linkIn, saysOf } from './hub-post.ts';
import { holdToPlace } from './place-act.ts';

// A hub takes 32 keys a request; the first time one of them is the standing key.
export const SLOTS_MAX = 31;

export function slotsCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'slots',
    summary: 'for which incidents this device has keys; ask for more',
    help: `shanyrak slots --device DIR --to LINK [--more [--count N]] [--json]

Each incident needs a key of its own, made and vouched for beforehand. This says for which incidents to come the device has one.
With --more it makes keys for further incidents and asks, in its own name, to have them vouched for: tell your warden the number of
the request, as when you joined; they let it in with shanyrak approve. No device gets two keys for one incident.

${DEVICE_HELP}
  --to LINK               your link of the hub
  --more                  ask for keys for further incidents
  --count N               for how many (${SLOTS_DEFAULT})
  --json                  the answer as JSON
Exit: 0 shown or asked, 1 the hub did not take it, or did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const flag = { type: 'boolean' } as const;
      const text = { type: 'string' } as const;
      const options = { to: text, more: flag, count: text, json: flag };
      const given = readArgs(argv, { ...DEVICE_OPTIONS, ...options }, 0);
      const link = linkIn(given);
      const count = given.whole('count', { lo: 1, hi: SLOTS_MAX }) ?? SLOTS_DEFAULT;
      if (given.text('count') !== undefined && !given.flag('more'))
        throw new UsageError('--count goes with --more');
      const device = await openDevice(given, crypto);
      const hub = await readPlace(link);
      const asking = { standing: device.standing(), crypto, now };
      holdToPlace(asking.standing, hub);
      const known = await slotsKnown(link, asking);
      await destroyClosedKeys(device, { link, crypto });
      return given.flag('more')
        ? askMore({ device, link, asking, known, hub }, count, given)
        : show(device, known, { hub, given });
    },
  };
}

async function slotsKnown(link: string, asking: Asking): Promise<SlotsKnown> {
  const { response, value } = await askSigned('/slots', link, asking);
  const known = slotsTold(value);
  if (known !== undefined) return known;
  // A keyholder is told why it has none; of a key it does not hear the hub says nothing.
  throw new WorldError(
    response?.status === 404 && value === undefined
      ? 'the hub does not know this device: nobody let it in yet, or its keys were withdrawn'
      : saysOf(response, value).replace(/\.$/, ''),
  );
}

type More = {
  readonly device: Device;
  readonly link: string;
  readonly asking: Asking;
  readonly known: SlotsKnown;
  readonly hub: HubPlace;
};

/** Keys that were made for a request that got lost or was turned down are used again. */
async function askMore(
  { device, link, asking, known: { upTo, request }, hub: { place, nextNumber } }: More,
  count: number,
  given: Given,
): Promise<number> {
  if (request !== undefined) return sayAsked(request, 0, given);
  const wanted = slotsToAsk({ upTo, nextNumber }, count);
  for (const slot of wanted) device.make(slot, { place });
  const keys = device.slots().filter(({ slot }) => wanted.includes(slot));
  const body: Json = { keys: keys.map(({ slot, key }) => ({ slot, key })) };
  const { response, value } = await askSigned('/slots', link, { ...asking, body });
  const number = numberTold(value);
  if (response?.status === 202 && number !== undefined) return sayAsked(number, keys.length, given);
  tell(saysOf(response, value));
  tell(`The keys stay in ${device.folder}: with them you can ask again.`);
  return EXIT_WRONG;
}

function sayAsked(number: number, made: number, given: Given): number {
  if (given.flag('json')) say(JSON.stringify({ number, keys: made }));
  else if (made === 0) say(`Request ${number} is still open. Tell your warden this number; they let it in.`);
  else say(`Request ${number}, with ${made} keys. Tell your warden this number; they let it in.`);
  return EXIT_OK;
}

function show(
  device: Device,
  { upTo, request }: SlotsKnown,
  { hub: { nextNumber }, given }: { readonly hub: HubPlace; readonly given: Given },
): number {
  const { all: slots, ahead, isLow } = slotsLetIn(device.slots(), { upTo, nextNumber });
  if (given.flag('json')) {
    say(JSON.stringify({ slots, nextNumber, upTo, ...(request !== undefined && { request }) }));
    return EXIT_OK;
  }
  say(`Keys for incidents: ${slots.length === 0 ? 'none' : slots.join(', ')}.`);
  say(`The next incident is number ${nextNumber}; ${ahead.length} keys are for it and what comes after.`);
  if (request !== undefined) say(`Request ${request} is still open. Tell your warden this number.`);
  else if (isLow) say(`That is few. Ask for more: ${moreCommand(device.folder)}`);
  return EXIT_OK;
}
