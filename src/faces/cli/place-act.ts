import {
  ERASE_HINDRANCES,
  erasingText,
  oneMoreText,
  peopleRefusalText,
} from '../../acts/words/people-words.ts';
import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Instant } from '../../base/instant.ts';
import { instantToWall, wallToCivil } from '../../base/wall.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { PlainObject } from '../../record/subset.ts';
import type { Draft } from '../../record/write.ts';
import { PEOPLE_REFUSALS } from '../../situation/people-refusals.ts';
import { destroyClosedKeys } from './closed-keys.ts';
import { EXIT_OK, EXIT_WRONG, say, tell, UsageError } from './command.ts';
import type { Given } from './command.ts';
import type { Device } from './device.ts';
import { joinedWithHub } from './hub-chain.ts';
import type { HubPlace } from './hub-place.ts';
import { sayEntries } from './say-entries.ts';
import type { KeptKey, SaidEntries } from './say-entries.ts';

/** What every command of the committee is run with. */
export type Committee = { readonly given: Given; readonly crypto: Primitives; readonly now: () => Instant };

export type Act = { readonly kind: string; readonly body: PlainObject };

/** The minute it is, by UTC, as an act of the place log states it. */
export function happenedNow(now: Instant): Draft['at'] {
  const c = wallToCivil(instantToWall(now, 0));
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = { hour: c.hour, minute: c.minute };
  const at = { year: String(c.year).padStart(4, '0'), month: two(c.month), day: two(c.day), time };
  return { edtf: { kind: 'moment', at }, offsetMinutes: 0 };
}

/** A device speaks only on the place log it was made for. */
export function holdToPlace({ key, file }: KeptKey, { place, settlement }: HubPlace): void {
  if (key.place.incident !== place)
    throw new UsageError(
      `${file} belongs to another place than the hub of ${settlement}. Nothing was signed`,
    );
}

/**
 * Says acts on the place log with a device's standing key, and tells what the hub made of each. What the device keeps
 * of incidents that are closed is destroyed on the way.
 */
export async function sayActs(
  acts: readonly Act[],
  device: Device,
  { link, given, crypto, now }: Committee & { readonly link: string },
): Promise<number> {
  const at = happenedNow(now());
  const drafts = acts.map(({ kind, body }) => ({ kind, at, parts: { body } }));
  const kept = device.standing();
  const standing = acts.length === 0 ? kept : await joinedWithHub(kept, { link, crypto });
  const said = await sayEntries(drafts, standing, { link, crypto });
  const code = tellSaid(said, standing, given.flag('json'));
  if (said.ok) await destroyClosedKeys(device, { link, crypto });
  return code;
}

/** The exit code: an act that waits for a second is said well. */
function tellSaid(sent: SaidEntries, { file }: KeptKey, asJson: boolean): number {
  if (!sent.ok) {
    tell(`${sent.says}.`.replace(/\.\.$/, '.'));
    tell(`What was signed is kept in ${file} (${sent.waiting} waiting) and goes out with the next command.`);
    return EXIT_WRONG;
  }
  let wrong = 0;
  const earlier = sent.receipts.length - sent.said.length;
  if (earlier > 0) tell(`${earlier} of an earlier command went out too.`);
  for (const receipt of sent.receipts) {
    const made = madeOf(receipt);
    if (!made.isWell) wrong++;
    if (asJson) say(JSON.stringify(receipt));
    else for (const line of made.lines) say(line);
  }
  return wrong === 0 ? EXIT_OK : EXIT_WRONG;
}

type Made = { readonly isWell: boolean; readonly lines: readonly string[] };

/** What became of one entry, in words. */
function madeOf(receipt: Json): Made {
  if (!isJsonObject(receipt) || receipt['status'] !== 'accepted')
    return { isWell: false, lines: [`Refused: ${textIn(receipt, 'says')}`] };
  const made = isJsonObject(receipt['made']) ? receipt['made'] : {};
  const needs = isJsonArray(made['needs']) ? made['needs'] : undefined;
  const refused = itemsIn(made, 'refused').map((each) => {
    const reason = PEOPLE_REFUSALS.find((known) => known === textIn(each, 'reason'));
    return ofTarget(
      each,
      reason === undefined ? 'The entry is kept and has no effect.' : peopleRefusalText(reason, 'en'),
    );
  });
  const faults = itemsIn(made, 'faults').flatMap((each) => {
    const why = ERASE_HINDRANCES.find((known) => known === textIn(each, 'why'));
    return why === undefined ? [] : [{ why, text: ofTarget(each, erasingText(why, 'en')) }];
  });
  const isFork = textIn(made, 'sameNumber') !== '';
  const roles = ROLES.filter((role) => needs?.includes(role) === true);
  return {
    // What is not here yet may come; what can never be erased is an order in vain.
    isWell: refused.length === 0 && !isFork && faults.every(({ why }) => why === 'not-here'),
    lines: [
      ...(refused.length === 0 && needs === undefined ? ['Done.'] : []),
      ...refused,
      ...(needs ? [`Kept. ${oneMoreText(roles, 'en')}`] : []),
      ...faults.map(({ text }) => text),
      ...(isFork ? [OLDER_COPY] : []),
    ],
  };
}

function ofTarget(item: Json, text: string): string {
  const target = textIn(item, 'target');
  return target === '' ? text : `${target}: ${text}`;
}

function itemsIn(of: Readonly<Record<string, Json>>, name: string): readonly Json[] {
  const items = of[name];
  return isJsonArray(items) ? items : [];
}

const OLDER_COPY = `This device folder is an older copy: its key has said something else under the same number before. Nothing is lost: the
hub keeps both, and both are judged. If you have the newer copy, go on with that one and destroy this. If you do not, somebody
else may have it: ask two keyholders to revoke this key, and join again with new keys.`;

function textIn(value: Json | undefined, name: string): string {
  const text = isJsonObject(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : '';
}
