import { oneMoreText, peopleRefusalText } from '../../acts/words/people-words.ts';
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
  const standing = device.standing();
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
  const made = receipt['made'];
  const refused = isJsonObject(made) && isJsonArray(made['refused']) ? made['refused'] : [];
  const needs = isJsonObject(made) && isJsonArray(made['needs']) ? made['needs'] : undefined;
  const lines = refused.map((each) => {
    const target = textIn(each, 'target');
    const reason = PEOPLE_REFUSALS.find((known) => known === textIn(each, 'reason'));
    const text =
      reason === undefined ? 'The entry is kept and has no effect.' : peopleRefusalText(reason, 'en');
    return target === '' ? text : `${target}: ${text}`;
  });
  const isFork = textIn(made, 'sameNumber') !== '';
  return {
    isWell: refused.length === 0 && !isFork,
    lines: [
      ...(refused.length === 0 && needs === undefined ? ['Done.'] : []),
      ...lines,
      ...(needs
        ? [
            `Kept. ${oneMoreText(
              ROLES.filter((role) => needs.includes(role)),
              'en',
            )}`,
          ]
        : []),
      ...(isFork ? [OLDER_COPY] : []),
    ],
  };
}

const OLDER_COPY = `This device folder is an older copy: its key has said something else under the same number before. Nothing is lost: the
hub keeps both, and both are judged. If you have the newer copy, go on with that one and destroy this. If you do not, somebody
else may have it: ask two keyholders to revoke this key, and join again with new keys.`;

function textIn(value: Json | undefined, name: string): string {
  const text = isJsonObject(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : '';
}
