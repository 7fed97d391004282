import type { Instant } from '../../base/instant.ts';
import { NAMED_MAX } from '../../record/kinds/people.ts';
import { parseAuthorKey } from '../../record/names.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { readArgs, UsageError } from './command.ts';
import type { Command, Given } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { readPlace } from './hub-place.ts';
import type { HubPlace } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { holdToPlace, sayActs } from './place-act.ts';
import type { Act } from './place-act.ts';

const TO_HELP = `${DEVICE_HELP}
  --to LINK               your link of the hub`;
const JSON_HELP = `  --json                  the hub's receipts as JSON
Exit: 0 said (it may wait for a second), 1 it had no effect, or the hub did not answer, 2 used wrongly.`;

type Speaking = { readonly crypto: Primitives; readonly now: () => Instant };

/** Commands that say one thing about keys with a device's standing key. */
export function keyActCommands(crypto: Primitives, now: () => Instant): readonly Command[] {
  const speaking = { crypto, now };
  return [revoke(speaking), leave(speaking), mute('mute', speaking), mute('unmute', speaking)];
}

function revoke(speaking: Speaking): Command {
  return {
    name: 'revoke',
    summary: 'withdraw keys, with a second keyholder: a lost or seized device',
    help: `shanyrak revoke KEY … --device DIR --to LINK [--from-index N] [--json]

Two keyholders withdraw a key: each runs this, within whatever time. What the key said before stays good; what comes after is
kept without weight. Name all keys of the device that you know; shanyrak people lists them. A keyholder's next key may be
named too (as people prints it): then the paper is lost as well, and the seat stays empty.

${TO_HELP}
  --from-index N          from which entry of the hub's log on it holds; without it, from now on. For a device that was taken
                          before you knew. Grants it made since are undone
${JSON_HELP}`,
    run: (argv) =>
      sayOne(
        argv,
        { speaking, options: { 'from-index': { type: 'string' } }, filesMax: NAMED_MAX },
        (given, hub) => {
          const index = given.whole('from-index', { lo: 0, hi: Number.MAX_SAFE_INTEGER }) ?? hub.size;
          return { kind: 'key.revoke', body: { keys: [...keysIn(given)], origin: hub.origin, index } };
        },
      ),
  };
}

function leave(speaking: Speaking): Command {
  return {
    name: 'leave',
    summary: 'end the grant of this device',
    help: `shanyrak leave --device DIR --to LINK [--json]

The standing key of this device says that it leaves. Its keys for incidents to come are not named, so that the record does not
tie them to it: delete the folder afterwards, and nobody can use them. A keyholder does not leave; two others withdraw the key.

${TO_HELP}
${JSON_HELP}`,
    run: (argv) =>
      sayOne(argv, { speaking, options: {}, filesMax: 0 }, () => ({ kind: 'key.leave', body: {} })),
  };
}

function mute(kind: 'mute' | 'unmute', speaking: Speaking): Command {
  const isMute = kind === 'mute';
  return {
    name: kind,
    summary: isMute
      ? 'hide what keys say from now on, with a second'
      : 'show again what keys say, with a second',
    help: `shanyrak ${kind} KEY … --device DIR --to LINK [--json]

${isMute ? 'Hides the entries of these keys from now on' : 'Shows the entries of these keys again from now on'}, once two say so whom different people vouch for. They are
kept all the same. Keyholders and the hub cannot be muted.

${TO_HELP}
${JSON_HELP}`,
    run: (argv) =>
      sayOne(argv, { speaking, options: {}, filesMax: NAMED_MAX }, (given) => ({
        kind,
        body: { keys: [...keysIn(given)] },
      })),
  };
}

type OneAct = {
  readonly speaking: Speaking;
  readonly options: Readonly<Record<string, { readonly type: 'string' }>>;
  readonly filesMax: number;
};

async function sayOne(
  argv: readonly string[],
  { speaking: { crypto, now }, options, filesMax }: OneAct,
  actOf: (given: Given, hub: HubPlace) => Act,
): Promise<number> {
  const all = { ...DEVICE_OPTIONS, to: { type: 'string' }, ...options, json: { type: 'boolean' } } as const;
  const given = readArgs(argv.map(guarded), all, filesMax);
  if (filesMax > 0) keysIn(given);
  const link = linkIn(given);
  const device = await openDevice(given, crypto);
  const hub = await readPlace(link);
  holdToPlace(device.standing(), hub);
  return sayActs([actOf(given, hub)], device, { link, given, crypto, now });
}

const GUARD = 'key:';

/** One key in 64 begins with a hyphen and would be taken for an option. */
function guarded(arg: string): string {
  return arg.startsWith('-') && parseAuthorKey(arg) !== undefined ? GUARD + arg : arg;
}

function keysIn(given: Given): readonly AuthorKey[] {
  const keys = given.files.map((text) => {
    const key = parseAuthorKey(text.startsWith(GUARD) ? text.slice(GUARD.length) : text);
    if (key === undefined)
      throw new UsageError(`"${text}" is not a key of 43 characters, as shanyrak people prints them`);
    return key;
  });
  if (keys.length === 0) throw new UsageError('needs a KEY');
  if (new Set(keys).size < keys.length) throw new UsageError('names a key twice');
  return keys;
}
