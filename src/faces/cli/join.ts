import { existsSync } from 'node:fs';
import { bytesToBase64Url } from '../../base/bytes.ts';
import { INVITATION_CODE_BYTES, parseInvitation } from '../../record/invitation.ts';
import type { IncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { parseSecretWords } from '../../record/secret-words.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError, WorldError, writePrivate } from './command.ts';
import type { Command, Given } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, makeDevice, UNSEALED } from './device.ts';
import type { Device } from './device.ts';
import { askHub, readPlace } from './hub-place.ts';
import { linkIn, saysOf } from './hub-post.ts';
import { numberTold } from '../kit/join-requests.ts';
import { SLOTS_DEFAULT, slotsToAsk } from '../kit/more-slots.ts';
import { SLOTS_MAX } from './slots.ts';

export function joinCommand(crypto: Primitives): Command {
  return {
    name: 'join',
    summary: 'make the keys of a device and ask to be let in with an invitation',
    help: `shanyrak join INVITATION --device DIR [--slots N] [--to LINK] [--request FILE] [--json]

Makes the keys of this device, one for the place and one for each of the next incidents, and asks a hub to have them vouched
for. INVITATION is the line shanyrak:invite?… or, in quotes, its twelve words. A warden then lets the keys in. Sent again
with the same folder it is the same request.

${DEVICE_HELP}
  --slots N               for how many incidents to come (${SLOTS_DEFAULT})
  --to LINK               a link of the hub, when the invitation has none
  --request FILE          no network here: write the request to a file, which a warden carries (see: shanyrak approve)
  --json                  the answer as JSON
Exit: 0 asked, 1 the hub did not take it, or did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const given = readArgs(
        argv,
        { ...DEVICE_OPTIONS, slots: text, to: text, request: text, json: { type: 'boolean' } },
        1,
      );
      const slots = given.whole('slots', { lo: 1, hi: SLOTS_MAX }) ?? SLOTS_DEFAULT;
      const file = given.text('request');
      if (file !== undefined && existsSync(file)) throw new UsageError(`${file} is there already`);
      const folder = given.need('device');
      const invited = await invitedBy(given);
      const device = await makeDevice(folder, given, crypto);
      makeKeys(device, invited, slots);
      const request = { place: invited.place, code: bytesToBase64Url(invited.code), keys: device.slots() };
      if (!device.isSealed) tell(UNSEALED);
      return file === undefined ? ask(request, invited, given) : carry(request, file);
    },
  };
}

type Invited = {
  readonly place: IncidentId;
  readonly code: Uint8Array;
  readonly next: number;
  readonly hub?: string;
};

async function invitedBy(given: Given): Promise<Invited> {
  const [text] = given.files;
  if (text === undefined) throw new UsageError('needs an INVITATION');
  const to = given.text('to') === undefined ? undefined : linkIn(given);
  const read = parseInvitation(text);
  if (read !== undefined) {
    const hub = to ?? read.hub;
    if (hub === undefined && given.text('request') === undefined)
      throw new UsageError('needs --to, since this invitation names no hub; or --request to write a file');
    return { place: read.place, code: read.code, next: read.next, ...(hub !== undefined && { hub }) };
  }
  const code = parseSecretWords(text);
  if (code?.length !== INVITATION_CODE_BYTES)
    throw new UsageError(
      'that is no invitation: give its line shanyrak:invite?… or its twelve words in quotes',
    );
  if (to === undefined)
    throw new UsageError('needs --to: the twelve words alone do not say for which hub they are');
  const { place, nextNumber } = await readPlace(to);
  return { place, code, next: nextNumber, hub: to };
}

/** One key a slot, from the next incident on; those that are there stay, so that asking again is the same request. */
function makeKeys(device: Device, { place, next }: Invited, slots: number): void {
  const isNew = device.slots().length === 0;
  if (!isNew && device.standing().key.place.incident !== place)
    throw new UsageError(`${device.folder} belongs to another place: give a new folder for the device`);
  if (!isNew) return;
  // The standing key last: it marks the folder as whole.
  for (const slot of slotsToAsk({ upTo: 0, nextNumber: next }, slots).toReversed())
    device.make(slot, { place });
  device.make(0, { place });
}

type Request = { readonly place: string; readonly code: string; readonly keys: ReturnType<Device['slots']> };

function carry(request: Request, file: string): number {
  writePrivate(file, `${JSON.stringify(request)}\n`);
  say(`The request is in ${file}. Bring it to a warden: shanyrak approve --request FILE.`);
  tell(
    'It holds the code of the invitation: whoever has the file can use it. Delete it when you are let in.',
  );
  return EXIT_OK;
}

async function ask(request: Request, { hub }: Invited, given: Given): Promise<number> {
  if (hub === undefined) throw new WorldError('there is no hub to ask');
  const { response, value } = await askHub(`${hub}/requests`, {
    method: 'POST',
    body: JSON.stringify(request),
  });
  const number = numberTold(value);
  const folder = given.need('device');
  if (response?.status === 202 && number !== undefined) {
    if (given.flag('json')) say(JSON.stringify({ number, keys: request.keys.length }));
    else
      say(
        `Request ${number}, with ${request.keys.length} keys. Tell your warden this number; they let you in.`,
      );
    return EXIT_OK;
  }
  if (given.flag('json')) say(JSON.stringify(value ?? {}));
  tell(`${saysOf(response, value)}`);
  tell(`The keys stay in ${folder}: with them you can ask again.`);
  return EXIT_WRONG;
}
