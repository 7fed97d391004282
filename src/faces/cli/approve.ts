import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import { parseAuthorKey } from '../../record/names.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { askHub, readAs, readPlace } from './hub-place.ts';
import { linkIn, saysOf } from './hub-post.ts';
import { textOf } from './key-file.ts';
import { holdToPlace, sayActs } from './place-act.ts';
import type { Act } from './place-act.ts';

export function approveCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'approve',
    summary: 'let in a device that asks, or list those that do',
    help: `shanyrak approve --device DIR --to LINK (--list | --number N … | --request FILE) [--json]

Vouches for the keys of those who ask to join, or for more keys of a device that is in. Approve nobody whose number was not told to you by the person: a link can be
stolen, a face cannot. Each key becomes an entry of its own, and the entries of several requests are mixed, so that the record
does not say which keys are one device's.

${DEVICE_HELP}
  --to LINK               your link of the hub
  --list                  who asks, with their numbers
  --number N              whom to let in; may be given several times
  --request FILE          a request that was carried here: it is handed to the hub, and let in
  --json                  the list, or the hub's receipts, as JSON
Exit: 0 done, 1 something had no effect, or the hub did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const flag = { type: 'boolean' } as const;
      const many = { type: 'string', multiple: true } as const;
      const options = { to: text, list: flag, number: many, request: text, json: flag };
      const given = readArgs(argv, { ...DEVICE_OPTIONS, ...options }, 0);
      const link = linkIn(given);
      const file = given.text('request');
      const numbers = given.all('number').map(numberIn);
      const isList = given.flag('list');
      if ([isList, numbers.length > 0, file !== undefined].filter(Boolean).length !== 1)
        throw new UsageError('needs one of --list, --number and --request');
      const device = await openDevice(given, crypto);
      const standing = device.standing();
      holdToPlace(standing, await readPlace(link));
      const wanted = file === undefined ? numbers : [await handIn(file, link)];
      const asked = await readAs('/requests', link, { standing, crypto, now });
      if (asked === undefined)
        throw new WorldError(
          'that hub shows those who ask to wardens and keyholders only; nothing was signed',
        );
      const requests = requestsIn(asked);
      if (isList) return list(requests, given.flag('json'));
      const grants = wanted.flatMap((number) => grantsOf(requests, number));
      return sayActs(shuffled(grants, crypto), device, { link, given, crypto, now });
    },
  };
}

function numberIn(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError('--number is the number of a request');
  return Number(text);
}

/** Hands a carried request to the hub, which knows whether its invitation holds and what for. */
async function handIn(file: string, link: string): Promise<number> {
  const request = parseJson(textOf(file));
  if (!isJsonObject(request)) throw new UsageError(`${file} is not a request to join`);
  const init = { method: 'POST', body: JSON.stringify(request) };
  const { response, value } = await askHub(`${link}/requests`, init);
  const number = isJsonObject(value) ? value['number'] : undefined;
  if (typeof number === 'number') return number;
  throw new WorldError(saysOf(response, value).replace(/\.$/, ''));
}

type Request = {
  readonly number: number;
  readonly role: Role;
  readonly cell?: string;
  readonly askedAt: number;
  readonly keys: readonly { readonly slot: number; readonly key: AuthorKey }[];
  readonly isMore: boolean;
};

function requestsIn(value: Json): readonly Request[] {
  const items = isJsonObject(value) && isJsonArray(value['requests']) ? value['requests'] : [];
  return items.flatMap((item): readonly Request[] => {
    if (!isJsonObject(item)) return [];
    const { number, cell, askedAt, keys } = item;
    const role = ROLES.find((known) => known === item['role']);
    if (typeof number !== 'number' || role === undefined || typeof askedAt !== 'number') return [];
    const read = (isJsonArray(keys) ? keys : []).flatMap((each) => {
      const slot = isJsonObject(each) ? each['slot'] : undefined;
      const key = isJsonObject(each) ? parseAuthorKey(each['key']) : undefined;
      return typeof slot === 'number' && key !== undefined ? [{ slot, key }] : [];
    });
    return [
      {
        number,
        role,
        ...(typeof cell === 'string' && { cell }),
        askedAt,
        keys: read,
        isMore: item['isMore'] === true,
      },
    ];
  });
}

function list(requests: readonly Request[], asJson: boolean): number {
  if (asJson) say(JSON.stringify({ requests }));
  else
    for (const { number, role, cell, askedAt, keys, isMore } of requests)
      say(
        `${String(number).padStart(4)}  ${role}${cell === undefined ? '' : ` of ${cell}`}, ${keys.length} keys${isMore ? ' more for a device that is in' : ''}, asked ${new Date(askedAt).toISOString().slice(0, 16)}Z`,
      );
  if (requests.length === 0) tell('Nobody asks to join just now.');
  return EXIT_OK;
}

function grantsOf(requests: readonly Request[], number: number): readonly Act[] {
  const found = requests.find((request) => request.number === number);
  if (found === undefined)
    throw new WorldError(
      `there is no open request ${number}: it was let in or turned down. Nothing was signed; see --list`,
    );
  const { role, cell, keys } = found;
  return keys.map(({ key, slot }) => ({
    kind: 'key.grant',
    body: { key, slot, role, ...(cell !== undefined && { cell }) },
  }));
}

/** In an order that tells nothing (Fisher and Yates), by secure chance. */
function shuffled<T>(items: readonly T[], { randomBytes }: Primitives): readonly T[] {
  const left = [...items];
  const mixed: T[] = [];
  while (left.length > 0) {
    // 48 bits over a few hundred items: the bias is far below one in a thousand million.
    const at = Buffer.from(randomBytes(6)).readUIntBE(0, 6) % left.length;
    mixed.push(...left.splice(at, 1));
  }
  return mixed;
}
