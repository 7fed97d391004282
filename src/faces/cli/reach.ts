import { ADDRESSED } from '../../acts/alarm/address.ts';
import type { Addressed } from '../../acts/alarm/address.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import { SPOKEN } from '../../record/kinds/vocabulary.ts';
import type { Primitives } from '../../record/primitives.ts';
import { reachBody, reachTold } from '../kit/reach-told.ts';
import type { ReachTold } from '../kit/reach-told.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { askSigned, readPlace } from './hub-place.ts';
import type { Asking } from './hub-place.ts';
import { linkIn, saysOf } from './hub-post.ts';
import { holdToPlace } from './place-act.ts';

type Hub = { readonly link: string; readonly asking: Asking };

const LANGUAGE_DEFAULT = 'ru';

export function reachCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'reach',
    summary: 'how an alarm reaches whoever has this device',
    help: `shanyrak reach --device DIR --to LINK [--sms N] [--call N] [--email A] [--push TOPIC] [--language kk|ru|en]
shanyrak reach --device DIR --to LINK --verify CHANNEL DIGITS
shanyrak reach --device DIR --to LINK --forget

Shows by which roads an alarm reaches you, and adds one. A code of six digits goes to each new address; the address counts once the
code has come back with --verify. The hub keeps addresses encrypted, under your key and no name, and forgets them when you say so,
when you leave, and when your key is withdrawn.

${DEVICE_HELP}
  --to LINK               your link of the hub
  --sms N                 text messages, to a number with its country: +7 700 000 00 00
  --call N                calls, to such a number
  --email A               mail, to one mailbox
  --push TOPIC            notifications, by a topic such as https://ntfy.example/topic
  --language L            the language of messages (as before, else ${LANGUAGE_DEFAULT})
  --verify CHANNEL DIGITS the code that came by sms, call, email or push
  --remove CHANNEL        forget the address of one road
  --forget                forget all of it
  --json                  the answer as JSON
Exit: 0 shown or changed, 1 the hub did not take it, or did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const flag = { type: 'boolean' } as const;
      const roads = { sms: text, call: text, email: text, push: text, language: text };
      const options = { to: text, ...roads, verify: text, remove: text, forget: flag, json: flag };
      const given = readArgs(argv, { ...DEVICE_OPTIONS, ...options }, 1);
      holdToOne(given);
      const link = linkIn(given);
      const device = await openDevice(given, crypto);
      const asking = { standing: device.standing(), crypto, now };
      holdToPlace(asking.standing, await readPlace(link));
      const told = await change({ link, asking }, given);
      return show(told, given);
    },
  };
}

/** One kind of change at a time: which came first would matter. */
function holdToOne(given: Given): void {
  const isSetting = [...ADDRESSED, 'language'].some((name) => given.text(name) !== undefined);
  const isVerifying = given.text('verify') !== undefined;
  const isRemoving = given.text('remove') !== undefined;
  const kinds = [isSetting, isVerifying, isRemoving, given.flag('forget')];
  if (kinds.filter(Boolean).length > 1)
    throw new UsageError('new addresses, --verify, --remove and --forget are given one at a time');
  const [digits] = given.files;
  if (isVerifying !== (digits !== undefined)) throw new UsageError('--verify takes a channel and six digits');
}

async function change(hub: Hub, given: Given): Promise<ReachTold> {
  const verify = given.text('verify');
  if (verify !== undefined)
    return ask(hub, 'POST', {
      path: '/verify',
      body: { channel: channelIn(verify), digits: given.files[0] ?? '' },
    });
  if (given.flag('forget')) return ask(hub, 'DELETE');
  const before = await ask(hub, 'GET');
  const added = ADDRESSED.flatMap((channel) => {
    const address = given.text(channel);
    return address === undefined ? [] : [{ channel, address }];
  });
  const remove = given.text('remove');
  const asked = given.text('language');
  if (added.length === 0 && remove === undefined && asked === undefined) return before;
  const language = SPOKEN.find((each) => each === (asked ?? before.language ?? LANGUAGE_DEFAULT));
  if (language === undefined) throw new UsageError(`--language is one of ${SPOKEN.join(', ')}`);
  const gone = remove === undefined ? undefined : channelIn(remove);
  const without = <T extends { readonly channel: Addressed }>(list: readonly T[]): readonly T[] =>
    list.filter(({ channel }) => channel !== gone);
  const kept = { ...before, addresses: without(before.addresses), waiting: without(before.waiting) };
  return ask(hub, 'PUT', { body: reachBody(kept, language, added) });
}

function channelIn(text: string): Addressed {
  const channel = ADDRESSED.find((each) => each === text);
  if (channel === undefined) throw new UsageError(`a channel is one of ${ADDRESSED.join(', ')}`);
  return channel;
}

async function ask(
  { link, asking }: Hub,
  method: string,
  { path = '', body }: { readonly path?: string; readonly body?: Json } = {},
): Promise<ReachTold> {
  const { response, value } = await askSigned(`/reach${path}`, link, {
    ...asking,
    method,
    ...(body !== undefined && { body }),
  });
  const told = response?.ok === true ? reachTold(value) : undefined;
  if (told !== undefined) return told;
  throw new WorldError(
    response?.status === 404 && value === undefined
      ? 'the hub does not know this device: nobody let it in yet, or its keys were withdrawn'
      : saysOf(response, value).replace(/\.$/, ''),
  );
}

function show(told: ReachTold, given: Given): number {
  const { addresses, waiting, notSent } = told;
  if (given.flag('json')) say(JSON.stringify(told));
  else {
    const lines = addresses.map(({ channel, shown }) => `${channel}: ${shown}`);
    say(lines.length === 0 ? 'No alarm reaches you through this hub.' : lines.join('\n'));
    for (const { channel, shown } of waiting)
      say(`A code went to ${shown}. Give it back: --verify ${channel} DIGITS`);
  }
  for (const { channel, says } of notSent) tell(`${channel}: ${says}`);
  return notSent.length === 0 ? EXIT_OK : EXIT_WRONG;
}
