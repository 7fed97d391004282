import type { Instant } from '../../base/instant.ts';
import { parseRecipient } from '../../record/age-key.ts';
import { GROUP_ROLES } from '../../record/parts.ts';
import type { Primitives } from '../../record/primitives.ts';
import { UsageError } from './command.ts';
import type { Given } from './command.ts';
import { openDevice } from './device.ts';
import { readPlace } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { holdToPlace, sayActs } from './place-act.ts';

// As many keys of a role as the record counts.
const NUMBER_MAX = 10_000;

/** Says with a device's standing key that this is a group's key: the second voice, without which nobody's key counts. */
export async function agreeOnGroup({
  given,
  crypto,
  now,
}: {
  readonly given: Given;
  readonly crypto: Primitives;
  readonly now: () => Instant;
}): Promise<number> {
  const role = GROUP_ROLES.find((name) => name === given.files[1]);
  if (role === undefined) throw new UsageError(`agree: ROLE is one of ${GROUP_ROLES.join(', ')}`);
  const number = given.whole('number', { lo: 1, hi: NUMBER_MAX });
  if (number === undefined) throw new UsageError('needs --number, that of the key');
  const recipient = parseRecipient(given.need('recipient'));
  if (recipient === undefined)
    throw new UsageError('--recipient is an age recipient (age1…): compare each letter with a member');
  const link = linkIn(given);
  const device = await openDevice(given, crypto);
  holdToPlace(device.standing(), await readPlace(link));
  const act = { kind: 'group.key', body: { role, recipient, number } };
  return sayActs([act], device, { link, given, crypto, now });
}
