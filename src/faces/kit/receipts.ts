import type { Made } from '../../acts/words/made-words.ts';
import { ERASE_HINDRANCES } from '../../acts/words/people-words.ts';
import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import { PEOPLE_REFUSALS } from '../../situation/people-refusals.ts';

/** What a hub's receipt says became of an act about people, keys or incidents. */
export function madeOf(receipt: Json): Made {
  if (isNotProven(receipt)) return { kind: 'not-proven' };
  if (!isJsonObject(receipt) || receipt['status'] !== 'accepted')
    return { kind: 'not-kept', says: textIn(receipt, 'says') };
  const made = receipt['made'];
  const refused = isJsonObject(made) && isJsonArray(made['refused']) ? made['refused'] : [];
  const faults = isJsonObject(made) && isJsonArray(made['faults']) ? made['faults'] : [];
  const needs = isJsonObject(made) && isJsonArray(made['needs']) ? made['needs'] : undefined;
  return {
    kind: 'kept',
    refused: refused.map((each) => {
      const [target, said] = [textIn(each, 'target'), textIn(each, 'reason')];
      const reason = PEOPLE_REFUSALS.find((known) => known === said);
      return { ...(reason && { reason }), ...(target !== '' && { target }) };
    }),
    faults: faults.flatMap((each) => {
      const said = textIn(each, 'why');
      const why = ERASE_HINDRANCES.find((known) => known === said);
      return why === undefined ? [] : [{ why, target: textIn(each, 'target') }];
    }),
    ...(needs && { needs: ROLES.filter((role) => needs.includes(role)) }),
    isFork: textIn(made, 'sameNumber') !== '',
  };
}

const NOT_PROVEN = 'not-proven';

/** What a receipt comes to that says accepted without proof: nothing that its sender may count on. */
export function notProven(receipt: Json): Json {
  return isJsonObject(receipt) && receipt['status'] === 'accepted'
    ? { ...receipt, status: NOT_PROVEN }
    : receipt;
}

export function isNotProven(receipt: Json | undefined): boolean {
  return isJsonObject(receipt) && receipt['status'] === NOT_PROVEN;
}

/**
 * Whether the entry is to be handed in again: the hub did not prove that it has it, or refused it only for now, since while
 * strangers flood it, it takes nothing that nobody vouches for.
 */
export function isForLater(receipt: Json | undefined): boolean {
  if (isNotProven(receipt)) return true;
  const error = isJsonObject(receipt) && receipt['status'] === 'refused' ? receipt['error'] : undefined;
  return textIn(error, 'kind') === 'too-many-strangers';
}

function textIn(value: Json | undefined, name: string): string {
  const text = isJsonObject(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : '';
}
