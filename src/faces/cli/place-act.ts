import { dirname } from 'node:path';
import { isWell, madeLines } from '../../acts/words/made-words.ts';
import type { Instant } from '../../base/instant.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { KeptKey } from '../kit/author-key.ts';
import type { HubPlace } from '../kit/hub-place.ts';
import { draftsOf } from '../kit/place-acts.ts';
import type { Act } from '../kit/place-acts.ts';
import { madeOf } from '../kit/receipts.ts';
import { sayEntries } from '../kit/say-entries.ts';
import type { SaidEntries } from '../kit/say-entries.ts';
import { destroyClosedKeys } from './closed-keys.ts';
import { EXIT_OK, EXIT_WRONG, say, tell, UsageError } from './command.ts';
import type { Given } from './command.ts';
import type { Device } from './device.ts';
import { joinedWithHub } from './hub-chain.ts';
import { postingTo, tellLog } from './hub-post.ts';

/** What every command of the committee is run with. */
export type Committee = { readonly given: Given; readonly crypto: Primitives; readonly now: () => Instant };

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
  const kept = device.standing();
  const standing = acts.length === 0 ? kept : await joinedWithHub(kept, { link, crypto });
  const said = await sayEntries(draftsOf(acts, now()), standing, {
    post: postingTo(link),
    crypto,
    isDistrusted: device.contradictions().length > 0,
  });
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
  const isTrusted = tellLog(sent.log, `--device ${dirname(file)}`);
  let wrong = isTrusted ? 0 : 1;
  const earlier = sent.receipts.length - sent.said.length;
  if (earlier > 0) tell(`${earlier} of an earlier command went out too.`);
  for (const receipt of sent.receipts) {
    const made = madeOf(receipt);
    if (!isWell(made)) wrong++;
    if (asJson) say(JSON.stringify(receipt));
    else for (const line of madeLines(made, 'en')) say(line);
  }
  return wrong === 0 ? EXIT_OK : EXIT_WRONG;
}
