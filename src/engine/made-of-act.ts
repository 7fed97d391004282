import { owned } from '../acts/alarm/check-ins.ts';
import type { EraseHindrance } from '../acts/words/people-words.ts';
import type { Entry } from '../record/entry.ts';
import { PEOPLE_KINDS } from '../record/kinds/body.ts';
import type { EraseBody } from '../record/kinds/moderation.ts';
import type { CheckInHereBody } from '../record/kinds/standby.ts';
import type { Role } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import { SEALED_PARTS } from '../record/parts.ts';
import { summaries } from '../situation/buckets.ts';
import { contextOf } from '../situation/gather.ts';
import type { RefusedAct } from '../situation/people-refusals.ts';
import type { Book } from './book.ts';

/** What the hub made of an act about people, keys or incidents, for whoever hands it in. */
export type MadeOfAct = {
  /** What of it has no effect, and why. */
  readonly refused: readonly Omit<RefusedAct, 'entry'>[];
  /** It waits for one more of these roles. */
  readonly needs?: readonly Role[];
  /** Another entry of this key with the same number: one of the two devices works with an older copy of its keys. */
  readonly sameNumber?: EntryId;
  /** Of an erasure: what of it cannot be carried out, or not yet. */
  readonly faults?: readonly ErasingFault[];
};

/** Why an entry that is to be erased is not erased when a second has said so. */
export type ErasingFault = { readonly target: EntryId; readonly why: EraseHindrance };

/**
 * What became of an act just kept; `undefined` for other entries. Most of it is read by keyholders only, and its author
 * has to know all the same: only who has the entry itself can ask.
 */
export function madeOfAct({ core, id, body }: Entry, book: Book): MadeOfAct | undefined {
  if (body?.type === 'check-in-here') return madeOfCheckIn(id, body, book);
  const { founding, refused, pending } = book.people();
  if (founding === undefined || !PEOPLE_KINDS.includes(core.kind)) return undefined;
  const needs = pending.find(({ said }) => said.some(({ entry }) => entry === id))?.needs;
  const faults = body?.type === 'erase' ? faultsOf(body, book) : [];
  const sameNumber = book
    .acts()
    .find(
      ({ entry }) =>
        entry.id !== id &&
        entry.core.author === core.author &&
        entry.core.incident === core.incident &&
        entry.core.sequence === core.sequence,
    )?.entry.id;
  return {
    refused: refused
      .filter(({ entry }) => entry === id)
      .map(({ reason, target }) => ({ reason, ...(target !== undefined && { target }) })),
    ...(needs && { needs }),
    ...(sameNumber !== undefined && { sameNumber }),
    ...(faults.length > 0 && { faults }),
  };
}

/** Whoever checks in has to know that they are heard. */
function madeOfCheckIn(id: EntryId, { who }: CheckInHereBody, book: Book): MadeOfAct | undefined {
  const place = book.people().founding?.place;
  const g = place && book.gathered(place);
  if (g === undefined) return undefined;
  const heard = summaries(g.subjects.heard, contextOf(g)).find((each) => each.who === who);
  const isOwn = owned(heard?.said ?? [], book.people()).said.some(({ entry }) => entry === id);
  return { refused: isOwn ? [] : [{ reason: 'handle-taken', target: who }] };
}

function faultsOf({ entries }: EraseBody, book: Book): readonly ErasingFault[] {
  return entries.flatMap(({ id: target, what, part }): readonly ErasingFault[] => {
    const core = book.held(target)?.logged.entry.core;
    const names = [...(core?.parts.keys() ?? [])];
    if (core === undefined) return [{ target, why: 'not-here' }];
    if (core.author === book.hubKey) return [{ target, why: 'hubs-own' }];
    const isNone =
      part === undefined ? !SEALED_PARTS.some((name) => names.includes(name)) : !names.includes(part);
    return what !== 'entry' && isNone ? [{ target, why: 'no-such-part' }] : [];
  });
}
